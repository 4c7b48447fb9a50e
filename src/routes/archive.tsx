// Where articles are found: by time, by tag, by word.
import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
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
import { publicPage } from './cache.ts';
import { elsewhere } from './elsewhere.ts';

export const archive = new Hono<App>()

  .get('/articles', (c) => {
    const period = c.req.query('in');
    const now = Date.now();
    const listed = period ? articlesIn(period, now) : publishedArticles(now);
    if (period && listed.length === 0) return elsewhere(c);
    const months = [...publishedMonths(now)];
    return c.html(
      <ArchivePage site={c.var.site} period={period} months={months} {...listOf(c, listed)} />,
      200,
      publicPage(c),
    );
  })

  .get('/tags/:tag', (c) => {
    const tag = findTag(c.req.param('tag'), Date.now());
    if (!tag) return elsewhere(c);
    return c.html(
      <TagPage site={c.var.site} name={tag.name} {...listOf(c, tag.articles)} />,
      200,
      publicPage(c),
    );
  })

  .get('/search', async (c) => {
    const query = (c.req.query('q') ?? '').trim().slice(0, 200);
    const found = query ? await findArticles(c.env.ASSETS, query, Date.now()) : [];
    return c.html(
      <SearchPage site={c.var.site} query={query} found={found.length} {...listOf(c, found)} />,
      200,
      publicPage(c),
    );
  });

const perPage = 100;

/** The part of a list that was asked for, its own address, and that of the next one. */
function listOf(c: Context<App>, articles: readonly Article[]) {
  const { after, ...asked } = c.req.query();
  const { pathname } = new URL(c.req.url);
  const part = partOf(articles, after ?? '', perPage);
  const address = (slug: string | undefined) => {
    const query = new URLSearchParams(
      Object.entries({ in: asked.in, q: asked.q, after: slug }).filter(isGiven),
    );
    return pathname + (query.size > 0 ? `?${query}` : '');
  };
  return {
    articles: part.articles,
    canonical: c.var.site.url + address(after),
    next: part.next && address(part.next),
  };
}

const isGiven = (entry: [string, string | undefined]): entry is [string, string] =>
  entry[1] !== undefined;
