import type { Child } from 'hono/jsx';
import type { Article } from '../model/articles.ts';
import type { Shared } from '../model/share.ts';
import type { ShareCounts } from '../model/visits.ts';
import { fill, plural } from '../strings/say.ts';
import { Layout, Moment, type Site, spokenIn } from './layout.tsx';

/** A network as a reader sees it: a sign, a name, and the address that counts and leads on. */
export interface NetworkLink {
  readonly id: string;
  readonly name: string;
  readonly icon: string;
  readonly href: string;
}

interface RowProps {
  readonly site: Site;
  readonly article: Article;
  readonly canonicalUrl: string;
  readonly networks: readonly NetworkLink[];
  readonly shareCount: number;
}

/** "Share This Article": what the device can do by itself, then a plain link for each network. */
export const ShareRow = ({ site, article, canonicalUrl, networks, shareCount }: RowProps) => (
  <section id="share" class="share" aria-labelledby="share-title">
    <h2 id="share-title">{site.words.share}</h2>
    <OwnWays site={site} article={article} url={canonicalUrl} />
    <Networks networks={networks}>
      <li>
        <a href={`/articles/${article.slug}/share`} rel="nofollow">
          {site.words.moreWays}
        </a>
      </li>
    </Networks>
    {shareCount > 0 && <p class="quiet">{plural(site.words, site.words.shares, shareCount)}</p>}
  </section>
);

interface PageProps {
  readonly site: Site;
  readonly article: Article;
  readonly shared: Shared;
  readonly shortUrl: string;
  readonly embedCode: string;
  readonly networks: readonly NetworkLink[];
  /** undefined while the database is away. */
  readonly counts: ShareCounts | undefined;
}

/** Everything one needs to pass an article on, or a passage of it, for every network. */
export const SharePage = ({
  site,
  article,
  shared,
  shortUrl,
  networks,
  counts,
  ...props
}: PageProps) => (
  <Layout
    site={site}
    title={fill(site.words.shareTitle, { headline: article.headline })}
    canonical={`${site.url}/articles/${article.slug}/share`}
    isIndexed={false}
    hasScript
  >
    <section class="share alone">
      <h1>{site.words.share}</h1>
      <p class="dek">
        <a href={`/articles/${article.slug}`} {...spokenIn(site, article)}>
          {article.headline}
        </a>
      </p>
      {shared.quote && <blockquote {...spokenIn(site, article)}>{shared.quote}</blockquote>}
      <Copyable id="link" label={site.words.shareLink} value={shared.url} />
      <OwnWays site={site} article={article} url={shared.url} />
      <Networks networks={networks} />
      {counts && counts.total > 0 && (
        <p class="quiet">{plural(site.words, site.words.shares, counts.total)}</p>
      )}
      <Copyable
        id="short"
        label={site.words.shortLink}
        value={shortUrl}
        hint={site.words.shortLinkHint}
      />
      <p>
        <img
          src={`/articles/${article.slug}/qr.svg`}
          alt={site.words.qrCode}
          width={200}
          height={200}
        />
      </p>
      <h2>{site.words.asOthersSeeIt}</h2>
      <Unfurl site={site} article={article} />
      <h2>
        <label for="embed">{site.words.embed}</label>
      </h2>
      <textarea id="embed" rows={4} readonly dir="ltr">
        {props.embedCode}
      </textarea>
    </section>
  </Layout>
);

/** Buttons that need a script, and stay hidden without one. */
const OwnWays = ({ site, article, url }: { site: Site; article: Article; url: string }) => (
  <p
    class="ways"
    hidden
    data-url={url}
    data-title={article.headline}
    data-count={`/articles/${article.slug}/shares`}
  >
    <button type="button" data-way="native" hidden>
      {site.words.shareByDevice}
    </button>
    <button type="button" data-way="copy" hidden>
      {site.words.copyLink}
    </button>
    <span role="status" data-copied={site.words.linkCopied} />
  </p>
);

const Copyable = ({
  id,
  label,
  value,
  hint,
}: {
  id: string;
  label: string;
  value: string;
  hint?: string;
}) => (
  <p>
    <label for={id}>{label}</label>
    <input id={id} value={value} readonly dir="ltr" aria-describedby={hint && `${id}-hint`} />
    {hint && (
      <span class="quiet" id={`${id}-hint`}>
        {hint}
      </span>
    )}
  </p>
);

/** The card that networks draw from what the article says of itself. */
const Unfurl = ({ site, article }: { site: Site; article: Article }) => (
  <div class="unfurl" dir="auto">
    <img src={article.unfurl} alt="" width={1200} height={630} loading="lazy" />
    <p class="quiet">{new URL(site.url).host}</p>
    <p>
      <b>{article.headline}</b>
    </p>
    <p>{article.description}</p>
    <p class="quiet">
      <Moment site={site} at={Date.parse(article.publishedAt)} /> ·{' '}
      {plural(site.words, site.words.minutes, article.readingMinutes)}
    </p>
  </div>
);

interface NetworksProps {
  readonly networks: readonly NetworkLink[];
  readonly children?: Child;
}

/** Signs are drawn once, in a sprite, and used by the links below it. */
const Networks = ({ networks, children }: NetworksProps) => (
  <>
    <svg class="signs" aria-hidden="true">
      {networks.map(({ id, icon }) => (
        <symbol id={`sign-${id}`} viewBox="0 0 24 24">
          <path d={icon} />
        </symbol>
      ))}
    </svg>
    <ul>
      {networks.map(({ id, name, href }) => (
        <li>
          <a href={href} rel="nofollow">
            <svg class="sign" aria-hidden="true">
              <use href={`#sign-${id}`} />
            </svg>
            {name}
          </a>
        </li>
      ))}
      {children}
    </ul>
  </>
);
