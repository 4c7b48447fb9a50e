// What of an export is made for others: WordPress's own format, and a copy of the site for any file server.
import { join } from 'node:path';
import * as v from 'valibot';
import { type Compiled, compile, deskIn } from './articles.ts';
import { copySite } from './copy.ts';
import { isLocal } from './copy-page.ts';
import { nameOf } from './copy-source.ts';
import { linesIn } from './json-lines.ts';
import type { Settings } from './settings.ts';
import { SiteError } from './site.ts';
import { writeWordPress } from './wordpress.ts';
import { CommentRow } from './wordpress-comments.ts';

export const renderings = ['wordpress', 'site'] as const;
export type Rendering = (typeof renderings)[number];

export interface Origin {
  /** The origin at which the site is asked. */
  readonly url: string;
  readonly settings: Settings;
  /** Is told how much of the copy is done. */
  readonly onStep?: (done: number, known: number) => void;
}

/**
 * Writes them beside the tables and sources of an export, which lie there already.
 * @returns what is to be said of them, line by line
 * @throws {SiteError} when one cannot be made; an export without it can
 */
export async function render(
  folder: string,
  wanted: readonly Rendering[],
  origin: Origin,
): Promise<readonly string[]> {
  if (wanted.length === 0) return [];
  const compiled = compiledFor(origin.settings);
  const named = await nameOf(origin.url);
  const said: string[] = [];
  if (isLocal(named))
    said.push(
      `The site calls itself ${named}, and so does what is made of it: set SITE_URL, and export again.`,
    );
  if (wanted.includes('wordpress')) said.push(await toWordPress(folder, compiled, named, origin));
  if (wanted.includes('site')) said.push(...(await toFiles(folder, compiled, origin)));
  return said;
}

/** Drafts too: they are to be told from what is published. */
function compiledFor(settings: Settings): Compiled {
  const compiled = compile(deskIn('src', settings, true));
  const [fault] = compiled.faults;
  if (!fault) return compiled;
  throw new SiteError(
    `${fault.file}:${fault.line}: ${fault.message}`,
    'npm run compile names all that is to be mended; --without wordpress --without site exports the rest.',
  );
}

const wordPressFile = 'wordpress.xml';

async function toWordPress(
  folder: string,
  { articles, pages }: Compiled,
  named: string,
  { settings }: Origin,
): Promise<string> {
  const told = await writeWordPress({
    file: join(folder, wordPressFile),
    site: {
      name: settings.SITE_NAME,
      url: named,
      language: settings.LANGUAGE,
      timeZone: settings.TIME_ZONE,
    },
    articles,
    pages,
    comments: commentsIn(folder),
    isOpen: await openIn(folder),
    now: Date.now(),
  });
  const parts = [
    `${told.articles} articles, ${told.pages} pages, ${told.pictures} pictures, ${told.comments} comments`,
    told.deleted > 0 &&
      `${told.deleted} deleted comments left out, ${told.movedUp} answers to them moved up`,
    told.homeless > 0 &&
      `${told.homeless} comments left out, whose articles are not in src/articles`,
    told.unspeakable > 0 && `${told.unspeakable} characters left out, which no XML holds`,
  ];
  return `${wordPressFile}: ${parts.filter(Boolean).join('; ')}. No addresses: the file says why.`;
}

async function toFiles(
  folder: string,
  compiled: Compiled,
  { url, settings, onStep }: Origin,
): Promise<readonly string[]> {
  const told = await copySite({
    url,
    folder: join(folder, 'site'),
    language: settings.LANGUAGE,
    moved: movedIn(compiled),
    drafts: draftsIn(compiled),
    ...(onStep && { onStep }),
  }).catch((error: unknown) => {
    throw new SiteError(
      error instanceof Error ? error.message : String(error),
      'run this again, or with --without site.',
    );
  });
  if ('drafts' in told)
    throw new SiteError(
      `${url} shows drafts, which a copy would show to everybody: ${told.drafts.join(', ')}.`,
      'end npm start and run this again: the site is then started without them. Or leave the copy out: --without site.',
    );
  return [
    `site: ${told.files} files.`,
    ...told.gone.map((path) => `site: ${path} is linked to, and is not part of a copy.`),
    ...told.lost.map((path) => `site: the old address ${path} leads nowhere in a copy.`),
  ];
}

function* movedIn({ articles, pages }: Compiled): Iterable<readonly [string, string]> {
  for (const { slug, aliases, codes } of articles) {
    for (const path of aliases) yield [path, `/articles/${slug}`];
    for (const code of codes.slice(1)) yield [`/s/${code}`, `/articles/${slug}`];
  }
  for (const { slug, aliases } of pages) for (const path of aliases) yield [path, `/pages/${slug}`];
}

const draftsIn = ({ articles, pages }: Compiled): ReadonlySet<string> =>
  new Set([
    ...articles.flatMap(({ slug, draft }) => (draft ? `/articles/${slug}` : [])),
    ...pages.flatMap(({ slug, draft }) => (draft ? `/pages/${slug}` : [])),
  ]);

const Comment = v.pipe(v.string(), v.parseJson(), CommentRow);
const Article = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ slug: v.string(), is_open: v.nullable(v.number()) }),
);

async function* commentsIn(folder: string): AsyncIterable<CommentRow> {
  for await (const line of linesIn(join(folder, 'comments.jsonl'))) yield v.parse(Comment, line);
}

async function openIn(folder: string): Promise<ReadonlyMap<string, boolean>> {
  const said = new Map<string, boolean>();
  for await (const line of linesIn(join(folder, 'articles.jsonl'))) {
    const { slug, is_open } = v.parse(Article, line);
    if (is_open !== null) said.set(slug, is_open === 1);
  }
  return said;
}
