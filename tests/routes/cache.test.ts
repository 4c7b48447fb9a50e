import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { watched } from '../../src/routes/database.ts';
import { ask, first, moderator, origin, press, second, visitor } from '../site.ts';

const settled = { SITE_URL: origin };
const everybody = { ...settled, MODERATION: 'none', MIN_SECONDS_TO_COMMENT: 0 };
const words = { body: 'The river knows no border.', name: 'Leyla', email: 'leyla@news.example' };
const article = `/articles/${first}`;

/** What is the same for everybody. */
const publicPaths = [
  '/',
  article,
  `${article}?sort=newest`,
  `${article}/comments`,
  `${article}/comments.atom`,
  `${article}/card`,
  `${article}/qr.svg`,
  '/articles',
  '/articles?in=2023',
  '/tags/iran',
  '/search?q=address',
  '/pages/about',
  '/privacy',
  '/comments.atom',
  '/feed.xml',
  '/atom.xml',
  '/feed.json',
  '/sitemap.xml',
  '/news-sitemap.xml',
  '/robots.txt',
  `/oembed?url=${encodeURIComponent(origin + article)}`,
];

beforeEach(async () => {
  await env.DB.batch(
    ['visits', 'decisions', 'comments', 'shares', 'counts', 'articles'].map((table) =>
      env.DB.prepare(`DELETE FROM ${table}`),
    ),
  );
});
afterEach(() => void vi.useRealTimers());

const headersOf = async (path: string, settings: object = settled, held?: string) =>
  (await visitor(settings).open(path, held ? { 'If-None-Match': held } : {})).headers;
const etagOf = async (path: string, settings: object = settled) =>
  (await headersOf(path, settings)).get('ETag') ?? '';
const statusOf = async (path: string, held: string, settings: object = settled) =>
  (await visitor(settings).open(path, { 'If-None-Match': held })).status;

test.each(publicPaths)('%s is kept for less than a minute, and not by browsers', async (path) => {
  const kept = /^public, max-age=0, must-revalidate, s-maxage=(\d+)$/;
  const [, seconds] = kept.exec((await headersOf(path)).get('Cache-Control') ?? '') ?? [];
  expect(Number(seconds)).toBeGreaterThan(0);
  expect(Number(seconds)).toBeLessThan(60);
});

test.each(publicPaths)('%s is kept by nobody on the way where a site has no name', async (path) => {
  expect((await headersOf(path, {})).get('Cache-Control')).toBe('private, no-cache');
});

test.each(publicPaths)('%s is not sent again to whoever holds it', async (path) => {
  const tag = await etagOf(path);
  const { status, headers, source } = await visitor(settled).open(path, { 'If-None-Match': tag });
  expect(status).toBe(304);
  expect(source).toBe('');
  expect(headers.get('ETag')).toBe(tag);
  expect(headers.get('Cache-Control')).toBe((await headersOf(path)).get('Cache-Control'));
  for (const held of [`"other", ${tag}`, tag.replace('W/', ''), '*'])
    expect(await statusOf(path, held)).toBe(304);
  for (const held of ['"other"', tag.slice(0, -2), ''])
    expect(await statusOf(path, held)).toBe(200);
});

test.each([
  ['/moderation'],
  ['/nowhere'],
  [`${article}/share`],
  [`${article}/share/telegram`],
  [`${article}?comment=01HZZZZZZZZZZZZZZZZZZZZZZZ&view=x`],
  ['/health'],
])('%s is kept by nobody', async (path) => {
  const response = await ask(new Request(origin + path, { redirect: 'manual' }), settled);
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  expect(response.headers.get('ETag')).toBeNull();
});

describe('a page that is held', () => {
  async function published(body: string): Promise<string> {
    const page = await visitor(everybody).comment(first, { ...words, body });
    return page.url.searchParams.get('comment') ?? '';
  }
  const set = (sql: string) => env.DB.prepare(sql).run();

  test('is sent again when the desk closes what nobody answered yet', async () => {
    const tag = await etagOf(article);
    const desk = moderator();
    const page = await desk.open(`/moderation/articles/${first}`);
    await desk.submit(page, 'form[action$=openings]', { opening: 'closed' });
    expect(await statusOf(article, tag)).toBe(200);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['a comment is published', () => published('Another.')],
    ['a comment is taken back', () => set(`UPDATE comments SET status = 'rejected'`)],
    ['a comment is deleted', () => set('DELETE FROM comments')],
    ['a name changes', () => set(`UPDATE comments SET name = 'Samir'`)],
    ['a website goes', () => set('UPDATE comments SET website = NULL')],
    ['a text changes', () => set(`UPDATE comments SET body = 'B', tree = '[["p","B"]]'`)],
    ['its face is another one', () => set(`UPDATE comments SET face = 'abcd'`)],
    ['a comment is pinned', () => set('UPDATE articles SET pinned_id = (SELECT id FROM comments)')],
    ['the conversation is closed', () => set('UPDATE articles SET is_open = 0')],
    ['it is passed on', () => visitor().open(`${article}/share/telegram`)],
  ])('is sent again when %s', async (_, change) => {
    await visitor(everybody).comment(first, { ...words, website: 'https://leyla.example/' });
    for (const path of ['/', article, `${article}/comments`]) {
      const tag = await etagOf(path);
      expect(await statusOf(path, tag)).toBe(304);
    }
    const tag = await etagOf(article);
    await change();
    for (const path of ['/', article, `${article}/comments`])
      expect(await statusOf(path, tag)).toBe(200);
  });

  test('is the same while a comment waits, is turned down, or stands under another article', async () => {
    const tag = await etagOf(article);
    await visitor().comment(first, words);
    expect(await statusOf(article, tag)).toBe(304);
    await press(moderator(), await moderator().open('/moderation'), 'rejection');
    await visitor(everybody).comment(second, words);
    expect(await statusOf(article, tag)).toBe(304);
    await press(moderator(), await moderator().open('/moderation?status=rejected'), 'approval');
    expect(await statusOf(article, tag)).toBe(200);
  });

  test.each([
    ['name', { SITE_NAME: 'The Caspian' }],
    ['networks', { SHARE_NETWORKS: 'telegram' }],
    ['page', { COMMENTS_PER_PAGE: 10 }],
    ['key', { SECRET_KEY: 'a'.repeat(43) }],
  ])('is sent again under another %s', async (_, change) => {
    const tag = await etagOf(article);
    expect(await statusOf(article, tag, { ...settled, ...change })).toBe(200);
  });

  test('costs one row, and so do headers alone', async () => {
    await published('One.');
    const tag = await etagOf(article);
    for (const init of [{ headers: { 'If-None-Match': tag } }, { method: 'HEAD' }]) {
      const { db, cost } = watched(env.DB);
      const answer = await ask(new Request(origin + article, init), { ...settled, DB: db });
      expect(await answer.text()).toBe('');
      expect(answer.headers.get('ETag')).toBe(tag);
      expect(cost).toMatchObject({ roundTrips: 1, rowsRead: 1, rowsWritten: 0 });
    }
  });

  test('holds for a day, so that its form never grows old', async () => {
    const tag = await etagOf(article);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 24 * 60 * 60 * 1000 });
    expect(await statusOf(article, tag)).toBe(200);
  });

  test('is another one with mail, which the privacy page speaks of', async () => {
    const tag = await etagOf('/privacy');
    const EMAIL = { send: async () => {} };
    expect(await statusOf('/privacy', tag, { ...settled, EMAIL })).toBe(200);
  });

  test('does not stand for an answer to a comment that is not there', async () => {
    const tag = await etagOf(article);
    expect(await statusOf(`${article}?parent=nobody`, tag)).toBe(404);
  });

  // RFC 9111, 4.3.4: what a 304 does not say of itself stays as it is held.
  test('keeps the policy by which its form asks Turnstile', async () => {
    const asking = { ...settled, TURNSTILE_SITE_KEY: 'site', TURNSTILE_SECRET_KEY: 'secret' };
    const page = await headersOf(article, asking);
    const tag = page.get('ETag') ?? '';
    expect(page.get('Content-Security-Policy')).toContain('challenges.cloudflare.com');
    expect(await statusOf(article, tag, asking)).toBe(304);
    expect((await headersOf(article, asking, tag)).has('Content-Security-Policy')).toBe(false);
  });
});

describe('nothing is kept past the next scheduled change:', () => {
  const published = Date.UTC(2023, 3, 6, 16, 40);
  const day = 24 * 60 * 60 * 1000;
  const at = (now: number) => vi.useFakeTimers({ toFake: ['Date'], now });
  const secondsOf = async (path: string, settings: object = settled) =>
    Number(
      /s-maxage=(\d+)/.exec((await headersOf(path, settings)).get('Cache-Control') ?? '')?.[1],
    );

  test('an article’s minute', async () => {
    at(published - 10_000);
    expect(await secondsOf('/articles')).toBe(10);
    const tag = await etagOf('/articles');
    at(published - 900);
    expect((await headersOf('/articles')).get('Cache-Control')).toBe('no-cache');
    expect(await statusOf('/articles', tag)).toBe(304);
    at(published);
    expect(await secondsOf('/articles')).toBe(55);
    expect(await statusOf('/articles', tag)).toBe(200);
  });

  test('the end of a conversation', async () => {
    const closing = { ...settled, CLOSE_COMMENTS_AFTER_DAYS: 14 };
    at(published + 14 * day - 20_000);
    const tag = await etagOf(article, closing);
    expect(await secondsOf(article, closing)).toBe(20);
    at(published + 14 * day);
    expect(await secondsOf(article, closing)).toBe(55);
    expect(await statusOf(article, tag, closing)).toBe(200);
  });

  test('two days of news', async () => {
    at(published + 2 * day - 5_000);
    expect(await secondsOf('/news-sitemap.xml')).toBe(5);
    const tag = await etagOf('/news-sitemap.xml');
    at(published + 2 * day);
    expect(await statusOf('/news-sitemap.xml', tag)).toBe(200);
  });
});

describe('when the database does not answer', () => {
  const silent = () => new Promise(() => {});
  const statement = { bind: () => statement, all: silent, first: silent, run: silent };
  const never = { prepare: () => statement, batch: silent };

  test.each([
    ['asked for', false],
    ['asked for by whoever holds it', true],
  ])('the article is served after two seconds, and kept by nobody: %s', async (_, isHeld) => {
    const held = isHeld ? { 'If-None-Match': await etagOf(article) } : {};
    const begun = performance.now();
    const page = await visitor({ ...settled, DB: never }).open(article, held);
    expect(performance.now() - begun).toBeLessThan(3500);
    expect(page.status).toBe(200);
    expect(page.html.querySelector('main')?.text).toContain('The foreign ministry summoned');
    expect(page.html.querySelector('#comments')?.text).toContain(
      'The conversation cannot be shown at the moment.',
    );
    expect(page.headers.get('Cache-Control')).toBe('no-store');
  });

  test.each([['comments'], ['comments.atom']])(
    'a page that has nothing else says so: %s',
    async (page) => {
      const answer = await visitor({ ...settled, DB: never }).open(`${article}/${page}`);
      expect(answer.status).toBe(503);
    },
  );
});
