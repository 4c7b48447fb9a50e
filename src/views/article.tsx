import type { Article, Translation } from '../model/articles.ts';
import type { CompiledHtml } from '../model/compiled.ts';
import { plural } from '../strings/say.ts';
import { ArticleList, tagPath } from './archive.tsx';
import { Comments, type CommentsProps } from './comments.tsx';
import { Compiled, LinkedData } from './compiled.tsx';
import { ArticleHead } from './head.tsx';
import { Layout, Moment, type Site, spokenIn } from './layout.tsx';
import { type Reply, ReplySection } from './reply.tsx';
import { type NetworkLink, ShareRow } from './share.tsx';

interface Props {
  readonly site: Site;
  readonly article: Article;
  /** undefined where it cannot be had, and whoever wrote something finds it again all the same. */
  readonly story: CompiledHtml | undefined;
  readonly canonicalUrl: string;
  readonly structuredData: object;
  readonly networks: readonly NetworkLink[];
  readonly translations: readonly Translation[];
  readonly conversation: CommentsProps['conversation'];
  readonly own?: CommentsProps['own'];
  readonly reply: Reply;
  readonly nearby: Nearby;
  readonly isIndexed?: boolean | undefined;
}

/** Where to read on. */
export interface Nearby {
  readonly previous?: Article | undefined;
  readonly next?: Article | undefined;
  readonly related?: readonly Article[];
  /** On the front page: what came before the newest. */
  readonly earlier?: readonly Article[];
}

/**
 * An article as it was published, passed on and answered: the page everything here is for. By class names such as
 * `menu`, `related`, `replies` and `pager` reader modes know what to leave out.
 */
export const ArticlePage = ({ site, article, canonicalUrl, conversation, ...props }: Props) => {
  const spoken = spokenIn(site, article);
  const count = conversation?.commentCount ?? 0;
  return (
    <Layout
      site={site}
      title={article.headline}
      description={article.description}
      canonical={canonicalUrl}
      isIndexed={props.isIndexed}
      microformat="h-entry"
      head={
        <ArticleHead
          site={site}
          article={article}
          canonicalUrl={canonicalUrl}
          translations={props.translations}
        />
      }
      hasScript
    >
      <article>
        <header class="head">
          {article.draft && <p class="status">{site.words.draft}</p>}
          <h1 class={isLong(article.headline) ? 'p-name long' : 'p-name'} {...spoken}>
            {article.headline}
          </h1>
          {article.dek && (
            <p class="dek p-summary" {...spoken}>
              {article.dek}
            </p>
          )}
          <Signature site={site} article={article} canonicalUrl={canonicalUrl} />
          <Translations site={site} translations={props.translations} />
          <p class="jump menu">
            <a href="#share">{site.words.share}</a>{' '}
            {article.comments !== 'off' && (
              <ToComments words={site.words} isOpen={props.reply.isOpen} count={count} />
            )}
          </p>
        </header>
        {article.image && <LeadPicture site={site} picture={article.image} />}
        {props.story ? (
          <div class="story e-content" {...spoken}>
            <Compiled html={props.story} />
          </div>
        ) : (
          <p class="away">{site.words.storyAway}</p>
        )}
        {article.tags.length > 0 && <Tags site={site} tags={article.tags} />}
        {article.corrections.length > 0 && <Corrections site={site} article={article} />}
      </article>
      <ShareRow
        site={site}
        article={article}
        canonicalUrl={canonicalUrl}
        networks={props.networks}
        shareCount={conversation?.shareCount ?? 0}
      />
      <p class="passage" hidden>
        <a href={`/articles/${article.slug}/share`} rel="nofollow">
          {site.words.sharePassage}
        </a>
      </p>
      {article.comments !== 'off' && (
        <>
          <Comments
            site={site}
            article={article}
            conversation={conversation}
            own={props.own}
            isOpen={props.reply.isOpen}
          />
          <ReplySection site={site} slug={article.slug} reply={props.reply} />
        </>
      )}
      <ReadOn site={site} nearby={props.nearby} />
      {/* Down here, since it grows with the conversation and unfurlers read the head only so far. */}
      <LinkedData data={props.structuredData} />
    </Layout>
  );
};

/** Twenty words and more are too many to be set as large as a few. */
const isLong = (headline: string) => headline.length > 120;

/** Down to the form; where there is none, to what was said. */
const ToComments = ({ words, isOpen, count }: ToCommentsProps) => {
  if (!isOpen)
    return count > 0 ? <a href="#comments">{plural(words, words.comments, count)}</a> : null;
  return (
    <a href="#leave-a-reply">
      {words.leaveAComment}
      {count > 0 && ` (${count})`}
    </a>
  );
};

interface ToCommentsProps {
  readonly words: Site['words'];
  readonly isOpen: boolean;
  readonly count: number;
}

const ReadOn = ({ site, nearby }: { site: Site; nearby: Nearby }) => {
  const { previous, next, related = [], earlier = [] } = nearby;
  return (
    <>
      {(previous || next) && (
        <nav class="beside pager" aria-label={site.words.readOn}>
          {previous && (
            <Beside site={site} article={previous} rel="prev" label={site.words.previous} />
          )}
          {next && <Beside site={site} article={next} rel="next" label={site.words.next} />}
        </nav>
      )}
      {related.length > 0 && (
        <nav class="earlier related" aria-labelledby="related">
          <h2 id="related">{site.words.related}</h2>
          <ArticleList site={site} articles={related} />
        </nav>
      )}
      {earlier.length > 0 && (
        <nav class="earlier related" aria-labelledby="earlier">
          <h2 id="earlier">{site.words.earlierArticles}</h2>
          <ArticleList site={site} articles={earlier} />
          <p>
            <a href="/articles">{site.words.allArticles}</a>
          </p>
        </nav>
      )}
    </>
  );
};

const Beside = ({ site, article, rel, label }: BesideProps) => (
  <p>
    <span class="quiet">{label}</span>
    <a href={`/articles/${article.slug}`} rel={rel} {...spokenIn(site, article)}>
      {article.headline}
    </a>
  </p>
);

interface BesideProps {
  readonly site: Site;
  readonly article: Article;
  readonly rel: 'prev' | 'next';
  readonly label: string;
}

const Translations = ({ site, translations }: Pick<Props, 'site' | 'translations'>) =>
  translations.length > 0 ? (
    <p class="quiet">
      {site.words.alsoIn}{' '}
      {translations.map(({ slug, language }, index) => (
        <>
          {index > 0 && site.words.comma}
          <a href={`/articles/${slug}`} lang={language} hreflang={language} rel="alternate">
            {ownName(language)}
          </a>
        </>
      ))}
    </p>
  ) : null;

/** A language as its own speakers call it. */
const ownName = (language: string) =>
  new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;

const LeadPicture = ({ site, picture }: { site: Site; picture: NonNullable<Article['image']> }) => (
  <figure class="lead">
    <img
      class="u-featured"
      src={picture.src}
      alt={picture.alt}
      width={picture.width}
      height={picture.height}
    />
    {picture.credit && (
      <figcaption>
        <small class="credit">
          {site.words.picture} {picture.credit}
        </small>
      </figcaption>
    )}
  </figure>
);

const Tags = ({ site, tags }: { site: Site; tags: readonly string[] }) => (
  <p class="tags related quiet">
    {site.words.tags}{' '}
    {tags.map((tag, index) => (
      <>
        {index > 0 && site.words.comma}
        <a href={tagPath(tag)} rel="tag" class="p-category">
          {tag}
        </a>
      </>
    ))}
  </p>
);

const Byline = ({ site, people }: { site: Site; people: Article['byline'] }) => (
  <>
    {people.map(({ name, url }, index) => (
      <>
        {index > 0 && site.words.comma}
        <b class="p-author h-card">
          {url ? (
            <a href={url} rel="author" class="p-name u-url">
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
    <h2 id="corrections">
      {plural(site.words, site.words.corrections, article.corrections.length)}
    </h2>
    {article.corrections.map(({ date, text }) => (
      <p>
        <b>
          <Moment site={site} at={Date.parse(date)} />
        </b>{' '}
        <span {...spokenIn(site, article)}>{text}</span>
      </p>
    ))}
  </aside>
);

const Signature = ({
  site,
  article,
  canonicalUrl,
}: Pick<Props, 'site' | 'article' | 'canonicalUrl'>) => (
  <p class="signature">
    <span>
      {site.words.by} <Byline site={site} people={article.byline} />
    </span>{' '}
    <span>
      <a class="u-url u-uid" href={canonicalUrl}>
        <Moment site={site} at={Date.parse(article.publishedAt)} microformat="dt-published" />
      </a>
    </span>{' '}
    {article.updatedAt && (
      <span class="updated">
        {site.words.updated}{' '}
        <Moment site={site} at={Date.parse(article.updatedAt)} microformat="dt-updated" />
      </span>
    )}{' '}
    <span>{plural(site.words, site.words.minutes, article.readingMinutes)}</span>
  </p>
);
