import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Keys } from '../../src/model/keys.ts';
import {
  addVisits,
  dayCounts,
  dayOf,
  forgetVisitors,
  shareCounts,
  type Visit,
  VisitBook,
} from '../../src/model/visits.ts';
import { metered } from '../meter.ts';

afterEach(() => {
  vi.useRealTimers();
});

const visitor = (name: string) => name.padEnd(43, 'x');
const key = 'dGVzdHMgc2lnbiBhbmQgaGFzaCB3aXRoIHRoaXMga2V5IQ';

let articles = 0;
/** A share by somebody, today, of an article that nothing else is about. */
async function share(more: Partial<Visit> = {}): Promise<Visit> {
  const day = more.day ?? dayOf(Date.now());
  await env.DB.prepare('INSERT INTO salts (day, salt) VALUES (?1, ?2) ON CONFLICT DO NOTHING')
    .bind(day, visitor('salt'))
    .run();
  return {
    event: 'share',
    slug: `article-${articles++}`,
    channel: 'x',
    day,
    visitor: visitor('a'),
    ...more,
  };
}

describe('one visitor', () => {
  test('is counted once for each article, channel and day', async () => {
    const visit = await share();
    await addVisits(env.DB, [visit, visit]);
    await addVisits(env.DB, [visit]);
    expect(await shareCounts(env.DB, visit.slug)).toEqual({ total: 1, byNetwork: { x: 1 } });
    await addVisits(env.DB, [{ ...visit, channel: 'email' }]);
    await addVisits(env.DB, [{ ...visit, visitor: visitor('b') }]);
    await addVisits(env.DB, [await share({ slug: visit.slug, day: visit.day - 1 })]);
    expect(await shareCounts(env.DB, visit.slug)).toEqual({
      total: 4,
      byNetwork: { email: 1, x: 3 },
    });
    const row = await env.DB.prepare('SELECT share_count FROM articles WHERE slug = ?')
      .bind(visit.slug)
      .first();
    expect(row).toEqual({ share_count: 4 });
  });

  test('who arrives has shared nothing', async () => {
    const visit = await share({ event: 'arrival', channel: 'link' });
    await addVisits(env.DB, [visit]);
    expect((await shareCounts(env.DB, visit.slug)).total).toBe(0);
    expect(await dayCounts(env.DB, visit.day, visit.slug)).toEqual([
      { day: visit.day, slug: visit.slug, event: 'arrival', channel: 'link', count: 1 },
    ]);
  });
});

test('days are counted apart, the newest first', async () => {
  const visit = await share();
  const before = await share({ slug: visit.slug, day: visit.day - 1 });
  await addVisits(env.DB, [before, visit]);
  const days = (await dayCounts(env.DB, visit.day - 1, visit.slug)).map(({ day }) => day);
  expect(days).toEqual([visit.day, visit.day - 1]);
  expect(await dayCounts(env.DB, visit.day, visit.slug)).toHaveLength(1);
});

test('after two days nobody can be told apart any more, and every count stays', async () => {
  const today = dayOf(Date.now());
  const visits = await Promise.all(
    [0, 1, 2].map((ago) => share({ slug: 'forgotten', day: today - ago })),
  );
  await addVisits(env.DB, visits);
  await forgetVisitors(env.DB, Date.now());
  const days = async (table: string) => {
    const { results } = await env.DB.prepare(
      `SELECT DISTINCT day FROM ${table} ORDER BY day`,
    ).all();
    return results.map(({ day }) => day);
  };
  expect(await days('salts')).toEqual([today - 1, today]);
  expect(await days("visits WHERE slug = 'forgotten'")).toEqual([today - 1, today]);
  expect((await shareCounts(env.DB, 'forgotten')).total).toBe(3);
});

describe('the book', () => {
  test('writes one batch while the next one gathers', async () => {
    const { db, cost } = metered(env.DB);
    const book = new VisitBook(db);
    const visit = await share();
    const everybody = Array.from({ length: 300 }, (_, index) =>
      book.add({ ...visit, visitor: visitor(`v${index}`) }, Date.now()),
    );
    await Promise.all(everybody);
    expect((await shareCounts(env.DB, visit.slug)).total).toBe(300);
    expect(cost.roundTrips).toBe(2);
  });

  test('takes no more than a thousand that wait', async () => {
    const book = new VisitBook(env.DB);
    const visit = await share();
    await Promise.all(
      Array.from({ length: 1500 }, (_, index) =>
        book.add({ ...visit, visitor: visitor(`v${index}`) }, Date.now()),
      ),
    );
    expect((await shareCounts(env.DB, visit.slug)).total).toBe(1001);
  });

  test('goes on after the database was away, and after a writer that was cut off', async () => {
    const visit = await share();
    let isAway = true;
    const unsteady = new Proxy(env.DB, {
      get: (db) => (sql: string) => {
        if (isAway) throw new Error('D1_ERROR: away');
        return db.prepare(sql);
      },
    });
    const book = new VisitBook(unsteady);
    await expect(book.add(visit, Date.now())).rejects.toThrow('away');
    isAway = false;
    await book.add({ ...visit, visitor: visitor('b') }, Date.now());
    expect((await shareCounts(env.DB, visit.slug)).total).toBe(1);

    const stuck = new VisitBook(
      new Proxy(env.DB, {
        get: (db) => (sql: string) =>
          isAway ? { bind: () => ({ run: () => new Promise(() => {}) }) } : db.prepare(sql),
      }),
    );
    isAway = true;
    void stuck.add(visit, Date.now());
    isAway = false;
    await stuck.add({ ...visit, visitor: visitor('c') }, Date.now());
    expect((await shareCounts(env.DB, visit.slug)).total).toBe(1);
    await stuck.add({ ...visit, visitor: visitor('d') }, Date.now() + 10_001);
    expect((await shareCounts(env.DB, visit.slug)).total).toBe(3);
  });

  test('tells visitors apart by day, and asks for the salt once', async () => {
    const keys = await Keys.derive(key);
    if (!keys) throw new Error('no key');
    const { db, cost } = metered(env.DB);
    const book = new VisitBook(db);
    const day = dayOf(Date.now());
    const traits = ['203.0.113.7', 'Lynx'];
    const [one, again] = [
      await book.visitor(keys, day, traits),
      await book.visitor(keys, day, traits),
    ];
    expect(cost.roundTrips).toBe(1);
    expect(again).toBe(one);
    expect(one).toMatch(/^[\w-]{43}$/);
    expect(await book.visitor(keys, day, ['203.0.113.8', 'Lynx'])).not.toBe(one);
    expect(await book.visitor(keys, day + 1, traits)).not.toBe(one);
    expect(await new VisitBook(env.DB).visitor(keys, day, traits)).toBe(one);
    await env.DB.prepare('DELETE FROM salts WHERE day = ?').bind(day).run();
    expect(await new VisitBook(env.DB).visitor(keys, day, traits)).not.toBe(one);
  });
});

test.each([
  ['an address', { visitor: '203.0.113.7' }],
  ['another event', { event: 'read' }],
  ['a day without a salt', { day: 7 }],
])('the database takes no visit with %s', async (_, wrong) => {
  const visit = Object.assign(await share(), wrong);
  await expect(addVisits(env.DB, [visit])).rejects.toThrow(/constraint/i);
});
