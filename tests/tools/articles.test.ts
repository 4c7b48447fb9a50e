import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, describe, expect, test } from 'vitest';
import { compileArticle, compile as compileDesk } from '../../src/tools/articles.ts';
import { codeOf } from '../../src/tools/short-link.ts';

const here = mkdtempSync(join(tmpdir(), 'broadside-articles-'));
afterAll(() => rmSync(here, { recursive: true }));

const desk = {
  articleFolder: here,
  pageFolder: mkdtempSync(join(here, 'pages-')),
  publicFolder: 'src/public',
  timeZone: 'Europe/Berlin',
  language: 'en',
  hasDrafts: false,
};

const front = ['headline: A day in Baku', 'byline: Leyla', 'publishedAt: 2026-11-24'];
const article = (lines: readonly string[] = front, story = 'The first ferry leaves.') =>
  ['---', ...lines, '---', '', story, ''].join('\n');

const compile = (source: string, file = 'a-day-in-baku.md') =>
  compileArticle(join(here, file), source, desk);
const faults = (source: string, file?: string) =>
  compile(source, file).faults.map(({ line, message }) => `${line}: ${message}`);
const html = (story: string, lines = front) => compile(article(lines, story)).item?.html;

/** Writes a folder of articles. */
function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(here, 'folder-'));
  for (const [name, source] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), source);
  }
  return root;
}

const without = (key: string) => front.filter((line) => !line.startsWith(key));
const withLine = (line: string) => [...front, line];

describe('a wrong article is named with its line and the mend', () => {
  test.each([
    [
      'no front matter',
      'The first ferry leaves.',
      '1: has no front matter: begin with a line of ---',
    ],
    [
      'an update before the article',
      article(withLine('updatedAt: 2020-01-01')),
      '5: updatedAt is before publishedAt',
    ],
    [
      'a heading of the first level',
      article(front, 'One.\n\n# Two'),
      '9: has a heading of the first level',
    ],
    [
      'a dateline without a paragraph',
      article(withLine('dateline: Baku'), '- a list'),
      '7: has a dateline, and no paragraph',
    ],
    ['a folder for a picture', article(front, '![All](/)'), '7: has a picture that is not here'],
    [
      'a picture outside, in disguise',
      article(front, '![Secrets](/..%2f..%2f.gitignore)'),
      '7: has a picture that is not here',
    ],
    [
      'front matter that does not come first',
      `The first ferry leaves.\n\n${article()}`,
      '1: has no front matter: begin with',
    ],
    ['no end of the front matter', '---\nheadline: A\n', '1: has no front matter'],
    ['no headline', article(without('headline')), '1: headline is missing: add it'],
    ['no byline', article(without('byline')), '1: byline is missing: add it'],
    ['no date', article(without('publishedAt')), '1: publishedAt is missing: add it'],
    [
      'an empty headline',
      article(['headline:', ...without('headline')]),
      '2: headline must not be empty: fill it in',
    ],
    [
      'a headline of blanks',
      article(['headline: "  "', ...without('headline')]),
      '2: headline must not be empty',
    ],
    [
      'a headline in two lines',
      article(['headline: "A\\nB"', ...without('headline')]),
      '2: headline must be text in one line',
    ],
    [
      'a number for a headline',
      article(['headline: 1984', ...without('headline')]),
      '2: headline must be text in one line; put quotes around it',
    ],
    ['a list for a dek', article(withLine('dek: [a, b]')), '5: dek must be text'],
    [
      'a day that is not',
      article(withLine('updatedAt: 2023-02-30')),
      '5: updatedAt must be a date that exists, such as 2023-04-06',
    ],
    [
      'an hour that is not',
      article(withLine('updatedAt: 2023-02-03 25:00')),
      '5: updatedAt must be a date',
    ],
    ['a date in words', article(withLine('updatedAt: yesterday')), '5: updatedAt must be a date'],
    [
      'a date with slashes',
      article(withLine('updatedAt: 6/4/2023')),
      '5: updatedAt must be a date',
    ],
    [
      'a zone that is not',
      article(withLine('updatedAt: 2023-04-06T10:00:00+99:00')),
      '5: updatedAt must be a date',
    ],
    [
      'an unknown key',
      article(withLine('author: Leyla')),
      '5: author is not a key that is known here: take it out, or use one of headline, dek, updatedAt',
    ],
    [
      'a list in a list',
      article(withLine('tags: [[a]]')),
      '5: tags must be text, or a list of texts',
    ],
    [
      'a language that is none',
      article(withLine('language: English please')),
      '5: language must be a language tag',
    ],
    ['a key twice', article(withLine('headline: Again')), '5: Map keys must be unique'],
    ['broken YAML', article(withLine('tags: [a, b')), '6: '],
    [
      'a colon in a headline',
      article(['headline: Baku: a day', ...without('headline')]),
      '2: Nested mappings are not allowed in compact mappings: mend the front matter there',
    ],
    [
      'a byline between stars',
      article([...without('byline'), 'byline: *Leyla*']),
      '4: *Leyla* is no text: put quotes around',
    ],
    ['text instead of keys', article(['A day in Baku']), '1: must hold keys: headline, dek'],
    [
      'a picture in the middle of a paragraph',
      article(front, 'One.\n\nTwo\nthree\n![A square](/square.jpg)\nfour'),
      '11: has a picture that is not here',
    ],
    [
      'a picture in a table',
      article(front, 'One.\n\n| a | b |\n| - | - |\n| c | ![d](/square.jpg) |'),
      '11: has a picture that is not here',
    ],
    [
      'a text that begins with !',
      article(['headline: !Breaking news', ...without('headline')]),
      '2: Unresolved tag: !Breaking: mend',
    ],
    [
      'a text that goes on after #',
      article(['headline: A day # two', ...without('headline')]),
      '2: what follows # is lost: put quotes',
    ],
    ['no story', article(front, '  '), '6: has no story: write it below'],
    [
      'a picture that is not here',
      article(front, 'One.\n\n![A square](/square.jpg)'),
      '9: has a picture that is not here (/square.jpg): put the file beside the article',
    ],
    [
      'a picture on another site',
      article(front, '![A square](https://elsewhere.example/a.jpg)'),
      '7: has a picture that is not here',
    ],
    [
      'a picture outside the folder',
      article(front, '![Secrets](/../../.dev.vars)'),
      '7: has a picture that is not here',
    ],
    [
      'a picture with a broken name',
      article(front, '![Odd](/%E0%A4%A)'),
      '7: has a picture that is not here',
    ],
  ])('%s', (_, source, said) => {
    const [first = ''] = faults(source);
    expect(first.slice(0, said.length)).toBe(said);
    expect(compile(source).item).toBeUndefined();
  });

  test.each([
    ['A-Day.md', '"A-Day" is no slug'],
    ['a_day.md', '"a_day" is no slug'],
    ['a day.md', '"a day" is no slug'],
    ['a--day.md', '"a--day" is no slug'],
    ['día.md', '"día" is no slug'],
    ['a-day.markdown', 'is no article: give it a name that ends in .md'],
    ['a-day.MD', 'is no article'],
  ])('a file named %j', (file, said) => {
    expect(faults(article(), file)[0]).toContain(said);
  });

  test('all faults of an article are told at once', () => {
    const lines = ['headline: A', 'publishedAt: never', 'author: Leyla', 'photo: Samir'];
    const told = faults(article(lines, '![A](/a.jpg)\n\n![B](/b.jpg)'), 'A-Day.md').join('\n');
    for (const part of ['no slug', 'byline', 'publishedAt', 'author', 'photo', '/a.jpg', '/b.jpg'])
      expect(told).toContain(part);
  });

  test('no story is told beside a missing headline', () => {
    expect(faults(article(without('headline'), ''))).toEqual([
      expect.stringMatching(/^1: headline is missing/),
      expect.stringMatching(/^5: has no story/),
    ]);
  });

  test('one right article beside it does not hide a wrong one', () => {
    const { articles, faults: found } = compileDesk({
      ...desk,
      articleFolder: folder({ 'right.md': article(), 'wrong.md': 'x' }),
    });
    expect(articles.map(({ slug }) => slug)).toEqual(['right']);
    expect(found).toMatchObject([{ file: expect.stringMatching(/wrong\.md$/), line: 1 }]);
  });

  test.each([
    ['in two folders', { '2025/a-day.md': article(), '2026/a-day.md': article() }],
    ['by the case of a letter', { 'A-Day.md': article(), 'a-day.md': article() }],
  ])('two articles that share a slug %s', (_, files) => {
    const { faults: found } = compileDesk({ ...desk, articleFolder: folder(files) });
    expect(found.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/has the slug of .*a-day\.md: rename/i),
    );
  });
});

describe('reading time', () => {
  test.each([
    [1, 1],
    [200, 1],
    [201, 2],
    [400, 2],
    [401, 3],
  ])('%i words are a %i Min Read', (words, minutes) => {
    const story = `${'word '.repeat(words - 1)}*word* – — …`;
    expect(compile(article(front, story)).item?.readingMinutes).toBe(minutes);
  });

  test('counts headings, lists and code, and not the dateline', () => {
    const story = `## One\n\n- two\n- three\n\n> four\n\n    five\n\n${'word '.repeat(195)}`;
    const lines = withLine('dateline: Baku');
    expect(compile(article(lines, story)).item?.readingMinutes).toBe(1);
    expect(compile(article(lines, `${story} more`)).item?.readingMinutes).toBe(2);
  });
});

test.each([
  ['2023-04-06T20:40:00+04:00', '2023-04-06T16:40:00.000Z'],
  ['2023-04-06T20:40:00Z', '2023-04-06T20:40:00.000Z'],
  ['"2023-04-06T20:40Z"', '2023-04-06T20:40:00.000Z'],
  // In the zone of the site, Berlin: summer, winter, the hour that is skipped, the hour that comes twice.
  ['2023-07-01 12:00', '2023-07-01T10:00:00.000Z'],
  ['2023-01-01T12:00:30', '2023-01-01T11:00:30.000Z'],
  ['2023-07-01', '2023-06-30T22:00:00.000Z'],
  ['2023-03-26 02:30', '2023-03-26T01:30:00.000Z'],
  ['2023-10-29 02:30', '2023-10-29T00:30:00.000Z'],
])('publishedAt %s is %s', (typed, moment) => {
  const lines = [...without('publishedAt'), `publishedAt: ${typed}`];
  expect(compile(article(lines)).item?.publishedAt).toBe(moment);
});

test.each([
  ['Persian', 'گفت‌وگو با تهران'],
  ['Hebrew and Latin', 'באקו: \u200fBaku'],
  ['an emoji of many', 'A family 👩‍👩‍👧'],
])('a headline may be %s', (_, headline) => {
  const lines = [`headline: "${headline}"`, ...without('headline')];
  expect(compile(article(lines)).item?.headline).toBe(headline);
});

test('a byline and tags may be one or many', () => {
  const lines = [...without('byline'), 'byline: [Leyla, Samir]', 'tags: Iran'];
  expect(compile(article(lines)).item).toMatchObject({
    byline: [{ name: 'Leyla' }, { name: 'Samir' }],
    tags: ['Iran'],
  });
  expect(compile(article()).item).toMatchObject({ byline: [{ name: 'Leyla' }], tags: [] });
});

test('whoever wrote it may be linked', () => {
  const lines = [
    ...without('byline'),
    'byline: [Samir, {name: Leyla, url: https://leyla.example}]',
  ];
  expect(compile(article(lines)).item?.byline).toEqual([
    { name: 'Samir' },
    { name: 'Leyla', url: 'https://leyla.example' },
  ]);
});

test.each([
  ['byline: {name: Leyla, url: "javascript:alert(1)"}', 'byline must name its people'],
  ['byline: {url: https://leyla.example}', 'byline must name its people'],
  ['byline: []', 'byline must name its people'],
  ['draft: perhaps', 'draft must be true or false'],
  ['corrections: It was wrong.', 'corrections must be a list, each with a date and a text'],
  ['corrections: [{date: 2026-11-25}]', 'corrections must be a list, each with a date and a text'],
  ['corrections: [{date: soon, text: It was wrong.}]', 'corrections must be a date that exists'],
])('%s is told as a fault', (line, said) => {
  const [key = ''] = line.split(':');
  expect(faults(article([...without(key), line])).join()).toContain(said);
});

test('old paths are kept as browsers ask for them', () => {
  const lines = withLine('aliases: [/2023/04/old-name/, "/?p=123", /año/, /a/../b]');
  expect(compile(article(lines)).item?.aliases).toEqual([
    '/2023/04/old-name',
    '/?p=123'.replace('/?', '?'),
    '/a%C3%B1o',
    '/b',
  ]);
  expect(compile(article(withLine('aliases: /old'))).item?.aliases).toEqual(['/old']);
});

test.each([
  ['old-name'],
  ['/'],
  ['//elsewhere.example/a'],
  ['https://elsewhere.example/a'],
  ['""'],
  ['7'],
])('the alias %s is told as a fault', (path) => {
  expect(faults(article(withLine(`aliases: ${path}`))).join()).toMatch(/^5: aliases must/);
});

test('an old path leads to one article only', () => {
  const root = folder({
    'a.md': article(withLine('aliases: /old/')),
    'b.md': article(withLine('aliases: [/older, /old]')),
  });
  expect(compileDesk({ ...desk, articleFolder: root }).faults).toMatchObject([
    {
      file: expect.stringMatching(/b\.md$/),
      message: 'has the alias /old of a: leave it to one of the two.',
    },
  ]);
});

test('corrections are read with their dates', () => {
  const lines = withLine('corrections: [{date: 2026-11-25, text: "Three, not four."}]');
  expect(compile(article(lines)).item?.corrections).toEqual([
    { date: '2026-11-24T23:00:00.000Z', text: 'Three, not four.' },
  ]);
});

test('a correction is a change', () => {
  const updated = (lines: readonly string[]) =>
    compile(article([...front, ...lines])).item?.updatedAt;
  const correction = 'corrections: [{date: 2026-11-26T10:00Z, text: "Three, not four."}]';
  expect(updated([])).toBeUndefined();
  expect(updated([correction])).toBe('2026-11-26T10:00:00.000Z');
  expect(updated([correction, 'updatedAt: 2026-11-25'])).toBe('2026-11-26T10:00:00.000Z');
  expect(updated([correction, 'updatedAt: 2026-11-28T00:00Z'])).toBe('2026-11-28T00:00:00.000Z');
});

test('a file in another encoding is told as a fault', () => {
  const root = folder({});
  writeFileSync(join(root, 'cafe.md'), Buffer.from(article().replace('A day', 'Café'), 'latin1'));
  expect(compileDesk({ ...desk, articleFolder: root }).faults).toMatchObject([
    { message: expect.stringContaining('not UTF-8') },
  ]);
});

test('a comment in a line of its own is a comment', () => {
  expect(faults(article(withLine('# to be continued')))).toEqual([]);
});

test('a draft comes along for those who write it, and for nobody else', () => {
  const root = folder({
    'ready.md': article(),
    'draft.md': article(withLine('draft: true')),
    'also-ready.md': article(withLine('draft: false')),
  });
  const slugs = (hasDrafts: boolean) =>
    compileDesk({ ...desk, articleFolder: root, hasDrafts }).articles.map(({ slug }) => slug);
  expect(slugs(false)).toEqual(['also-ready', 'ready']);
  expect(slugs(true)).toEqual(['also-ready', 'draft', 'ready']);
});

test('a draft with a fault stops the build like any other', () => {
  const root = folder({ 'draft.md': article(['draft: true']) });
  expect(compileDesk({ ...desk, articleFolder: root }).faults).not.toEqual([]);
});

test.each<[string, string, boolean]>([
  ['long and plain', `The first ferry ${'leaves '.repeat(40)}`, true],
  ['in Cyrillic', `Первый паром ${'уходит '.repeat(40)}`, true],
  ['short', 'The first ferry leaves.', false],
  ['a quote', `“The first ferry ${'leaves '.repeat(40)}`, false],
  ['emphasis', `*The* first ferry ${'leaves '.repeat(40)}`, false],
  ['a number', `48 hours ${'left '.repeat(60)}`, false],
  ['in Arabic', `كانت جدتي ${'تعيش '.repeat(60)}`, false],
  ['a heading', `## The ferry\n\nThe first ferry ${'leaves '.repeat(40)}`, false],
])('a story whose beginning is %s', (_, story, isLarge) => {
  expect(html(story)?.includes('<p class="opening">')).toBe(isLarge);
  expect(html(story, withLine('dateline: Baku'))).not.toContain('opening');
});

test('the dateline is run into the first paragraph, as text', () => {
  expect(
    html('## Before\n\n> Aside.\n\nThe *first* ferry.', withLine('dateline: Baku & <b>')),
  ).toBe(
    '<h2 id="h-before">Before</h2>\n<blockquote>\n<p>Aside.</p>\n</blockquote>\n<p><b class="dateline">Baku &amp; &lt;b&gt;</b> — The <em>first</em> ferry.</p>\n',
  );
});

test('an article is described by its dek, or by how it begins', () => {
  const described = (lines: readonly string[], story: string) =>
    compile(article(lines, story)).item?.description;
  expect(described(withLine('dek: In short.'), 'At length.')).toBe('In short.');
  expect(described(withLine('dateline: Baku'), '## Head\n\nAt *some*\nlength.\n\nMore.')).toBe(
    'At some length.',
  );
  expect(described(front, '![](/icon.svg)\n\nBelow a picture.')).toBe('Below a picture.');
  expect(described(front, '- Only\n- a list')).toBe('Only');
  const long = described(front, 'word '.repeat(100)) ?? '';
  expect(long).toMatch(/^(word )+word…$/);
  expect(long.length).toBeLessThanOrEqual(200);
  const twoHundred = `${'x'.repeat(99)} ${'y'.repeat(100)}`;
  expect(described(front, twoHundred)).toBe(twoHundred);
  expect(described(front, `${twoHundred}y`)).toBe(`${'x'.repeat(99)}…`);
  expect(described(front, 'x'.repeat(500))?.length).toBeLessThanOrEqual(200);
});

test.each([
  ['<script>alert(1)</script>', '&lt;script&gt;'],
  ['A <b onclick="x">bold</b> word', '&lt;b onclick=&quot;'],
])('raw HTML such as %s is text', (story, text) => {
  expect(html(story)?.replaceAll(/[“”]/g, '&quot;')).toContain(text);
});

test('a link that would run something is no link', () => {
  expect(html('[click](javascript:alert(1)) [here](data:text/html,x)')).not.toContain('<a');
});

test('quotes and dashes are set as printers set them', () => {
  expect(html(`"It's here" -- he said...`)).toBe('<p>“It’s here” – he said…</p>\n');
});

test('a picture of ours is a picture', () => {
  expect(html('![The sheet](/icon.svg)')).toMatch(
    /<img src="\/pictures\/[0-9a-f]{32}\.svg" alt="The sheet" width="64" height="64">/,
  );
});

test('line ends and byte order marks of other systems do no harm', () => {
  const windows = `\uFEFF${article().replaceAll('\n', '\r\n')}`;
  expect(JSON.stringify(compile(windows))).toBe(JSON.stringify(compile(article())));
  expect(faults(windows.replace('byline: Leyla', 'byline: []'))[0]).toMatch(/^3: byline/);
});

test('a line of dashes in the story is a rule, not an end', () => {
  expect(html('Before.\n\n---\n\nAfter.')).toBe('<p>Before.</p>\n<hr>\n<p>After.</p>\n');
});

test('articles are listed newest first, whatever their names and folders', () => {
  const dated = (date: string) => article([...without('publishedAt'), `publishedAt: ${date}`]);
  const root = folder({
    'b.md': dated('2024-01-01'),
    'deep/a.md': dated('2025-01-01'),
    'c.md': dated('2024-01-01'),
    '.hidden': 'x',
    '.obsidian/app.json': '{}',
    'b.md~': 'x',
  });
  const { articles, faults: found } = compileDesk({ ...desk, articleFolder: root });
  expect(found).toEqual([]);
  expect(articles.map(({ slug }) => slug)).toEqual(['a', 'b', 'c']);
});

describe('the articles that come with Broadside', () => {
  const { articles, faults: found } = compileDesk({ ...desk, articleFolder: 'src/articles' });
  const [first, second] = articles;

  test('are without fault, and open on the first', () => {
    expect(found).toEqual([]);
    expect(first).toMatchObject({
      slug: 'azerbaijan-expels-iranian-diplomats',
      headline: 'Azerbaijan expels Iranian diplomats over alleged interference, coup conspiracy',
      dateline: 'Baku',
      publishedAt: '2023-04-06T16:40:00.000Z',
      readingMinutes: 3,
    });
    expect(second?.slug).toBe('what-happens-to-your-address');
  });

  test.each([
    [/four employees of the Iranian embassy/],
    [/on Thursday/],
    [/“incompatible with diplomatic status”/],
    [/summoned Iran’s ambassador/],
    [/personae non gratae/],
    [/48 hours to leave/],
    [/did not say/],
    [/Hours earlier/],
    [/six men whom they linked to the Iranian secret services/],
    [/planned to destabilise Azerbaijan and of plotting a coup/],
    [/close ties with Turkey, Iran’s historical rival/],
    [/improving relations with Israel/],
    [/Iran backs Armenia/],
    [/Nagorno-Karabakh, which has gone on for decades/],
    [
      /In January, Azerbaijan closed its embassy in Tehran after an attack killed the head of security/,
    ],
    [/Last week it opened an embassy in Israel/],
    [/“anti-Iranian”/],
    [/a week ago that Fazil Mustafa, a member of parliament who is critical of Tehran/],
    [/hospital after being shot with a Kalashnikov rifle/],
    [/“terror attack” and suggested that Iran may have had a part in it/],
    [/Iran had not yet commented, neither on the expulsions nor on the arrests/],
    [/fear of a crisis in the whole region/],
    [/Millions of Turkic-speaking ethnic Azerbaijanis live in Iran/],
    [/accused Azerbaijan of stirring up separatism/],
    [/share a border near the Caspian Sea/],
    [/mending those with Saudi Arabia/],
    [/a deal that China brokered last month/],
    [/restore the relations that were cut seven years earlier/],
  ])('the first leaves out no fact: %s', (fact) => {
    expect(first?.html).toMatch(fact);
  });
});

test('the README shows the fault that the example would have', () => {
  const [, example = ''] =
    /```markdown\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  expect(faults(example)).toEqual([]);
  expect(faults(example.replace('2026-11-24 07:30', 'soon'))[0]).toMatch(
    /^4: publishedAt must be a date that exists, such as/,
  );
});

describe('Markdown as reporters write it', () => {
  test('headings can be linked, each by a name of its own', () => {
    const story = html('## Öl & Gas\n\nA.\n\n### Öl & Gas\n\n## باكو\n\n## —');
    const ids = [...(story?.matchAll(/<h\d id="([^"]*)"/g) ?? [])].map(([, id]) => id);
    expect(ids).toEqual(['h-öl-gas', 'h-öl-gas-1', 'h-باكو', 'h']);
  });

  test('a link to a heading must find one', () => {
    expect(faults(article(front, '## Öl\n\n[here](#h-öl)'))).toEqual([]);
    expect(faults(article(front, 'A.\n\n## Öl\n\n[here](#h-gas)'))).toEqual([
      '11: has a link to no heading of its own (#h-gas): write one of #h-öl.',
    ]);
    expect(faults(article(front, '[here](#%E0%A4%A)'))[0]).toContain('it has none yet');
  });

  test('footnotes lead there and back', () => {
    const story = html('One[^a] and two[^b].\n\n[^a]: First.\n[^b]: Second.') ?? '';
    expect(story).toContain('<a href="#fn2" id="fnref2">[2]</a>');
    expect(story).toMatch(
      /<div class="footnotes" role="doc-endnotes">[\s\S]*<li id="fn2"[\s\S]*<\/div>\n$/,
    );
    expect(story).toContain('href="#fnref2"');
  });

  test.each([
    ['[away](https://elsewhere.example/)', '<a href="https://elsewhere.example/" rel="external">'],
    ['[feed](/feed.xml)', '<a href="/feed.xml">'],
    ['[mail](mailto:desk@news.example)', '<a href="mailto:desk@news.example">'],
    ['- [deep](http://elsewhere.example/)', '<a href="http://elsewhere.example/" rel="external">'],
  ])('%s says whether it leads away', (story, link) => {
    expect(html(story)).toContain(link);
  });

  test('lists, quotes and tables are what they look like', () => {
    expect(html('- a\n- b')).toContain('<ul>\n<li>a</li>');
    expect(html('1. a\n2. b')).toContain('<ol>');
    expect(html('> Said.')).toContain('<blockquote>');
    expect(html('```\na\n```')).toContain('<pre tabindex="0"><code>a');
    expect(html('    a')).toContain('<pre tabindex="0"><code>a');
    expect(html('| a | b |\n|---|--:|\n| c | 1 |')).toMatch(
      /^<div class="wide" tabindex="0"><table>\n<thead>[\s\S]*<td class="right">1<\/td>[\s\S]*<\/table><\/div>\n$/,
    );
  });

  test.each([
    ['![A](/icon.svg "Below")', 'Below'],
    ['![A](/icon.svg "Below | Who")', 'Below <small class="credit">Who</small>'],
    ['![A](/icon.svg "| Who")', '<small class="credit">Who</small>'],
    [
      '![A](/icon.svg "*Below* | [Who](https://who.example)")',
      '<em>Below</em> <small class="credit"><a href="https://who.example" rel="external">Who</a></small>',
    ],
    ['![A](/icon.svg "a|b")', 'a|b'],
    ['![A](/icon.svg "<b>Below</b>")', '&lt;b&gt;Below&lt;/b&gt;'],
  ])('%s is a figure with its caption and credit', (story, caption) => {
    const figure = html(story) ?? '';
    expect(figure).toMatch(/^<figure><img src="[^"]+" alt="A" width="64" height="64">/);
    expect(figure).toContain(`<figcaption>${caption}</figcaption></figure>`);
    expect(figure).not.toContain('title=');
  });

  test('a caption holds no picture of its own, and is no word of the story', () => {
    const { item } = compile(
      article(front, 'One.\n\n![A](/icon.svg "![B](https://elsewhere.example/b.png) | C")'),
    );
    expect(item?.html).not.toContain('src="https://elsewhere');
    expect(item?.wordCount).toBe(2); // One, and what stands for the picture
  });

  test('a picture in a line of words stays in it', () => {
    expect(html('See ![A](/icon.svg) there.')).toMatch(/^<p>See <img [^>]+> there.<\/p>\n$/);
  });

  test('every picture but the first waits until it is scrolled to', () => {
    const story = '![A](/icon.svg)\n\n![B](/icon.svg)';
    const lazy = (lines: readonly string[]) =>
      compile(article(lines, story)).item?.html.match(/loading="lazy"/g)?.length;
    expect(lazy(front)).toBe(1);
    expect(lazy(withLine('image: {src: /icon.svg, alt: A}'))).toBe(2);
  });
});

describe('pictures', () => {
  const pixel = (width: number, height: number) =>
    encode({ width, height, channels: 3, depth: 8, data: new Uint8Array(width * height * 3) });

  test('lie beside the article, and are named by what is in them', () => {
    const root = folder({
      'ferry.md': article(front, '![A](ferry.png) ![B](sub%20folder/sea.png)'),
    });
    mkdirSync(join(root, 'sub folder'));
    writeFileSync(join(root, 'ferry.png'), pixel(4, 3));
    writeFileSync(join(root, 'sub folder/sea.png'), pixel(5, 2));
    const { articles, faults: found } = compileDesk({ ...desk, articleFolder: root });
    expect(found).toEqual([]);
    expect(articles[0]?.pictures).toMatchObject([
      { file: join(root, 'ferry.png'), width: 4, height: 3 },
      { width: 5, height: 2, src: expect.stringMatching(/^\/pictures\/[0-9a-f]{32}\.png$/) },
    ]);
    writeFileSync(join(root, 'ferry.png'), pixel(4, 4));
    const again = compileDesk({ ...desk, articleFolder: root }).articles[0];
    expect(again?.pictures[0]?.src).not.toBe(articles[0]?.pictures[0]?.src);
  });

  test('that cannot be read are told as faults', () => {
    const root = folder({
      'ferry.md': article(front, '![A](empty.png)\n\n![B](../escape.png)'),
      'empty.png': '',
    });
    const { faults: found } = compileDesk({ ...desk, articleFolder: root });
    expect(found.map(({ line }) => line)).toEqual([7, 9]);
  });

  test.each([
    ['{src: gone.jpg, alt: A}', '5: image is not here (gone.jpg): put the file beside'],
    ['{src: /icon.svg}', '5: image must have a src and an alt'],
    ['{alt: A}', '5: image must have a src and an alt'],
    ['ferry.jpg', '5: image must have a src and an alt'],
    ['{src: /icon.svg, alt: A, width: 5}', '5: image must have a src and an alt'],
  ])('an image %s is told as a fault', (image, said) => {
    expect(faults(article(withLine(`image: ${image}`)))[0]?.slice(0, said.length)).toBe(said);
  });
});

describe('what articles say of each other', () => {
  const in_ = (language: string, more: readonly string[] = []) =>
    article([...front, `language: ${language}`, ...more]);
  const compiledIn = (files: Readonly<Record<string, string>>) =>
    compileDesk({ ...desk, articleFolder: folder(files) });

  test('a translation named by one is named by all', () => {
    const { articles, faults: found } = compiledIn({
      'a.md': in_('en', ['translations: {es: b, ar: c}']),
      'b.md': in_('es'),
      'c.md': in_('ar', ['translations: {es: b}']),
      'd.md': in_('en'),
    });
    expect(found).toEqual([]);
    expect(articles.map(({ slug, translations }) => [slug, translations])).toEqual([
      [
        'a',
        [
          { slug: 'c', language: 'ar' },
          { slug: 'b', language: 'es' },
        ],
      ],
      [
        'b',
        [
          { slug: 'c', language: 'ar' },
          { slug: 'a', language: 'en' },
        ],
      ],
      [
        'c',
        [
          { slug: 'a', language: 'en' },
          { slug: 'b', language: 'es' },
        ],
      ],
      ['d', []],
    ]);
  });

  test.each([
    ['that is not there', { 'a.md': in_('en', ['translations: {es: b}']) }],
    ['in another language', { 'a.md': in_('en', ['translations: {es: b}']), 'b.md': in_('az') }],
    ['that is the article itself', { 'a.md': in_('en', ['translations: {en: a}']) }],
  ])('a translation %s is told as a fault', (_, files) => {
    expect(compiledIn(files).faults[0]?.message).toMatch(/^has no translation [ab] in e[ns]: name/);
  });

  test('an article has the short links of the slugs it had before, and no other article has them', () => {
    const former = article(withLine('aliases: [/articles/b/, /2023/c]'));
    expect(compiledIn({ 'a.md': former }).articles[0]?.codes).toEqual(['a', 'b'].map(codeOf));
    expect(compiledIn({ 'a.md': former, 'b.md': article() }).faults[0]?.message).toBe(
      'has the alias /articles/b of b: leave it to one of the two.',
    );
  });

  test.each([
    ['/articles/b', 0],
    ['/articles/b?parent=1#comments', 0],
    ['/articles/c', 1],
    ['/pages/about', 1],
    ['/articles', 0],
    ['/articles/b/share', 0],
    ['/articles/c/share', 1],
    ['/articles/c/', 1],
    ['b', 1],
    ['www.news.example', 1],
    ['mailto:desk@news.example', 0],
  ])('a link to %s has %i faults', (path, count) => {
    const { faults: found } = compiledIn({
      'a.md': article(front, `One.\n\n[There](${path})`),
      'b.md': article(),
    });
    expect(found.map(({ line }) => line)).toEqual(Array(count).fill(9));
  });
});

describe('pages that are no articles', () => {
  const page = (lines: readonly string[], story = 'Write to us.') => article(lines, story);
  const compilePages = (files: Readonly<Record<string, string>>) =>
    compileDesk({ ...desk, articleFolder: folder({}), pageFolder: folder(files) });

  test('need a headline only, and stand in its order', () => {
    const { pages, faults: found } = compilePages({
      'contact.md': page(['headline: Contact']),
      'about.md': page(['headline: Über uns', 'dek: In short.']),
      'imprint.md': page(['headline: Imprint', 'draft: true']),
    });
    expect(found).toEqual([]);
    expect(pages).toMatchObject([
      { slug: 'contact', description: 'Write to us.' },
      { slug: 'about', description: 'In short.' },
    ]);
  });

  test('say nothing that only articles say', () => {
    const { faults: found } = compilePages({ 'about.md': page(['headline: A', 'byline: Leyla']) });
    expect(found).toMatchObject([
      { line: 3, message: expect.stringContaining('byline is not a key that is known here') },
    ]);
  });

  test('share no old path with an article', () => {
    const { faults: found } = compileDesk({
      ...desk,
      articleFolder: folder({ 'a.md': article(withLine('aliases: /about')) }),
      pageFolder: folder({ 'about.md': page(['headline: A', 'aliases: /about/']) }),
    });
    expect(found).toMatchObject([
      { message: expect.stringContaining('has the alias /about of a') },
    ]);
  });
});

test.each([
  ['comments: shut', 'comments must be one of open, closed, off'],
  ['translations: b', 'translations must name a slug for each language'],
  ['translations: {Spanish words: b}', 'translations must'],
  ['byline: {name: Leyla, fediverse: leyla}', 'byline must name its people'],
])('%s is told as a fault of its key', (line, said) => {
  const [key = ''] = line.split(':');
  expect(faults(article([...without(key), line])).join()).toContain(said);
});

test('a link to a draft is a link to nothing, but for another draft', () => {
  const link = 'One.\n\n[There](/articles/b)';
  const faultsWith = (lines: readonly string[]) =>
    compileDesk({
      ...desk,
      articleFolder: folder({
        'a.md': article(lines, link),
        'b.md': article(withLine('draft: true')),
      }),
    }).faults.length;
  expect(faultsWith(front)).toBe(1);
  expect(faultsWith(withLine('draft: true'))).toBe(0);
});

test('an article with a fault makes none in those that name it', () => {
  const { faults: found } = compileDesk({
    ...desk,
    articleFolder: folder({
      'a.md': article(withLine('author: Leyla')),
      'b.md': article(withLine('translations: {es: a}'), 'One.\n\n[There](/articles/a)'),
    }),
  });
  expect(found.map(({ message }) => message)).toEqual([
    expect.stringContaining('author is not a key that is known here'),
  ]);
});

test.each(['/.', '/?', '/#!/2023/old', '/?utm_source=x'])(
  'the alias %s, which is the front page, is told as a fault',
  (path) => {
    expect(faults(article(withLine(`aliases: "${path}"`)))[0]).toContain('aliases must be paths');
  },
);

test.each(['pt-BRA', 'zh-yue', 'en-USA', 'es-ESP', 'x'])(
  'the language %s is told as a fault',
  (tag) => {
    expect(faults(article(withLine(`language: ${tag}`)))[0]).toMatch(/^5: language must be/);
  },
);

test('a date that leaves the calendar is told as a fault', () => {
  const lines = [...without('publishedAt'), 'publishedAt: 9999-12-31T23:59:00-05:00'];
  expect(faults(article(lines))[0]).toContain('publishedAt must be a date that exists');
});

test('letters between brackets stay what they are, and dashes become dashes', () => {
  expect(html('(a), (b), (c), 4(r), ???? +- a -- b --- c ... `a -- b`')).toBe(
    '<p>(a), (b), (c), 4(r), ???? +- a – b — c … <code>a -- b</code></p>\n',
  );
});

test('a site without pages needs no folder for them', () => {
  const nowhere = join(here, 'nowhere');
  expect(compileDesk({ ...desk, articleFolder: folder({}), pageFolder: nowhere }).faults).toEqual(
    [],
  );
});
