import { pages } from '../../build/articles.ts';
import { byAlias } from './articles.ts';
import { findOld } from './old-path.ts';

/** A page that is no article: about, contact, imprint. It is not dated and not answered. */
export interface Page {
  readonly slug: string;
  readonly headline: string;
  readonly dek?: string;
  /** UTC, as ISO 8601. */
  readonly updatedAt?: string;
  /** A BCP 47 tag; without one, the site's language. */
  readonly language?: string;
  /** true only where pages are being written: the compiler lets no draft into a deployment. */
  readonly draft?: boolean;
  /** Old paths of the page, as articles have them. */
  readonly aliases: readonly string[];
  /** The dek, or how it begins (200 characters at most). */
  readonly description: string;
  /** The name of its text. */
  readonly story: string;
}

/** Every page, by headline. */
export const allPages: readonly Page[] = pages;

export const findPage = (slug: string) => pages.find((page) => page.slug === slug);

/** The page that was once found at this path. */
export const findPageByAlias = (url: URL) => findOld(pagesByAlias, url);

const pagesByAlias = byAlias(pages);
