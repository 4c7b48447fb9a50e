import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { exportedTables, leftOut } from '../../src/model/exports.ts';
import { tidy } from '../../src/model/retention.ts';
import { ask, first, moderator, origin, press, second, visitor } from '../site.ts';

const start = Date.UTC(2026, 0, 2, 12);
const then = Date.UTC(2024, 4, 1);

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  const emptied = ['reports', 'comments', 'shares', 'counts', 'erased', 'decisions', 'phrases'];
  for (const table of [...emptied, 'visits', 'blocks', 'confirmations', 'tries', 'articles'])
    await env.DB.prepare(`DELETE FROM ${table}`).run();
});
afterEach(() => {
  vi.useRealTimers();
});

const password = { Authorization: `Basic ${btoa(`moderator:${env.MODERATION_PASSWORD}`)}` };

/** Ids as an import makes them: a time, and what tells one from another. */
const idOf = (number: number) => `01HWVQZ0${String(number).padStart(18, '0')}`;

const leyla = {
  id: idOf(1),
  slug: first,
  parentId: null,
  name: 'Leyla',
  email: 'leyla@news.example',
  website: null,
  body: 'The *river* knows no border.',
  status: 'approved',
  createdAt: then,
};
type Foreign = Omit<typeof leyla, 'parentId' | 'website'> & {
  readonly parentId: string | null;
  readonly website: string | null;
};

const send = (body: unknown, headers: Readonly<Record<string, string>> = {}, settings = {}) =>
  ask(
    new Request(`${origin}/moderation/imports`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...password, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
    settings,
  );

interface Fate {
  readonly id: string;
  readonly became: string;
  readonly why?: string;
  readonly remark?: string;
}

async function bring(rows: readonly Foreign[], apply = true): Promise<readonly Fate[]> {
  const answer = await send({ kind: 'comments', apply, rows });
  expect(answer.status).toBe(200);
  const { rows: fates } = await answer.json<{ rows: Fate[] }>();
  expect(fates.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  return fates;
}

const becameOf = async (rows: readonly Foreign[], apply = true) =>
  (await bring(rows, apply)).map(({ became }) => became);

interface Row {
  readonly id: string;
  readonly path: string;
  readonly [column: string]: unknown;
}
const rows = async () =>
  (await env.DB.prepare('SELECT * FROM comments ORDER BY rowid').all<Row>()).results;

const tablesThere = async () =>
  (
    await env.DB.prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' AND name <> 'd1_migrations'`,
    ).all<{ name: string }>()
  ).results.map(({ name }) => name);

/** Every row of every table. */
async function everything(): Promise<string> {
  const parts: unknown[] = [];
  for (const name of await tablesThere())
    parts.push((await env.DB.prepare(`SELECT * FROM ${name}`).all()).results);
  return JSON.stringify(parts);
}

describe('a comment from elsewhere', () => {
  test('stands under its article as if it had been written there', async () => {
    expect(await bring([leyla])).toEqual([{ id: leyla.id, became: 'imported' }]);
    const { html } = await visitor().open(`/articles/${first}`);
    const comment = html.querySelector(`#comment-${leyla.id}`);
    expect(comment?.querySelector('.p-content em')?.text).toBe('river');
    expect(comment?.querySelector('time')?.getAttribute('datetime')).toBe(
      '2024-05-01T00:00:00.000Z',
    );
    expect((await rows())[0]).toMatchObject({
      ...{ path: leyla.id, verdict: '[]', edited_at: null, decided_at: null },
      ...{ visitor: null, role: null, retry_key: null, created_at: then },
    });
  });

  test('leaves its address in no table, no answer and no log', async () => {
    const said: unknown[] = [];
    for (const method of ['log', 'error', 'warn', 'info'] as const)
      vi.spyOn(console, method).mockImplementation((...words) => said.push(words));
    const answers = [
      await send({ kind: 'comments', apply: false, rows: [leyla] }),
      await send({ kind: 'comments', apply: true, rows: [leyla, { ...leyla, body: 3 }] }),
      await send({ kind: 'comments', apply: true, rows: [leyla] }),
      await send({ kind: 'rows', apply: true, table: 'comments', rows: [leyla] }),
      await send(`{"rows": "${leyla.email}"`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 422, 200, 422, 422]);
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    const found = [...texts, await everything(), JSON.stringify(said)];
    vi.restoreAllMocks();
    expect(await everything()).toContain('knows no border');
    expect(found.filter((text) => /leyla@|news\.example/.test(text))).toEqual([]);
  });

  test('has the hash that its address would have from the form', async () => {
    await bring([{ ...leyla, email: ' Leyla@NEWS.example ' }]);
    await visitor().comment(first, {
      ...{ body: 'Again.', name: 'Leyla', email: leyla.email },
    });
    const [imported, typed] = await rows();
    expect(imported?.email_hash).toBe(typed?.email_hash);
    expect(imported?.email_key).toBe(typed?.email_key);
  });

  test('has one face in one conversation with others of its address, and none with a stranger', async () => {
    const samir = { ...leyla, id: idOf(4), email: 'samir@news.example' };
    await bring([
      leyla,
      { ...leyla, id: idOf(2), body: 'Again.' },
      { ...leyla, id: idOf(3), slug: second },
      samir,
    ]);
    const [one, again, elsewhere, other] = (await rows()).map(({ face }) => face);
    expect(again).toBe(one);
    expect(elsewhere).not.toBe(one);
    expect(other).not.toBe(one);
  });

  test.each([[''], ['none'], ['a@b']])('with the address %j belongs to nobody', async (email) => {
    const other = { ...leyla, id: idOf(2), email };
    const fates = await bring([{ ...leyla, email }, other]);
    expect(fates.map(({ remark }) => remark)).toEqual(['noAddress', 'noAddress']);
    const [one, two] = await rows();
    expect(one?.email_hash).not.toBe(two?.email_hash);
    expect(one?.commenter_hash).not.toBe(two?.commenter_hash);
  });

  test('gives nobody its standing who types its address, or claims its mark as a cookie', async () => {
    await bring([leyla]);
    const typing = { body: 'May I?', name: 'Leyla', email: leyla.email };
    await visitor().comment(first, typing);
    const [imported, typed] = await rows();
    expect(typed?.status).toBe('pending');
    for (const proof of [`imported ${leyla.email}`, String(imported?.commenter_hash)]) {
      const thief = visitor({}, { Cookie: `__Host-commenter=${encodeURIComponent(proof)}` });
      await thief.comment(first, { ...typing, body: `As ${proof.length}.` });
    }
    const others = (await rows()).slice(1);
    expect(others.map(({ status }) => status)).toEqual(['pending', 'pending', 'pending']);
    expect(others.map(({ commenter_hash }) => commenter_hash)).not.toContain(
      imported?.commenter_hash,
    );
  });

  test('is its owner’s who has the address looked up at the desk', async () => {
    await bring([leyla]);
    const desk = moderator();
    const page = await desk.open('/moderation/retention');
    const own = await desk.submit(page, 'form[action$=commenters]', { email: leyla.email });
    expect(own.source).toContain('knows no border');
    await desk.submit(own, 'form[action$=erasures]');
    expect(await rows()).toEqual([]);
    expect(await becameOf([leyla])).toEqual(['erased']);
    expect(await becameOf([leyla], false)).toEqual(['erased']);
    expect(await rows()).toEqual([]);
  });

  test.each(['approved', 'pending', 'spam', 'rejected'])('that was %s stays so', async (status) => {
    await bring([{ ...leyla, status }]);
    expect((await rows())[0]?.status).toBe(status);
    await tidy(env.DB, start + 29 * 24 * 60 * 60 * 1000);
    expect(await rows()).toHaveLength(1);
    await tidy(env.DB, start + 31 * 24 * 60 * 60 * 1000);
    expect(await rows()).toHaveLength(/spam|rejected/.test(status) ? 0 : 1);
  });

  test('is imported once, and not changed by what comes again under its id', async () => {
    expect(await becameOf([leyla, leyla])).toEqual(['imported', 'there']);
    expect(await becameOf([leyla])).toEqual(['there']);
    expect(await becameOf([{ ...leyla, body: 'Not what I said.' }])).toEqual(['there']);
    expect((await rows()).map(({ body }) => body)).toEqual([leyla.body]);
  });

  test('is only judged by a dry run, which says what the real one says', async () => {
    const before = await everything();
    const batch = [
      leyla,
      { ...leyla, id: idOf(2), parentId: leyla.id },
      { ...leyla, id: idOf(3), parentId: leyla.id, slug: second },
      { ...leyla, id: idOf(4), body: ' ' },
      { ...leyla, id: idOf(5), parentId: idOf(4) },
    ];
    const dry = await bring(batch, false);
    expect(await everything()).toBe(before);
    expect(await bring(batch)).toEqual(dry);
    expect(dry.map(({ became }) => became)).toEqual([
      ...['imported', 'imported', 'parentGone', 'unusable', 'parentGone'],
    ]);
  });

  test('takes what it answers for granted in a dry run alone', async () => {
    const reply = { ...leyla, parentId: idOf(9) };
    expect(await becameOf([reply], false)).toEqual(['imported']);
    expect(await becameOf([reply])).toEqual(['parentGone']);
    expect(await rows()).toEqual([]);
  });

  test('stands six deep at most, in a thread of a hundred', async () => {
    const thread = Array.from({ length: 100 }, (_, index) => ({
      ...{ ...leyla, id: idOf(index), body: `Number ${index}.` },
      parentId: index === 0 ? null : idOf(index - 1),
    }));
    expect(new Set(await becameOf(thread))).toEqual(new Set(['imported']));
    const paths = (await rows()).map(({ path }) => path);
    expect(Math.max(...paths.map(({ length }) => length))).toBe(6 * 26);
    expect(paths.toSorted()).toEqual(paths);
    expect(await env.DB.prepare('SELECT comment_count FROM articles').first('comment_count')).toBe(
      100,
    );
  });

  test('answers what came in an earlier batch, whatever became of that', async () => {
    await bring([{ ...leyla, status: 'pending' }]);
    expect(await becameOf([{ ...leyla, id: idOf(2), parentId: leyla.id }])).toEqual(['imported']);
  });

  test('takes the pages that show it out of the cache', async () => {
    const seen = await visitor().open(`/articles/${first}`);
    await bring([leyla]);
    const now = await visitor().open(`/articles/${first}`);
    expect(now.headers.get('ETag')).not.toBe(seen.headers.get('ETag'));
  });
});

describe('a row that does not fit', () => {
  test.each([
    ['body', { body: ' \u200b' }],
    ['body', { body: 'x'.repeat(10_001) }],
    ['body', { body: 'Write to leyla@news.example.' }],
    ['name', { name: '' }],
    ['name', { name: 'n'.repeat(81) }],
    ['name', { name: 'leyla@news.example' }],
    ['website', { website: 'javascript:alert(1)' }],
    ['website', { website: `https://news.example/${'x'.repeat(200)}` }],
    ['createdAt', { createdAt: start + 1 }],
  ])('in its %s is told of, and the others are imported', async (why, wrong) => {
    const other = { ...leyla, id: idOf(2) };
    expect(await bring([{ ...leyla, ...wrong }, other])).toEqual([
      { id: leyla.id, became: 'unusable', why },
      { id: other.id, became: 'imported' },
    ]);
    expect((await rows()).map(({ id }) => id)).toEqual([other.id]);
  });

  test.each<[string, object]>([
    ['id', { id: 'short' }],
    ['id', { id: `${idOf(1).slice(0, 25)}\u0000` }],
    ['id', { id: `9${idOf(1).slice(1)}` }],
    ['slug', { slug: '../etc' }],
    ['slug', { slug: `${first}\n` }],
    ['slug', { slug: 's'.repeat(201) }],
    ['parentId', { parentId: 7 }],
    ['parentId', { parentId: undefined }],
    ['name', { name: null }],
    ['email', { email: { toString: 'x' } }],
    ['website', { website: ['https://news.example'] }],
    ['body', { body: 12 }],
    ['status', { status: 'deleted' }],
    ['createdAt', { createdAt: 1.5 }],
    ['createdAt', { createdAt: 0 }],
    ['createdAt', { createdAt: '2024' }],
    ['createdAt', { createdAt: 1e300 }],
  ])('in the kind of its %s refuses the batch, and nothing is written', async (field, wrong) => {
    const answer = await send({
      ...{ kind: 'comments', apply: true },
      rows: [
        { ...leyla, id: idOf(2) },
        { ...leyla, ...wrong },
      ],
    });
    expect(answer.status).toBe(422);
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ field: `rows.1.${field}` });
    expect(await rows()).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['rows', { kind: 'comments', apply: true, rows: Array(101).fill(leyla) }],
    ['rows', { kind: 'comments', apply: true }],
    ['apply', { kind: 'comments', rows: [leyla] }],
    ['kind', { kind: 'users', apply: true, rows: [] }],
    ['kind', []],
    ['rows', null],
    ['rows', 'not JSON'],
    ['table', { kind: 'rows', apply: true, table: 'salts', rows: [] }],
    ['table', { kind: 'rows', apply: true, table: 'toString', rows: [] }],
    ['apply', { kind: 'rows', apply: false, table: 'erased', rows: [] }],
    ['rows.0', { kind: 'rows', apply: true, table: 'erased', rows: [7] }],
    ['erased', { kind: 'rows', apply: true, table: 'erased', rows: [{ id: [1] }] }],
  ])('is named as %s: %j', async (field, body) => {
    const answer = await send(body);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ field });
  });

  test('answers a comment of another article, or itself, or in a circle: that is not imported', async () => {
    await bring([leyla]);
    expect(
      await becameOf([
        { ...leyla, id: idOf(2), parentId: leyla.id, slug: second },
        { ...leyla, id: idOf(3), parentId: idOf(3) },
        { ...leyla, id: idOf(4), parentId: idOf(5) },
        { ...leyla, id: idOf(5), parentId: idOf(4) },
      ]),
    ).toEqual(Array(4).fill('parentGone'));
    expect(await rows()).toHaveLength(1);
  });

  test('loses what is no letter, as it would in the form', async () => {
    await bring([{ ...leyla, name: 'Ley\u0000la\u202e', body: 'One\r\ntwo\u0007\ud800.' }]);
    expect((await rows())[0]).toMatchObject({ name: 'Ley la', body: 'One\ntwo\ufffd.' });
  });
});

describe('the door', () => {
  const batch = { kind: 'comments', apply: true, rows: [leyla] };

  test.each<[number, Readonly<Record<string, string>>]>([
    [403, { 'Sec-Fetch-Site': 'cross-site' }],
    [403, { Origin: 'https://elsewhere.example' }],
    [415, { 'Content-Type': 'text/plain' }],
    [415, { 'Content-Type': 'application/x-www-form-urlencoded' }],
    [415, { 'Content-Type': 'text/plain; application/json' }],
    [401, { Authorization: '' }],
  ])('answers %i to %j, and nothing is written', async (status, headers) => {
    expect((await send(batch, headers)).status).toBe(status);
    expect(await rows()).toEqual([]);
  });

  test('takes nothing while there is no key', async () => {
    expect((await send(batch, {}, { SECRET_KEY: '' })).status).toBe(503);
    expect(await rows()).toEqual([]);
  });

  test('takes no more than 128 KB', async () => {
    expect((await send({ ...batch, more: 'x'.repeat(128 * 1024) })).status).toBe(413);
  });

  test.each(exportedTables)('gives no row of %s without the password', async (table) => {
    const answer = await ask(new Request(`${origin}/moderation/exports/${table}`));
    expect(answer.status).toBe(401);
  });
});

const fetched = (path: string) =>
  ask(new Request(`${origin}/moderation/exports/${path}`, { headers: password }));

interface Part {
  readonly rows: Readonly<Record<string, string | number | null>>[];
  readonly next: string | null;
}

/** A table as an export has it, and in how many parts it came. */
async function exported(table: string) {
  const all: Part['rows'] = [];
  const parts: number[] = [];
  let after: string | undefined;
  for (;;) {
    const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`;
    const { rows, next }: Part = await (await fetched(table + query)).json();
    all.push(...rows);
    parts.push(JSON.stringify(rows).length);
    if (next === null) return { rows: all, parts };
    after = next;
  }
}

describe('an export', () => {
  test('knows every table: it holds it, or says why not', async () => {
    expect([...exportedTables, ...leftOut].toSorted()).toEqual((await tablesThere()).toSorted());
  });

  test('holds every column but those that mean nothing elsewhere', async () => {
    await fill();
    const missing: string[] = [];
    for (const table of exportedTables) {
      const { results } = await env.DB.prepare('SELECT name FROM pragma_table_info(?1)')
        .bind(table)
        .all<{ name: string }>();
      const [row = {}] = (await exported(table)).rows;
      expect(Object.keys(row)).not.toEqual([]);
      missing.push(
        ...results.filter(({ name }) => !(name in row)).map(({ name }) => `${table}.${name}`),
      );
    }
    expect(missing).toEqual([
      ...['articles.comment_count', 'articles.revision', 'comments.visitor', 'blocks.day'],
    ]);
  });

  test.each(leftOut)('gives nothing of %s', async (table) => {
    expect((await fetched(table)).status).toBe(404);
  });

  test.each(['toString', 'nowhere', 'comments;'])('is not there of %s', async (table) => {
    expect((await fetched(table)).status).toBe(404);
  });

  test('does not go on from what is no key', async () => {
    expect((await fetched('comments?after=x')).status).toBe(422);
  });

  test('is kept by nobody on the way', async () => {
    expect((await fetched('comments')).headers.get('Cache-Control')).toBe('no-store');
  });

  test('comes in parts of a megabyte at most, each row once, in order', async () => {
    const long = Array.from({ length: 120 }, (_, index) => ({
      ...{ ...leyla, id: idOf(index), body: '“*”'.repeat(3000) },
    }));
    for (let at = 0; at < long.length; at += 4) await bring(long.slice(at, at + 4));
    const { rows, parts } = await exported('comments');
    expect(rows.map(({ id }) => id)).toEqual(long.map(({ id }) => id));
    expect(parts.length).toBeGreaterThan(3);
    expect(Math.max(...parts)).toBeLessThan(1024 * 1024);
  });

  test.each(exportedTables)('of %s goes on where it ended', async (table) => {
    await fill();
    const { rows } = await exported(table);
    const whole = await (await fetched(table)).json<Part>();
    expect(rows).toEqual(whole.rows);
    expect(whole.next).not.toBeNull();
    const rest = await fetched(`${table}?after=${encodeURIComponent(whole.next ?? '')}`);
    expect(await rest.json()).toEqual({ rows: [], next: null });
  });

  test('put back gives the same again, and twice is as good as once', async () => {
    await fill();
    const before = new Map<string, Part['rows']>();
    for (const table of exportedTables) before.set(table, (await exported(table)).rows);
    const conversation = await visitor().open(`/articles/${first}`);
    for (const table of [...exportedTables].toReversed())
      await env.DB.prepare(`DELETE FROM ${table}`).run();
    for (const there of [false, true]) {
      for (const table of exportedTables) {
        const rows = before.get(table) ?? [];
        const answer = await send({ kind: 'rows', apply: true, table, rows });
        expect(await answer.json()).toEqual(
          there ? { imported: 0, there: rows.length } : { imported: rows.length, there: 0 },
        );
        expect((await exported(table)).rows).toEqual(rows);
      }
    }
    const again = await visitor().open(`/articles/${first}`);
    const drawn = (page: typeof again) => page.html.querySelector('#comments')?.outerHTML;
    expect(drawn(again)).toBe(drawn(conversation));
  });

  test('put back where there is something already leaves that, and the sums are right', async () => {
    await fill();
    const { rows } = await exported('shares');
    await env.DB.prepare("DELETE FROM shares WHERE network <> 'x'").run();
    await env.DB.prepare("UPDATE shares SET count = 7 WHERE network = 'x'").run();
    await send({ kind: 'rows', apply: true, table: 'shares', rows });
    const sum = await env.DB.prepare('SELECT share_count FROM articles WHERE slug = ?1')
      .bind(first)
      .first('share_count');
    expect((await exported('shares')).rows).toContainEqual({ slug: first, network: 'x', count: 7 });
    expect(sum).toBe(8);
  });

  test('put back brings nothing again that its author erased since', async () => {
    await bring([leyla]);
    const { rows: kept } = await exported('comments');
    await env.DB.prepare('DELETE FROM comments').run();
    await env.DB.prepare('INSERT INTO erased VALUES (?1, ?2)').bind(leyla.id, start).run();
    await send({ kind: 'rows', apply: true, table: 'comments', rows: kept });
    expect((await rows()).map(({ status, body }) => ({ status, body }))).toEqual([
      { status: 'deleted', body: '-' },
    ]);
  });

  test('put back by somebody who changed it draws nothing but what its text says', async () => {
    await bring([leyla]);
    const { rows: kept } = await exported('comments');
    await env.DB.prepare('DELETE FROM comments').run();
    const tree = JSON.stringify([['p', ['a', 'javascript:alert(1)', 'Read this']]]);
    await send({
      ...{ kind: 'rows', apply: true, table: 'comments' },
      rows: kept.map((row) => ({ ...row, tree })),
    });
    const { source } = await visitor().open(`/articles/${first}`);
    expect(source).toContain('<em>river</em>');
    expect(source).not.toContain('alert(1)');
  });

  test.each<[string, object]>([
    ['a text where a number belongs', { created_at: 'yesterday' }],
    ['no name', { name: null }],
    ['an address as its hash', { email_hash: 'leyla@news.example' }],
    ['a status that there is not', { status: 'loud' }],
    ['a parent that is not there', { parent_id: idOf(8), path: idOf(8) + leyla.id }],
    ['a script as its website', { website: 'javascript:alert(1)' }],
  ])('put back with %s is refused whole', async (_, wrong) => {
    await bring([leyla, { ...leyla, id: idOf(2) }]);
    const { rows: kept } = await exported('comments');
    await env.DB.prepare('DELETE FROM comments').run();
    const changed = kept.map((row) => (row.id === leyla.id ? { ...row, ...wrong } : row));
    const answer = await send({ kind: 'rows', apply: true, table: 'comments', rows: changed });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ field: 'comments' });
    expect(await rows()).toEqual([]);
  });
});

/** Something in every table. */
async function fill(): Promise<void> {
  const reader = visitor();
  for (const body of ['One.', 'Two.', 'Three.']) {
    vi.setSystemTime(Date.now() + 1000);
    await reader.comment(first, { body, name: 'Leyla', email: leyla.email });
  }
  const desk = moderator();
  for (const _ of [1, 2]) await press(desk, await desk.open('/moderation'), 'approval');
  const [one, two, three] = await rows();
  await visitor().comment(
    first,
    { body: 'No.', name: 'Samir', email: 'samir@news.example' },
    `?parent=${one?.id}`,
  );
  await press(desk, await desk.open('/moderation'), 'spam');
  const page = await visitor().open(`/comments/${two?.id}/reports`);
  await visitor().submit(page, 'form[action$=reports]', { reason: 'abuse', words: 'Rude.' });
  const list = await desk.open('/moderation/defences');
  await desk.submit(list, 'form[action$=phrases]', { phrase: 'casino', effect: 'hold' });
  const own = await desk.open(`/moderation/comments/${three?.id}`);
  await desk.submit(own, 'form[action$=blocks]', { kind: 'commenter' });
  for (const network of ['x', 'reddit'])
    await visitor().open(`/articles/${first}/share/${network}`);
  await env.DB.batch([
    env.DB.prepare('INSERT INTO erased VALUES (?1, ?2)').bind(idOf(99), start),
    env.DB.prepare(
      `INSERT INTO confirmations SELECT commenter_hash, commenter_key, email_hash, email_key, ?1 FROM comments WHERE id = ?2`,
    ).bind(start, String(one?.id)),
    env.DB.prepare('UPDATE articles SET is_open = 1, pinned_id = ?1').bind(String(one?.id)),
  ]);
}
