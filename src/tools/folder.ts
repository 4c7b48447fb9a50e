// A folder of Markdown: one file, one page; the file name is the slug, and whatever is wrong is said
// with its file, its line and the mend.
import { isUtf8 } from 'node:buffer';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import type { Fault, Report } from './faults.ts';
import { isPictureFile } from './pictures.ts';

/** What was read from one file. */
export interface Read<Item> {
  readonly file: string;
  readonly item: Item;
}

/** A Markdown file in its parts. */
export interface Source {
  readonly slug: string;
  /** The folder it lies in. */
  readonly folder: string;
  readonly yaml: string;
  readonly markdown: string;
  /** The line of the file on which the Markdown begins. */
  readonly line: number;
}

export type Reader<Item> = (source: Source, report: Report) => Item | undefined;

/** Reads every `<slug>.md` of a folder, and of the folders in it; pictures may lie beside them. */
export function readFolder<Item>(
  folder: string,
  read: Reader<Item>,
): { items: readonly Read<Item>[]; slugs: readonly string[]; faults: readonly Fault[] } {
  const entries = existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
    : [];
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !isLeftBehind(relative(folder, file)) && !isPictureFile(file))
    .sort();
  const results = files.map((file) => ({ file, ...readFile(file, read) }));
  return {
    items: results.flatMap(({ file, item }) => (item === undefined ? [] : [{ file, item }])),
    slugs: files.map((file) => basename(file, '.md')),
    faults: [...results.flatMap(({ faults }) => faults), ...sharedSlugs(folder, files)],
  };
}

function readFile<Item>(file: string, read: Reader<Item>) {
  const bytes = readFileSync(file);
  if (isUtf8(bytes)) return readSource(file, bytes.toString(), read);
  return { faults: [{ file, line: 1, message: 'is not UTF-8: save it in that encoding.' }] };
}

/** Reads one file. There is an item, or there are faults, never both. */
export function readSource<Item>(
  file: string,
  source: string,
  read: Reader<Item>,
): { item?: Item; faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const report: Report = (line, message) => faults.push({ file, line, message });
  const problem = problemWithName(basename(file));
  if (problem) report(1, problem);
  if (extname(file) !== '.md') return { faults };
  const parts = partsOf(source);
  if (!parts) report(1, noFrontMatter);
  const item =
    parts && read({ slug: basename(file, '.md'), folder: dirname(file), ...parts }, report);
  return item !== undefined && faults.length === 0 ? { item, faults } : { faults };
}

const noFrontMatter =
  'has no front matter: begin with a line of ---, then the keys, then another line of ---.';

function partsOf(source: string) {
  const parts = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)(?<=\n)---[ \t]*(?:\r?\n|$)([\s\S]*)$/.exec(
    source,
  );
  if (!parts) return undefined;
  const [, yaml = '', markdown = ''] = parts;
  const line = source.slice(0, source.length - markdown.length).split('\n').length;
  return { yaml, markdown, line };
}

/** What editors and systems leave beside the files of people: `.DS_Store`, `.obsidian/`, `a-day.md~`. */
const isLeftBehind = (file: string) =>
  file.split(sep).some((part) => part.startsWith('.')) || file.endsWith('~');

function problemWithName(name: string): string | undefined {
  if (!name.endsWith('.md'))
    return 'is no article: give it a name that ends in .md, or move it away.';
  const slug = name.slice(0, -'.md'.length);
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) && slug.length <= 200) return undefined;
  return `"${slug}" is no slug: name the file with a to z, 0 to 9 and single hyphens, such as a-day-in-baku.md.`;
}

const sharedSlugs = (folder: string, files: readonly string[]): Fault[] =>
  repeated(files, (file) => basename(file).toLowerCase()).map(([file, first]) => {
    const message = `has the slug of ${relative(folder, first)}: rename one of the two files.`;
    return { file, line: 1, message };
  });

/** Each item whose name another had before it, with the first that had it. */
export function repeated<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
): [Item, Item][] {
  const groups = [...Map.groupBy(items, nameOf).values()];
  return groups.flatMap(([first, ...others]) =>
    others.flatMap((other): [Item, Item][] => (first === undefined ? [] : [[other, first]])),
  );
}
