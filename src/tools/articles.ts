// Markdown with front matter in, articles out. Whatever is wrong is said with its file, its line and
// the mend, all of it at once.
import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import type { Article } from '../model/articles.ts';
import type { ArticleFault, Report } from './faults.ts';
import { readFrontMatter } from './front-matter.ts';
import { readStory } from './story.ts';

export interface Compiled {
  /** Newest first; two of the same minute by slug. */
  readonly articles: readonly Article[];
  readonly faults: readonly ArticleFault[];
}

/** What an article is compiled with: the zone of dates that name none, and the folder of pictures. */
export interface Surroundings {
  readonly timeZone: string;
  readonly publicFolder: string;
  /** Whether drafts come along, for those who write them. */
  readonly hasDrafts: boolean;
}

/** Reads every `<slug>.md` of a folder, and of the folders in it: the file name is the slug. */
export function compileArticles(folder: string, surroundings: Surroundings): Compiled {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !isLeftBehind(relative(folder, file)))
    .sort();
  const results = files.map((file) => compileFile(file, surroundings));
  return {
    articles: results
      .flatMap(({ article }) => article ?? [])
      .filter(({ draft }) => surroundings.hasDrafts || !draft)
      .sort(newestFirst),
    faults: [
      ...results.flatMap(({ faults }) => faults),
      ...sharedSlugs(folder, files),
      ...sharedAliases(files, results),
    ],
  };
}

function compileFile(file: string, surroundings: Surroundings) {
  const bytes = readFileSync(file);
  if (isUtf8(bytes)) return compileArticle(file, bytes.toString(), surroundings);
  return { faults: [{ file, line: 1, message: 'is not UTF-8: save it in that encoding.' }] };
}

/** Compiles one article. There is an article, or there are faults, never both. */
export function compileArticle(
  file: string,
  source: string,
  surroundings: Surroundings,
): { article?: Article; faults: readonly ArticleFault[] } {
  const faults: ArticleFault[] = [];
  const report: Report = (line, message) => faults.push({ file, line, message });
  const problem = problemWithName(basename(file));
  if (problem) report(1, problem);
  if (!file.endsWith('.md')) return { faults };
  const article = readArticle(basename(file, '.md'), source, surroundings, report);
  return article && faults.length === 0 ? { article, faults } : { faults };
}

function newestFirst(a: Article, b: Article): number {
  if (a.publishedAt !== b.publishedAt) return a.publishedAt < b.publishedAt ? 1 : -1;
  return a.slug < b.slug ? -1 : 1;
}

/** What editors and systems leave beside the files of people: `.DS_Store`, `.obsidian/`, `a-day.md~`. */
const isLeftBehind = (file: string) =>
  file.split(sep).some((part) => part.startsWith('.')) || file.endsWith('~');

const sharedSlugs = (folder: string, files: readonly string[]): ArticleFault[] =>
  repeated(files, (file) => basename(file).toLowerCase()).map(([file, first]) => {
    const message = `has the slug of ${relative(folder, first)}: rename one of the two files.`;
    return { file, line: 1, message };
  });

/** An old path can lead to one article only. */
function sharedAliases(
  files: readonly string[],
  results: readonly { article?: Article }[],
): ArticleFault[] {
  const named = results.flatMap(({ article }, index) =>
    (article?.aliases ?? []).map((path) => ({
      path,
      slug: article?.slug,
      file: files[index] ?? '',
    })),
  );
  return repeated(named, ({ path }) => path).map(([{ path, file }, first]) => {
    const message = `has the alias ${path} of ${first.slug}: leave it to one of the two.`;
    return { file, line: 1, message };
  });
}

/** Each item whose name another had before it, with the first that had it. */
function repeated<Item>(items: readonly Item[], nameOf: (item: Item) => string): [Item, Item][] {
  const groups = [...Map.groupBy(items, nameOf).values()];
  return groups.flatMap(([first, ...others]) =>
    others.flatMap((other): [Item, Item][] => (first === undefined ? [] : [[other, first]])),
  );
}

function problemWithName(name: string): string | undefined {
  if (!name.endsWith('.md'))
    return 'is no article: give it a name that ends in .md, or move it away.';
  const slug = name.slice(0, -'.md'.length);
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) && slug.length <= 200) return undefined;
  return `"${slug}" is no slug: name the file with a to z, 0 to 9 and single hyphens, such as a-day-in-baku.md.`;
}

const wordsPerMinute = 200;

function readArticle(
  slug: string,
  source: string,
  { timeZone, publicFolder }: Surroundings,
  report: Report,
): Article | undefined {
  const parts = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)(?<=\n)---[ \t]*(?:\r?\n|$)([\s\S]*)$/.exec(
    source,
  );
  if (!parts) {
    report(
      1,
      'has no front matter: begin with a line of ---, then the keys, then another line of ---.',
    );
    return undefined;
  }
  const [, yaml = '', markdown = ''] = parts;
  const storyLine = source.slice(0, source.length - markdown.length).split('\n').length;
  const front = readFrontMatter(yaml, timeZone, report);
  const story = readStory(markdown, storyLine, front?.dateline, publicFolder, report);
  return (
    front && {
      slug,
      ...front,
      tags: front.tags ?? [],
      aliases: front.aliases ?? [],
      corrections: front.corrections ?? [],
      description: front.dek ?? shortened(story.lead),
      wordCount: story.words,
      readingMinutes: Math.ceil(story.words / wordsPerMinute),
      html: story.html,
    }
  );
}

/** To 200 characters at most, cut after a word. */
const shortened = (text: string) =>
  text.length <= 200 ? text : `${text.slice(0, 199).replace(/\s+\S*$/, '')}…`;
