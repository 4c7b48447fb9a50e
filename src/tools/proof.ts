// What no article shows by itself: whether all of them together hold.
import type { CompiledArticle, CompiledPage } from './articles.ts';
import type { Fault } from './faults.ts';
import { type Read, repeated } from './folder.ts';

type Articles = readonly Read<CompiledArticle>[];
type Pages = readonly Read<CompiledPage>[];

/** Everything that leads nowhere, or to two places at once. */
export const proofread = (articles: Articles, pages: Pages, siteLanguage: string): Fault[] => [
  ...sharedAliases([...articles, ...pages]),
  ...sharedCodes(articles),
  ...lostTranslations(articles, siteLanguage),
  ...lostLinks(articles, pages),
];

/** An old path can lead to one place only. */
function sharedAliases(items: Articles | Pages): Fault[] {
  const named = items.flatMap(({ file, item: { slug, aliases, lineOf } }) =>
    aliases.map((path) => ({ path, slug, file, line: lineOf('aliases') })),
  );
  return repeated(named, ({ path }) => path).map(([{ path, file, line }, first]) => {
    const message = `has the alias ${path} of ${first.slug}: leave it to one of the two.`;
    return { file, line, message };
  });
}

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
function lostTranslations(articles: Articles, siteLanguage: string): Fault[] {
  const languages = new Map(articles.map(({ item }) => [item.slug, item.language ?? siteLanguage]));
  return articles.flatMap(({ file, item }) =>
    item.translations
      .filter(({ slug, language }) => languages.get(slug) !== language || slug === item.slug)
      .map(({ slug, language }) => {
        const message = `has no translation ${slug} in ${language}: name the slug of an article whose language is ${language}.`;
        return { file, line: item.lineOf('translations'), message };
      }),
  );
}

/** A link to an article or a page that is not there; a fault here is no dead link on the day. */
function lostLinks(articles: Articles, pages: Pages): Fault[] {
  const paths = new Set([
    ...articles.map(({ item }) => `/articles/${item.slug}`),
    ...pages.map(({ item }) => `/pages/${item.slug}`),
  ]);
  return [...articles, ...pages].flatMap(({ file, item }) =>
    item.links
      .filter(({ href }) => /^\/(articles|pages)\/[^/?#]+($|[?#])/.test(href))
      .filter(({ href }) => !paths.has(href.replace(/[?#].*/, '')))
      .map(({ line, href }) => {
        const message = `has a link to ${href}, where nothing is: mend the slug, or take the link out.`;
        return { file, line, message };
      }),
  );
}
