import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Filter, lookedThrough, queue, wholeConversation } from '../../src/model/queue.ts';
import { watched } from '../../src/routes/database.ts';

beforeEach(async () => {
  await env.DB.prepare('DELETE FROM comments').run();
});

/** Comments that wait, each by a commenter of its own; some by one who wrote them all. */
async function seed(count: number, more: { slug?: string; status?: string; from?: number } = {}) {
  const { slug = 'queue', status = 'pending', from = 0 } = more;
  await env.DB.prepare(
    `INSERT INTO comments (id, slug, path, name, body, tree, face, status, email_hash, email_key, commenter_hash, commenter_key, verdict, created_at)
     WITH RECURSIVE n (i) AS (SELECT ?4 + 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?4 + ?2)
     SELECT id, ?1, id, printf('Reader %d', i), printf('Number %d.', i), printf('[["p","Number %d."]]', i), 'face', ?3, hash, 'k2345678901', hash, 'k2345678901',
       iif(i % 1000 = 0, '[{"rule":"links","points":15}]', '[{"rule":"first","points":10}]'), i
     FROM (SELECT printf('%026d', i) AS id, printf('%043d', i) AS hash, i FROM n)`,
  )
    .bind(slug, count, status, from)
    .run();
}

const numbers = async (filter: Partial<Filter> = {}, after = '', size = 50) => {
  const { comments, next } = await queue(env.DB, { status: 'pending', ...filter }, after, size);
  return { numbers: comments.map(({ createdAt }) => createdAt), next };
};

test('what waits comes oldest first, and pages by key', async () => {
  await seed(5);
  await seed(2, { status: 'approved', from: 5 });
  const page = await numbers({}, '', 3);
  expect(page.numbers).toEqual([1, 2, 3]);
  expect(await numbers({}, page.next, 3)).toEqual({ numbers: [4, 5], next: undefined });
});

describe('ten thousand waiting comments', () => {
  const size = 50;

  test('page as fast as a hundred: one round trip, and the same rows', async () => {
    const costOf = async (after: string) => {
      const { db, cost } = watched(env.DB);
      const page = await queue(db, { status: 'pending' }, after, size);
      expect(page.comments).toHaveLength(size);
      expect(cost.roundTrips).toBe(1);
      return cost.rowsRead;
    };
    await seed(100);
    const few = await costOf('');
    await seed(9_900, { from: 100 });
    expect(await costOf('')).toBe(few);
    expect(await costOf(String(5_000).padStart(26, '0'))).toBe(few);
  });

  test('of one article are found without looking at the others', async () => {
    await seed(10_000);
    await seed(60, { slug: 'other', from: 20_000 });
    const { db, cost } = watched(env.DB);
    const page = await queue(db, { status: 'pending', slug: 'other' }, '', size);
    expect(page.comments).toHaveLength(size);
    expect(cost.rowsRead).toBeLessThan(10 * size);
  });

  test('are looked through by reason or by text, so many at a time, until all are found', async () => {
    await seed(10_000);
    const found: number[] = [];
    let after: string | undefined = '';
    for (let pages = 0; after !== undefined && pages < 20; pages++) {
      const { db, cost } = watched(env.DB);
      const filter = { status: 'pending', reason: 'links' } as const;
      const page: Awaited<ReturnType<typeof queue>> = await queue(db, filter, after, size);
      expect(cost.rowsRead).toBeLessThan(6 * lookedThrough);
      found.push(...page.comments.map(({ createdAt }) => createdAt));
      after = page.next;
    }
    expect(after).toBeUndefined();
    expect(found).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => n * 1000));
  });

  test('by one commenter cost no more than by many', async () => {
    await seed(3_000);
    await env.DB.prepare('UPDATE comments SET commenter_hash = ?1').bind('c'.repeat(43)).run();
    await env.DB.prepare(`UPDATE comments SET status = 'spam' WHERE created_at > 1000`).run();
    const { db, cost } = watched(env.DB);
    const page = await queue(db, { status: 'pending' }, '', size);
    expect(page.comments[0]?.earlier).toEqual({ approved: 0, turnedDown: 10 });
    expect(cost.rowsRead).toBeLessThan(50 * size);
  });
});

test.each([
  ['CASINO', 'Win at the casino'],
  ['casino', 'CASINO!'],
  ['казино', 'Это КАЗИНО'],
  ['КАЗИНО', 'это казино'],
  ['leyla', 'by Leyla'],
  ['100%', 'It is 100% true'],
  ['a_b', 'a_b'],
  ['"quoted"', 'He said "quoted".'],
  ["O'Neil", "O'Neil"],
])('a search for %j finds %j, and nothing else', async (text, body) => {
  await seed(3);
  await env.DB.prepare('UPDATE comments SET body = ?1 WHERE created_at = 2').bind(body).run();
  expect((await numbers({ text })).numbers).toEqual([2]);
});

test('a search looks at names and websites too', async () => {
  await seed(3);
  await env.DB.prepare(
    `UPDATE comments SET name = 'Best pills', website = 'https://pills.example' WHERE created_at = 1`,
  ).run();
  expect((await numbers({ text: 'best PILLS' })).numbers).toEqual([1]);
  expect((await numbers({ text: 'Best pills' })).numbers).toEqual([1]);
  expect((await numbers({ text: 'pills.example' })).numbers).toEqual([1]);
});

test('a conversation has what waits in its place, and nothing of what was turned down', async () => {
  await seed(3, { status: 'approved' });
  await seed(3, { from: 3 });
  await seed(2, { from: 6, status: 'spam' });
  const path = String(2).padStart(26, '0') + String(5).padStart(26, '0');
  await env.DB.prepare('UPDATE comments SET parent_id = ?1, path = ?2 WHERE created_at = 5')
    .bind(path.slice(0, 26), path)
    .run();
  const whole = await wholeConversation(env.DB, 'queue', '', 4);
  expect(whole.comments.map(({ createdAt }) => createdAt)).toEqual([1, 2, 5, 3]);
  expect(whole.comments[2]?.parent?.name).toBe('Reader 2');
  const rest = await wholeConversation(env.DB, 'queue', whole.next ?? '', 4);
  expect(rest.comments.map(({ createdAt }) => createdAt)).toEqual([4, 6]);
  expect(rest.next).toBeUndefined();
});

test('a conversation of ten thousand costs as much as one of a hundred', async () => {
  const costOf = async (from: string) => {
    const { db, cost } = watched(env.DB);
    expect((await wholeConversation(db, 'queue', from, 50)).comments).toHaveLength(50);
    return cost.rowsRead;
  };
  await seed(100);
  const few = await costOf('');
  await seed(9_900, { from: 100 });
  expect(await costOf('')).toBe(few);
  expect(await costOf(String(5_000).padStart(26, '0'))).toBe(few);
});
