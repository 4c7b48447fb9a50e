// Markdown with front matter in, articles and pages out.
import { join } from 'node:path';
import type { Article } from '../model/articles.ts';
import type { CompiledHtml } from '../model/compiled.ts';
import type { Page } from '../model/pages.ts';
import type { Fault, Report } from './faults.ts';
import { readFolder, readSource, type Source } from './folder.ts';
import { readFrontMatter } from './front-matter.ts';
import { findPicture, notHere, type PictureFile } from './pictures.ts';
import { proofread } from './proof.ts';
import { articleSchema, keysOf, pageSchema } from './schema.ts';
import type { Settings } from './settings.ts';
import { codeOf } from './short-link.ts';
import { type Link, readStory } from './story.ts';

/** What a page shows that does not lie with the Worker's own data. */
interface Manuscript {
  readonly html: CompiledHtml;
  /** The story without its marks. */
  readonly text: string;
  readonly pictures: readonly PictureFile[];
  /** Where it leads to on this site. */
  readonly links: readonly Link[];
  /** The line of the file on which a key of the front matter stands. */
  readonly lineOf: (key: string) => number;
}

/** An article, but for what is made of it when it is printed. */
export interface CompiledArticle extends Omit<Article, 'month' | 'story' | 'unfurl'>, Manuscript {}
export interface CompiledPage extends Omit<Page, 'story'>, Manuscript {}

export interface Compiled {
  /** Newest first; two of the same minute by slug. */
  readonly articles: readonly CompiledArticle[];
  /** By headline. */
  readonly pages: readonly CompiledPage[];
  readonly faults: readonly Fault[];
}

/** What is compiled, and with what. */
export interface Desk {
  readonly articleFolder: string;
  readonly pageFolder: string;
  readonly publicFolder: string;
  /** The zone of dates that name none. */
  readonly timeZone: string;
  /** The language of what names none. */
  readonly language: string;
  /** Whether drafts come along, for those who write them. */
  readonly hasDrafts: boolean;
}

/** Those of a project, with its settings. @param src its folder `src` */
export const deskIn = (src: string, settings: Settings, hasDrafts: boolean): Desk => ({
  articleFolder: join(src, 'articles'),
  pageFolder: join(src, 'pages'),
  publicFolder: join(src, 'public'),
  timeZone: settings.TIME_ZONE,
  language: settings.LANGUAGE,
  hasDrafts,
});

/** Reads all articles and pages. Whatever is wrong with any of them is said at once. */
export function compile(desk: Desk): Compiled {
  const isShown = ({ draft }: { draft?: boolean }) => desk.hasDrafts || !draft;
  const articles = readFolder(desk.articleFolder, articleReader(desk));
  const pages = readFolder(desk.pageFolder, pageReader(desk));
  return {
    articles: translated(
      articles.items.map(({ item }) => item),
      desk.language,
    )
      .filter(isShown)
      .sort(newestFirst),
    pages: pages.items
      .map(({ item }) => item)
      .filter(isShown)
      .sort((a, b) => a.headline.localeCompare(b.headline, desk.language)),
    faults: [...articles.faults, ...pages.faults, ...proofread(articles, pages, desk.language)],
  };
}

/** Compiles one article. There is an article, or there are faults, never both. */
export const compileArticle = (file: string, source: string, desk: Desk) =>
  readSource(file, source, articleReader(desk));

/** The same for a page. */
export const compilePage = (file: string, source: string, desk: Desk) =>
  readSource(file, source, pageReader(desk));

const wordsPerMinute = 200;
const signsPerMinute = 500;

/** Where no blanks stand between words, what is read is counted by signs. */
function minutesFor(text: string, words: number, language: string): number {
  const isUnspaced = /^(zh|ja)\b/i.test(language);
  const signs = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return Math.ceil(isUnspaced ? signs / signsPerMinute : words / wordsPerMinute);
}

const articleReader = (desk: Desk) => {
  const kind = { schema: articleSchema(desk.timeZone), keys: keysOf.article };
  return (source: Source, report: Report): CompiledArticle | undefined => {
    const { front, lineOf } = readFrontMatter(source.yaml, kind, report) ?? {};
    const pictureAt = (path: string) => findPicture(path, source.folder, desk.publicFolder);
    const lead = front?.image && pictureAt(front.image.src);
    const {
      words,
      lead: beginning,
      ...story
    } = readStory(
      source.markdown,
      source.line,
      { dateline: front?.dateline, hasPictureAbove: lead !== undefined, findPicture: pictureAt },
      report,
    );
    if (!front || !lineOf) return undefined;
    const { image, ...told } = front;
    if (image && !lead) report(lineOf('image'), `image is ${notHere(image.src)}`);
    return {
      slug: source.slug,
      codes: [source.slug, ...formerSlugs(front.aliases)].map(codeOf),
      ...told,
      ...(image && lead && { image: shown({ ...image, ...lead }) }),
      ...lastChange(front),
      description: front.dek ?? shortened(beginning),
      wordCount: words,
      readingMinutes: minutesFor(story.text, words, front.language ?? desk.language),
      ...story,
      pictures: lead ? [lead, ...story.pictures] : story.pictures,
      lineOf,
    };
  };
};

const pageReader = (desk: Desk) => {
  const kind = { schema: pageSchema(desk.timeZone), keys: keysOf.page };
  return (source: Source, report: Report): CompiledPage | undefined => {
    const { front, lineOf } = readFrontMatter(source.yaml, kind, report) ?? {};
    const {
      words: _,
      lead,
      ...story
    } = readStory(
      source.markdown,
      source.line,
      {
        dateline: undefined,
        hasPictureAbove: false,
        findPicture: (path) => findPicture(path, source.folder, desk.publicFolder),
      },
      report,
    );
    if (!front || !lineOf) return undefined;
    const description = front.dek ?? shortened(lead);
    return { slug: source.slug, ...front, description, ...story, lineOf };
  };
};

/** Under which an article was here before: their short links lead to it still. */
const formerSlugs = (aliases: readonly string[]) =>
  aliases.flatMap((path) => /^\/articles\/([^/?]+)$/.exec(path)?.[1] ?? []);

/** A correction is a change, whether or not its author says so. */
function lastChange({ updatedAt, corrections }: Pick<Article, 'updatedAt' | 'corrections'>) {
  const last = [...corrections.map(({ date }) => date), ...(updatedAt ? [updatedAt] : [])].sort();
  return last.length > 0 ? { updatedAt: last.at(-1) ?? '' } : {};
}

const shown = ({ file: _, ...picture }: NonNullable<Article['image']> & PictureFile) => picture;

/** To 200 characters at most, cut after a word. */
const shortened = (text: string) =>
  text.length <= 200 ? text : `${text.slice(0, 199).replace(/\s+\S*$/, '')}…`;

function newestFirst(a: CompiledArticle, b: CompiledArticle): number {
  if (a.publishedAt !== b.publishedAt) return a.publishedAt < b.publishedAt ? 1 : -1;
  return a.slug < b.slug ? -1 : 1;
}

/** Who names a translation is named by it, and all translations of one article name each other. */
function translated(articles: readonly CompiledArticle[], siteLanguage: string): CompiledArticle[] {
  const families = new Map(articles.map((article) => [article.slug, new Set([article])]));
  for (const { slug, translations } of articles) {
    for (const other of translations) unite(families, slug, other.slug);
  }
  return articles.map((article) => ({
    ...article,
    translations: [...(families.get(article.slug) ?? [])]
      .filter((other) => other !== article)
      .map(({ slug, language = siteLanguage }) => ({ slug, language }))
      .sort((a, b) => (a.language < b.language ? -1 : 1)),
  }));
}

function unite(families: Map<string, Set<CompiledArticle>>, one: string, other: string): void {
  const family = new Set([...(families.get(one) ?? []), ...(families.get(other) ?? [])]);
  for (const { slug } of family) families.set(slug, family);
}
