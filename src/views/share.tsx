import type { Article } from '../model/articles.ts';
import type { ShareCounts } from '../model/share.ts';
import { Layout, type Site } from './layout.tsx';

/** A network as a reader sees it: a name, and the address that counts and leads on. */
export interface NetworkLink {
  readonly name: string;
  readonly href: string;
}

interface RowProps {
  readonly site: Site;
  readonly networks: readonly NetworkLink[];
  readonly shareCount: number;
}

/** "Share This Article": plain links, one for each network that the site shows. */
export const ShareRow = ({ site, networks, shareCount }: RowProps) => (
  <section id="share" class="share" aria-labelledby="share-title">
    <h2 id="share-title">{site.words.share}</h2>
    <Networks networks={networks} />
    {shareCount > 0 && <p class="quiet">{site.words.shares(shareCount)}</p>}
  </section>
);

interface PageProps {
  readonly site: Site;
  readonly article: Article;
  readonly canonicalUrl: string;
  readonly networks: readonly NetworkLink[];
  /** undefined while the database is away. */
  readonly counts: ShareCounts | undefined;
}

/** Everything one needs to pass an article on, for every network. */
export const SharePage = ({ site, article, canonicalUrl, networks, counts }: PageProps) => (
  <Layout
    site={site}
    title={site.words.shareTitle(article.headline)}
    canonical={`${canonicalUrl}/share`}
    isIndexed={false}
  >
    <section class="share alone">
      <h1>{site.words.share}</h1>
      <p class="dek">
        <a href={`/articles/${article.slug}`} lang={article.language ?? site.language}>
          {article.headline}
        </a>
      </p>
      <p>
        <label for="link">{site.words.shareLink}</label>
        <input id="link" value={canonicalUrl} readonly />
      </p>
      <Networks networks={networks} />
      {counts && counts.total > 0 && <p class="quiet">{site.words.shares(counts.total)}</p>}
    </section>
  </Layout>
);

const Networks = ({ networks }: Pick<RowProps, 'networks'>) => (
  <ul>
    {networks.map(({ name, href }) => (
      <li>
        <a href={href} rel="nofollow">
          {name}
        </a>
      </li>
    ))}
  </ul>
);
