import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { App } from '../env.ts';
import { findByAlias } from '../model/articles.ts';
import { findPageByAlias } from '../model/pages.ts';
import { notice } from './notice.tsx';

/** Where nothing is: on to what was here before the site moved, or a notice. */
export function elsewhere(c: Context<App>) {
  const old = pathOfOld(c);
  return old ? c.redirect(old, 301) : notice(c, 404, 'notFound');
}

/**
 * Whoever asks a site that is at home on https in the clear is led there, before they send a password or a comment:
 * not every domain does that by itself. Cloudflare says how it was asked.
 */
export const overHttps = createMiddleware<App>(async (c, next) => {
  if (c.req.header('X-Forwarded-Proto') !== 'http') return next();
  const url = new URL(c.req.url);
  url.protocol = 'https:';
  return url.origin === c.var.site.url ? c.redirect(url.href, 308) : next();
});

/** An old path that ends in a slash leads on at once, and not by way of the same without the slash. */
export const moved = createMiddleware<App>(async (c, next) => {
  const { path } = c.req;
  const old = path.endsWith('/') && path !== '/' ? pathOfOld(c) : undefined;
  return old ? c.redirect(old, 301) : next();
});

/** Where that is now which was once found at this address. */
export function pathOfOld(c: Context<App>): string | undefined {
  const url = new URL(c.req.url);
  const article = findByAlias(url, Date.now());
  if (article) return `/articles/${article.slug}`;
  const page = findPageByAlias(url);
  return page && `/pages/${page.slug}`;
}
