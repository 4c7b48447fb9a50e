// Markdown with front matter in, articles out. Whatever is wrong is said with its file, its line and
// the mend, all of it at once.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import MarkdownIt, { type Token } from 'markdown-it';
import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Article, CompiledHtml } from '../model/articles.ts';

/** Something wrong in an article: where it is, and what to do. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface Compiled {
  /** Newest first; two of the same minute by slug. */
  readonly articles: readonly Article[];
  readonly faults: readonly Fault[];
}

/** What an article is compiled with: the zone of dates that name none, and the folder of pictures. */
export interface Surroundings {
  readonly timeZone: string;
  readonly publicFolder: string;
}

/** Reads every `<slug>.md` of a folder, and of the folders in it: the file name is the slug. */
export function compileArticles(folder: string, surroundings: Surroundings): Compiled {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const results = files.map((file) =>
    compileArticle(file, readFileSync(file, 'utf8'), surroundings),
  );
  return {
    articles: results.flatMap(({ article }) => article ?? []).sort(newestFirst),
    faults: [...results.flatMap(({ faults }) => faults), ...sharedSlugs(files)],
  };
}

/** Compiles one article. There is an article, or there are faults, never both. */
export function compileArticle(
  file: string,
  source: string,
  { timeZone, publicFolder }: Surroundings,
): { article?: Article; faults: readonly Fault[] } {
  const slug = basename(file, '.md');
  const faults: Fault[] = [];
  const fault = (line: number, message: string) => faults.push({ file, line, message });

  if (!file.endsWith('.md'))
    fault(1, 'is no article: give it a name that ends in .md, or move it away.');
  else if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))
    fault(
      1,
      `"${slug}" is no slug: name the file with a to z, 0 to 9 and single hyphens, such as a-day-in-baku.md.`,
    );
  if (faults.length > 0) return { faults };

  const parts = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)^---[ \t]*(?:\r?\n|$)([\s\S]*)$/m.exec(source);
  if (!parts) {
    fault(
      1,
      'has no front matter: begin with a line of ---, then the keys, then another line of ---.',
    );
    return { faults };
  }
  const [, yaml = '', story = ''] = parts;
  const storyLine = source.slice(0, source.length - story.length).split('\n').length;

  const front = readFrontMatter(yaml, timeZone, fault);
  const html = readStory(story, storyLine, front?.dateline, publicFolder, fault);
  if (!front || faults.length > 0) return { faults };

  const words = countWords(html.text);
  if (words === 0) fault(storyLine, 'has no story: write it below the front matter.');
  if (faults.length > 0) return { faults };
  const { byline, tags = [], ...rest } = front;
  return {
    article: {
      slug,
      ...rest,
      byline,
      tags,
      description: front.dek ?? excerpt(html.text),
      readingMinutes: Math.ceil(words / wordsPerMinute),
      html: html.html,
    },
    faults,
  };
}

type Report = (line: number, message: string) => void;

const wordsPerMinute = 200;

const newestFirst = (a: Article, b: Article) =>
  b.publishedAt.localeCompare(a.publishedAt) || a.slug.localeCompare(b.slug);

function sharedSlugs(files: readonly string[]): Fault[] {
  const first = new Map<string, string>();
  return files.flatMap((file) => {
    const slug = basename(file).toLowerCase();
    const other = first.get(slug);
    if (!other) first.set(slug, file);
    return other
      ? [{ file, line: 1, message: `has the slug of ${other}: rename one of the two files.` }]
      : [];
  });
}

// Front matter

const oneLine = v.pipe(
  v.string('must be text in one line; put quotes around it if it looks like a number or a list'),
  v.trim(),
  v.nonEmpty('must not be empty: fill it in, or leave the key out'),
  v.regex(/^[^\p{C}]*$/u, 'must be text in one line, without control characters'),
);

const listHint = 'must be text, or a list of texts such as [Baku, Iran]';

const listOfLines = v.union(
  [
    v.pipe(
      oneLine,
      v.transform((line) => [line]),
    ),
    v.pipe(v.array(oneLine, listHint), v.minLength(1, listHint)),
  ],
  listHint,
);

const language = v.pipe(
  oneLine,
  v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en, es or pt-BR'),
);

const moment = (timeZone: string) =>
  v.pipe(
    oneLine,
    v.check(
      (text) => readMoment(text, timeZone) !== undefined,
      'must be a date that exists, such as 2023-04-06, 2023-04-06 18:30 or 2023-04-06T18:30:00+04:00',
    ),
    v.transform((text) => readMoment(text, timeZone) ?? ''),
  );

const frontMatter = (timeZone: string) =>
  v.strictObject({
    headline: oneLine,
    dek: v.exactOptional(oneLine),
    byline: listOfLines,
    dateline: v.exactOptional(oneLine),
    publishedAt: moment(timeZone),
    updatedAt: v.exactOptional(moment(timeZone)),
    tags: v.exactOptional(listOfLines),
    language: v.exactOptional(language),
  });

/** What front matter may say. */
export const frontMatterKeys = Object.keys(frontMatter('UTC').entries);

function readFrontMatter(yaml: string, timeZone: string, fault: Report) {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  for (const { pos, message } of document.errors) {
    const [reason = ''] = message.split('\n');
    fault(
      lines.linePos(pos[0]).line + 1,
      `${reason.replace(/ at line.*$/, '')}: mend the front matter there.`,
    );
  }
  if (document.errors.length > 0) return undefined;

  const schema = frontMatter(timeZone);
  const { success, output, issues } = v.safeParse(schema, document.toJS() ?? {});
  if (success) return output;
  const known = Object.keys(schema.entries).join(', ');
  for (const { type, expected, path, message } of issues) {
    const key = String(path?.[0]?.key ?? '');
    const line = lineOf(document, key, lines);
    if (type === 'strict_object' && expected === 'never')
      fault(line, `${key} is not a key of an article: take it out, or use one of ${known}.`);
    else if (type === 'strict_object')
      fault(
        1,
        path ? `${key} is missing: add it to the front matter.` : `must hold keys: ${known}.`,
      );
    else fault(line, `${key} ${message}.`);
  }
  return undefined;
}

function lineOf(document: Document, key: string, lines: LineCounter): number {
  const pairs = isMap(document.contents) ? document.contents.items : [];
  const pair = pairs.find((item) => isScalar(item.key) && String(item.key.value) === key);
  const start = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  return start === undefined ? 1 : lines.linePos(start).line + 1;
}

/** UTC as ISO 8601; a time without a zone is read in `timeZone`, a date without a time at midnight. */
function readMoment(text: string, timeZone: string): string | undefined {
  const iso = text.replace(/^(\d{4}-\d\d-\d\d) +(?=\d)/, '$1T');
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.test(iso))
    return undefined;
  try {
    const instant = /(Z|[+-]\d\d:\d\d)$/.test(iso.slice(10))
      ? Temporal.Instant.from(iso)
      : Temporal.PlainDateTime.from(iso, { overflow: 'reject' })
          .toZonedDateTime(timeZone)
          .toInstant();
    return new Date(instant.epochMilliseconds).toISOString();
  } catch {
    return undefined;
  }
}

// Story

const markdown = new MarkdownIt({ html: false, typographer: true });

// Where the story was written, run into its first paragraph as newspapers set it.
markdown.core.ruler.push('dateline', ({ Token, tokens, env }) => {
  const first = tokens.findIndex(({ type }) => type === 'paragraph_open');
  const place = Object.assign(new Token('dateline', 'b', 0), { content: env.dateline });
  if (env.dateline) tokens[first + 1]?.children?.unshift(place);
});
markdown.renderer.rules.dateline = (tokens, index) =>
  `<b class="dateline">${markdown.utils.escapeHtml(tokens[index]?.content ?? '')}</b> `;

function readStory(
  story: string,
  storyLine: number,
  dateline: string | undefined,
  publicFolder: string,
  fault: Report,
): { html: CompiledHtml; text: string } {
  const tokens = markdown.parse(story, { dateline });
  for (const { children, map } of tokens) {
    for (const child of children ?? []) {
      const problem = problemWith(child, publicFolder);
      if (problem) fault(storyLine + (map?.[0] ?? 0), problem);
    }
  }
  return {
    html: compiled(markdown.renderer.render(tokens, markdown.options, {})),
    text: textOf(tokens),
  };
}

/** Pictures come from our own house: a page never asks another for anything. */
function problemWith(token: Token, publicFolder: string): string | undefined {
  if (token.type !== 'image') return undefined;
  const src = String(token.attrGet('src') ?? '');
  if (isInFolder(src, publicFolder)) return undefined;
  return `has a picture that is not here (${src}): put the file into src/public and write its path from there, such as /square.jpg.`;
}

function isInFolder(path: string, folder: string): boolean {
  const url = URL.parse(path, 'file:///');
  if (!path.startsWith('/') || url?.host !== '') return false;
  try {
    return existsSync(join(folder, decodeURIComponent(url.pathname)));
  } catch {
    return false;
  }
}

const textOf = (tokens: readonly Token[]): string =>
  tokens
    .filter(({ type }) => type === 'inline' || type === 'fence' || type === 'code_block')
    .map(({ children, content }) => (children ? children.map(textOfInline).join('') : content))
    .join('\n');

const textOfInline = ({ type, content }: Token) =>
  type === 'dateline' ? '' : type.endsWith('break') ? ' ' : content;

/** Words as a word processor counts them: runs between blanks that hold a letter or a digit. */
const countWords = (text: string) =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/** How the story begins, cut after a word. */
function excerpt(text: string): string {
  const [line = ''] = text.split('\n');
  return line.length <= 200 ? line : `${line.slice(0, 199).replace(/\s+\S*$/, '')}…`;
}

function compiled(html: string): CompiledHtml {
  // biome-ignore lint/plugin: the one place where a text becomes compiled HTML
  return html as CompiledHtml;
}
