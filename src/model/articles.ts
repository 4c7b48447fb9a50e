import { articles } from '../../build/articles.ts';
import type { CommentState } from './moderation.ts';
import { findOld } from './old-path.ts';

/** Who wrote it, where more is said of them, and who they are in the fediverse: `@leyla@social.example`. */
export interface Person {
  readonly name: string;
  readonly url?: string;
  readonly fediverse?: string;
}

/** A picture of ours, measured. */
export interface Picture {
  /** Its path on the site. */
  readonly src: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  readonly credit?: string;
}

/** The same article in another language. */
export interface Translation {
  readonly slug: string;
  readonly language: string;
}

/** What was wrong, and when it was put right. */
export interface Correction {
  /** UTC, as ISO 8601. */
  readonly date: string;
  readonly text: string;
}

/** An article as the compiler leaves it: checked, measured and ready to draw. */
export interface Article {
  readonly slug: string;
  /** Of its short link; behind it those that it had under former slugs. */
  readonly codes: readonly string[];
  readonly headline: string;
  readonly dek?: string;
  readonly byline: readonly Person[];
  readonly dateline?: string;
  /** UTC, as ISO 8601. */
  readonly publishedAt: string;
  /** The month of that in the site's time zone: `2023-04`. */
  readonly month: string;
  readonly updatedAt?: string;
  readonly tags: readonly string[];
  /** A BCP 47 tag; without one, the site's language. */
  readonly language?: string;
  readonly image?: Picture;
  readonly comments: CommentState;
  /** true only where articles are being written: the compiler lets no draft into a deployment. */
  readonly draft?: boolean;
  /** Old paths of the article, with their query, percent-encoded, without a slash at the end. */
  readonly aliases: readonly string[];
  /** In the order in which they are written down. */
  readonly corrections: readonly Correction[];
  /** By language. */
  readonly translations: readonly Translation[];
  /** The dek, or how the story begins (200 characters at most): for search engines and unfurls. */
  readonly description: string;
  readonly wordCount: number;
  /** Whole minutes, at least 1. */
  readonly readingMinutes: number;
  /** The name of its text: see {@link readText}. */
  readonly story: string;
  /** The path of the picture that links to it are shown with, 1200 by 630 pixels. */
  readonly unfurl: string;
}

/** Every published article, newest first; those dated after `now` wait for their minute. */
export function publishedArticles(now: number): readonly Article[] {
  const waiting = waitingCount(now);
  return waiting === 0 ? articles : articles.slice(waiting);
}

export const publishedCount = (now: number): number => articles.length - waitingCount(now);

/** When the next of those that wait is published, in ms since 1970; Infinity when none waits. */
export function nextPublication(now: number): number {
  const next = articles[waitingCount(now) - 1];
  return next ? Date.parse(next.publishedAt) : Number.POSITIVE_INFINITY;
}

/** They stand in front, and few or none wait: nobody looks through the others. */
function waitingCount(now: number): number {
  const newest = articles.findIndex((article) => isPublished(article, now));
  return newest < 0 ? articles.length : newest;
}

export function findArticle(slug: string, now: number): Article | undefined {
  const article = articles[placeOf.get(slug) ?? -1];
  return article && isPublished(article, now) ? article : undefined;
}

/**
 * Why an article takes no more comments: somebody closed it, or it is too old. undefined while it takes them.
 * @param days after which it is; 0: never
 */
export function whyClosed(
  article: Article,
  days: number,
  now: number,
): 'closed' | 'old' | undefined {
  if (article.comments !== 'open') return 'closed';
  return now >= closingOf(article, days) ? 'old' : undefined;
}

/** When an article is too old to be commented on, in ms since 1970. @param days after which it is; 0: never */
export const closingOf = ({ publishedAt }: Article, days: number): number =>
  days > 0 ? Date.parse(publishedAt) + days * 24 * 60 * 60 * 1000 : Number.POSITIVE_INFINITY;

/** The published articles of a year (`2023`) or a month (`2023-04`), newest first. */
export const articlesIn = (period: string, now: number): readonly Article[] =>
  publishedArticles(now).filter(({ month }) => month === period || month.startsWith(`${period}-`));

/** Every month in which something was published, newest first, and how much. */
export function publishedMonths(now: number): ReadonlyMap<string, number> {
  const months = new Map<string, number>();
  for (const { month } of publishedArticles(now)) months.set(month, (months.get(month) ?? 0) + 1);
  return months;
}

/** A part of a long list: what comes after the article with the slug `after` ('' for the first part). */
export function partOf(list: readonly Article[], after: string, size: number) {
  const start = list.findIndex(({ slug }) => slug === after) + 1;
  const articles = list.slice(start, start + size);
  return { articles, next: start + size < list.length ? articles.at(-1)?.slug : undefined };
}

/** The articles before and after this one in time. */
export function neighbours({ slug }: Article, now: number) {
  const place = placeOf.get(slug) ?? -1;
  const next = articles[place - 1];
  return {
    previous: articles[place + 1],
    next: next && isPublished(next, now) ? next : undefined,
  };
}

/**
 * Up to three articles that share most tags with this one, the newest first among equals. Of each tag the
 * newest fifty are looked at: what is older than those is no longer near.
 */
export function relatedArticles(article: Article, now: number): readonly Article[] {
  const shared = new Map<Article, number>();
  for (const other of article.tags.flatMap((tag) => withTag(tag).slice(0, 50))) {
    if (other !== article && isPublished(other, now)) {
      shared.set(other, (shared.get(other) ?? 0) + 1);
    }
  }
  return [...shared]
    .sort(([a, sharedByA], [b, sharedByB]) => sharedByB - sharedByA || later(a, b))
    .slice(0, 3)
    .map(([other]) => other);
}

/** The published translations of an article. */
export const translationsOf = (article: Article, now: number): readonly Translation[] =>
  article.translations.filter(({ slug }) => findArticle(slug, now));

/** A tag as its newest article writes it, and every article that has it, newest first. */
export function findTag(
  tag: string,
  now: number,
): { readonly name: string; readonly articles: readonly Article[] } | undefined {
  const articles = withTag(tag).filter((article) => isPublished(article, now));
  const name = articles[0]?.tags.find((one) => folded(one) === folded(tag));
  return name === undefined ? undefined : { name, articles };
}

/** The article that was once found at this path; its query counts only where an alias has one. */
export function findByAlias(url: URL, now: number): Article | undefined {
  const article = findOld(articlesByAlias, url);
  return article && isPublished(article, now) ? article : undefined;
}

/** The article that a short link leads to. @param code in any case */
export function findByCode(code: string, now: number): Article | undefined {
  const article = articlesByCode.get(code.toLowerCase());
  return article && isPublished(article, now) ? article : undefined;
}

/** Old paths, and what they lead to now. */
export const byAlias = <Item extends { readonly aliases: readonly string[] }>(
  items: readonly Item[],
): ReadonlyMap<string, Item> =>
  new Map(items.flatMap((item) => item.aliases.map((path) => [path, item])));

const articlesByAlias = byAlias(articles);

const articlesByCode = new Map(
  articles.flatMap((article) => article.codes.map((code) => [code, article])),
);

/** Where each article stands in the list, by slug. */
const placeOf = new Map(articles.map(({ slug }, place) => [slug, place]));

const withTag = (tag: string): readonly Article[] => articlesByTag.get(folded(tag)) ?? [];

/** A tag is the same however its letters are written. */
const folded = (tag: string) => tag.normalize('NFC').toLowerCase();

const articlesByTag = new Map<string, Article[]>();
for (const article of articles) {
  for (const tag of new Set(article.tags.map(folded))) {
    const others = articlesByTag.get(tag);
    if (others) others.push(article);
    else articlesByTag.set(tag, [article]);
  }
}

const later = (a: Article, b: Article) => (placeOf.get(a.slug) ?? 0) - (placeOf.get(b.slug) ?? 0);

export const isPublished = (article: Article, now: number) =>
  Date.parse(article.publishedAt) <= now;
