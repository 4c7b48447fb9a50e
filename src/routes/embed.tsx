// What other sites show of an article: a card for their frames, and oEmbed to find it by.
import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { App } from '../env.ts';
import { type Article, findArticle } from '../model/articles.ts';
import { Card, cardCode } from '../views/card.tsx';
import { publicPage } from './cache.ts';
import { notice, problemDetails } from './notice.tsx';
import { canonicalUrl } from './site.ts';

export const embed = new Hono<App>()

  .get('/articles/:slug/card', (c) => {
    const article = findArticle(c.req.param('slug'), Date.now());
    if (!article) return notice(c, 404, 'notFound');
    c.set('isFramed', true);
    return c.html(
      <Card site={c.var.site} article={article} canonicalUrl={canonicalUrl(c, article)} />,
      200,
      publicPage(c),
    );
  })

  // oEmbed 1.0. Other sites' scripts may ask too: there is nothing here that is not public.
  .get('/oembed', (c) => {
    const { url, format = 'json', maxwidth, maxheight } = c.req.query();
    const { title, noAddress, noFormat } = c.var.site.words.oembed;
    c.header('Access-Control-Allow-Origin', '*');
    if (format !== 'json') return problemDetails(c, 501, title, noFormat);
    if (!url) return problemDetails(c, 400, title, noAddress);
    const article = articleAt(c, url);
    if (!article) return notice(c, 404, 'notFound');
    const hasRoom = Number(maxwidth ?? 1200) >= 1200 && Number(maxheight ?? 630) >= 630;
    return c.json(oembed(c, article, hasRoom), 200, publicPage(c));
  });

/** The article at an address of this site, whatever was hung onto it on its way. */
function articleAt(c: Context<App>, address: string): Article | undefined {
  const url = URL.parse(address);
  const isOurs = url?.origin === c.var.site.url || url?.origin === new URL(c.req.url).origin;
  const [, slug = ''] = /^\/articles\/([^/]+)\/?$/.exec(url?.pathname ?? '') ?? [];
  return isOurs ? findArticle(slug, Date.now()) : undefined;
}

/** @param hasRoom for the picture: one that is larger than asked for must be left out */
function oembed(c: Context<App>, article: Article, hasRoom: boolean) {
  const { site } = c.var;
  const [author] = article.byline;
  return {
    version: '1.0',
    type: 'link',
    title: article.headline,
    author_name: article.byline.map(({ name }) => name).join(', '),
    ...(article.byline.length === 1 && author?.url && { author_url: author.url }),
    provider_name: site.name,
    provider_url: `${site.url}/`,
    cache_age: 3600,
    ...(hasRoom && {
      thumbnail_url: site.url + article.unfurl,
      thumbnail_width: 1200,
      thumbnail_height: 630,
    }),
    html: cardCode(canonicalUrl(c, article), article),
  };
}
