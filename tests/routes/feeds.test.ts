import { env } from 'cloudflare:workers';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { newestComments } from '../../src/model/comments.ts';
import { watched } from '../../src/routes/database.ts';
import { first, origin, second, visitor } from '../site.ts';

afterEach(() => {
  vi.useRealTimers();
});

const headline = 'Azerbaijan expels Iranian diplomats over alleged interference, coup conspiracy';
const xml = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  isArray: (name) => ['item', 'entry', 'url', 'author', 'category'].includes(name),
});

async function read(path: string, settings: object = {}) {
  const page = await visitor(settings).open(path);
  expect(page.status).toBe(200);
  expect(XMLValidator.validate(page.source)).toBe(true);
  return { page, feed: xml.parse(page.source) };
}

test('the RSS feed has every article in full, newest first', async () => {
  const { page, feed } = await read('/feed.xml');
  const { channel } = feed.rss;
  expect(page.headers.get('Content-Type')).toBe('application/rss+xml; charset=utf-8');
  expect(channel['atom:link']).toMatchObject({ '@href': `${origin}/feed.xml`, '@rel': 'self' });
  expect(channel.item.map(({ link }: { link: string }) => link)).toEqual([
    `${origin}/articles/${first}`,
    `${origin}/articles/${second}`,
  ]);
  expect(channel.item[0]).toMatchObject({
    title: headline,
    guid: { '#text': `${origin}/articles/${first}`, '@isPermaLink': 'true' },
    pubDate: 'Thu, 06 Apr 2023 16:40:00 GMT',
    'dc:creator': 'Broadside newsroom',
    category: ['Azerbaijan', 'Iran', 'Diplomacy'],
  });
  expect(channel.item[0]['content:encoded']).toContain('<p><b class="dateline">Baku</b>');
  expect(channel.item[0]['content:encoded']).toContain('Turkic-speaking');
});

test('the Atom feed has every article, each with its author', async () => {
  const { page, feed } = await read('/atom.xml');
  expect(page.headers.get('Content-Type')).toBe('application/atom+xml; charset=utf-8');
  expect(feed.feed.updated).toBe('2023-04-06T16:40:00.000Z');
  expect(feed.feed.entry[0]).toMatchObject({
    id: `${origin}/articles/${first}`,
    title: headline,
    published: '2023-04-06T16:40:00.000Z',
    author: [{ name: 'Broadside newsroom' }],
  });
  expect(feed.feed.entry[0].content['#text']).toContain('Turkic-speaking');
});

test('the JSON feed has every article', async () => {
  const page = await visitor().open('/feed.json');
  const feed = JSON.parse(page.source);
  expect(page.headers.get('Content-Type')).toBe('application/feed+json; charset=utf-8');
  expect(feed).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    feed_url: `${origin}/feed.json`,
    items: [
      { title: headline, url: `${origin}/articles/${first}` },
      { id: `${origin}/articles/${second}` },
    ],
  });
  expect(feed.items[0].content_html).toContain('Turkic-speaking');
});

test('the site’s name and address are its own in every feed', async () => {
  const settings = { SITE_NAME: 'News & <Views>', SITE_URL: 'https://www.news.example' };
  const { feed } = await read('/feed.xml', settings);
  expect(feed.rss.channel.title).toBe('News & <Views>');
  expect(feed.rss.channel.item[0].link).toBe(`https://www.news.example/articles/${first}`);
  expect((await read('/atom.xml', settings)).feed.feed.id).toBe(
    'https://www.news.example/atom.xml',
  );
});

describe.each([
  ['/feed.xml'],
  ['/atom.xml'],
  ['/feed.json'],
  ['/sitemap.xml'],
  ['/news-sitemap.xml'],
])('%s', (path) => {
  test('is answered with 304 while nothing changed', async () => {
    const page = await visitor().open(path);
    const tag = page.headers.get('ETag') ?? '';
    const again = await visitor().open(path, { 'If-None-Match': tag });
    expect(again.status).toBe(304);
    expect(again.source).toBe('');
    expect(
      (
        await visitor({ SITE_NAME: 'Another', SITE_URL: 'https://another.example' }).open(path, {
          'If-None-Match': tag,
        })
      ).status,
    ).toBe(200);
  });

  test('waits for the minute of an article', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2023, 3, 6, 16, 39, 59) });
    expect((await visitor().open(path)).source).not.toContain(first);
    vi.setSystemTime(Date.UTC(2023, 3, 6, 16, 40));
    expect((await visitor().open(path)).source).toContain(first);
  });
});

test('the site map has every article, and when it last changed', async () => {
  const { feed } = await read('/sitemap.xml');
  expect(feed.urlset.url).toEqual([
    { loc: `${origin}/articles` },
    { loc: `${origin}/pages/about` },
    { loc: `${origin}/articles/${first}`, lastmod: '2023-04-06T16:40:00.000Z' },
    { loc: `${origin}/articles/${second}`, lastmod: '2023-04-03T09:00:00.000Z' },
  ]);
});

test('the news map has what is younger than two days', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2023, 3, 8, 16, 39) });
  const { feed } = await read('/news-sitemap.xml');
  expect(feed.urlset.url).toMatchObject([
    {
      loc: `${origin}/articles/${first}`,
      'news:news': { 'news:title': headline, 'news:publication_date': '2023-04-06T16:40:00.000Z' },
    },
  ]);
  vi.setSystemTime(Date.UTC(2023, 3, 8, 16, 40));
  expect((await read('/news-sitemap.xml')).feed.urlset).not.toHaveProperty('url');
});

test('crawlers are told where the maps are, and to count no shares', async () => {
  const page = await visitor().open('/robots.txt');
  expect(page.headers.get('Content-Type')).toContain('text/plain');
  expect(page.source).toContain(`Sitemap: ${origin}/sitemap.xml`);
  expect(page.source).toContain('Disallow: /articles/*/share/');
  expect(page.source).not.toContain('/s/');
});

test('every page leads to the feeds', async () => {
  const { html } = await visitor().open('/articles');
  const links = html
    .querySelectorAll('link[rel=alternate]')
    .map((link) => link.getAttribute('href'));
  expect(links).toEqual(['/feed.xml', '/atom.xml', '/feed.json']);
});

describe('comments as feeds', () => {
  const html = (line: string) => `<div class="p-content"><p dir="auto">${line}</p></div>`;
  const everybody = { MODERATION: 'none' };
  const say = (slug: string, body: string, query = '') =>
    visitor(everybody).comment(
      slug,
      {
        body,
        name: 'Leyla <&> “x”',
        email: 'leyla@news.example',
        website: 'https://leyla.example/',
      },
      query,
    );

  test('of an article, and of all, the newest first', async () => {
    await say(first, 'One & <b>two</b>\n\u0007three');
    const [{ id = '' } = {}] = await newestComments(env.DB, first, 1);
    await say(first, 'An answer.', `?parent=${id}`);
    await say(second, 'Elsewhere.');
    await visitor({ MODERATION: 'all' }).comment(first, {
      body: 'It waits.',
      name: 'Samir',
      email: 'samir@news.example',
    });

    const { page, feed } = await read(`/articles/${first}/comments.atom`);
    expect(page.headers.get('Content-Type')).toBe('application/atom+xml; charset=utf-8');
    expect(feed.feed.entry).toHaveLength(2);
    expect(feed.feed.entry[0]).toMatchObject({
      content: { '#text': html('An answer.'), '@type': 'html' },
      'thr:in-reply-to': { '@ref': `${origin}/comments/${id}` },
    });
    expect(feed.feed.entry[1]).toMatchObject({
      id: `${origin}/comments/${id}`,
      author: [{ name: 'Leyla <&> “x”', uri: 'https://leyla.example/' }],
      content: { '#text': html('One &amp; &lt;b&gt;two&lt;/b&gt;<br>three') },
      'thr:in-reply-to': { '@ref': `${origin}/articles/${first}` },
    });
    const all = (await read('/comments.atom')).feed.feed;
    expect(all.entry).toHaveLength(3);
    expect(all.entry[0].content['#text']).toBe(html('Elsewhere.'));
    expect(all.updated).toBe(all.entry[0].published);
    const tag = page.headers.get('ETag') ?? '';
    const again = await visitor().open(`/articles/${first}/comments.atom`, {
      'If-None-Match': tag,
    });
    expect(again.status).toBe(304);
  });

  test('cost their own rows, whatever waits beside them', async () => {
    await env.DB.prepare(
      `INSERT INTO comments (id, slug, path, name, body, tree, face, status, email_hash, email_key, commenter_hash, commenter_key, created_at)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
       SELECT id, ?1, id, 'n', 'b', '[]', 'face', CASE WHEN i < 1000 THEN 'approved' ELSE 'spam' END, ?2, 'k2345678901', ?2, 'k2345678901', 1
       FROM (SELECT i, printf('0fe%023d', i) AS id FROM n)`,
    )
      .bind(second, 'h'.repeat(43))
      .run();
    for (const path of [`/articles/${second}/comments.atom`, '/comments.atom']) {
      const { db, cost } = watched(env.DB);
      await read(path, { DB: db });
      expect(cost.roundTrips).toBe(1);
      expect(cost.rowsRead).toBeLessThanOrEqual(50);
    }
  });

  test('are named by the article, and there is none of an article that is not there', async () => {
    const { html } = await visitor().open(`/articles/${first}`);
    const link = html.querySelector('link[href$="/comments.atom"]');
    expect(link?.getAttribute('href')).toBe(`/articles/${first}/comments.atom`);
    expect((await visitor().open('/articles/gone/comments.atom')).status).toBe(404);
  });
});
