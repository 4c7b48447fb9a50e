import type { Article, Translation } from '../model/articles.ts';
import { fill, plural } from '../strings/say.ts';
import type { Site } from './layout.tsx';

interface Props {
  readonly site: Site;
  readonly article: Article;
  readonly canonicalUrl: string;
  readonly translations: readonly Translation[];
}

/** What an article says of itself to those who link to it, embed it or look for it. */
export const ArticleHead = ({ site, article, canonicalUrl, ...props }: Props) => (
  <>
    <OpenGraph site={site} article={article} canonicalUrl={canonicalUrl} />
    <Twitter site={site} article={article} />
    {article.byline.map(
      ({ fediverse }) => fediverse && <meta name="fediverse:creator" content={fediverse} />,
    )}
    {props.translations.length > 0 && (
      <>
        <link rel="alternate" hreflang={languageOf(site, article)} href={canonicalUrl} />
        {props.translations.map(({ slug, language }) => (
          <link rel="alternate" hreflang={language} href={`${site.url}/articles/${slug}`} />
        ))}
      </>
    )}
    {article.comments !== 'off' && (
      <link
        rel="alternate"
        type="application/atom+xml"
        href={`/articles/${article.slug}/comments.atom`}
        title={fill(site.words.commentsOn, { headline: article.headline })}
      />
    )}
    <link
      rel="alternate"
      type="application/json+oembed"
      href={`${site.url}/oembed?url=${encodeURIComponent(canonicalUrl)}`}
      title={article.headline}
    />
  </>
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
    <meta property="og:locale" content={languageOf(site, article).replace('-', '_')} />
    <meta property="og:image" content={site.url + article.unfurl} />
    <meta property="og:image:type" content="image/png" />
    <meta property="og:image:width" content="1200" />
    <meta property="og:image:height" content="630" />
    <meta property="og:image:alt" content={article.headline} />
    <meta property="article:published_time" content={article.publishedAt} />
    {article.updatedAt && <meta property="article:modified_time" content={article.updatedAt} />}
    {article.byline.map(({ name, url }) => (
      <meta property="article:author" content={url ?? name} />
    ))}
    {article.tags.map((tag) => (
      <meta property="article:tag" content={tag} />
    ))}
  </>
);

const Twitter = ({ site, article }: Pick<Props, 'site' | 'article'>) => (
  <>
    <meta name="twitter:card" content="summary_large_image" />
    <meta name="twitter:image:alt" content={article.headline} />
    <meta name="twitter:label1" content={site.words.readingTime} />
    <meta
      name="twitter:data1"
      content={plural(site.words, site.words.minutesShort, article.readingMinutes)}
    />
  </>
);

const languageOf = (site: Site, article: Article) => article.language ?? site.language;
