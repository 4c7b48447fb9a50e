import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { App } from '../env.ts';
import { type Article, findArticle, publishedArticles } from '../model/articles.ts';
import { newestComments } from '../model/comments.ts';
import { readStory } from '../model/texts.ts';
import { fill } from '../strings/say.ts';
import {
  atom,
  commentAtom,
  type FeedProps,
  jsonFeed,
  type MapProps,
  newsSitemap,
  robots,
  rss,
  sitemap,
} from '../views/feeds.ts';
import { fingerprint, type Kept, publicPage, wholeSite } from './cache.ts';
import { unlessAway } from './log.ts';
import { notice } from './notice.tsx';
import { canonicalUrl } from './site.ts';

const newestFew = 30;
const newestFewComments = 50;
const twoDays = 2 * 24 * 60 * 60 * 1000;

export const feeds = new Hono<App>()

  .get('/feed.xml', async (c) => file(c, 'application/rss+xml', rss(await newest(c))))
  .get('/atom.xml', async (c) => file(c, 'application/atom+xml', atom(await newest(c))))
  .get('/feed.json', async (c) =>
    file(c, 'application/feed+json', JSON.stringify(jsonFeed(await newest(c)))),
  )
  .get('/articles/:slug/comments.atom', async (c) => {
    const article = findArticle(c.req.param('slug'), Date.now());
    if (!article || article.comments === 'off') return notice(c, 404, 'notFound');
    return commentFeed(c, article);
  })
  .get('/comments.atom', (c) => commentFeed(c, undefined))
  .get('/sitemap.xml', (c) => file(c, 'application/xml', sitemap(all(c))))
  .get('/news-sitemap.xml', newsMap)
  .get('/robots.txt', (c) => file(c, 'text/plain', robots({ site: c.var.site })));

const all = (c: Context<App>): MapProps => ({
  site: c.var.site,
  articles: publishedArticles(Date.now()),
});

async function newest(c: Context<App>): Promise<FeedProps> {
  const { site, articles } = all(c);
  const entries = articles.slice(0, newestFew).map(async (article) => {
    return { ...article, html: await readStory(c.env.ASSETS, article) };
  });
  return { site, articles: await Promise.all(entries) };
}

/** @param article without one, comments on all of them */
async function commentFeed(c: Context<App>, article: Article | undefined) {
  const { site } = c.var;
  const now = Date.now();
  const newest = await unlessAway(c, newestComments(c.env.DB, article?.slug, newestFewComments));
  if (!newest) return notice(c, 503, 'databaseAway');
  const comments = newest.flatMap((comment) => {
    const about = findArticle(comment.slug, now);
    return about && about.comments !== 'off' ? [{ comment, article: about }] : [];
  });
  const page = article ? canonicalUrl(c, article) : `${site.url}/`;
  const title = article
    ? fill(site.words.commentsOn, { headline: article.headline })
    : fill(site.words.commentFeedOf, { site: site.name });
  const self = site.url + c.req.path;
  const text = commentAtom({ site, title, self, page, comments });
  return file(c, 'application/atom+xml', text, {
    comments: article?.slug ?? wholeSite,
    revision: await fingerprint(newest),
  });
}

/** What is older than two days is no news: it leaves the list by itself. */
function newsMap(c: Context<App>) {
  const { site, articles } = all(c);
  const since = Date.now() - twoDays;
  const news = articles.filter(({ publishedAt }) => Date.parse(publishedAt) > since);
  const oldest = news.at(-1);
  return file(c, 'application/xml', newsSitemap({ site, articles: news }), {
    revision: String(news.length),
    ...(oldest && { until: Date.parse(oldest.publishedAt) + twoDays }),
  });
}

const file = async (
  c: Context<App>,
  type: string,
  text: string | Promise<string>,
  kept: Kept = {},
) =>
  c.body((await text).toString(), 200, {
    ...publicPage(c, kept),
    'Content-Type': `${type}; charset=utf-8`,
  });
