// A page that a cache keeps must not outlive what was decided about it.
import type { Context } from 'hono';
import type { App } from '../env.ts';
import { unlessAway } from './log.ts';

/** By what a cache knows a page that shows comments: those on one article, or the newest of all. */
export const commentTag = (slug?: string) =>
  ({ 'Cache-Tag': slug ? `comments-${slug}` : newest }) as const;

const newest = 'newest-comments';

/**
 * Takes what shows comments on these articles out of the cache, once the answer has left. Where there is no cache
 * (locally, and on a runtime without one) nothing has to be taken out.
 */
export function purge(c: Context<App>, slugs: Iterable<string>): void {
  const cache = cacheOf(c.executionCtx);
  const tags = Array.from(new Set(slugs), (slug) => `comments-${slug}`);
  if (!cache || tags.length === 0) return;
  c.executionCtx.waitUntil(unlessAway(c, cache.purge({ tags: [newest, ...tags] })));
}

/** The cache that stands before the Worker, where the runtime has one. */
const cacheOf = (context: object): CacheContext | undefined =>
  'cache' in context && isCache(context.cache) ? context.cache : undefined;

const isCache = (cache: unknown): cache is CacheContext =>
  typeof cache === 'object' && cache !== null && 'purge' in cache;
