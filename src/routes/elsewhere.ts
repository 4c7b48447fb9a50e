import type { Context } from 'hono';
import type { App } from '../env.ts';
import { findByAlias } from '../model/articles.ts';
import { findPageByAlias } from '../model/pages.ts';
import { notice } from './notice.tsx';

/** Where nothing is: on to what was here before the site moved, or a notice. */
export function elsewhere(c: Context<App>) {
  const old = pathOfOld(c);
  return old ? c.redirect(old, 301) : notice(c, 404, 'notFound');
}

/** Where that is now which was once found at this address. */
export function pathOfOld(c: Context<App>): string | undefined {
  const url = new URL(c.req.url);
  const article = findByAlias(url, Date.now());
  if (article) return `/articles/${article.slug}`;
  const page = findPageByAlias(url);
  return page && `/pages/${page.slug}`;
}
