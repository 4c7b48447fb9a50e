// Lists of articles: by time, by tag, by word.
import type { Article } from '../model/articles.ts';
import type { Words } from '../strings/language.ts';
import { fill, plural } from '../strings/say.ts';
import { Layout, Moment, type Site, spokenIn } from './layout.tsx';

interface ListProps {
  readonly site: Site;
  /** Newest first, but for what was searched for: there the best come first. */
  readonly articles: readonly Article[];
  /** The address of this part of the list. */
  readonly canonical: string;
  /** The address of what comes after them. */
  readonly next?: string | undefined;
}

interface ArchiveProps extends ListProps {
  /** A year (`2023`) or a month (`2023-04`); without one it is everything. */
  readonly period: string | undefined;
  /** Every month with articles, newest first, and how many. */
  readonly months: readonly (readonly [month: string, count: number])[];
}

/** The archive: every article, newest first, by month. */
export const ArchivePage = ({ site, period, months, articles, canonical, next }: ArchiveProps) => {
  const title = period ? periodName(site, period) : site.words.allArticles;
  return (
    <Layout site={site} title={title} canonical={canonical}>
      <section class="earlier archive">
        <h1>{title}</h1>
        <Periods site={site} period={period} months={months} />
        {[...Map.groupBy(articles, ({ month }) => month)].map(([month, ofMonth]) => (
          <>
            <h2>
              <a href={periodPath(month)}>{periodName(site, month)}</a>
            </h2>
            <ArticleList site={site} articles={ofMonth} />
          </>
        ))}
        <Further site={site} next={next} />
      </section>
    </Layout>
  );
};

/** The way to every year, and within a year to its months. */
const Periods = ({ site, period, months }: Pick<ArchiveProps, 'site' | 'period' | 'months'>) => {
  const years = Map.groupBy(months, ([month]) => yearOf(month));
  const within = (period && years.get(yearOf(period))) || [];
  return (
    <nav class="periods" aria-label={site.words.byTime}>
      <p>
        <a href="/articles">{site.words.allArticles}</a>
        {[...years].map(([year, ofYear]) => (
          <Period site={site} period={year} count={ofYear.reduce((sum, [, one]) => sum + one, 0)} />
        ))}
      </p>
      {within.length > 0 && (
        <p>
          {within.map(([month, count]) => (
            <Period site={site} period={month} count={count} />
          ))}
        </p>
      )}
    </nav>
  );
};

const Period = ({ site, period, count }: { site: Site; period: string; count: number }) => (
  <a href={periodPath(period)}>
    {periodName(site, period)} <span class="quiet">({count})</span>
  </a>
);

const yearOf = (period: string) => period.slice(0, 4);

const periodPath = (period: string) => `/articles?in=${period}`;

function periodName({ words }: Site, period: string): string {
  const [year = period, month] = period.split('-');
  if (!month) return year;
  const format = new Intl.DateTimeFormat(words.dates, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return format.format(Date.UTC(Number(year), Number(month) - 1));
}

/** Everything with one tag, newest first. */
export const TagPage = ({
  site,
  name,
  articles,
  canonical,
  next,
}: ListProps & { name: string }) => (
  <Layout site={site} title={name} canonical={canonical}>
    <section class="earlier archive">
      <h1>{name}</h1>
      <ArticleList site={site} articles={articles} />
      <Further site={site} next={next} />
    </section>
  </Layout>
);

export const tagPath = (tag: string) => `/tags/${encodeURIComponent(tag.toLowerCase())}`;

interface SearchProps extends ListProps {
  /** What was typed; empty before anything was. */
  readonly query: string;
  /** How many articles there are in all. */
  readonly found: number;
}

/** What was searched for, and a field to search for something else. */
export const SearchPage = ({ site, query, found, articles, next }: SearchProps) => (
  <Layout
    site={site}
    title={query ? fill(site.words.searchedFor, { query }) : site.words.search}
    isIndexed={false}
  >
    <section class="earlier archive">
      <h1>{site.words.search}</h1>
      <SearchForm words={site.words} query={query} />
      {query && <p role="status">{plural(site.words, site.words.found, found)}</p>}
      <ArticleList site={site} articles={articles} />
      <Further site={site} next={next} />
    </section>
  </Layout>
);

/** A field for words to look for. */
export const SearchForm = ({ words, query }: { words: Words; query: string }) => (
  <search>
    <form class="search" action="/search">
      <label for="q">{words.searchLabel}</label>
      <input id="q" name="q" type="search" value={query} maxlength={200} required dir="auto" />
      <button type="submit">{words.search}</button>
    </form>
  </search>
);

/** Articles with what helps to choose among them. */
export const ArticleList = ({ site, articles }: Pick<ListProps, 'site' | 'articles'>) =>
  articles.length > 0 ? (
    <ul>
      {articles.map((article) => (
        <li>
          <a href={`/articles/${article.slug}`} {...spokenIn(site, article)}>
            {article.headline}
          </a>
          {article.dek && <p {...spokenIn(site, article)}>{article.dek}</p>}
          <p class="quiet">
            <Moment site={site} at={Date.parse(article.publishedAt)} /> ·{' '}
            {plural(site.words, site.words.minutes, article.readingMinutes)}
          </p>
        </li>
      ))}
    </ul>
  ) : null;

const Further = ({ site, next }: Pick<ListProps, 'site' | 'next'>) =>
  next ? (
    <p class="more">
      <a href={next} rel="next">
        {site.words.moreArticles}
      </a>
    </p>
  ) : null;
