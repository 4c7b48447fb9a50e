import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import type { App } from '../env.ts';
import { publishedArticles } from '../model/articles.ts';
import {
  atom,
  type FeedProps,
  jsonFeed,
  newsSitemap,
  robots,
  rss,
  sitemap,
} from '../views/feeds.ts';
import { publicPage } from './headers.ts';

const newestFew = 30;
const twoDays = 2 * 24 * 60 * 60 * 1000;

/** What has not changed since it was asked for last is answered with 304. */
const revalidated = etag();

export const feeds = new Hono<App>()

  .get('/feed.xml', revalidated, (c) => file(c, 'application/rss+xml', rss(newest(c))))
  .get('/atom.xml', revalidated, (c) => file(c, 'application/atom+xml', atom(newest(c))))
  .get('/feed.json', revalidated, (c) =>
    file(c, 'application/feed+json', JSON.stringify(jsonFeed(newest(c)))),
  )
  .get('/sitemap.xml', revalidated, (c) => file(c, 'application/xml', sitemap(all(c))))
  .get('/news-sitemap.xml', revalidated, (c) => file(c, 'application/xml', newsSitemap(newsOf(c))))
  .get('/robots.txt', (c) => file(c, 'text/plain', robots(all(c))));

const all = (c: Context<App>): FeedProps => ({
  site: c.var.site,
  articles: publishedArticles(Date.now()),
});

function newest(c: Context<App>): FeedProps {
  const { site, articles } = all(c);
  return { site, articles: articles.slice(0, newestFew) };
}

function newsOf(c: Context<App>): FeedProps {
  const { site, articles } = all(c);
  const since = Date.now() - twoDays;
  return { site, articles: articles.filter(({ publishedAt }) => Date.parse(publishedAt) > since) };
}

const file = async (c: Context<App>, type: string, text: string | Promise<string>) =>
  c.body((await text).toString(), 200, { ...publicPage, 'Content-Type': `${type}; charset=utf-8` });
