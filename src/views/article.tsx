import type { Article } from '../model/articles.ts';
import { Comments, type CommentsProps } from './comments.tsx';
import { Compiled, LinkedData } from './compiled.tsx';
import { Layout, Moment, type Site } from './layout.tsx';
import { type Reply, ReplySection } from './reply.tsx';
import { type NetworkLink, ShareRow } from './share.tsx';

interface Props {
  readonly site: Site;
  readonly article: Article;
  readonly canonicalUrl: string;
  readonly structuredData: object;
  readonly networks: readonly NetworkLink[];
  readonly conversation: CommentsProps['conversation'];
  readonly own?: CommentsProps['own'];
  readonly reply: Reply;
  readonly earlier?: readonly Article[] | undefined;
  readonly isIndexed?: boolean | undefined;
}

/** An article as it was published, passed on and answered: the page everything here is for. */
export const ArticlePage = ({ site, article, canonicalUrl, conversation, ...props }: Props) => (
  <Layout
    site={site}
    title={article.headline}
    description={article.description}
    canonical={canonicalUrl}
    isIndexed={props.isIndexed}
    head={
      <>
        <OpenGraph site={site} article={article} canonicalUrl={canonicalUrl} />
        <LinkedData data={props.structuredData} />
      </>
    }
    hasScript
  >
    <article class="h-entry" lang={article.language ?? site.language} dir="auto">
      <header class="head">
        {article.draft && <p class="status">{site.words.draft}</p>}
        <h1 class="p-name">{article.headline}</h1>
        {article.dek && <p class="dek p-summary">{article.dek}</p>}
        <Signature site={site} article={article} />
        <p class="jump">
          <a href="#share">{site.words.share}</a>
          <a href="#leave-a-reply">
            {site.words.leaveAComment}
            {conversation && ` (${conversation.commentCount})`}
          </a>
        </p>
      </header>
      <div class="story e-content">
        <Compiled html={article.html} />
      </div>
      {article.tags.length > 0 && <Tags site={site} tags={article.tags} />}
      {article.corrections.length > 0 && <Corrections site={site} article={article} />}
    </article>
    <ShareRow site={site} networks={props.networks} shareCount={conversation?.shareCount ?? 0} />
    <Comments site={site} article={article} conversation={conversation} own={props.own} />
    <ReplySection site={site} slug={article.slug} reply={props.reply} />
    {props.earlier && props.earlier.length > 0 && (
      <nav class="earlier" aria-labelledby="earlier">
        <h2 id="earlier">{site.words.earlierArticles}</h2>
        <ArticleList site={site} articles={props.earlier} />
      </nav>
    )}
  </Layout>
);

/** The archive: every article, newest first. */
export const ArchivePage = ({ site, articles }: { site: Site; articles: readonly Article[] }) => (
  <Layout site={site} title={site.words.allArticles} canonical={`${site.url}/articles`}>
    <section class="earlier archive">
      <h1>{site.words.allArticles}</h1>
      <ArticleList site={site} articles={articles} />
    </section>
  </Layout>
);

interface TagProps {
  readonly site: Site;
  readonly name: string;
  readonly articles: readonly Article[];
}

/** Everything with one tag, newest first. */
export const TagPage = ({ site, name, articles }: TagProps) => (
  <Layout site={site} title={name} canonical={site.url + tagPath(name)}>
    <section class="earlier archive">
      <h1>{name}</h1>
      <ArticleList site={site} articles={articles} />
    </section>
  </Layout>
);

const tagPath = (tag: string) => `/tags/${encodeURIComponent(tag.toLowerCase())}`;

const Tags = ({ site, tags }: { site: Site; tags: readonly string[] }) => (
  <p class="tags quiet">
    {site.words.tags}{' '}
    {tags.map((tag, index) => (
      <>
        {index > 0 && ', '}
        <a href={tagPath(tag)} rel="tag" class="p-category">
          {tag}
        </a>
      </>
    ))}
  </p>
);

const ArticleList = ({ site, articles }: { site: Site; articles: readonly Article[] }) => (
  <ul>
    {articles.map(({ slug, headline, dek, publishedAt, readingMinutes }) => (
      <li>
        <a href={`/articles/${slug}`}>{headline}</a>
        {dek && <p>{dek}</p>}
        <p class="quiet">
          <Moment site={site} at={Date.parse(publishedAt)} /> · {site.words.minutes(readingMinutes)}
        </p>
      </li>
    ))}
  </ul>
);

const Byline = ({ people }: { people: Article['byline'] }) => (
  <>
    {people.map(({ name, url }, index) => (
      <>
        {index > 0 && ', '}
        <b class="p-author">
          {url ? (
            <a href={url} rel="author">
              {name}
            </a>
          ) : (
            name
          )}
        </b>
      </>
    ))}
  </>
);

const Corrections = ({ site, article }: { site: Site; article: Article }) => (
  <aside class="corrections" aria-labelledby="corrections">
    <h2 id="corrections">{site.words.corrections(article.corrections.length)}</h2>
    {article.corrections.map(({ date, text }) => (
      <p>
        <b>
          <Moment site={site} at={Date.parse(date)} />
        </b>{' '}
        {text}
      </p>
    ))}
  </aside>
);

const Signature = ({ site, article }: { site: Site; article: Article }) => (
  <p class="signature">
    <span>
      {site.words.by} <Byline people={article.byline} />
    </span>
    <span class="dt-published">
      <Moment site={site} at={Date.parse(article.publishedAt)} />
    </span>
    {article.updatedAt && (
      <span class="dt-updated">
        {site.words.updated} <Moment site={site} at={Date.parse(article.updatedAt)} />
      </span>
    )}
    <span>{site.words.minutes(article.readingMinutes)}</span>
  </p>
);

const OpenGraph = ({
  site,
  article,
  canonicalUrl,
}: Pick<Props, 'site' | 'article' | 'canonicalUrl'>) => (
  <>
    <meta property="og:type" content="article" />
    <meta property="og:site_name" content={site.name} />
    <meta property="og:title" content={article.headline} />
    <meta property="og:description" content={article.description} />
    <meta property="og:url" content={canonicalUrl} />
    <meta property="og:locale" content={(article.language ?? site.language).replace('-', '_')} />
    <meta property="article:published_time" content={article.publishedAt} />
    {article.updatedAt && <meta property="article:modified_time" content={article.updatedAt} />}
    {article.byline.map(({ name, url }) => (
      <meta property="article:author" content={url ?? name} />
    ))}
    {article.tags.map((tag) => (
      <meta property="article:tag" content={tag} />
    ))}
    <meta name="twitter:card" content="summary" />
    <meta name="twitter:label1" content={site.words.readingTime} />
    <meta name="twitter:data1" content={site.words.minutesShort(article.readingMinutes)} />
  </>
);
