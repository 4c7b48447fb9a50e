import { env } from 'cloudflare:workers';
import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { type Conversation, conversation, findPlace, orders } from '../../src/model/comments.ts';
import { decide, type Outcome } from '../../src/model/decisions.ts';
import { eraseComment } from '../../src/model/manage.ts';
import type { Marks } from '../../src/model/marks.ts';
import { addComment, type NewComment } from '../../src/model/posting.ts';
import { watched } from '../../src/routes/database.ts';

let clock = Date.UTC(2026, 0, 1);

/** Marks as a key would make them, of its own for each comment but for the address and the cookie. */
const marks = (more: Partial<Marks> = {}): Marks => ({
  keyId: 'k'.repeat(11),
  emailHash: 'a'.repeat(43),
  commenterHash: 'c'.repeat(43),
  retryKey: ulid(clock).padEnd(43, 'r'),
  textKey: ulid(clock).padEnd(43, 't'),
  saidKey: ulid(clock).padEnd(43, 's'),
  ...more,
});

/** A comment with what its sender is known by. */
type Sent = NewComment & { readonly marks: Marks };

function draft(slug: string, more: Partial<Sent> = {}): Sent {
  clock += 1000;
  return {
    id: ulid(clock),
    slug,
    parentId: null,
    name: 'Leyla',
    website: null,
    body: 'Well said.',
    tree: [['p', 'Well said.']],
    face: 'face',
    status: 'approved',
    marks: marks(),
    reasons: [],
    createdAt: clock,
    ...more,
  };
}

/** @returns how many comments it decided on */
async function decideOn(id: string, outcome: Outcome): Promise<number> {
  const press = { batch: ulid(), moderator: 'moderator', now: clock };
  return (await decide(env.DB, [{ id, seen: null }], outcome, press)).decided;
}

const sentBy = (own: Marks, isProven: boolean) =>
  ({ marks: [own], isProven, visitors: ['v'.repeat(43)], who: [], day: 0, most: 0 }) as const;

/** What is known of somebody who holds the cookie: an article that takes no comments lets one know. */
const earlierOf = (slug: string, own: Marks) =>
  addComment(env.DB, draft(slug), sentBy(own, true), { isOpen: false, isGuess: false });

/** @returns the id under which it stands, or why it does not */
async function write(comment: Sent): Promise<string> {
  const sender = sentBy(comment.marks, false);
  const found = await addComment(env.DB, comment, sender, { isOpen: true, isGuess: false });
  if (!found) return comment.id;
  return found.retried ?? (found.isParentGone ? 'parentGone' : 'unknown');
}

async function add(slug: string, more: Partial<Sent> = {}): Promise<string> {
  const comment = draft(slug, more);
  expect(await write(comment)).toBe(comment.id);
  return comment.id;
}

const read = (slug: string, after = '', size = 50) => conversation(env.DB, slug, { after, size });
const ids = async (slug: string) => (await read(slug)).comments.map(({ id }) => id);
const countOf = async (slug: string) => (await read(slug)).commentCount;

test('replies stand under what they answer, older ones first', async () => {
  const slug = 'order';
  const first = await add(slug);
  const second = await add(slug);
  const late = await add(slug, { parentId: first });
  const deep = await add(slug, { parentId: late });
  const later = await add(slug, { parentId: first });
  expect(await ids(slug)).toEqual([first, late, deep, later, second]);
});

test('from the sixth level on, replies stand side by side in order of time', async () => {
  const slug = 'deep';
  const chain = [await add(slug)];
  for (let level = 1; level < 9; level++)
    chain.push(await add(slug, { parentId: chain.at(-1) ?? '' }));
  const { comments } = await read(slug);
  expect(comments.map(({ id }) => id)).toEqual(chain);
  expect(comments.map(({ path }) => path.length / 26)).toEqual([1, 2, 3, 4, 5, 6, 6, 6, 6]);
});

test('a page ends where the next begins, and no comment is lost between them', async () => {
  const slug = 'pages';
  const all = [];
  for (let i = 0; i < 7; i++) all.push(await add(slug));
  const seen = [];
  let after: string | undefined = '';
  while (after !== undefined) {
    const page = await read(slug, after, 3);
    seen.push(page.comments.map(({ id }) => id));
    after = page.next;
  }
  expect(seen).toEqual([all.slice(0, 3), all.slice(3, 6), all.slice(6)]);
});

test('a page that is exactly full has no next one', async () => {
  const slug = 'full';
  for (let i = 0; i < 3; i++) await add(slug);
  expect((await read(slug, '', 3)).next).toBeUndefined();
});

test('only approved comments are read and counted', async () => {
  const slug = 'status';
  const approved = await add(slug);
  for (const status of ['pending', 'rejected', 'spam'] as const) await add(slug, { status });
  expect(await ids(slug)).toEqual([approved]);
  expect(await countOf(slug)).toBe(1);
});

test('the counter follows every decision', async () => {
  const slug = 'counter';
  const id = await add(slug, { status: 'pending' });
  const count = async (status: 'approved' | 'rejected') => {
    expect(await decideOn(id, status)).toBe(1);
    return countOf(slug);
  };
  expect(await countOf(slug)).toBe(0);
  expect(await count('approved')).toBe(1);
  expect(await count('approved')).toBe(1);
  expect(await count('rejected')).toBe(0);
  expect(await count('approved')).toBe(1);
  await env.DB.prepare('DELETE FROM comments WHERE id = ?').bind(id).run();
  expect(await countOf(slug)).toBe(0);
});

test('what its author deleted cannot be approved again', async () => {
  const id = await add('deleted');
  await add('deleted', { parentId: id });
  await eraseComment(env.DB, id, clock);
  expect(await decideOn(id, 'approved')).toBe(0);
});

test.each([
  ['does not exist', async () => ulid()],
  ['waits for moderation', () => add('parents', { status: 'pending' })],
  ['was rejected', () => add('parents', { status: 'rejected' })],
  ['stands under another article', () => add('elsewhere')],
])('a reply to a comment that %s is not written', async (_, parent) => {
  const reply = draft('parents', { parentId: await parent() });
  expect(await write(reply)).toBe('parentGone');
  expect(
    (await conversation(env.DB, 'parents', { after: '', size: 1, ask: reply.id })).asked,
  ).toBeUndefined();
});

test('the database itself refuses a reply under another article', async () => {
  const parent = await add('here');
  const { id, createdAt } = draft('there');
  const insert = env.DB.prepare(
    `INSERT INTO comments (id, slug, parent_id, path, name, body, tree, face, status, email_hash, email_key, commenter_hash, commenter_key, created_at)
     VALUES (?1, 'there', ?2, ?2 || ?1, 'n', 'b', '[]', 'face', 'approved', ?3, 'k2345678901', ?3, 'k2345678901', ?4)`,
  ).bind(id, parent, 'h'.repeat(43), createdAt);
  await expect(insert.run()).rejects.toThrow('FOREIGN KEY');
});

test.each([
  ['name', ''],
  ['name', 'n'.repeat(81)],
  ['body', ''],
  ['body', 'b'.repeat(10_001)],
  ['website', 'javascript:alert(1)'],
  ['website', `https://leyla.example/${'x'.repeat(200)}`],
])('the database itself refuses a %s of %j', async (field, value) => {
  await expect(write(draft('checks', { [field]: value }))).rejects.toThrow('CHECK');
});

test('the database itself refuses an address where its hash belongs', async () => {
  for (const emailHash of ['reader@news.example', `reader@${'n'.repeat(28)}.example`]) {
    const plain = draft('checks', { marks: marks({ emailHash }) });
    await expect(write(plain)).rejects.toThrow('CHECK');
  }
});

describe('the same form again', () => {
  test('within ten minutes is the first comment, and afterwards another', async () => {
    const comment = draft('retried');
    const again = (later: number) => {
      const { id } = draft('retried');
      return { ...comment, id, createdAt: comment.createdAt + later };
    };
    expect(await write(comment)).toBe(comment.id);
    expect(await write(again(9 * 60_000))).toBe(comment.id);
    expect(await countOf('retried')).toBe(1);
    const late = again(10 * 60_000);
    expect(await write(late)).toBe(late.id);
    expect(await countOf('retried')).toBe(2);
  });

  test('by two hundred at once, twice each, makes two hundred comments', async () => {
    const everybody = Array.from({ length: 200 }, () => draft('crowd'));
    const again = everybody.map((comment) => ({ ...comment, id: ulid() }));
    const ids = await Promise.all([...everybody, ...again].map((comment) => write(comment)));
    expect(ids.slice(0, 200)).toEqual(ids.slice(200));
    expect(new Set(ids).size).toBe(200);
    expect(await countOf('crowd')).toBe(200);
  });
});

test('what somebody proven said before is found, unless it was turned down', async () => {
  const textKey = 'said'.padEnd(43, 't');
  const own = marks({ textKey });
  const id = await add('said', { status: 'pending', marks: own });
  const found = async () => (await earlierOf('said', own))?.same;
  expect(await found()).toBe(id);
  await decideOn(id, 'rejected');
  expect(await found()).toBeUndefined();
});

test.each([
  ['who writes was published elsewhere', 'x', { standing: 'approved before' }, {}],
  [
    'they have a face here, though what they said waits',
    'y',
    { face: 'seen' },
    { status: 'pending' },
  ],
  ['somebody else said the same', 'z', { isSaidElsewhere: true }, { status: 'pending' }],
] as const)(
  'what is judged as of a stranger is not written where %s',
  async (_, one, known, more) => {
    const own = marks({ commenterHash: one.repeat(43), saidKey: 'same'.padEnd(43, 's') });
    const guess = () =>
      addComment(env.DB, draft(`guess-${one}`), sentBy(own, true), { isOpen: true, isGuess: true });
    const { commenterHash, saidKey } = own;
    const other = marks(
      one === 'z' ? { commenterHash: 'w'.repeat(43), saidKey } : { commenterHash },
    );
    await add(one === 'y' ? 'guess-y' : 'elsewhere', { ...more, face: 'seen', marks: other });
    expect(await guess()).toMatchObject(known);
    expect((await read(`guess-${one}`)).comments).toEqual([]);
  },
);

test('somebody proven who says the same twice at once says it once', async () => {
  const own = marks({ textKey: 'twice'.padEnd(43, 't') });
  const say = async (retryKey: string) =>
    addComment(env.DB, draft('twice'), sentBy({ ...own, retryKey }, true), {
      isOpen: true,
      isGuess: false,
    });
  const found = await Promise.all(['one', 'two'].map((form) => say(form.padEnd(43, 'r'))));
  expect(new Set(found.map((one) => one?.same))).toEqual(
    new Set([undefined, (await ids('twice'))[0]]),
  );
  expect(await countOf('twice')).toBe(1);
});

test('standing is earned by an approved comment, and lost with it', async () => {
  const commenterHash = 'p'.repeat(43);
  const standing = async () =>
    (await earlierOf('standing', marks({ commenterHash, textKey: '' })))?.standing;
  expect(await standing()).toBe('new');
  const id = await add('standing', { status: 'pending', marks: marks({ commenterHash }) });
  expect(await standing()).toBe('new');
  await decideOn(id, 'approved');
  expect(await standing()).toBe('approved before');
  await decideOn(id, 'rejected');
  expect(await standing()).toBe('new');
});

test('a permalink finds the page where its comment stands', async () => {
  const slug = 'places';
  const all = [];
  for (let i = 0; i < 5; i++) all.push(await add(slug));
  const size = 2;
  for (const id of all) {
    const place = await findPlace(env.DB, id, size);
    const page = await read(slug, place?.after, size);
    expect(place?.slug).toBe(slug);
    expect(page.comments.map((comment) => comment.id)).toContain(id);
  }
  expect((await findPlace(env.DB, all[1] ?? '', size))?.after).toBe('');
  expect(await findPlace(env.DB, await add(slug, { status: 'pending' }), size)).toBeUndefined();
  expect(await findPlace(env.DB, 'nobody', size)).toBeUndefined();
});

// Bare rows: what a page costs must not depend on how they came.
async function seed(slug: string, count: number, status: string): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO comments (id, slug, path, name, body, tree, face, status, email_hash, email_key, commenter_hash, commenter_key, created_at)
     WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
     SELECT id, ?1, id, 'n', 'b', '[]', 'face', ?3, ?4, 'k2345678901', ?4, 'k2345678901', 1
     FROM (SELECT printf('%s%s%020d', ?5, substr(?3, 1, 1), i) AS id FROM n)`,
  )
    .bind(slug, count, status, 'h'.repeat(43), slug.slice(0, 5).padEnd(5, '0'))
    .run();
}

/** One thread: everybody answers its first comment. */
async function seedThread(slug: string, count: number): Promise<void> {
  await seed(slug, 1, 'approved');
  await env.DB.prepare(
    `INSERT INTO comments (id, slug, parent_id, path, name, body, tree, face, status, email_hash, email_key, commenter_hash, commenter_key, created_at)
     WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
     SELECT id, ?1, root, root || id, 'n', 'b', '[]', 'face', 'approved', ?3, 'k2345678901', ?3, 'k2345678901', 1
     FROM (SELECT printf('%sa%020d', ?4, i) AS id, printf('%sa%020d', ?4, 1) AS root FROM n)`,
  )
    .bind(slug, count, 'h'.repeat(43), slug.slice(0, 5).padEnd(5, '0'))
    .run();
}

describe.each(orders)('with the %s thread first', (order) => {
  test.each([
    ['ten thousand threads of one', 'flat', (slug: string) => seed(slug, 10_000, 'approved')],
    ['one thread of ten thousand', 'deep', (slug: string) => seedThread(slug, 10_000)],
  ])('a page of %s costs one round trip and no more rows than it shows', async (_, shape, grow) => {
    const slug = `${shape === 'flat' ? 'f' : 'd'}${order}`;
    await grow(slug);
    if (shape === 'flat') await seed(slug, 2_000, 'spam');
    const size = 50;
    let after: string | undefined = '';
    const seen = new Set<string>();
    for (let page = 0; page < 200; page++) {
      const { db, cost } = watched(env.DB);
      const found: Conversation = await conversation(db, slug, { after: after ?? '', size, order });
      expect(found.commentCount).toBe(10_000);
      expect(found.comments).toHaveLength(size);
      expect(cost.roundTrips).toBe(1);
      expect(cost.rowsRead).toBeLessThanOrEqual(size + (after === '' ? 4 : 10));
      for (const { id } of found.comments) seen.add(id);
      after = found.next;
    }
    expect(after).toBeUndefined();
    expect(seen.size).toBe(10_000);
  });
});

test('the newest thread comes first where that is asked for, its replies in order', async () => {
  const slug = 'sorted';
  const first = await add(slug);
  const second = await add(slug);
  const reply = await add(slug, { parentId: first });
  const late = await add(slug, { parentId: first });
  const third = await add(slug);
  const page = async (after: string, size: number) =>
    conversation(env.DB, slug, { after, size, order: 'newest' });
  const all = [third, second, first, reply, late];
  expect((await page('', 50)).comments.map(({ id }) => id)).toEqual(all);
  for (const size of [1, 2, 3, 4]) {
    const seen: string[] = [];
    for (let after: string | undefined = ''; after !== undefined; ) {
      const found: Conversation = await page(after, size);
      seen.push(...found.comments.map(({ id }) => id));
      after = found.next;
    }
    expect(seen).toEqual(all);
  }
});

test('a permalink into a long conversation costs a page of rows at most', async () => {
  const slug = 'long2';
  await seed(slug, 5000, 'approved');
  const { db, cost } = watched(env.DB);
  const place = await findPlace(db, `${slug}a${'4000'.padStart(20, '0')}`, 50);
  expect(place?.after).toContain('3999');
  expect(cost.roundTrips).toBe(1);
  expect(cost.rowsRead).toBeLessThanOrEqual(60);
});
