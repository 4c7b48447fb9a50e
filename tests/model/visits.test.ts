import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Keys } from '../../src/model/keys.ts';
import { tidy } from '../../src/model/retention.ts';
import {
  addVisits,
  dayCounts,
  dayOf,
  type Sighting,
  shareCounts,
  sighted,
  type Visit,
  VisitBook,
} from '../../src/model/visits.ts';
import { watched } from '../../src/routes/database.ts';
import { faulty } from '../faulty.ts';

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
  await tidy(env.DB, Date.now());
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

/** What it tells of is in tests/routes/cost.test.ts. */
const bookIn = (db: D1Database) => new VisitBook(db, () => {});

describe('the book', async () => {
  const keys = await Keys.derive(key);
  if (!keys) throw new Error('no key');
  let names = 0;
  const day = dayOf(Date.now());
  const sight = (slug: string, name = `somebody ${names++}`): Sighting => ({
    event: 'share',
    slug,
    channel: 'x',
    day,
    traits: name,
  });

  test('writes what comes together in one batch', async () => {
    const { db, cost } = watched(env.DB);
    const book = bookIn(db);
    const crowd = Array.from({ length: 300 }, () => book.add(keys, sight('crowd'), Date.now()));
    await Promise.all(crowd);
    expect((await shareCounts(env.DB, 'crowd')).total).toBe(300);
    expect(cost.roundTrips).toBe(2); // the salt, and all of them
  });

  test('takes no more than a thousand that wait', async () => {
    const book = bookIn(env.DB);
    const flood = Array.from({ length: 1500 }, () => book.add(keys, sight('flood'), Date.now()));
    await Promise.all(flood);
    expect((await shareCounts(env.DB, 'flood')).total).toBe(1000);
  });

  test('loses nothing of what came while the database was away', async () => {
    let isAway = true;
    const unsteady = new Proxy(env.DB, {
      get: (db, method) => {
        if (isAway) throw new Error('D1_ERROR: away');
        const found = Reflect.get(db, method);
        return typeof found === 'function' ? found.bind(db) : found;
      },
    });
    const book = bookIn(unsteady);
    await expect(book.add(keys, sight('unsteady'), Date.now())).rejects.toThrow('away');
    isAway = false;
    await book.add(keys, sight('unsteady'), Date.now());
    expect((await shareCounts(env.DB, 'unsteady')).total).toBe(2);
  });

  test('loses nothing of what comes while the database refuses something else', async () => {
    const asked = Promise.withResolvers<void>();
    const refusal = Promise.withResolvers<never>();
    let isAway = true;
    const refusing = new Proxy(env.DB, {
      get: (db, method) => {
        const found = Reflect.get(db, method);
        if (method !== 'batch' || !isAway) return found.bind(db);
        asked.resolve();
        return () => refusal.promise;
      },
    });
    const book = bookIn(refusing);
    const first = book.add(keys, sight('refused'), Date.now());
    await asked.promise;
    await book.add(keys, sight('refused'), Date.now());
    refusal.reject(new Error('D1_ERROR: away'));
    await expect(first).rejects.toThrow('away');
    isAway = false;
    await book.add(keys, sight('refused'), Date.now());
    expect((await shareCounts(env.DB, 'refused')).total).toBe(3);
  });

  test('goes on after a writer that was cut off', async () => {
    let isStuck = true;
    const cutOff = Promise.withResolvers<void>();
    const stuck = new Proxy(env.DB, {
      get: (db, method) => {
        const found = Reflect.get(db, method);
        if (method !== 'batch' || !isStuck) return found.bind(db);
        cutOff.resolve();
        return () => new Promise(() => {});
      },
    });
    const book = bookIn(stuck);
    void book.add(keys, sight('stuck'), Date.now());
    await cutOff.promise;
    isStuck = false;
    await book.add(keys, sight('stuck'), Date.now());
    expect((await shareCounts(env.DB, 'stuck')).total).toBe(0);
    await book.add(keys, sight('stuck'), Date.now() + 10_001);
    expect((await shareCounts(env.DB, 'stuck')).total).toBe(2);
  });

  test('goes on after a clock that was put back while somebody wrote', async () => {
    let isStuck = true;
    const asked = Promise.withResolvers<void>();
    const stuck = faulty(env.DB, (_, answer) => {
      asked.resolve();
      return isStuck ? new Promise(() => {}) : answer();
    });
    const book = bookIn(stuck);
    void book.add(keys, sight('put back'), Date.now());
    await asked.promise;
    isStuck = false;
    await book.add(keys, sight('put back'), Date.now() - 3_600_000);
    expect((await shareCounts(env.DB, 'put back')).total).toBe(1);
  });

  test('is written once at least, however the clock jumps meanwhile', async () => {
    await bookIn(env.DB).add(keys, sight('jumped'), Date.now() - 24 * 3_600_000);
    expect((await shareCounts(env.DB, 'jumped')).total).toBe(1);
  });

  test('goes on after the salt of its day was lost, by a clock far ahead or in a restored database', async () => {
    const book = bookIn(env.DB);
    await book.add(keys, sight('salted anew'), Date.now());
    await tidy(env.DB, Date.now() + 3 * 24 * 3_600_000);
    await expect(book.add(keys, sight('salted anew'), Date.now())).rejects.toThrow('FOREIGN KEY');
    await book.add(keys, sight('salted anew'), Date.now());
    expect((await shareCounts(env.DB, 'salted anew')).total).toBe(3);
  });

  const written = async (slug: string) => {
    const { results } = await env.DB.prepare('SELECT visitor FROM visits WHERE slug = ?')
      .bind(slug)
      .all();
    return results.map(({ visitor: one }) => one);
  };

  test('tells visitors apart on one day, and on the next they are others', async () => {
    const traits = await sighted(keys, ['203.0.113.7', 'Lynx']);
    expect(await sighted(keys, ['203.0.113.8', 'Lynx'])).not.toBe(traits);
    const again = [bookIn(env.DB), bookIn(env.DB)];
    for (const book of again) await book.add(keys, sight('apart', traits), Date.now());
    expect(await written('apart')).toHaveLength(1);
    await again[0]?.add(keys, { ...sight('apart', traits), day: day + 1 }, Date.now());
    const [one, other] = await written('apart');
    expect(other).not.toBe(one);
    expect([one, other]).not.toContain(traits);
  });

  test('with another salt nobody is who they were', async () => {
    await bookIn(env.DB).add(keys, sight('salted', 'somebody'), Date.now());
    const before = await written('salted');
    await env.DB.prepare('DELETE FROM salts WHERE day = ?').bind(day).run();
    expect(await written('salted')).toEqual([]);
    await bookIn(env.DB).add(keys, sight('salted', 'somebody'), Date.now());
    expect(await written('salted')).not.toEqual(before);
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
