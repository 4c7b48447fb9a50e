import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import { correction, generate } from 'lean-qr/nano';
import type { App } from '../env.ts';
import { type Article, findArticle, findByCode, publishedArticles } from '../model/articles.ts';
import { findPassage, longestPassage, textFragment } from '../model/passage.ts';
import { findNetwork, type Network, networks, ownWays, type Shared } from '../model/share.ts';
import { readStory } from '../model/texts.ts';
import { shareCounts } from '../model/visits.ts';
import { fill } from '../strings/say.ts';
import { cardCode } from '../views/card.tsx';
import { QrCode } from '../views/qr.tsx';
import { type NetworkLink, SharePage } from '../views/share.tsx';
import { publicPage } from './cache.ts';
import { elsewhere } from './elsewhere.ts';
import { takeForm } from './forms.ts';
import { unlessAway } from './log.ts';
import { notice, wantsJson } from './notice.tsx';
import { canonicalUrl } from './site.ts';
import { count } from './visits.ts';

export const share = new Hono<App>()

  .get('/share', (c) => {
    const [newest] = publishedArticles(Date.now());
    return newest ? c.redirect(`/articles/${newest.slug}/share`) : notice(c, 404, 'noArticles');
  })

  .get('/articles/:slug/share', async (c) => {
    const article = findArticle(c.req.param('slug'), Date.now());
    if (!article) return elsewhere(c);
    const counts = await unlessAway(c, shareCounts(c.env.DB, article.slug));
    const { query, ...shared } = await sharedOf(c, article);
    c.header('Vary', 'Accept');
    if (wantsJson(c)) {
      return c.json({
        ...shared,
        shortUrl: shortUrl(c, article),
        networks: networks.map(({ id, name, intent }) => ({
          id,
          name,
          url: c.var.site.url + sharePath(article, id, query),
          intent: intent(shared),
        })),
        shares: counts ?? null,
      });
    }
    return c.html(
      <SharePage
        site={c.var.site}
        article={article}
        shared={shared}
        shortUrl={shortUrl(c, article)}
        embedCode={cardCode(canonicalUrl(c, article), article)}
        networks={networkLinks(article, networks, query)}
        counts={counts}
      />,
    );
  })

  .get('/articles/:slug/share/:network', async (c) => {
    const article = findArticle(c.req.param('slug'), Date.now());
    const network = findNetwork(c.req.param('network'));
    if (!article || !network) return notice(c, 404, 'notFound');
    const { query: _, ...shared } = await sharedOf(c, article);
    count(c, 'share', article.slug, network.id);
    c.header('X-Robots-Tag', 'noindex');
    return c.redirect(network.intent(shared));
  })

  // What a device shares by itself goes through no address of ours, so its page says so.
  .post('/articles/:slug/shares', takeForm('reader'), (c) => {
    const article = findArticle(c.req.param('slug'), Date.now());
    const way = ownWays.find((one) => one === c.var.form.network);
    if (!article) return notice(c, 404, 'notFound');
    if (!way) return notice(c, 422, 'noWay');
    count(c, 'share', article.slug, way);
    return c.body(null, 204);
  })

  .get('/articles/:slug/qr.svg', (c) => {
    const article = findArticle(c.req.param('slug'), Date.now());
    if (!article) return notice(c, 404, 'notFound');
    const code = generate(shortUrl(c, article), { minCorrectionLevel: correction.M });
    const picture = <QrCode title={c.var.site.words.qrCode} {...code} />;
    return c.body(picture.toString(), 200, { ...publicPage(c), 'Content-Type': 'image/svg+xml' });
  })

  .get('/s/:code', (c) => {
    const article = findByCode(c.req.param('code'), Date.now());
    if (!article) return notice(c, 404, 'notFound');
    const via = c.req.query('via') ?? '';
    const channel = [...networks.map(({ id }) => id), ...ownWays].find((one) => one === via);
    count(c, 'arrival', article.slug, channel ?? 'link');
    c.header('X-Robots-Tag', 'noindex');
    return c.redirect(`/articles/${article.slug}`);
  });

/** Plain links to the addresses that count a share and lead on. @param query what of the article is shared */
export const networkLinks = (
  article: Article,
  shown: readonly Network[],
  query = '',
): NetworkLink[] =>
  shown.map(({ id, name, icon }) => ({ id, name, icon, href: sharePath(article, id, query) }));

const sharePath = ({ slug }: Article, network: string, query: string) =>
  `/articles/${slug}/share/${network}${query}`;

const shortUrl = (c: Context<App>, { codes: [code] }: Article) => `${c.var.site.url}/s/${code}`;

/**
 * What is passed on: the article, a passage of it (`?text=`), or a comment on it (`?comment=`). A site that
 * is asked under several names passes on its own.
 */
async function sharedOf(c: Context<App>, article: Article): Promise<Shared & { query: string }> {
  const { text: selected = '', comment = '' } = c.req.query();
  const whole = {
    url: canonicalUrl(c, article),
    title: article.headline,
    text: article.description,
    image: c.var.site.url + article.unfurl,
    query: '',
  };
  if (/^[0-9A-Z]{26}$/.test(comment)) {
    return { ...whole, url: `${c.var.site.url}/comments/${comment}`, query: `?comment=${comment}` };
  }
  if (selected === '' || selected.length > longestPassage) return whole;
  const story = await unlessAway(c, readStory(c.env.ASSETS, article));
  const passage = story && findPassage(story, selected);
  return passage
    ? {
        ...whole,
        url: whole.url + textFragment(passage),
        quote: fill(c.var.site.words.quoted, { passage: passage.text }),
        query: `?text=${encodeURIComponent(passage.text)}`,
      }
    : whole;
}
