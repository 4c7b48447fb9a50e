import { encode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wxr as grammar } from '../../src/tools/wxr.ts';
import { readRows } from '../../src/tools/xml.ts';
import { comment, Newsroom, post, wxr } from '../intake.ts';

let newsroom: Newsroom;
beforeEach(() => {
  newsroom = new Newsroom();
});
afterEach(() => newsroom.remove());

const png = encode({ width: 1, height: 1, data: new Uint8Array(4), channels: 4 });
const sums = (said: string) => said.split('\n').filter((line) => / read = /.test(line));
const front = (path: string) => newsroom.read(path).split('---\n')[1] ?? '';

describe('a post', () => {
  test('is an article with all that it said of itself', async () => {
    await newsroom.takeIn(
      wxr(
        post(
          {
            'excerpt:encoded': 'A <em>short</em> one &amp; good',
            'wp:post_modified': '2014-02-01 10:00:00',
            'wp:post_modified_gmt': '2014-02-01 06:00:00',
            'wp:comment_status': 'closed',
          },
          '<category domain="category" nicename="travel"><![CDATA[Travel &amp; Sea]]></category>',
          '<category domain="post_tag" nicename="baku"><![CDATA[Baku]]></category>',
          '<category domain="category" nicename="uncategorized"><![CDATA[Uncategorized]]></category>',
        ),
      ),
    );
    expect(newsroom.read('articles/a-day-in-baku.md')).toBe(`---
headline: A day in Baku
dek: A short one & good
byline: Leyla Əliyeva
publishedAt: 2014-01-14T21:31:03+04:00
updatedAt: 2014-02-01T10:00:00+04:00
tags:
  - Travel & Sea
  - Baku
comments: closed
aliases:
  - /2014/01/14/a-day-in-baku/
  - /?p=18
---

The first ferry leaves.
`);
    expect(newsroom.compiled().faults).toEqual([]);
  });

  test.each([
    ['a draft', { 'wp:status': 'draft' }, 'draft: true'],
    ['one that waits for an editor', { 'wp:status': 'pending' }, 'draft: true'],
    ['a private one', { 'wp:status': 'private' }, 'draft: true'],
    ['one behind a password', { 'wp:post_password': 'sesame' }, 'draft: true'],
    ['one without a status', { 'wp:status': '' }, 'draft: true'],
    [
      'one that waits for its minute',
      {
        'wp:status': 'future',
        'wp:post_date': '2999-01-01 10:00:00',
        'wp:post_date_gmt': '2999-01-01 10:00:00',
      },
      'publishedAt: 2999-01-01T10:00:00Z',
    ],
    [
      'one whose zone is not said',
      { 'wp:post_date_gmt': '0000-00-00 00:00:00' },
      'publishedAt: 2014-01-14T21:31:03\n',
    ],
    [
      'one that only the feed dates',
      { 'wp:post_date': '', 'wp:post_date_gmt': '', pubDate: 'Tue, 14 Jan 2014 17:31:03 +0000' },
      'publishedAt: 2014-01-14T17:31:03Z',
    ],
    [
      'a headline with marks',
      { title: 'So &lt;b&gt; &amp; <em>so</em>: "yes" # no' },
      `headline: 'So <b> & so: "yes" # no'`,
    ],
    ['no headline', { title: '' }, 'headline: The first ferry leaves.'],
  ])('%s', async (_, fields, line) => {
    await newsroom.takeIn(wxr(post(fields)));
    expect(front('articles/a-day-in-baku.md')).toContain(line);
    expect(newsroom.compiled().faults).toEqual([]);
    expect(front('articles/a-day-in-baku.md').includes('draft')).toBe(line.includes('draft'));
    expect(newsroom.read('export.xml')).not.toBe('');
  });

  test.each([
    ['%d0%ba%d1%83%d1%80%d0%b0', 'kura'],
    ['Straße', 'strasse'],
    ['a--b_c.html', 'a-b-c-html'],
    ['%e4%b8%ad', 'zhong'],
    ['../../etc/passwd', 'etc-passwd'],
    ['x'.repeat(300), 'x'.repeat(190)],
  ])('the slug %s becomes a valid one, and says so', async (name, slug) => {
    const { said } = await newsroom.takeIn(wxr(post({ 'wp:post_name': name })));
    expect(newsroom.files('articles')).toEqual([`${slug}.md`]);
    expect(said).toContain('its slug was made valid here');
  });

  test('one of two with one slug gets a number', async () => {
    await newsroom.takeIn(
      wxr(post(), post({ 'wp:post_id': '19', link: 'https://old.example/x/' })),
    );
    expect(newsroom.files('articles')).toEqual(['a-day-in-baku-2.md', 'a-day-in-baku.md']);
    expect(newsroom.compiled().faults).toEqual([]);
  });

  test('links between posts lead to the articles, and to no draft', async () => {
    const story =
      '<a href="https://old.example/b/">b</a> <a href="http://www.old.example/?p=20">c</a> <a href="/none/">d</a>';
    await newsroom.takeIn(
      wxr(
        post({ 'content:encoded': story }),
        post({ 'wp:post_id': '19', 'wp:post_name': 'b', link: 'https://old.example/b/' }),
        post({
          'wp:post_id': '20',
          'wp:post_name': 'c',
          link: 'https://old.example/c/',
          'wp:status': 'draft',
        }),
      ),
    );
    expect(newsroom.read('articles/a-day-in-baku.md')).toContain(
      '[b](/articles/b) [c](http://www.old.example/?p=20) [d](https://old.example/none/)',
    );
    expect(newsroom.compiled().faults).toEqual([]);
  });

  test('pictures come from the media folder, and others are told with their address', async () => {
    newsroom.put('media/2014/01/ferry boat.png', png);
    newsroom.put('media/2014/01/no-picture.png', 'text');
    const at = 'https://old.example/wp-content/uploads/2014/01';
    const story = `<img src="${at}/ferry%20boat-300x200.png" alt="It">\n\n<img src="${at}/no-picture.png">\n\n<img src="${at}/../../../../../etc/passwd.png">`;
    const { said, report, isDone } = await newsroom.takeIn(
      wxr(post({ 'content:encoded': story })),
      { media: 'media' },
    );
    expect(newsroom.read('articles/a-day-in-baku.md')).toContain(
      '![It](uploads/2014/01/ferry%20boat.png)',
    );
    expect(newsroom.files('articles')).toEqual([
      'a-day-in-baku.md',
      'uploads/2014/01/ferry boat.png',
    ]);
    expect(newsroom.compiled().faults).toEqual([]);
    expect(said).toContain('pictures: 3 read = 1 imported + 0 there already + 2 skipped');
    expect(report).toContain(`${at}/no-picture.png`);
    expect(isDone).toBe(true);
  });

  test('what stands here under its slug stays as it is', async () => {
    const own = '---\nheadline: Mine\nbyline: Me\npublishedAt: 2020-01-01\n---\n\nText.\n';
    newsroom.put('articles/a-day-in-baku.md', own);
    const { said, sent } = await newsroom.takeIn(wxr(post({}, comment())));
    expect(newsroom.read('articles/a-day-in-baku.md')).toBe(own);
    expect(said).toContain('articles: 1 read = 0 imported + 0 there already + 1 skipped');
    expect(said).toContain('comments: 1 read = 0 imported + 0 there already + 1 skipped');
    expect(sent).toEqual([]);
  });

  test('one that was edited here since takes the comments that are missing', async () => {
    await newsroom.takeIn(wxr(post()));
    const edited = newsroom.read('articles/a-day-in-baku.md').replace('ferry', 'boat');
    newsroom.put('articles/a-day-in-baku.md', edited);
    const { said, sent } = await newsroom.takeIn(wxr(post({}, comment())));
    expect(newsroom.read('articles/a-day-in-baku.md')).toBe(edited);
    expect(said).toContain('articles: 1 read = 0 imported + 1 there already + 0 skipped');
    expect(sent).toHaveLength(1);
  });

  test('without a text it keeps its headline, and its comments', async () => {
    const { sent } = await newsroom.takeIn(wxr(post({ 'content:encoded': '' }, comment())));
    expect(newsroom.read('articles/a-day-in-baku.md')).toMatch(/---\n\nA day in Baku\n$/);
    expect(newsroom.compiled().faults).toEqual([]);
    expect(sent).toHaveLength(1);
  });
});

test('a page is a page, and what people said below it is told', async () => {
  const { said } = await newsroom.takeIn(
    wxr(
      post(
        { 'wp:post_type': 'page', 'wp:post_name': 'about', link: 'https://old.example/about/' },
        comment(),
      ),
    ),
  );
  expect(front('pages/about.md')).toBe(
    'headline: A day in Baku\naliases:\n  - /about/\n  - /?page_id=18\n',
  );
  expect(newsroom.compiled().faults).toEqual([]);
  expect(said).toContain('comments: 1 read = 0 imported + 0 there already + 1 skipped');
  expect(said).toContain('pages have no comments here');
});

test('the report adds up: every row is imported, there, or skipped with its reason and line', async () => {
  const file = wxr(
    '<wp:category><wp:cat_name>A</wp:cat_name></wp:category>',
    post(
      {},
      comment(),
      comment({ 'wp:comment_id': '3', 'wp:comment_type': 'pingback' }),
      comment({ 'wp:comment_id': '4', 'wp:comment_type': 'trackback' }),
      comment({ 'wp:comment_id': '5', 'wp:comment_approved': 'trash' }),
    ),
    post({ 'wp:post_id': '19', 'wp:post_type': 'attachment' }, comment()),
    post({ 'wp:post_id': '20', 'wp:post_type': 'nav_menu_item' }),
    post({ 'wp:post_id': '21', 'wp:post_type': 'revision' }),
    post({ 'wp:post_id': '22', 'wp:post_type': 'wp_block' }),
    post({ 'wp:post_id': '23', 'wp:post_type': 'product' }),
    post({ 'wp:post_id': '24', 'wp:status': 'trash' }),
  );
  const dry = await newsroom.takeIn(file, { isApplied: false });
  expect(newsroom.files('articles')).toEqual([]);
  const real = await newsroom.takeIn(file);
  expect(sums(real.said)).toEqual(sums(dry.said));
  expect(sums(real.said).toSorted()).toEqual([
    'articles: 2 read = 1 imported + 0 there already + 1 skipped',
    'attachments: 1 read = 0 imported + 0 there already + 1 skipped',
    'authors: 1 read = 0 imported + 0 there already + 1 skipped',
    'categories and tags: 1 read = 0 imported + 0 there already + 1 skipped',
    'comments: 3 read = 1 imported + 0 there already + 2 skipped',
    'items of type product: 1 read = 0 imported + 0 there already + 1 skipped',
    'menu items: 1 read = 0 imported + 0 there already + 1 skipped',
    'pingbacks: 1 read = 0 imported + 0 there already + 1 skipped',
    'reusable blocks: 1 read = 0 imported + 0 there already + 1 skipped',
    'revisions: 1 read = 0 imported + 0 there already + 1 skipped',
    'trackbacks: 1 read = 0 imported + 0 there already + 1 skipped',
  ]);
  const line = file.split('\n').findIndex((text) => text.includes('[product]'));
  expect(real.report).toMatch(
    /^items of type product: line \d+ \(23\): skipped: articles and pages alone have a place here$/m,
  );
  const told = Number(/items of type product: line (\d+)/.exec(real.report)?.[1]);
  expect(file.split('\n')[told - 1]).toBe('<item>');
  expect(told).toBeLessThan(line);
  const twice = await newsroom.takeIn(file);
  expect(twice.said).toContain('articles: 2 read = 0 imported + 1 there already + 1 skipped');
  expect(twice.said).toContain('comments: 3 read = 0 imported + 1 there already + 2 skipped');
  expect(twice.sent.map(({ id }) => id)).toEqual(real.sent.map(({ id }) => id));
});

describe('a comment', () => {
  const taken = async (...comments: readonly string[]) =>
    (await newsroom.takeIn(wxr(post({}, ...comments)))).sent;

  test('goes to the desk as it was, with nothing of where it was sent from', async () => {
    const sent = await taken(
      comment({
        'wp:comment_author': 'Samir &amp; Ko',
        'wp:comment_author_url': 'samir.example',
        'wp:comment_content': "It's <em>good</em>.\n\nhttps://a.example/b_c",
      }),
    );
    expect(sent).toEqual([
      {
        id: expect.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/),
        ...{
          slug: 'a-day-in-baku',
          parentId: null,
          name: 'Samir & Ko',
          email: 'samir@reader.example',
        },
        ...{
          website: 'https://samir.example/',
          body: "It's *good*.\n\n<https://a.example/b_c>",
          status: 'approved',
        },
        createdAt: Date.parse('2014-01-14T17:40:00Z'),
      },
    ]);
    expect(JSON.stringify(sent)).not.toMatch(/203\.0\.113|Elinks/);
  });

  test.each([
    ['0', 'pending'],
    ['1', 'approved'],
    ['spam', 'spam'],
    ['post-trashed', 'rejected'],
    ['odd', 'pending'],
  ])('of status %s is %s', async (approved, status) => {
    expect(await taken(comment({ 'wp:comment_approved': approved }))).toMatchObject([{ status }]);
  });

  test('without a time in UTC was written by the clock of its article', async () => {
    const sent = await taken(comment({ 'wp:comment_date_gmt': '0000-00-00 00:00:00' }));
    expect(sent).toMatchObject([{ createdAt: Date.parse('2014-01-14T17:40:00Z') }]);
  });

  test('goes after what it answers, wherever it stands', async () => {
    const sent = await taken(
      comment({ 'wp:comment_id': '4', 'wp:comment_parent': '3', 'wp:comment_content': 'third' }),
      comment({ 'wp:comment_id': '3', 'wp:comment_parent': '2', 'wp:comment_content': 'second' }),
      comment({ 'wp:comment_content': 'first' }),
    );
    const [first, second, third] = sent;
    expect(sent.map(({ body }) => body)).toEqual(['first', 'second', 'third']);
    expect([second?.parentId, third?.parentId]).toEqual([first?.id, second?.id]);
  });

  test('that has no id, and says twice the same, is imported once', async () => {
    const nameless = comment({ 'wp:comment_id': '' });
    const { said } = await newsroom.takeIn(wxr(post({}, nameless, nameless)));
    expect(said).toContain('comments: 2 read = 1 imported + 1 there already + 0 skipped');
  });

  test('whose parent was left out, is not there, or answers it in a ring, begins a thread', async () => {
    const sent = await taken(
      comment({ 'wp:comment_approved': 'trash' }),
      comment({
        'wp:comment_id': '3',
        'wp:comment_parent': '2',
        'wp:comment_content': 'of the bin',
      }),
      comment({
        'wp:comment_id': '4',
        'wp:comment_parent': '99',
        'wp:comment_content': 'of nobody',
      }),
      comment({
        'wp:comment_id': '5',
        'wp:comment_parent': '6',
        'wp:comment_content': 'ring',
        'wp:comment_date_gmt': '2014-01-14 17:39:00',
      }),
      comment({ 'wp:comment_id': '6', 'wp:comment_parent': '5', 'wp:comment_content': 'of rings' }),
      comment({ 'wp:comment_id': '7', 'wp:comment_parent': '7', 'wp:comment_content': 'itself' }),
    );
    const of = (body: string) => sent.find((one) => one.body === body);
    expect(sent).toHaveLength(5);
    expect(['of the bin', 'of nobody', 'ring', 'itself'].map((body) => of(body)?.parentId)).toEqual(
      [null, null, null, null],
    );
    expect(of('of rings')?.parentId).toBe(of('ring')?.id);
  });

  test('whose parent the site does not have is sent again as a thread', async () => {
    const file = wxr(
      post(
        {},
        comment({ 'wp:comment_content': 'gone' }),
        comment({ 'wp:comment_id': '3', 'wp:comment_parent': '2' }),
      ),
    );
    const { sent, said, isDone } = await newsroom.takeIn(file, {
      fate: ({ id, body, parentId }) =>
        body === 'gone'
          ? { id, became: 'erased' }
          : parentId
            ? { id, became: 'parentGone' }
            : undefined,
    });
    expect(sent.at(-1)).toMatchObject({ body: 'I was there.', parentId: null });
    expect(said).toContain('comments: 2 read = 1 imported + 0 there already + 1 skipped');
    expect(said).toContain('its author erased it here, and it stays erased');
    expect(isDone).toBe(true);
  });

  test.each([
    [
      'a long text',
      { 'wp:comment_content': 'word '.repeat(3000) },
      { body: expect.stringMatching(/^(word )+word…$/) },
    ],
    ['a long name', { 'wp:comment_author': 'n'.repeat(100) }, { name: 'n'.repeat(80) }],
    ['no name', { 'wp:comment_author': ' ' }, { name: 'Anonymous' }],
    [
      'an address for a name',
      { 'wp:comment_author': 'samir@reader.example' },
      { name: 'Anonymous' },
    ],
    [
      'a website that is none',
      { 'wp:comment_author_url': 'javascript:alert(1)' },
      { website: null },
    ],
    [
      'a long website',
      { 'wp:comment_author_url': `https://a.example/${'b'.repeat(200)}` },
      { website: null },
    ],
    [
      'its own address in its text',
      { 'wp:comment_content': 'Write to <b>Samir@Reader.Example</b>!' },
      { body: 'Write to **…**!' },
    ],
    [
      'an address of staff in its text',
      { 'wp:comment_content': 'Ask leyla@staff.example' },
      { body: 'Ask …' },
    ],
  ])('with %s is kept as far as can be, and told', async (_, fields, kept) => {
    const { sent, said } = await newsroom.takeIn(wxr(post({}, comment(fields))));
    expect(sent).toMatchObject([kept]);
    expect(sent[0]?.body.length).toBeLessThanOrEqual(10_000);
    expect(said).toMatch(/remark, 1×, first line \d+ \(2\)/);
  });

  test('without a text, or a date, is told', async () => {
    const { sent, said, isDone } = await newsroom.takeIn(
      wxr(
        post(
          {},
          comment({ 'wp:comment_content': ' <br> ' }),
          comment({ 'wp:comment_id': '3', 'wp:comment_date': '', 'wp:comment_date_gmt': '' }),
        ),
      ),
    );
    expect(sent).toEqual([]);
    expect(said).toContain('it has no text');
    expect(said).toContain('it has no date');
    expect(isDone).toBe(true);
  });
});

test.each(['constructor', 'valueOf', 'toString'])(
  'what is called %s is nothing special',
  async (name) => {
    const { said, sent, isDone } = await newsroom.takeIn(
      wxr(
        post(
          { 'content:encoded': `Now [${name} a="b"] then` },
          comment({ 'wp:comment_approved': name }),
          comment({ 'wp:comment_id': '3', 'wp:comment_type': name }),
        ),
        post({ 'wp:post_id': '19', 'wp:post_type': name, 'wp:post_name': 'b' }),
      ),
    );
    expect(newsroom.read('articles/a-day-in-baku.md')).toContain(`Now \`[${name} a="b"]\` then`);
    expect(sent).toMatchObject([{ status: 'pending' }]);
    expect(said).toContain(`items of type ${name}: 1 read = 0 imported`);
    expect(said).toMatch(/comments of type.*\n.*comments alone have a place here/);
    expect(isDone).toBe(true);
  },
);

test('a link to what has no place here keeps its old address', async () => {
  newsroom.put('pages/about.md', '---\nheadline: Mine\n---\n\nText.\n');
  const about = {
    'wp:post_id': '19',
    'wp:post_type': 'page',
    'wp:post_name': 'about',
    link: 'https://old.example/about/',
  };
  await newsroom.takeIn(wxr(post({ 'content:encoded': '<a href="/about/">us</a>' }), post(about)));
  expect(newsroom.read('articles/a-day-in-baku.md')).toContain('[us](https://old.example/about/)');
});

describe('a file that is broken is read as far as it can be', () => {
  const whole = wxr(
    post({}, comment()),
    post({ 'wp:post_id': '19', 'wp:post_name': 'b', link: 'https://old.example/b/' }),
  );

  test.each([
    ['a letter before its beginning', `\`${whole}`, 1],
    ['a mark of its encoding', `\uFEFF${whole}`, 0],
    ['control characters', whole.replace('ferry', 'fer\u0000\u0008ry'), 1],
    [
      'a sign & alone',
      whole.replace(
        '<![CDATA[https://old.example/2014/01/14/a-day-in-baku/]]>',
        'https://old.example/2014/01/14/a-day-in-baku/?a=1&b',
      ),
      1,
    ],
    [
      'names that XML does not know',
      whole.replace('<![CDATA[A day in Baku]]>', 'A&nbsp;day in Baku &xyz;'),
      1,
    ],
    ['an end that did not begin', whole.replace('</wp:comment>', '</b></wp:comment>'), 1],
    ['an end that is missing', whole.replace('</wp:comment>', ''), 1],
    ['another one', whole.replace('</item>\n<item>', '<item>'), 1],
    ['tags in a text', whole.replace('<![CDATA[I was there.]]>', 'I was <b>there</b>.'), 1],
    ['attributes without quotes', whole.replace('<item>', '<item id=3>'), 1],
    ['rubbish behind its end', `${whole}<<<rubbish`, 1],
    [
      'entities of its own',
      whole
        .replace(
          '<rss',
          '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&a;&a;">]>\n<rss',
        )
        .replace('<![CDATA[A day in Baku]]>', 'A day &a;&b;'),
      0,
    ],
    [
      'signs in no encoding',
      Buffer.concat([
        Buffer.from(whole.slice(0, 900)),
        Buffer.from([0xff]),
        Buffer.from(whole.slice(900)),
      ]),
      0,
    ],
    [
      'all of it in UTF-16',
      Buffer.from(`\uFEFF${whole.replace('encoding="UTF-8"', 'encoding="UTF-16"')}`, 'utf16le'),
      0,
    ],
    [
      'all of it in Latin 1',
      Buffer.from(whole.replace('UTF-8', 'ISO-8859-1').replaceAll('Ə', 'é'), 'latin1'),
      0,
    ],
  ])('%s', async (_, file, faults) => {
    const { said, sent, isDone } = await newsroom.takeIn(file);
    expect(newsroom.files('articles')).toEqual(['a-day-in-baku.md', 'b.md']);
    expect(newsroom.compiled().faults).toEqual([]);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.body.replaceAll('*', '')).toBe('I was there.');
    expect(isDone).toBe(true);
    if (faults > 0) expect(said).toMatch(/not well-formed, \d+×, first on line \d+/);
    expect(said).not.toContain('root:');
  });

  test('one that ends in the middle keeps what came before, and says what was cut', async () => {
    const at = whole.indexOf('<title><![CDATA[A day in Baku]]></title>', whole.indexOf('</item>'));
    const { said, sent, isDone } = await newsroom.takeIn(whole.slice(0, at + 30));
    expect(newsroom.files('articles')).toEqual(['a-day-in-baku.md']);
    expect(sent).toHaveLength(1);
    expect(said).toContain('articles: 2 read = 1 imported + 0 there already + 1 skipped');
    expect(said).toContain('the file ends in the middle of it');
    expect(isDone).toBe(true);
  });

  test('a section without an end takes nothing of the next commenter along', async () => {
    const file = wxr(
      post(
        {},
        comment().replace(
          /I was there\.[\s\S]*/,
          'I was there.</wp:comment_content></wp:comment><wp:comment><wp:comment_author_email>next@reader.example</wp:comment_author_email><wp:comment_author_IP>203.0.113.78</wp:comment_author_IP><wp:comment_content><![CDATA[Me too.]]></wp:comment_content></wp:comment>',
        ),
      ),
    );
    const { said, sent, isDone } = await newsroom.takeIn(file);
    expect(sent).toMatchObject([{ name: 'Samir', body: 'I was there.' }]);
    expect(said).toMatch(
      /holds a section without an end: what follows up to line \d+ was passed over/,
    );
    expect(isDone).toBe(true);
  });

  test('one in UTF-8 that calls itself Latin 1 is read as what it is', async () => {
    const other = whole.replace('UTF-8', 'ISO-8859-1').replace('A day in Baku', 'A day in Bakı');
    await newsroom.takeIn(Buffer.from(other));
    expect(newsroom.read('articles/a-day-in-baku.md')).toContain('A day in Bakı');
  });

  test('each line that holds signs in no encoding is told', async () => {
    const latin = Buffer.from(whole.replaceAll('Ə', 'é').replaceAll('ferry', 'férry'), 'latin1');
    const { said, report } = await newsroom.takeIn(latin);
    expect(said).toMatch(/not well-formed, 3×.*signs that are in no encoding are lost/);
    const told = [...report.matchAll(/^file: line (\d+): signs/gm)].map(([, line]) => Number(line));
    const lines = latin.toString('latin1').split('\n');
    expect(told.map((line) => lines[line - 1])).toEqual(
      lines.filter((one: string) => one.includes('é')),
    );
  });

  test('elements in elements in elements are told, and read no further', async () => {
    const { said, isDone } = await newsroom.takeIn(
      whole.replace('<![CDATA[I was there.]]>', '<b>'.repeat(100_000)),
    );
    expect(said).toContain('elements stand too deep in each other: nothing was read from here on');
    expect(isDone).toBe(true);
  });

  test.each([
    [
      'marks without an end',
      Array.from({ length: 3000 }, (_, at) => `<b id="${at}">`).join('') + '<p>a'.repeat(3000),
    ],
    [
      'cells as wide as the world',
      '<table><tr><td colspan="99999999" rowspan="99999999">a</table>',
    ],
    ['quotes in quotes', '<blockquote>'.repeat(5000)],
    ['shortcodes without an end', '[caption][embed]<pre>'.repeat(20_000)],
    ['blocks without an end', '<!-- wp:a {'.repeat(20_000)],
  ])('%s cost no more than they say', async (_, story) => {
    const { isDone } = await newsroom.takeIn(
      wxr(post({ 'content:encoded': story }, comment({ 'wp:comment_content': story }))),
    );
    expect(isDone).toBe(true);
    expect(newsroom.compiled().faults).toEqual([]);
  });
});

test('of whom the file knows, no address, no machine and no browser is in anything that was written or said', async () => {
  const file = wxr(
    post(
      { 'dc:creator': 'chief@staff.example' },
      comment({
        'wp:comment_author': 'samir@reader.example',
        'wp:comment_id': 'samir@reader.example',
      }),
      comment({
        'wp:comment_id': '3',
        'wp:comment_content': 'samir@reader.example is me',
        'wp:comment_author_email': 'other@reader.example',
      }).replace(
        '</wp:comment>',
        '<wp:commentmeta><wp:meta_key>akismet</wp:meta_key><wp:meta_value>meta@reader.example</wp:meta_value></wp:commentmeta></wp:comment>',
      ),
      comment({ 'wp:comment_id': '4', 'wp:comment_type': 'x@type.example' }),
      comment({ 'wp:comment_id': '5', 'wp:comment_approved': 'x@status.example' }),
    ),
    post({ 'wp:post_type': 'x@type.example', 'wp:post_id': 'x@id.example' }),
  );
  const { said, sent } = await newsroom.takeIn(file);
  const written = ['articles', 'pages'].flatMap((folder) =>
    newsroom.files(folder).map((name) => name + newsroom.read(`${folder}/${name}`)),
  );
  const all = [
    said,
    newsroom.read('report.txt'),
    ...written,
    ...sent.map(({ name, body, website }) => `${name} ${body} ${website}`),
  ].join('\n');
  expect(all).not.toMatch(/@(reader|staff|type|status|id)\.example/);
  expect(all).not.toMatch(/203\.0\.113|Elinks/);
});

const knows = comment({
  'wp:comment_id': '1',
  'wp:comment_author_email': 'Ann <ann@cafe.example>',
});

test.each([
  ['behind many signs @', `${'@ '.repeat(45)}ann@cafe.example`],
  ['percent-encoded, once', '<a href="https://a.example/?to=Ann%40Cafe.example">here</a>'],
  ['percent-encoded, twice', 'https://a.example/?to=%61nn%2540cafe.example'],
  ['as it stands in a mail', 'Ask ann=40cafe.example'],
  ['with more behind it', 'Ask ann@cafe.example.Then wait for ann@cafe.example-today'],
  ['in two texts that become one', 'Ask ann<i></i>@cafe.example'],
  ['in references', 'Ask &#97;nn&#x40;cafe.example'],
  ['with a host in letters', 'Ask ann@xn--caf-dma.example, or ann@CAFÉ.example'],
  ['that a plug-in keeps', 'Ask shop@cafe.example'],
  ['by which a login is called', 'Ask chief@cafe.example'],
])('no comment shows an address of somebody in the file: %s', async (_, text) => {
  const { sent, said } = await newsroom.takeIn(
    wxr(
      post(
        { 'dc:creator': 'chief@cafe.example' },
        '<wp:postmeta><wp:meta_key>_billing_email</wp:meta_key><wp:meta_value>shop@cafe.example</wp:meta_value></wp:postmeta>',
        knows,
        comment({ 'wp:comment_id': '2', 'wp:comment_author_email': 'ann@café.example' }),
        comment({ 'wp:comment_id': '3', 'wp:comment_content': text }),
      ),
    ),
  );
  const body = decodeURI(sent.at(-1)?.body ?? '');
  expect(body).toContain('…');
  expect(body).not.toMatch(/\w(@|%(25)*40|=40)/);
  expect(said).toContain('an address of its own, or of somebody in the file, was taken out of it');
});

test('a website that holds an address, percent-encoded, is left out', async () => {
  const website = 'https://a.example/?to=samir%40reader.example';
  const { sent } = await newsroom.takeIn(
    wxr(post({}, comment({ 'wp:comment_author_url': website }))),
  );
  expect(sent).toMatchObject([{ website: null }]);
});

test('an article with an address anywhere in it is named, and the report does not repeat the address', async () => {
  const { report, said } = await newsroom.takeIn(
    wxr(
      post(
        {
          'excerpt:encoded': 'Ask samir@reader.example',
          'content:encoded': 'Look <img src="https://old.example/a.png?u=samir@reader.example">',
        },
        comment(),
      ),
    ),
  );
  expect(said).toContain('an address of somebody in the file stands in it, and was left there');
  expect(report).not.toContain('samir@');
});

test('where a comment was sent from, and by what, is dropped as the file is read', async () => {
  const meta =
    '<wp:commentmeta><wp:meta_key>a</wp:meta_key><wp:meta_value>b.mail</wp:meta_value></wp:commentmeta>';
  const file = newsroom.put(
    'e.xml',
    wxr(post({}, comment().replace('</wp:comment>', `${meta}</wp:comment>`))),
  );
  const rows: string[] = [];
  for await (const row of readRows(file, grammar, () => {})) rows.push(JSON.stringify(row));
  expect(rows.join('\n')).toContain('I was there.');
  expect(rows.join('\n')).not.toMatch(/203\.0\.113|Elinks|b\.mail/);
});
