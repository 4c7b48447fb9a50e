import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import app from '../../src/index.ts';
import { watched } from '../../src/routes/database.ts';
import { holdBack } from '../held.ts';
import { ask, first, moderator, origin, visitor } from '../site.ts';

const lines: string[] = [];

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation((line) => lines.push(line));
});

afterEach(() => {
  vi.restoreAllMocks();
  lines.splice(0);
});

const logged = () => lines.map((line) => JSON.parse(line));

describe('a request leaves a line in the log', () => {
  test.each([
    [`/articles/${first}`, { route: '/articles/:slug', status: 200, roundTrips: 1 }],
    ['/search?q=leyla', { route: '/search', status: 200, roundTrips: 0 }],
    ['/comments/01HZZZZZZZZZZZZZZZZZZZZZZZ', { route: '/comments/:id', status: 404 }],
    ['/moderation', { route: '/moderation', status: 401, roundTrips: 0 }],
    ['/leyla@news.example', { route: '/*', status: 404, roundTrips: 0 }],
  ])('%s', async (path, expected) => {
    await ask(new Request(origin + path));
    expect(logged()).toEqual([expect.objectContaining({ method: 'GET', ...expected })]);
    expect(logged()[0].ms).toBeGreaterThanOrEqual(0);
    expect(lines.join()).not.toMatch(/leyla|azerbaijan|01HZ/);
  });

  test('with the rows that D1 counted', async () => {
    const { db, cost } = watched(env.DB);
    await ask(new Request(`${origin}/articles/${first}`), { DB: db });
    const { roundTrips, rowsRead, rowsWritten } = cost;
    expect(logged()).toEqual([expect.objectContaining({ roundTrips, rowsRead, rowsWritten })]);
  });

  test('and one that writes, with what it wrote, and with nothing of who wrote what', async () => {
    const leyla = visitor({ MIN_SECONDS_TO_COMMENT: 0 }, { 'CF-Connecting-IP': '203.0.113.9' });
    const typing = { name: 'Leyla', email: 'leyla@news.example', body: 'What I have seen there' };
    const { status } = await leyla.comment(first, typing);
    expect(status).toBe(200);
    const line = logged().find(({ method }) => method === 'POST');
    expect(line).toMatchObject({ route: '/articles/:slug/comments', status: 303 });
    expect(line.rowsWritten).toBeGreaterThan(5);
    expect(lines.join()).not.toMatch(/leyla|203\.0|seen|azerbaijan/i);
  });

  test('which has the name of a request that failed, as its reader was told it', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    await ask(new Request(origin));
    const answer = await ask(new Request(origin), { MODERATION: 'whoever' });
    const [well, failed] = logged();
    expect(well.request).toBeUndefined();
    expect(failed.status).toBe(500);
    expect(await answer.text()).toContain(`<code>${failed.request}</code>`);
  });
});

describe('a visit that is written down', () => {
  const path = `/articles/${first}/share/x`;

  test('is told of with those that are written with it, and what they cost', async () => {
    const bound = { ...env };
    const pass = async (...readers: readonly number[]) => {
      const context = createExecutionContext();
      const letGo = holdBack();
      for (const reader of readers) {
        const headers = { 'CF-Connecting-IP': `203.0.113.${reader}` };
        await app.fetch(new Request(origin + path, { headers }), bound, context);
      }
      letGo();
      await waitOnExecutionContext(context);
    };
    await pass(1, 2, 3, 4);
    expect(logged()).toEqual([expect.objectContaining({ route: 'visits', visits: 4 })]);
    expect(logged()[0].rowsWritten).toBeGreaterThan(4);
    await pass(5, 4);
    expect(logged()[1]).toMatchObject({ visits: 2, roundTrips: 1, rowsWritten: 4 }); // the fourth was there
    expect(lines.join()).not.toMatch(/azerbaijan|203\.0/);
  });

  test.each([
    ['a crawler', {}, { 'User-Agent': 'Googlebot/2.1' }],
    ['whoever asks not to be followed', {}, { 'Sec-GPC': '1' }],
    ['anybody, while there is no key', { SECRET_KEY: '' }, {}],
  ])('and that of %s, which is not, leaves a line of its own', async (_, settings, headers) => {
    await ask(new Request(origin + path, { headers, redirect: 'manual' }), settings);
    expect(logged()).toEqual([
      expect.objectContaining({ route: '/articles/:slug/share/:network', status: 302 }),
    ]);
  });
});

describe('what a page cost is told', () => {
  test('to moderators', async () => {
    const { headers } = await moderator().open('/moderation');
    const [{ roundTrips, rowsRead }] = logged();
    expect(roundTrips).toBeGreaterThan(0);
    expect(headers.get('Server-Timing')).toMatch(
      new RegExp(
        `^total;dur=\\d+, db;dur=\\d+;desc="${roundTrips} round trips, ${rowsRead} rows read, 0 written"$`,
      ),
    );
  });

  test.each(['/', `/articles/${first}`, '/health', '/moderation'])(
    'to nobody else (%s)',
    async (path) => {
      const response = await ask(new Request(origin + path));
      expect(response.headers.has('Server-Timing')).toBe(false);
    },
  );
});
