// What WordPress calls people and tags: in plain letters, and each by a name of its own.
import type { CompiledArticle } from './articles.ts';
import { freeSlug } from './slug.ts';

export interface Author {
  readonly number: number;
  readonly login: string;
}

export interface Tag {
  readonly slug: string;
  readonly name: string;
}

/** WordPress takes plain letters for a login: who has none of them is known by a number. */
export function authorsOf(articles: readonly CompiledArticle[]): ReadonlyMap<string, Author> {
  const names = new Set(articles.flatMap(({ byline: [first] }) => first?.name ?? []));
  const taken = new Set<string>();
  return new Map(
    [...names].map((name, index) => {
      const plain = name
        .normalize('NFKD')
        .replace(/[^\w. -]/g, '')
        .trim()
        .toLowerCase();
      const wanted = plain.replace(/\s+/g, '.').slice(0, 50) || `author-${index + 1}`;
      const login = freeSlug(wanted, taken);
      taken.add(login);
      return [name, { number: index + 1, login }];
    }),
  );
}

/** By {@link folded} names, in the spelling of the newest article. Their slugs are those that WordPress would make. */
export function tagsOf(articles: readonly CompiledArticle[]): ReadonlyMap<string, Tag> {
  const tags = new Map<string, Tag>();
  const taken = new Set<string>();
  for (const name of articles.flatMap(({ tags }) => tags)) {
    if (tags.has(folded(name))) continue;
    const words = folded(name).match(/[\p{L}\p{M}\p{N}_]+/gu) ?? ['tag'];
    const slug = freeSlug([...words.join('-')].slice(0, 30).join(''), taken);
    taken.add(slug);
    tags.set(folded(name), { slug: encodeURIComponent(slug).toLowerCase(), name });
  }
  return tags;
}

export const folded = (tag: string): string => tag.normalize('NFC').toLowerCase();
