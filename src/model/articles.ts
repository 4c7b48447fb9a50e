import { articles } from '../../build/articles.ts';

/** HTML that our own compiler wrote: the one kind that is put on a page unescaped. */
export type CompiledHtml = string & { readonly compiled: unique symbol };

/** Who wrote it, and where more is said of them. */
export interface Person {
  readonly name: string;
  readonly url?: string;
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
  readonly headline: string;
  readonly dek?: string;
  readonly byline: readonly Person[];
  readonly dateline?: string;
  /** UTC, as ISO 8601. */
  readonly publishedAt: string;
  readonly updatedAt?: string;
  readonly tags: readonly string[];
  /** A BCP 47 tag; without one, the site's language. */
  readonly language?: string;
  /** true only where articles are being written: the compiler lets no draft into a deployment. */
  readonly draft?: boolean;
  /** Old paths of the article, with their query, percent-encoded, without a slash at the end. */
  readonly aliases: readonly string[];
  /** In the order in which they are written down. */
  readonly corrections: readonly Correction[];
  /** The dek, or how the story begins (200 characters at most): for search engines and unfurls. */
  readonly description: string;
  readonly wordCount: number;
  /** Whole minutes, at least 1. */
  readonly readingMinutes: number;
  readonly html: CompiledHtml;
}

/** Every published article, newest first; those dated after `now` wait for their minute. */
export function publishedArticles(now: number): readonly Article[] {
  const newest = articles.findIndex((article) => isPublished(article, now));
  return newest < 0 ? [] : articles.slice(newest);
}

export function findArticle(slug: string, now: number): Article | undefined {
  const article = articlesBySlug.get(slug);
  return article && isPublished(article, now) ? article : undefined;
}

/** A tag as its newest article writes it, and every article that has it, newest first. */
export function findTag(
  tag: string,
  now: number,
): { readonly name: string; readonly articles: readonly Article[] } | undefined {
  const isIt = (one: string) => folded(one) === folded(tag);
  const articles = publishedArticles(now).filter(({ tags }) => tags.some(isIt));
  const name = articles[0]?.tags.find(isIt);
  return name === undefined ? undefined : { name, articles };
}

/** A tag is the same however its letters are written. */
const folded = (tag: string) => tag.normalize('NFC').toLowerCase();

/** The article that was once found at this path; its query counts only where an alias has one. */
export function findByAlias({ pathname, search }: URL, now: number): Article | undefined {
  const path = pathname.replace(/\/$/, '');
  const article = articlesByAlias.get(path + search) ?? articlesByAlias.get(path);
  return article && isPublished(article, now) ? article : undefined;
}

const articlesByAlias = new Map(
  articles.flatMap((article) => article.aliases.map((path) => [path, article])),
);

const articlesBySlug = new Map(articles.map((article) => [article.slug, article]));

const isPublished = (article: Article, now: number) => Date.parse(article.publishedAt) <= now;
