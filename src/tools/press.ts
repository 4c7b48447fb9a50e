// Prints what was compiled: modules for the bundle, and beside them the files that are served as they lie.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import type { Article } from '../model/articles.ts';
import type { Page } from '../model/pages.ts';
import type { Language, WordParts } from '../strings/language.ts';
import { languages, nearest } from '../strings/languages.ts';
import type { Compiled, CompiledArticle, CompiledPage } from './articles.ts';
import { crawlers } from './crawlers.ts';
import { drawIcon, icons, manifestOf } from './icons.ts';
import { lookalikesOf } from './lookalikes.ts';
import type { DeskParts, PageParts } from './page.ts';
import { hashOf } from './pictures.ts';
import { filesIn } from './public.ts';
import { searchIndex } from './search-index.ts';
import type { Settings } from './settings.ts';
import { drawUnfurl, type Unfurl, unfurlName } from './unfurl.ts';

/**
 * Characters of text that travel in the bundle, about 85 articles: docs/scale.md has the measurements
 * that this comes from.
 */
const roomAboard = 512 * 1024;

/** What is printed, and where. */
export interface Order extends Pick<Compiled, 'articles' | 'pages'> {
  readonly page: PageParts;
  readonly desk: DeskParts;
  readonly settings: Settings;
  /** Static files, which are served under their own names. */
  readonly publicFolder: string;
  /** For everything that is built. */
  readonly buildFolder: string;
}

/** Writes everything, and removes what an earlier build had and this one has not. */
export async function print(order: Order): Promise<void> {
  const { articles, pages, buildFolder } = order;
  const parts = [...searchIndex(articles)];
  const texts = [...articles, ...pages].map(({ html }) => html);
  const { aboard, beside } = packed([...texts, ...parts.map(([, text]) => text)]);
  const spoken = Object.entries(languages).map(
    ([tag, language]) => [tag, wordsBeside(language, order.desk)] as const,
  );
  await serve(order, [...beside, ...spoken.flatMap(([, parts]) => Object.values(parts))]);
  const modules: readonly Module[] = [
    {
      name: 'articles',
      print: asJson,
      values: {
        "articles: readonly import('../src/model/articles.ts').Article[]": articles.map((article) =>
          articleOf(article, order.settings),
        ),
        "pages: readonly import('../src/model/pages.ts').Page[]": pages.map(pageOf),
        "lookalikes: import('../src/model/skeleton.ts').Lookalikes": lookalikesOf(
          articles.flatMap(({ byline }) => byline.map(({ name }) => name)),
        ),
        'searchParts: Readonly<Record<string, string>>': Object.fromEntries(
          parts.map(([part, text]) => [part, hashOf(text)]),
        ),
      },
    },
    {
      name: 'texts',
      print: asLiteral,
      values: {
        'aboard: Readonly<Record<string, string>>': Object.fromEntries(
          aboard.map((text) => [hashOf(text), text]),
        ),
      },
    },
    {
      name: 'words',
      print: asLiteral,
      values: {
        "aboard: import('../src/strings/language.ts').Words": nearest(order.settings.LANGUAGE)
          .words,
        "beside: Readonly<Record<string, import('../src/strings/language.ts').WordParts>>":
          Object.fromEntries(
            spoken.map(([tag, { words, privacy, desk }]) => [
              tag,
              { words: hashOf(words), privacy: hashOf(privacy), desk: hashOf(desk) },
            ]),
          ),
      },
    },
    { name: 'crawlers', print: asLiteral, values: { 'crawlers: string': crawlers } },
    {
      name: 'page',
      print: asJson,
      values: { "page: import('../src/tools/page.ts').PageParts": order.page },
    },
  ];
  const build = hashOf([...codeOfWorker(), ...modules.map(printed)].join('\n'));
  for (const module of [
    ...modules,
    { name: 'build', print: asLiteral, values: { 'build: string': build } },
  ])
    write(buildFolder, join(buildFolder, `${module.name}.ts`), printed(module));
}

/** Nobody needs all of it at once, and the bundle has no room for it. */
const wordsBeside = ({ words, privacy, desk }: Language, parts: DeskParts): WordParts => ({
  words: JSON.stringify(words),
  privacy: JSON.stringify(privacy),
  desk: JSON.stringify({ desk, ...parts }),
});

const articleOf = (compiled: CompiledArticle, settings: Settings): Article => ({
  ...told(compiled),
  month: monthOf(compiled.publishedAt, settings.TIME_ZONE),
  story: hashOf(compiled.html),
  unfurl: unfurlPath(unfurlOf(compiled, settings)),
});

const pageOf = (compiled: CompiledPage): Page => ({
  ...told(compiled),
  story: hashOf(compiled.html),
});

/** What the Worker is told; the rest is made of it here. */
function told<Item extends CompiledArticle | CompiledPage>(item: Item) {
  const {
    html: _html,
    text: _text,
    pictures: _pictures,
    links: _links,
    lineOf: _line,
    ...rest
  } = item;
  return rest;
}

/** The texts in their order, as long as there is room for them; from then on they lie beside the bundle. */
function packed(texts: readonly string[]) {
  let taken = 0;
  const isAboard = texts.map(({ length }) => {
    taken += length;
    return taken <= roomAboard;
  });
  return {
    aboard: texts.filter((_, index) => isAboard[index]),
    beside: texts.filter((_, index) => !isAboard[index]),
  };
}

/** Lays out everything that is served as it lies. What is named by its content is made only once. */
async function serve(
  { articles, pages, settings, publicFolder, buildFolder }: Order,
  texts: readonly string[],
): Promise<void> {
  const served = join(buildFolder, 'public');
  const sign = readFileSync(join(publicFolder, 'icon.svg'));
  const files = new Map<string, () => string | Uint8Array | Promise<Uint8Array>>([
    ...filesIn(publicFolder).map(
      (path): Making => [path, () => readFileSync(join(publicFolder, path))],
    ),
    ...icons.map((icon): Making => [icon.path, () => drawIcon(sign, icon)]),
    ['/site.webmanifest', () => manifestOf(settings)],
    ...texts.map((text): Making => [`/texts/${hashOf(text)}.txt`, () => text]),
    ...[...articles, ...pages].flatMap(({ pictures }) =>
      pictures.map(({ src, file }): Making => [src, () => readFileSync(file)]),
    ),
    ...articles
      .map((article) => unfurlOf(article, settings))
      .map((unfurl): Making => [unfurlPath(unfurl), () => drawUnfurl(unfurl)]),
  ]);
  for (const [path, make] of files) {
    const file = join(served, path);
    if (!ownName.test(path) || !existsSync(file)) write(buildFolder, file, await make());
  }
  for (const path of filesIn(served))
    if (!files.has(path)) rmSync(join(served, path), { force: true });
}

/** A path on the site, and what makes the file that is served there. */
type Making = [path: string, make: () => string | Uint8Array | Promise<Uint8Array>];

/** What is named by its content, and by nothing else, is made only once. */
const ownName = /^\/(texts|pictures)\/[0-9a-f]{32}\.[a-z]+$/;

/** As calendars in that zone have it: `2023-04`. */
function monthOf(moment: string, timeZone: string): string {
  const { year, month } = Temporal.Instant.from(moment).toZonedDateTimeISO(timeZone);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
}

const unfurlPath = (unfurl: Unfurl) => `/pictures/${unfurlName(unfurl)}`;

function unfurlOf(
  { headline, publishedAt, language }: Pick<Article, 'headline' | 'publishedAt' | 'language'>,
  { SITE_NAME, LANGUAGE, TIME_ZONE }: Settings,
): Unfurl {
  const format = new Intl.DateTimeFormat(nearest(language ?? LANGUAGE).words.dates, {
    dateStyle: 'long',
    timeZone: TIME_ZONE,
  });
  return {
    siteName: SITE_NAME,
    headline,
    date: format.format(Date.parse(publishedAt)),
    language: language ?? LANGUAGE,
  };
}

/** How a value is written down. What has many small parts is read quicker as JSON, and longer texts as they are. */
type Print = (value: unknown) => string;
const asJson: Print = (value) => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;
const asLiteral: Print = (value) => JSON.stringify(value);

/** What the bundle is given to import. */
interface Module {
  readonly name: string;
  readonly print: Print;
  /** By what is declared: a name and a type. */
  readonly values: Readonly<Record<string, unknown>>;
}

const printed = ({ print, values }: Module): string =>
  Object.entries(values)
    .map(([declared, value]) => `export const ${declared} = ${print(value)};\n`)
    .join('');

/** Everything else that decides how a page is drawn: our code, and which code of others. */
function codeOfWorker(): readonly string[] {
  const src = join(import.meta.dirname, '..');
  const ours = filesIn(src).filter((path) => /\.tsx?$/.test(path));
  return [...ours.sort(), '/../package.json'].map((path) => readFileSync(join(src, path), 'utf8'));
}

/**
 * Whole or not at all: a server or a test may be reading the file. Until then it lies where nothing is served from, and
 * where no other compiler that runs takes it for something left behind.
 */
function write(buildFolder: string, file: string, content: string | Uint8Array): void {
  const part = join(buildFolder, `.${process.pid}.part`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(part, content);
  renameSync(part, file);
}
