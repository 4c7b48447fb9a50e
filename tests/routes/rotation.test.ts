import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { keyUses } from '../../src/model/rotation.ts';
import { Reader } from '../reader.ts';
import { ask, first, moderator, origin, press, visitor } from '../site.ts';

const newer = 'bmV3ZXIga2V5cyBzaWduIGFuZCBoYXNoIHdpdGggdGhpcyE';
const newest = 'bmV3ZXN0IGtleXMgc2lnbiBhbmQgaGFzaCB3aXRoIHRoaXM';
const words = { body: 'The river knows no border.', name: 'Leyla', email: 'leyla@news.example' };

const rotated = { SECRET_KEY: newer, PREVIOUS_SECRET_KEYS: env.SECRET_KEY };
const twice = { SECRET_KEY: newest, PREVIOUS_SECRET_KEYS: `${newer}, ${env.SECRET_KEY}` };
const leaked = { ...rotated, PREVIOUS_KEYS_LEAKED: 'true' };

beforeEach(async () => {
  await env.DB.prepare('DELETE FROM comments WHERE parent_id IS NOT NULL').run();
  await env.DB.prepare('DELETE FROM comments').run();
});

interface Row {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly face: string;
  readonly email_hash: string;
  readonly email_key: string;
  readonly commenter_hash: string;
  readonly commenter_key: string;
}
const rows = async () =>
  (await env.DB.prepare('SELECT * FROM comments ORDER BY rowid').all<Row>()).results;
const distinct = async (column: keyof Row) =>
  new Set((await rows()).map((row) => row[column])).size;

/** A reader whose site is turned to other keys while they read. */
function readerThrough(): { reader: Reader; turn: (settings: object) => void } {
  let now: object = {};
  const reader = new Reader((request) => ask(request, now), origin);
  return {
    reader,
    turn: (settings) => {
      now = settings;
    },
  };
}

async function approveAll(): Promise<void> {
  const desk = moderator();
  for (let page = await desk.open('/moderation'); page.html.querySelector('form.list'); )
    page = await press(desk, page, 'approval');
}

const statusOf = async (body: string) =>
  await env.DB.prepare('SELECT status FROM comments WHERE body = ?1')
    .bind(body)
    .first<string>('status');

describe('when the key is rotated', () => {
  test('whoever comes again is known, and their earlier comments move to the new key', async () => {
    const { reader, turn } = readerThrough();
    await reader.comment(first, words);
    await visitor().comment(first, { ...words, name: 'Samir', email: 'samir@news.example' });
    await approveAll();
    const [before] = await rows();
    turn(rotated);
    await reader.comment(first, { ...words, body: 'Nor does the wind.' });
    const [leyla, samir, again] = await rows();
    expect(again?.status).toBe('approved');
    expect(leyla).toMatchObject({
      email_hash: again?.email_hash,
      email_key: again?.email_key,
      commenter_hash: again?.commenter_hash,
      commenter_key: again?.commenter_key,
    });
    expect(leyla?.email_hash).not.toBe(before?.email_hash);
    expect(samir?.email_key).toBe(before?.email_key);
    expect(await keyUses(env.DB)).toEqual([
      { id: again?.email_key, addresses: 2, commenters: 2 },
      { id: before?.email_key, addresses: 1, commenters: 1 },
    ]);
  });

  test('an address that comes without its cookie moves alone: the cookie may be somebody else’s', async () => {
    await visitor().comment(first, words);
    const [before] = await rows();
    await visitor(rotated).comment(first, { ...words, body: 'From another device.' });
    const [old, now] = await rows();
    expect(old?.email_hash).toBe(now?.email_hash);
    expect(old?.commenter_hash).toBe(before?.commenter_hash);
    expect(await keyUses(env.DB)).toEqual([
      { id: now?.email_key, addresses: 2, commenters: 1 },
      { id: before?.email_key, addresses: 0, commenters: 1 },
    ]);
  });

  test('it can be rotated again before everybody came', async () => {
    const { reader, turn } = readerThrough();
    await reader.comment(first, words);
    await approveAll();
    turn(rotated);
    await visitor(rotated).comment(first, { ...words, name: 'Samir', email: 'samir@news.example' });
    turn(twice);
    await reader.comment(first, { ...words, body: 'Nor does the wind.' });
    expect(await statusOf('Nor does the wind.')).toBe('approved');
    expect(await distinct('email_key')).toBe(2);
    await visitor(twice).comment(first, { ...words, body: 'Nor I.', email: 'samir@news.example' });
    expect(await distinct('email_key')).toBe(1);
  });

  test('a face stays the same', async () => {
    const { reader, turn } = readerThrough();
    await reader.comment(first, words);
    turn(rotated);
    await reader.comment(first, { ...words, body: 'Nor does the wind.' });
    await reader.comment(first, { ...words, body: 'Nor the rain.' });
    expect(await distinct('face')).toBe(1);
  });

  test('a form that was open meanwhile is taken, from a text browser too, and once', async () => {
    const page = await visitor().open(`/articles/${first}`);
    const post = (settings: object) =>
      visitor(settings, { Origin: '' }).submit(page, '#reply form', words);
    expect((await post({})).status).toBe(200);
    expect((await post(rotated)).status).toBe(200);
    expect((await post(twice)).status).toBe(200);
    expect(await rows()).toHaveLength(1);
  });

  test('one’s own view and the manage link still open', async () => {
    const page = await visitor().comment(first, words);
    const manage = page.html.querySelector('.own .status a')?.getAttribute('href') ?? '';
    const own = page.url.pathname + page.url.search;
    expect((await visitor(rotated).open(own)).html.querySelector('.own')).not.toBeNull();
    expect((await visitor(rotated).open(manage)).status).toBe(200);
    const managed = await visitor(rotated).open(manage);
    const changed = await visitor(rotated).submit(managed, 'form[action$=edits]', {
      body: 'Changed.',
    });
    expect(changed.status).toBe(200);
    expect(await statusOf('Changed.')).toBe('pending');
  });

  test('an edit that gives the address away is still noticed', async () => {
    const page = await visitor().comment(first, words);
    const manage = page.html.querySelector('.own .status a')?.getAttribute('href') ?? '';
    const managed = await visitor(rotated).open(manage);
    const body = `Write to ${words.email}`;
    const refused = await visitor(rotated).submit(managed, 'form[action$=edits]', { body });
    expect(refused.status).toBe(422);
  });
});

describe('after a leak', () => {
  test('an address is found and moved, but a cookie earns nothing any more', async () => {
    const { reader, turn } = readerThrough();
    await reader.comment(first, words);
    await approveAll();
    turn(leaked);
    await reader.comment(first, { ...words, body: 'Nor does the wind.' });
    const [old, now] = await rows();
    expect(now?.status).toBe('pending');
    expect(old?.email_hash).toBe(now?.email_hash);
    expect(old?.commenter_hash).not.toBe(now?.commenter_hash);
    expect(old?.face).not.toBe(now?.face);
  });

  test('forms, views and manage links of the old key are refused', async () => {
    const page = await visitor().open(`/articles/${first}`);
    const posted = await visitor().submit(page, '#reply form', words);
    const manage = posted.html.querySelector('.own .status a')?.getAttribute('href') ?? '';
    const own = posted.url.pathname + posted.url.search;
    expect((await visitor(leaked, { Origin: '' }).submit(page, '#reply form', words)).status).toBe(
      403,
    );
    expect((await visitor(leaked).open(own)).html.querySelector('.own')).toBeNull();
    expect((await visitor(leaked).open(manage)).status).toBe(404);
    const managed = await visitor().open(manage);
    for (const form of ['edits', 'deletion']) {
      const refused = await visitor(leaked).submit(managed, `form[action$=${form}]`, {
        body: 'No.',
      });
      expect(refused.status).toBe(404);
    }
    expect(await rows()).toHaveLength(1);
  });
});

test('with the key gone and nothing in its place, nobody is taken for another', async () => {
  const { reader, turn } = readerThrough();
  await reader.comment(first, words);
  await approveAll();
  turn({ SECRET_KEY: newer });
  await reader.comment(first, { ...words, body: 'Nor does the wind.' });
  expect(await statusOf('Nor does the wind.')).toBe('pending');
  expect(await distinct('email_hash')).toBe(2);
});

test.each([
  ['a previous key that is short', { PREVIOUS_SECRET_KEYS: 'c2hvcnQ' }],
  ['a previous key that is none', { PREVIOUS_SECRET_KEYS: `${newer},no key at all!` }],
])('with %s comments are closed, and articles are read', async (_, settings) => {
  const page = await visitor(settings).open(`/articles/${first}`);
  expect(page.status).toBe(200);
  expect(page.html.querySelector('#reply form')).toBeNull();
});
