// What no article shows by itself: whether all of them together hold.
import type { CompiledArticle, CompiledPage } from './articles.ts';
import type { Fault } from './faults.ts';
import { type Read, repeated } from './folder.ts';

type Articles = readonly Read<CompiledArticle>[];
type Pages = readonly Read<CompiledPage>[];

/** Articles or pages that were read, and the slugs of all that are there, be they right or wrong. */
export interface Shelf<Item> {
  readonly items: readonly Read<Item>[];
  readonly slugs: readonly string[];
}

/** Everything that leads nowhere, or to two places at once. */
export const proofread = (
  articles: Shelf<CompiledArticle>,
  pages: Shelf<CompiledPage>,
  siteLanguage: string,
): Fault[] => [
  ...sharedAliases(articles.items, pages.items),
  ...sharedCodes(articles.items),
  ...lostTranslations(articles, siteLanguage),
  ...lostLinks(articles, pages),
];

/** An old path can lead to one place only, and to none while something else is there. */
function sharedAliases(articles: Articles, pages: Pages): Fault[] {
  const current = [
    ...articles.map(({ file, item }) => ({ file, item, path: `/articles/${item.slug}` })),
    ...pages.map(({ file, item }) => ({ file, item, path: `/pages/${item.slug}` })),
  ];
  const named = [...current, ...current.flatMap(withAliases)];
  return repeated(named, ({ path }) => path).map(([{ path, file, item }, first]) => {
    const message = `has the alias ${path} of ${first.item.slug}: leave it to one of the two.`;
    return { file, line: item.lineOf('aliases'), message };
  });
}

const withAliases = <Item extends CompiledArticle | CompiledPage>({ file, item }: Read<Item>) =>
  item.aliases.map((path) => ({ file, item, path }));

/** Two slugs with one short link: hardly ever, and then it must not pass. */
function sharedCodes(articles: Articles): Fault[] {
  const named = articles.flatMap(({ file, item: { slug, codes } }) =>
    codes.map((code) => ({ code, slug, file })),
  );
  return repeated(named, ({ code }) => code).map(([{ code, file }, first]) => {
    const message = `has the short link /s/${code} of ${first.slug}: rename the file of the newer one.`;
    return { file, line: 1, message };
  });
}

/** A translation is another article here, in the language that is said. */
function lostTranslations({ items, slugs }: Shelf<CompiledArticle>, siteLanguage: string): Fault[] {
  const languages = new Map(items.map(({ item }) => [item.slug, item.language ?? siteLanguage]));
  const isWrong = (slug: string) => slugs.includes(slug) && !languages.has(slug);
  return items.flatMap(({ file, item }) =>
    item.translations
      .filter(({ slug, language }) => languages.get(slug) !== language || slug === item.slug)
      .filter(({ slug }) => !isWrong(slug))
      .map(({ slug, language }) => {
        const message = `has no translation ${slug} in ${language}: name the slug of an article whose language is ${language}.`;
        return { file, line: item.lineOf('translations'), message };
      }),
  );
}

/** A link to an article or a page that is not there, or not yet for others: a fault here is no dead link later. */
function lostLinks(articles: Shelf<CompiledArticle>, pages: Shelf<CompiledPage>): Fault[] {
  const drafts = new Set([...draftsOf(articles, 'articles'), ...draftsOf(pages, 'pages')]);
  const paths = new Set([
    ...articles.slugs.map((slug) => `/articles/${slug}`),
    ...pages.slugs.map((slug) => `/pages/${slug}`),
  ]);
  const isLost = (path: string, isDraft: boolean) =>
    !paths.has(path) || (drafts.has(path) && !isDraft);
  return [...articles.items, ...pages.items].flatMap(({ file, item }) =>
    item.links
      .filter(({ href }) => pageOf(href) && isLost(pageOf(href) ?? '', item.draft === true))
      .map(({ line, href }) => {
        const message = `has a link to ${href}, where nothing is: mend the slug, or take the link out.`;
        return { file, line, message };
      }),
  );
}

const draftsOf = (
  { items }: Shelf<CompiledArticle> | Shelf<CompiledPage>,
  folder: string,
): string[] => items.flatMap(({ item }) => (item.draft ? [`/${folder}/${item.slug}`] : []));

/** The article or page that an address is of, or is below. */
const pageOf = (href: string) => /^\/(?:articles|pages)\/[^/?#]+/.exec(href)?.[0];
