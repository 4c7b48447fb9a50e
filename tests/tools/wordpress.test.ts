// What WordPress's importer reads of an export: every field that its parsers look at, and nothing else.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { parse } from 'node-html-parser';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Tree, treeOf } from '../../src/model/body.ts';
import { compile } from '../../src/tools/articles.ts';
import { type WordPressReport, writeWordPress } from '../../src/tools/wordpress.ts';
import type { CommentRow } from '../../src/tools/wordpress-comments.ts';

const url = 'https://press.example';
const folder = mkdtempSync(join(tmpdir(), 'broadside-wordpress-'));
const file = join(folder, 'wordpress.xml');

const sources = {
  'articles/river.md': `---
headline: "Tom & Jerry: is 5 < 6? ]]> Yes"
dek: Rivers & <borders>
byline: [نسرين, Samir]
publishedAt: 2023-05-01T22:30:00Z
updatedAt: 2023-06-01
tags: [Iran, حدود, C++]
image: {src: river.svg, alt: 'The "river"', credit: Samir}
aliases: [/articles/stream, /2019/05/the-river/]
corrections: [{date: 2023-06-02, text: It was <not> Baku.}]
---
A [link](/articles/closed), and a line
that goes on.

## What *was* said

- one
- two

3. three

> quoted

\`\`\`
code <b>
\`\`\`

![Another](bank.svg "A bank | Leyla")

![The river again](river.svg)

| a | b |
|---|---|
| 1 | 2 |

---

A note[^1].

[^1]: The note.
`,
  'articles/closed.md':
    '---\nheadline: Closed\nbyline: Samir\npublishedAt: 2023-04-01\ncomments: closed\ntags: [IRAN, c]\n---\n![The river](river.svg)\n\nText.\n',
  'articles/tomorrow.md':
    '---\nheadline: Tomorrow\nbyline: Ana María\npublishedAt: 2999-01-01\n---\nNot yet.\n',
  'articles/draft.md':
    '---\nheadline: A draft\nbyline: Samir\npublishedAt: 2023-04-02\ndraft: true\n---\nNot yet.\n',
  'pages/about.md': '---\nheadline: About\ndek: Who we are\n---\nWe are here.\n',
  'articles/river.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>',
  'articles/bank.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"/>',
};

const idOf = (number: number) => `01HZZZZZZZZZZZZZZZZZZZ${String(number).padStart(4, '0')}`;

const row = (number: number, more: Partial<CommentRow> & { body?: string } = {}): CommentRow => {
  const { body = `Comment ${number}.`, ...fields } = more;
  return {
    id: idOf(number),
    slug: 'river',
    parent_id: null,
    name: `Reader ${number}`,
    role: null,
    website: null,
    tree: JSON.stringify(treeOf(body)),
    status: 'approved',
    created_at: Date.UTC(2023, 4, 2, 20, 30, number),
    ...fields,
  };
};

const answering = (number: number) => ({ parent_id: idOf(number) });
const nothing: Tree = [];
const rows: readonly CommentRow[] = [
  row(1, {
    name: 'Tom & <b>Jerry</b> ]]>',
    website: 'https://tom.example/?a=1&b=2',
    body: 'One *two* **three** `<four>` ]]> \u0007 & https://five.example/?a=1&b=2\nsix\n\n> seven\n\n- eight\n- nine\n\n3. ten\n\n```\neleven <b>\n```\n\n</wp:comment> \ufffe',
  }),
  row(2, { ...answering(1), role: 'editor', name: 'The desk' }),
  row(3, { status: 'deleted', name: '-', tree: JSON.stringify(nothing), ...answering(2) }),
  row(4, { ...answering(3), status: 'pending' }),
  row(5, { status: 'deleted', name: '-', tree: JSON.stringify(nothing) }),
  row(6, { ...answering(5), status: 'spam' }),
  row(7, { ...answering(9), status: 'rejected' }),
  row(8, { slug: 'gone' }),
  row(9),
  row(10, { slug: 'closed' }),
];

/** A row holds more than is told: none of that may be in the file. */
const secrets = { email_hash: 'h'.repeat(43), visitor: 'v'.repeat(43), face: 'face' };

async function* all(): AsyncIterable<CommentRow> {
  for (const one of rows) yield { ...one, ...secrets };
}

const order = (target: string) => {
  const { articles, pages, faults } = compile({
    articleFolder: join(folder, 'articles'),
    pageFolder: join(folder, 'pages'),
    publicFolder: join(folder, 'public'),
    timeZone: 'UTC',
    language: 'en',
    hasDrafts: true,
  });
  expect(faults).toEqual([]);
  return {
    file: target,
    site: { name: 'Press & Co', url, language: 'en', timeZone: 'Asia/Baku' },
    articles,
    pages,
    comments: all(),
    isOpen: new Map([['tomorrow', false]]),
    now: Date.UTC(2024, 0, 1),
  };
};

let report: WordPressReport;
let xml = '';

beforeAll(async () => {
  for (const [path, content] of Object.entries(sources)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  report = await writeWordPress(order(file));
  xml = readFileSync(file, 'utf8');
});
afterAll(() => rmSync(folder, { recursive: true }));

const text = v.optional(v.string(), '');
const Meta = v.object({ 'wp:meta_key': text, 'wp:meta_value': text });
const WpComment = v.object({
  'wp:comment_id': text,
  'wp:comment_author': text,
  'wp:comment_author_email': text,
  'wp:comment_author_IP': text,
  'wp:comment_author_url': text,
  'wp:comment_date': text,
  'wp:comment_date_gmt': text,
  'wp:comment_content': text,
  'wp:comment_approved': text,
  'wp:comment_type': text,
  'wp:comment_parent': text,
  'wp:comment_user_id': text,
  'wp:commentmeta': v.optional(v.array(Meta), []),
});
const WpItem = v.object({
  title: text,
  guid: v.object({ '#text': text }),
  'dc:creator': text,
  'content:encoded': text,
  'excerpt:encoded': text,
  'wp:post_id': text,
  'wp:post_date': text,
  'wp:post_date_gmt': text,
  'wp:comment_status': text,
  'wp:ping_status': text,
  'wp:post_name': text,
  'wp:status': text,
  'wp:post_parent': text,
  'wp:post_type': text,
  'wp:attachment_url': text,
  category: v.optional(
    v.array(v.object({ '#text': text, '@domain': v.string(), '@nicename': v.string() })),
    [],
  ),
  'wp:postmeta': v.optional(v.array(Meta), []),
  'wp:comment': v.optional(v.array(WpComment), []),
});
const Wxr = v.object({
  rss: v.object({
    channel: v.object({
      'wp:wxr_version': v.literal('1.2'),
      'wp:base_site_url': v.literal(url),
      'wp:author': v.array(
        v.object({
          'wp:author_login': text,
          'wp:author_email': text,
          'wp:author_display_name': text,
        }),
      ),
      'wp:tag': v.array(v.object({ 'wp:tag_slug': text, 'wp:tag_name': text })),
      item: v.array(WpItem),
    }),
  }),
});

/** As the importer's first parser does: by the whole tree, CDATA put together again. */
const channelOf = (source: string) =>
  v.parse(
    Wxr,
    new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      parseTagValue: false,
      trimValues: false,
      isArray: (name) =>
        /^(item|category|wp:(author|tag|postmeta|comment|commentmeta))$/.test(name),
    }).parse(source),
  ).rss.channel;

const items = () => channelOf(xml).item;
const itemOf = (name: string) => items().find((item) => item['wp:post_name'] === name);
const metaOf = (metas: readonly v.InferOutput<typeof Meta>[] = []) =>
  Object.fromEntries(metas.map((meta) => [meta['wp:meta_key'], meta['wp:meta_value']]));
const commentsOn = (name: string) => itemOf(name)?.['wp:comment'] ?? [];

test('the file is XML, says first why it holds no address, and holds none', () => {
  expect(XMLValidator.validate(xml)).toBe(true);
  expect(/<!--(.*?)-->/s.exec(xml)?.[1]).toContain('No address is in this file');
  expect(xml.indexOf('<!--')).toBeLessThan(xml.indexOf('<rss'));
  expect(xml).not.toContain('<!DOCTYPE');
  for (const comment of items().flatMap((item) => item['wp:comment'])) {
    expect(comment['wp:comment_author_email']).toBe('');
    expect(comment['wp:comment_author_IP']).toBe('');
  }
  for (const author of channelOf(xml)['wp:author']) expect(author['wp:author_email']).toBe('');
  for (const secret of Object.values(secrets)) expect(xml).not.toContain(secret);
});

test('what was read is written or told', () => {
  expect(report).toEqual({
    articles: 4,
    pages: 1,
    pictures: 2,
    comments: 7,
    deleted: 2,
    movedUp: 2,
    homeless: 1,
    unspeakable: 2,
  });
  expect(report.comments + report.deleted + report.homeless).toBe(rows.length);
  expect(items().flatMap((item) => item['wp:comment'])).toHaveLength(report.comments);
  expect(readdirSync(folder)).not.toContain('wordpress.xml.parts');
});

test('each item has a number of its own, and the oldest article the first', () => {
  const numbers = items().map((item) => Number(item['wp:post_id']));
  expect(new Set(numbers).size).toBe(7);
  expect(itemOf('closed')?.['wp:post_id']).toBe('1');
  const comments = items().flatMap((item) => item['wp:comment']);
  expect(comments.map((comment) => comment['wp:comment_id'])).toEqual([...'1234567']);
});

test('an article is a post, as WordPress keeps one', () => {
  const river = itemOf('river');
  expect(river).toMatchObject({
    title: 'Tom &amp; Jerry: is 5 &lt; 6? ]]&gt; Yes',
    guid: { '#text': `${url}/articles/river` },
    'excerpt:encoded': 'Rivers &amp; &lt;borders&gt;',
    'wp:post_date': '2023-05-02 02:30:00',
    'wp:post_date_gmt': '2023-05-01 22:30:00',
    'wp:comment_status': 'open',
    'wp:ping_status': 'closed',
    'wp:status': 'publish',
    'wp:post_type': 'post',
    'wp:post_parent': '0',
  });
  expect(river?.category.map((one) => [one['@domain'], one['@nicename'], one['#text']])).toEqual([
    ['post_tag', 'iran', 'Iran'],
    ['post_tag', encodeURIComponent('حدود').toLowerCase(), 'حدود'],
    ['post_tag', 'c', 'C++'],
  ]);
  expect(metaOf(river?.['wp:postmeta'])).toMatchObject({
    byline: 'نسرين, Samir',
    _wp_old_slug: 'stream',
  });
});

test('every author and tag that an item names is declared, each with a name of its own', () => {
  const { 'wp:author': authors, 'wp:tag': tags, item } = channelOf(xml);
  expect(
    authors.map((author) => [author['wp:author_login'], author['wp:author_display_name']]),
  ).toEqual([
    ['samir', 'Samir'],
    ['author-2', 'نسرين'],
    ['ana.maria', 'Ana María'],
  ]);
  expect(tags.map((tag) => [tag['wp:tag_slug'], tag['wp:tag_name']])).toEqual([
    ['iran', 'Iran'],
    [encodeURIComponent('حدود').toLowerCase(), 'حدود'],
    ['c', 'C++'],
    ['c-2', 'c'],
  ]);
  const logins = new Set(authors.map((author) => author['wp:author_login']));
  for (const one of item.filter((some) => some['dc:creator']))
    expect(logins).toContain(one['dc:creator']);
});

test('what is not published is not published there either', () => {
  const statuses = items().map((item) => [item['wp:post_name'], item['wp:status']]);
  expect(Object.fromEntries(statuses)).toMatchObject({
    closed: 'publish',
    draft: 'draft',
    tomorrow: 'future',
    about: 'publish',
  });
  expect(itemOf('closed')?.['wp:comment_status']).toBe('closed');
  expect(itemOf('tomorrow')?.['wp:comment_status']).toBe('closed');
  expect(itemOf('about')).toMatchObject({
    'wp:post_type': 'page',
    'wp:post_date_gmt': '2023-04-01 00:00:00',
  });
});

test('a story is made of blocks, and nothing of it is left out', () => {
  const story = itemOf('river')?.['content:encoded'] ?? '';
  const opened = [...story.matchAll(/<!-- wp:(\w+) (?:(\{.*\}) )?-->/g)].map(([, name]) => name);
  const closed = [...story.matchAll(/<!-- \/wp:(\w+) -->/g)].map(([, name]) => name);
  expect(opened).toEqual(closed);
  expect(new Set(opened)).toEqual(
    new Set([
      'paragraph',
      'heading',
      'list',
      'quote',
      'code',
      'image',
      'table',
      'separator',
      'html',
    ]),
  );
  const said = parse(story).textContent;
  for (const words of [
    'that goes on',
    'What was said',
    'three',
    'quoted',
    'code <b>',
    'A bank',
    'The note.',
    'It was <not> Baku.',
  ])
    expect(said).toContain(words);
  expect(story).toContain(`<a href="${url}/articles/closed">`);
  expect(story).not.toMatch(/ (href|src)="\//);
});

test('pictures are attachments of who shows them first, and WordPress finds them', () => {
  const pictures = items().filter((item) => item['wp:post_type'] === 'attachment');
  const story = itemOf('river')?.['content:encoded'] ?? '';
  const [river, bank] = pictures;
  expect(pictures).toHaveLength(2);
  for (const picture of pictures) {
    expect(picture['wp:attachment_url']).toMatch(/^https:\/\/press\.example\/pictures\/\w+\.svg$/);
    expect(picture['wp:status']).toBe('inherit');
    expect(story).toContain(`src="${picture['wp:attachment_url']}"`);
  }
  expect(river?.['wp:post_parent']).toBe(itemOf('closed')?.['wp:post_id']);
  expect(bank?.['wp:post_parent']).toBe(itemOf('river')?.['wp:post_id']);
  expect(metaOf(bank?.['wp:postmeta'])._wp_attachment_image_alt).toBe('Another');
  expect(metaOf(itemOf('river')?.['wp:postmeta'])._thumbnail_id).toBe(river?.['wp:post_id']);
});

test('comments keep their threads; what answered a deleted one moves up', () => {
  const placed = commentsOn('river').map((comment) => [
    comment['wp:comment_author'],
    comment['wp:comment_id'],
    comment['wp:comment_parent'],
    comment['wp:comment_approved'],
  ]);
  expect(placed.slice(1)).toEqual([
    ['The desk', '3', '2', '1'],
    ['Reader 4', '4', '3', '0'],
    ['Reader 6', '5', '0', 'spam'],
    ['Reader 9', '6', '0', '1'],
    ['Reader 7', '7', '6', 'trash'],
  ]);
});

test('a comment says what it said, in WordPress’s own manner', () => {
  const [first, second] = commentsOn('river');
  expect(first).toMatchObject({
    'wp:comment_author': 'Tom &amp; &lt;b&gt;Jerry&lt;/b&gt; ]]&gt;',
    'wp:comment_author_url': 'https://tom.example/?a=1&b=2',
    'wp:comment_date': '2023-05-03 00:30:01',
    'wp:comment_date_gmt': '2023-05-02 20:30:01',
    'wp:comment_type': 'comment',
    'wp:comment_user_id': '0',
  });
  expect(first?.['wp:comment_content']).toBe(
    'One <em>two</em> <strong>three</strong> <code>&lt;four&gt;</code> ]]&gt;  &amp; <a href="https://five.example/?a=1&amp;b=2" rel="ugc nofollow">https://five.example/?a=1&amp;b=2</a>\nsix\n\n<blockquote>seven</blockquote>\n\n<ul>\n<li>eight</li>\n<li>nine</li>\n</ul>\n\n<ol start="3">\n<li>ten</li>\n</ol>\n\n<pre><code>eleven &lt;b&gt;</code></pre>\n\n&lt;/wp:comment&gt; ',
  );
  expect(metaOf(second?.['wp:commentmeta'])).toEqual({
    broadside_id: idOf(2),
    broadside_role: 'editor',
  });
});

/** The importer's last resort, where no XML parser is: by lines, and by regular expressions. */
test('a reader that knows no XML reads the same', () => {
  const tag = (source: string, name: string) => {
    const [, found = ''] = new RegExp(`<${name}.*?>(.*?)</${name}>`, 'is').exec(source) ?? [];
    return found.replaceAll(']]]]><![CDATA[>', ']]>').replace(/^<!\[CDATA\[(.*)\]\]>$/s, '$1');
  };
  const lines = xml.split('\n');
  expect(lines.filter((line) => line.includes('<item>')).every((line) => line === '<item>')).toBe(
    true,
  );
  for (const line of lines.filter((one) => /<wp:(author|tag|base_site_url|wxr_version)>/.test(one)))
    expect(line).toMatch(/<(wp:\w+)>.*<\/\1>$/);
  const found = [...xml.matchAll(/^<item>\n(.*?)^<\/item>$/gms)].map(([, item = '']) => item);
  for (const [index, item] of items().entries()) {
    const source = found[index] ?? '';
    for (const name of [
      'title',
      'content:encoded',
      'excerpt:encoded',
      'wp:post_name',
      'wp:status',
    ] as const)
      expect(tag(source, name)).toBe(item[name]);
    const comments = [...source.matchAll(/<wp:comment>(.+?)<\/wp:comment>/gs)];
    expect(comments.map(([, one = '']) => tag(one, 'wp:comment_content'))).toEqual(
      item['wp:comment'].map((comment) => comment['wp:comment_content']),
    );
  }
  expect(found).toHaveLength(items().length);
});

test('the same site gives the same file', async () => {
  await writeWordPress(order(`${file}.again`));
  expect(readFileSync(`${file}.again`, 'utf8')).toBe(xml);
});
