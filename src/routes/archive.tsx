// Where articles are found: by time, by tag, by word.
import { type Context, Hono } from 'hono';
import type { App } from '../env.ts';
import {
  type Article,
  articlesIn,
  findTag,
  partOf,
  publishedArticles,
  publishedMonths,
} from '../model/articles.ts';
import { findArticles } from '../model/search.ts';
import { ArchivePage, SearchPage, TagPage } from '../views/archive.tsx';
import { publicPage } from './headers.ts';
import { notice } from './notice.tsx';

export const archive = new Hono<App>()

  .get('/articles', (c) => {
    const period = c.req.query('in');
    const now = Date.now();
    const listed = period ? articlesIn(period, now) : publishedArticles(now);
    if (period && listed.length === 0) return notice(c, 404, 'notFound');
    const months = [...publishedMonths(now)];
    return c.html(
      <ArchivePage site={c.var.site} period={period} months={months} {...listOf(c, listed)} />,
      200,
      publicPage,
    );
  })

  .get('/tags/:tag', (c) => {
    const tag = findTag(c.req.param('tag'), Date.now());
    if (!tag) return notice(c, 404, 'notFound');
    return c.html(
      <TagPage site={c.var.site} name={tag.name} {...listOf(c, tag.articles)} />,
      200,
      publicPage,
    );
  })

  .get('/search', async (c) => {
    const query = (c.req.query('q') ?? '').trim().slice(0, 200);
    const found = query ? await findArticles(c.env.ASSETS, query, Date.now()) : [];
    return c.html(
      <SearchPage site={c.var.site} query={query} found={found.length} {...listOf(c, found)} />,
      200,
      publicPage,
    );
  });

const perPage = 100;

/** The part of a list that was asked for, and the address of the next one. */
function listOf(c: Context<App>, articles: readonly Article[]) {
  const { next, ...part } = partOf(articles, c.req.query('after') ?? '', perPage);
  const url = new URL(c.req.url);
  if (next) url.searchParams.set('after', next);
  return { ...part, next: next && url.pathname + url.search };
}
