import { type Context, Hono } from 'hono';
import type { App } from '../env.ts';
import { type Article, findArticle, publishedArticles } from '../model/articles.ts';
import {
  addShare,
  findNetwork,
  type Network,
  networks,
  type Shared,
  shareCounts,
} from '../model/share.ts';
import { type NetworkLink, SharePage } from '../views/share.tsx';
import { unlessAway } from './log.ts';
import { notice, wantsJson } from './notice.tsx';
import { canonicalUrl } from './site.ts';

export const share = new Hono<App>()

  .get('/share', (c) => {
    const [newest] = publishedArticles(Date.now());
    return newest ? c.redirect(`/articles/${newest.slug}/share`) : notice(c, 404, 'noArticles');
  })

  .get('/articles/:slug/share', async (c) => {
    const article = findArticle(c.req.param('slug'), Date.now());
    if (!article) return notice(c, 404, 'notFound');
    const counts = await unlessAway(c, shareCounts(c.env.DB, article.slug));
    const shared = sharedOf(c, article);
    c.header('Vary', 'Accept');
    if (wantsJson(c)) {
      return c.json({
        ...shared,
        networks: networks.map(({ id, name, intent }) => ({
          id,
          name,
          url: c.var.site.url + sharePath(article, id),
          intent: intent(shared),
        })),
        shares: counts ?? null,
      });
    }
    return c.html(
      <SharePage
        site={c.var.site}
        article={article}
        canonicalUrl={shared.url}
        networks={networkLinks(article, networks)}
        counts={counts}
      />,
    );
  })

  .get('/articles/:slug/share/:network', (c) => {
    const article = findArticle(c.req.param('slug'), Date.now());
    const network = findNetwork(c.req.param('network'));
    if (!article || !network) return notice(c, 404, 'notFound');
    // After the answer has left: a count that fails costs the reader nothing.
    if (isSomebodySharing(c)) {
      c.executionCtx.waitUntil(unlessAway(c, addShare(c.env.DB, article.slug, network.id)));
    }
    c.header('X-Robots-Tag', 'noindex');
    return c.redirect(network.intent(sharedOf(c, article)));
  });

/** Plain links to the addresses that count a share and lead on. */
export const networkLinks = (article: Article, shown: readonly Network[]): NetworkLink[] =>
  shown.map(({ id, name }) => ({ name, href: sharePath(article, id) }));

const sharePath = ({ slug }: Article, network: string) => `/articles/${slug}/share/${network}`;

/** What is passed on. A site that is asked under several names passes on its own. */
const sharedOf = (c: Context<App>, article: Article): Shared => ({
  url: canonicalUrl(c, article),
  title: article.headline,
  text: article.description,
});

/** Neither a HEAD request nor a browser that fetches ahead is somebody sharing. */
const isSomebodySharing = (c: Context<App>) =>
  c.req.raw.method === 'GET' && !c.req.header('Sec-Purpose')?.includes('prefetch');
