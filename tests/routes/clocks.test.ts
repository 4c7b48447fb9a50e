// A clock that jumps: put back an hour, or forward a day, between two requests.
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { tidy } from '../../src/model/retention.ts';
import { noteTold, untold } from '../../src/model/word.ts';
import type { Reader } from '../reader.ts';
import { first, moderator, origin, press, second, visitor } from '../site.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const noon = Date.UTC(2026, 0, 10, 12);

const words = { body: 'The river knows no border.', name: 'Leyla', email: 'leyla@news.example' };
const open = { MODERATION: 'none', MIN_SECONDS_TO_COMMENT: 0, SITE_URL: origin };

const jumpTo = (now: number) => vi.setSystemTime(now);

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon });
  for (const table of ['reports', 'decisions', 'comments', 'tries', 'visits', 'salts', 'chores']) {
    await env.DB.prepare(`DELETE FROM ${table} WHERE true`).run();
  }
});

afterEach(() => void vi.useRealTimers());

const jumps = [
  ['back an hour', -hour],
  ['back a second', -1000],
  ['forward a day', day],
] as const;

describe.each(jumps)('a clock that is put %s', (_, jump) => {
  test.each([
    ['a browser', {}],
    ['a text browser, which only has the form’s token', { Origin: '' }],
  ])('between form and comment loses no comment of %s', async (_, headers) => {
    const reader = visitor(open, headers);
    const page = await reader.open(`/articles/${first}`);
    jumpTo(noon + jump);
    const sent = await reader.submit(page, '#reply form', words);
    expect(reader.redirects.map(({ status }) => status)).toEqual([303]);
    expect(sent.html.querySelector('#comments')?.text).toContain(words.body);
  });

  test('between comment and redirect shows its author the comment, or the article', async () => {
    const { MODERATION: _, ...waiting } = open;
    const reader = visitor(waiting);
    const { url } = await reader.comment(first, words);
    jumpTo(noon + jump);
    const page = await reader.open(url.pathname + url.search);
    expect(page.status).toBe(200);
    expect(page.source.includes(words.body)).toBe(jump < 0);
  });

  test('between comments keeps all of them, each in its place', async () => {
    const said = async (body: string, query = '') => {
      const page = await visitor(open).comment(first, { ...words, body }, query);
      return page.url.searchParams.get('comment') ?? '';
    };
    const one = await said('One.');
    jumpTo(noon + jump);
    const two = await said('Two.');
    const answer = await said('An answer to one.', `?parent=${one}`);
    jumpTo(noon + minute);
    const three = await said('Three.');

    const ids = [one, two, answer, three];
    expect(new Set(ids).size).toBe(4);
    const page = await visitor(open).open(`/articles/${first}`);
    for (const id of ids) {
      expect(page.html.querySelector(`#comment-${id}`), id).not.toBeNull();
      expect((await visitor(open).open(`/comments/${id}`)).url.hash).toBe(`#comment-${id}`);
    }
    const order = [...page.source.matchAll(/id="comment-(\w{26})"/g)].map(([, id]) => id);
    expect(order.indexOf(answer)).toBe(order.indexOf(one) + 1);
    const count = env.DB.prepare('SELECT comment_count FROM articles WHERE slug = ?1').bind(first);
    expect(await count.first('comment_count')).toBe(4);
    const feed = await visitor(open).open(`/articles/${first}/comments.atom`);
    for (const id of ids) expect(feed.source).toContain(id);
  });

  test('lets the desk decide, and take it back', async () => {
    const { MODERATION: _, ...waiting } = open;
    await visitor(waiting).comment(first, words);
    jumpTo(noon + jump);
    const status = () => env.DB.prepare('SELECT status FROM comments').first('status');
    const desk = moderator();
    const decided = await press(desk, await desk.open('/moderation'), 'approval');
    expect(await status()).toBe('approved');
    await desk.submit(decided, 'form[action$=undoing]');
    expect(await status()).toBe('pending');
  });

  test('hides no report from the desk', async () => {
    const { id } = await published();
    const desk = moderator();
    await press(desk, await desk.open('/moderation?status=approved'), 'approval');
    jumpTo(noon + jump);
    const reader = visitor(open, { 'CF-Connecting-IP': '203.0.113.7' });
    const page = await reader.open(`/comments/${id}/reports`);
    await reader.submit(page, 'form[action$=reports]', {
      reason: 'abuse',
      words: 'It insults me.',
    });
    jumpTo(noon + Math.max(0, jump) + minute);
    expect((await desk.open('/moderation')).source).toContain('It insults me.');
  });

  test('lets an author change and delete what was said a moment ago, or says that it is too late', async () => {
    const reader = visitor(open);
    const page = await reader.comment(first, words);
    const path = page.html.querySelector('a[href*="/manage?key="]')?.getAttribute('href') ?? '';
    jumpTo(noon + jump);
    const own = await reader.open(path);
    const form = own.html.querySelector('form[action$=edits]');
    expect(form !== null).toBe(jump < 0);
    if (form) await reader.submit(own, 'form[action$=edits]', { body: 'Said better.' });
    const body = await env.DB.prepare('SELECT body FROM comments').first('body');
    expect(body).toBe(form ? 'Said better.' : words.body);
    await reader.submit(await reader.open(path), 'form[action$=deletion]');
    expect(await env.DB.prepare('SELECT 1 FROM comments').first()).toBeNull();
  });
});

const published = async (reader: Reader = visitor(open), body = words.body) => {
  const page = await reader.comment(first, { ...words, body });
  return { id: page.url.searchParams.get('comment') ?? '' };
};

describe('whoever sends too much', () => {
  test.each([0, 1, 999, 1000, 30_000, 59_000, 59_001, 59_999])(
    'is told to wait a whole number of seconds, one at least, %i ms into a minute',
    async (into) => {
      jumpTo(noon + into);
      const reader = visitor({ ...open, COMMENTS_PER_MINUTE: 1 });
      await reader.comment(first, words);
      const page = await reader.comment(first, { ...words, body: 'Two.' });
      expect(page.status).toBe(429);
      const wait = page.headers.get('Retry-After') ?? '';
      expect(wait).toMatch(/^[1-9]\d?$/);
      expect(into + Number(wait) * 1000).toBeGreaterThanOrEqual(minute);
    },
  );

  test.each(jumps)('may write again once the clock is put %s', async (_, jump) => {
    const settings = { ...open, COMMENTS_PER_MINUTE: 1 };
    const reader = visitor(settings);
    await reader.comment(first, words);
    expect((await reader.comment(first, { ...words, body: 'Two.' })).status).toBe(429);
    jumpTo(noon + (jump === -1000 ? -minute : jump));
    expect((await reader.comment(first, { ...words, body: 'Two.' })).status).toBe(200);
  });
});

describe('what may be kept of a page', () => {
  /** By whoever asks again with what they have. */
  const kept = /^public, max-age=0, must-revalidate, s-maxage=([1-9]\d?)$|^no-cache$/;
  const appears = Date.UTC(2023, 3, 6, 16, 40);

  test.each([
    appears - hour,
    appears - 1,
    appears,
    appears + 2 * day - 1,
    appears + 2 * day,
    noon,
    noon - 12 * hour - 1,
  ])('is never less than nothing, and never past what comes next: at %i', async (now) => {
    jumpTo(now);
    for (const path of [
      '/',
      '/feed.xml',
      '/news-sitemap.xml',
      '/articles',
      `/articles/${second}`,
    ]) {
      const settings = { ...open, CLOSE_COMMENTS_AFTER_DAYS: 2 };
      const { headers } = await visitor(settings).open(path);
      const keeping = headers.get('Cache-Control') ?? '';
      expect(keeping, path).toMatch(kept);
      const seconds = kept.exec(keeping)?.[1] ?? 0;
      if (now < appears) expect(now + Number(seconds) * 1000, path).toBeLessThanOrEqual(appears);
    }
  });

  test('has no name twice, whatever the clock says', async () => {
    const names: string[] = [];
    const note = async () => {
      const { headers } = await visitor(open).open(`/articles/${first}`);
      names.push(headers.get('ETag') ?? '');
    };
    for (const [turn, now] of [noon, noon - hour, noon + day, noon, noon - day, noon].entries()) {
      jumpTo(now);
      await published(visitor(open), `Said in turn ${turn}.`);
      await note();
    }
    // The database's own clock was ahead.
    await env.DB.prepare('UPDATE articles SET revision = ?1')
      .bind(noon + 400 * day)
      .run();
    await note();
    for (const body of ['Once more.', 'And again.']) {
      await published(visitor(open), body);
      await note();
    }
    expect(new Set(names).size).toBe(names.length);
  });
});

test('no article is shown before its time, nor after a clock was put back again', async () => {
  const time = Date.UTC(2023, 3, 6, 16, 40);
  for (const [now, status] of [
    [time - 1, 404],
    [time + day, 200],
    [time - hour, 404],
    [time, 200],
  ] as const) {
    jumpTo(now);
    for (const path of [
      `/articles/${first}`,
      `/articles/${first}/card`,
      `/articles/${first}/share`,
    ]) {
      expect((await visitor(open).open(path)).status, `${path} at ${now}`).toBe(status);
    }
    for (const path of ['/', '/articles', '/feed.xml', '/sitemap.xml', '/search?q=diplomats']) {
      const { source } = await visitor(open).open(path);
      expect(source.includes(first), `${path} at ${now}`).toBe(status === 200);
    }
  }
});

describe('what is to be forgotten', () => {
  test('takes no comment away that has its time, when the clock was a day ahead for an hour', async () => {
    const { id } = await published();
    const desk = moderator();
    await press(desk, await desk.open('/moderation?status=approved'), 'rejection');
    await tidy(env.DB, noon + day);
    await tidy(env.DB, noon + hour);
    const row = env.DB.prepare('SELECT status FROM comments WHERE id = ?1').bind(id);
    expect(await row.first('status')).toBe('rejected');
    await published(visitor(open, { 'CF-Connecting-IP': '203.0.113.9' }), 'Another.');
    expect((await env.DB.prepare('SELECT 1 FROM comments').all()).results).toHaveLength(2);
  });

  test('goes, though the clock was back meanwhile', async () => {
    await published();
    await tidy(env.DB, noon - hour);
    await tidy(env.DB, noon + 3 * day);
    expect(await env.DB.prepare('SELECT visitor, retry_key FROM comments').first()).toEqual({
      visitor: null,
      retry_key: null,
    });
  });
});

test('the editors are told what waits, though the last word to them is dated tomorrow', async () => {
  const { MODERATION: _, ...waiting } = open;
  await visitor(waiting).comment(first, words);
  const ahead = await untold(env.DB, 'email', noon + day);
  if (!ahead) throw new Error('nothing waits');
  await noteTold(env.DB, 'email', ahead, noon + day);
  jumpTo(noon + minute);
  await visitor(waiting).comment(first, { ...words, body: 'It waits too.' });
  expect((await untold(env.DB, 'email', noon + hour))?.waiting.total).toBe(2);
  const told = await untold(env.DB, 'email', noon + hour);
  if (told) await noteTold(env.DB, 'email', told, noon + hour);
  expect(await untold(env.DB, 'email', noon + 2 * hour)).toBeUndefined();
});
