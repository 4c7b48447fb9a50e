// What may be kept of an answer, by whom and for how long; how it is known again, and how it is taken back.
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { App } from '../env.ts';
import { nextPublication, publishedCount } from '../model/articles.ts';
import { dayOf } from '../model/visits.ts';
import { unlessAway } from './log.ts';

/**
 * The longest that a cache between here and a browser may keep a page, in seconds: less than a minute by what an
 * answer may be on its way.
 */
const longest = 55;

/** What is to be said of a page, besides that it is the same for everybody. */
export interface Kept {
  /** Of which article comments are shown, or the newest of all. */
  readonly comments?: string | typeof wholeSite;
  /** What changes with what the page shows of the database. */
  readonly revision?: string;
  /** When something else on it changes, in ms since 1970. */
  readonly until?: number;
}

/** As they are sent. */
interface PublicHeaders extends Record<string, string> {
  readonly ETag: string;
}

/** The comments of the whole site. */
export const wholeSite = Symbol('the newest comments of all');

/**
 * Headers of a page that is the same for everybody. A browser may keep it, and asks before it uses it again; a cache
 * on the way answers for us for less than a minute, and not past the next scheduled change. A site that is asked
 * under any name (`SITE_URL` empty) makes its links from that name: then no cache on the way may keep them.
 */
export function publicPage(c: Context<App>, kept: Kept = {}): PublicHeaders {
  const { comments, revision = '', until = Number.POSITIVE_INFINITY } = kept;
  const now = Date.now();
  const left = Math.floor((Math.min(until, nextPublication(now)) - now) / 1000);
  return {
    'Cache-Control': c.var.settings.SITE_URL
      ? sharedFor(Math.min(longest, left))
      : 'private, no-cache',
    ETag: etagOf(c, revision),
    Vary: 'Accept-Encoding',
    ...(comments !== undefined && { 'Cache-Tag': tagOf(comments) }),
  };
}

/** To a browser both say the same: ask before you use it. */
const sharedFor = (seconds: number): string =>
  seconds > 0 ? `public, max-age=0, must-revalidate, s-maxage=${seconds}` : 'no-cache';

/**
 * Known before anything is drawn. It is weak, since each page is served with a form of its own; and for a day, so that
 * no form grows old in a page that never changes.
 */
function etagOf({ var: { edition, site } }: Context<App>, revision: string): string {
  const now = Date.now();
  const { language } = site.words;
  return `W/"${[edition, dayOf(now), publishedCount(now), language, revision].join('.')}"`;
}

/** What stands for a value in a validator. */
export async function fingerprint(value: unknown): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(value));
  const digest = await crypto.subtle.digest('SHA-256', text);
  return new Uint8Array(digest).toBase64({ alphabet: 'base64url' }).slice(0, 12);
}

/** Whether whoever asks has the page that these headers are of. */
export function isHeld(c: Context<App>, etag: string | null): boolean {
  const held = c.req.header('If-None-Match');
  const tags: readonly string[] = held?.match(/"[^"]*"/g) ?? [];
  return etag !== null && (held === '*' || tags.includes(etag.replace(/^W\//, '')));
}

/** Only what whoever asks does not have already is sent. */
export const revalidated = createMiddleware<App>(async (c, next) => {
  await next();
  if (c.res.status !== 200 || !isHeld(c, c.res.headers.get('ETag'))) return;
  c.res = new Response(null, { status: 304, headers: withoutBody(c.res.headers) });
});

function withoutBody(headers: Headers): Headers {
  const kept = new Headers(headers);
  for (const name of ['Content-Type', 'Content-Length']) kept.delete(name);
  return kept;
}

const tagOf = (comments: string | typeof wholeSite) =>
  comments === wholeSite ? 'newest-comments' : `comments-${comments}`;

/** How long after a change an answer may still arrive that was begun before it, in ms. */
const underWay = 2000;

/**
 * Takes what shows comments on these articles out of the cache, once the answer has left; and once more, so that
 * what was being answered at that time does not stay. Where there is no cache (locally, and on a runtime without
 * one) nothing has to be taken out.
 */
export function purge(c: Context<App>, slugs: Iterable<string>): void {
  const cache = cacheOf(c.executionCtx);
  const tags = Array.from(new Set(slugs), tagOf);
  if (!cache || tags.length === 0) return;
  const take = () => unlessAway(c, purged(cache, [tagOf(wholeSite), ...tags]));
  c.executionCtx.waitUntil(take().then(() => scheduler.wait(underWay).then(take)));
}

async function purged(cache: CacheContext, tags: string[]): Promise<void> {
  const { success } = await cache.purge({ tags });
  if (!success) throw new Error('The cache did not purge');
}

/** The cache that stands before the Worker, where the runtime has one. */
const cacheOf = (context: object): CacheContext | undefined =>
  'cache' in context && isCache(context.cache) ? context.cache : undefined;

const isCache = (cache: unknown): cache is CacheContext =>
  typeof cache === 'object' && cache !== null && 'purge' in cache;
