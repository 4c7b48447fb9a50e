// An export of another system, taken in by a site of files alone: what is sent to the desk is kept for the test to see.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Fate, Foreign } from '../src/model/imports.ts';
import { compile } from '../src/tools/articles.ts';
import { headOf } from '../src/tools/file-text.ts';
import { bringDisqus, disqus } from '../src/tools/formats/disqus.ts';
import { bringWordPress, wordpress } from '../src/tools/formats/wordpress.ts';
import { ImportReport } from '../src/tools/import-report.ts';
import { Shelf } from '../src/tools/shelf.ts';

export interface Taken {
  readonly said: string;
  readonly isDone: boolean;
  /** What went to the desk. */
  readonly sent: readonly Foreign[];
  /** What the report in the file says. */
  readonly report: string;
}

/** A site that has articles and pages, and takes every comment. */
export class Newsroom {
  readonly folder = mkdtempSync(join(tmpdir(), 'broadside-intake-'));
  readonly #taken = new Set<string>();

  /** @param files by their path, such as `articles/a-day.md` */
  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [path, content] of Object.entries(files)) this.put(path, content);
  }

  put(path: string, content: string | Uint8Array): string {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  async takeIn(
    content: string | Uint8Array,
    { isApplied = true, media, fate }: Options = {},
  ): Promise<Taken> {
    const file = this.put('export.xml', content);
    const bring = bringerOf(await headOf(file));
    const sent: Foreign[] = [];
    const send = async (comments: readonly Foreign[]) => {
      sent.push(...comments);
      return comments.map((comment) => fate?.(comment) ?? this.#fateOf(comment, isApplied));
    };
    // Named from where the program runs, as people do: from no other folder it leads there.
    const uploads = media && `src/../${relative('.', join(this.folder, media))}`;
    const shelf = new Shelf(this.#desk, uploads);
    const report = new ImportReport(join(this.folder, 'report.txt'));
    const reading = () => () => {};
    await bring(file, { isApplied, report, shelf, send, reading, language: 'en' });
    shelf.close();
    const said = report.end('From elsewhere:');
    return { said, isDone: report.addsUp, sent, report: this.read('report.txt') };
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  /** The files of a folder, with all below it. */
  files(folder: string): readonly string[] {
    const at = join(this.folder, folder);
    return existsSync(at)
      ? readdirSync(at, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name).slice(at.length + 1))
          .sort()
      : [];
  }

  /** What our own compiler makes of what lies there, drafts and all. */
  compiled() {
    return compile(this.#desk);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #desk() {
    return {
      articleFolder: join(this.folder, 'articles'),
      pageFolder: join(this.folder, 'pages'),
      publicFolder: join(this.folder, 'public'),
      ...{ timeZone: 'UTC', language: 'en', hasDrafts: true },
    };
  }

  #fateOf({ id }: Foreign, isApplied: boolean): Fate {
    if (this.#taken.has(id)) return { id, became: 'there' };
    if (isApplied) this.#taken.add(id);
    return { id, became: 'imported' };
  }
}

interface Options {
  readonly isApplied?: boolean;
  /** A folder of pictures in this one. */
  readonly media?: string;
  /** What the desk says of a comment; undefined leaves it to the newsroom. */
  readonly fate?: (comment: Foreign) => Fate | undefined;
}

function bringerOf(head: string) {
  if (wordpress.recognises(head)) return bringWordPress;
  if (disqus.recognises(head)) return bringDisqus;
  throw new Error('no format is for this');
}

/** A WordPress export. @param items as {@link post} makes them, or anything else that stands in the channel */
export const wxr = (...items: readonly string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>The old paper</title>
<link>https://old.example</link>
<wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_login>leyla</wp:author_login><wp:author_email>leyla@staff.example</wp:author_email><wp:author_display_name><![CDATA[Leyla Əliyeva]]></wp:author_display_name></wp:author>
${items.join('\n')}
</channel>
</rss>
`;

/** An item of it: a post that was published, but for what is said. @param more what stands in it besides */
export function post(
  fields: Readonly<Record<string, string>> = {},
  ...more: readonly string[]
): string {
  const all = {
    title: 'A day in Baku',
    link: 'https://old.example/2014/01/14/a-day-in-baku/',
    'dc:creator': 'leyla',
    'content:encoded': 'The first ferry leaves.',
    'excerpt:encoded': '',
    'wp:post_id': '18',
    'wp:post_date': '2014-01-14 21:31:03',
    'wp:post_date_gmt': '2014-01-14 17:31:03',
    'wp:comment_status': 'open',
    'wp:post_name': 'a-day-in-baku',
    'wp:status': 'publish',
    'wp:post_parent': '0',
    'wp:post_type': 'post',
    'wp:post_password': '',
    ...fields,
  };
  return `<item>\n${elements(all)}\n${more.join('\n')}\n</item>`;
}

/** A comment in an item. */
export const comment = (fields: Readonly<Record<string, string>> = {}) =>
  `<wp:comment>\n${elements({
    'wp:comment_id': '2',
    'wp:comment_author': 'Samir',
    'wp:comment_author_email': 'samir@reader.example',
    'wp:comment_author_url': '',
    'wp:comment_author_IP': '203.0.113.77',
    'wp:comment_agent': 'Elinks/0.13 on a typewriter',
    'wp:comment_date': '2014-01-14 21:40:00',
    'wp:comment_date_gmt': '2014-01-14 17:40:00',
    'wp:comment_content': 'I was there.',
    'wp:comment_approved': '1',
    'wp:comment_type': '',
    'wp:comment_parent': '0',
    ...fields,
  })}\n</wp:comment>`;

const elements = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields)
    .map(
      ([name, text]) =>
        `<${name}><![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`,
    )
    .join('\n');
