// A page that a cache keeps must not outlive what was decided about it.
import type { Context } from 'hono';
import type { App } from '../env.ts';
import { unlessAway } from './log.ts';

/** By what a cache knows a page that shows the conversation under an article, or under any. */
export const tagOf = (slug?: string): string => (slug ? `comments-${slug}` : 'comments');

/**
 * Takes pages that show these conversations out of the cache, once the answer has left. Where there is no cache
 * (locally, and on a runtime without one) nothing has to be taken out.
 */
export function purge(c: Context<App>, slugs: readonly string[]): void {
  const cache = cacheOf(c.executionCtx);
  if (!cache || slugs.length === 0) return;
  const tags = [...new Set([tagOf(), ...slugs.map(tagOf)])];
  c.executionCtx.waitUntil(unlessAway(c, cache.purge({ tags })));
}

/** The cache that stands before the Worker, where the runtime has one. */
const cacheOf = (context: object): CacheContext | undefined =>
  'cache' in context && isCache(context.cache) ? context.cache : undefined;

const isCache = (cache: unknown): cache is CacheContext =>
  typeof cache === 'object' && cache !== null && 'purge' in cache;
