import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { tidy } from '../../src/model/retention.ts';
import type { Reader } from '../reader.ts';
import { first, moderator, press, second, visitor } from '../site.ts';

const words = { body: 'The river knows no border.', name: 'Leyla', email: 'leyla@news.example' };
const start = Date.UTC(2026, 0, 1, 12);

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  for (const table of ['comments', 'phrases', 'blocks', 'confirmations', 'tries'])
    await env.DB.prepare(`DELETE FROM ${table}`).run();
});
afterEach(() => {
  vi.useRealTimers();
});

const statusOf = (body: string) =>
  env.DB.prepare('SELECT status FROM comments WHERE body = ?1').bind(body).first<string>('status');
const reasonsOf = async (body: string) =>
  JSON.parse(
    (await env.DB.prepare('SELECT verdict FROM comments WHERE body = ?1')
      .bind(body)
      .first<string>('verdict')) ?? '[]',
  );

async function watch(phrase: string, effect: string) {
  const desk = moderator();
  const page = await desk.open('/moderation/defences');
  return desk.submit(page, 'form[action$=phrases]', { phrase, effect });
}

/** Blocks whoever wrote the first comment of a list of the desk. */
async function block(kind: 'commenter' | 'visitor', status = 'pending') {
  const desk = moderator();
  const list = await desk.open(`/moderation?status=${status}`);
  const path = list.html.querySelector('.desk li a[href^="/moderation/comments/"]');
  const page = await desk.open(path?.getAttribute('href') ?? '');
  return desk.submit(page, 'form[action$=blocks]', { kind });
}

describe('a phrase on the list', () => {
  test('holds what says it, even from somebody known, and says which it was', async () => {
    await watch('CASINO*', 'hold');
    const reader = visitor();
    await reader.comment(first, words);
    await press(moderator(), await moderator().open('/moderation'), 'approval');
    await reader.comment(first, { ...words, body: 'See my casinos.' });
    expect(await statusOf('See my casinos.')).toBe('pending');
    const { html } = await moderator().open('/moderation');
    expect(html.querySelector('.desk li')?.text).toContain(
      'It says what is to be held: “casino*” (60 points)',
    );
  });

  test('holds it where no comment waits', async () => {
    await watch('casino', 'hold');
    await visitor({ MODERATION: 'none' }).comment(first, { ...words, body: 'A casino.' });
    expect(await statusOf('A casino.')).toBe('pending');
  });

  test('sends it to spam, and its author is told that it waits', async () => {
    await watch('free money', 'spam');
    const own = await visitor({ MODERATION: 'none' }).comment(first, {
      ...words,
      body: 'Get **free** money!',
    });
    expect(await statusOf('Get **free** money!')).toBe('spam');
    expect(own.html.querySelector('.own .status')?.text).toContain('Awaiting moderation');
  });

  test.each([
    ['name', { name: 'Casino Royal' }],
    ['website', { website: 'https://casino.example' }],
  ])('is found in the %s', async (_, typing) => {
    await watch('casino', 'hold');
    await visitor({ MODERATION: 'none' }).comment(first, { ...words, ...typing });
    expect(await statusOf(words.body)).toBe('pending');
  });

  test('is found in what is changed afterwards', async () => {
    await watch('casino', 'spam');
    const reader = visitor({ MODERATION: 'none' });
    const own = await reader.comment(first, words);
    const manage = own.html.querySelector('.own .status a')?.getAttribute('href') ?? '';
    await reader.submit(await reader.open(manage), 'form[action$=edits]', { body: 'A casino.' });
    expect(await statusOf('A casino.')).toBe('spam');
  });

  test('is of no effect once it is taken from the list', async () => {
    await watch('casino', 'hold');
    const desk = moderator();
    await desk.submit(await desk.open('/moderation/defences'), 'form[action$=removal]');
    await visitor({ MODERATION: 'none' }).comment(first, { ...words, body: 'A casino.' });
    expect(await statusOf('A casino.')).toBe('approved');
  });

  test('that is added again gets the new effect; what is none is told, and kept in the form', async () => {
    await watch('casino', 'hold');
    const page = await watch('Casino', 'spam');
    expect(page.html.querySelectorAll('tbody tr').map((row) => row.text.trim())).toHaveLength(1);
    expect(page.html.querySelector('tbody tr')?.text).toContain('It goes to spam');
    const wrong = await watch('***', 'spam');
    expect(wrong.status).toBe(422);
    expect(wrong.html.querySelector('[name=phrase]')?.getAttribute('value')).toBe('***');
    expect(wrong.html.querySelector('option[selected]')?.getAttribute('value')).toBe('spam');
  });

  test('finds no room on a list that is full', async () => {
    await env.DB.prepare(
      `INSERT INTO phrases (phrase, effect, moderator, created_at)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
       SELECT 'word' || i, 'hold', 'moderator', 1 FROM n`,
    ).run();
    expect((await watch('casino', 'hold')).html.text).toContain('The list is full');
    expect((await watch('word7', 'spam')).status).toBe(200);
  });
});

describe('whoever is blocked', () => {
  const say = (reader: Reader, body: string, slug = first) =>
    reader.comment(slug, { ...words, body });

  test('is known by the cookie: all they send goes to spam, and they are told that it waits', async () => {
    const spammer = visitor();
    await say(spammer, 'Buy.');
    const page = await block('commenter');
    expect(page.html.querySelector('.said')?.text).toContain('Blocked');
    const own = await say(spammer, 'Buy more.', second);
    expect(await statusOf('Buy more.')).toBe('spam');
    expect(await reasonsOf('Buy more.')).toContainEqual({ rule: 'blocked', points: 200 });
    expect(own.html.querySelector('.own .status')?.text).toContain('Awaiting moderation');
    expect(await statusOf('Buy.')).toBe('pending');
  });

  test('may have been approved before: that helps them no more', async () => {
    const spammer = visitor({ MODERATION: 'none' });
    await say(spammer, 'Hello.');
    await block('commenter', 'approved');
    await say(spammer, 'Buy.');
    expect(await statusOf('Buy.')).toBe('spam');
  });

  test('cannot publish by changing what stands there already', async () => {
    const spammer = visitor({ MODERATION: 'none' });
    const own = await say(spammer, 'Hello.');
    await block('commenter', 'approved');
    const manage = own.html.querySelector('.own .status a')?.getAttribute('href') ?? '';
    await spammer.submit(await spammer.open(manage), 'form[action$=edits]', { body: 'Buy.' });
    expect(await statusOf('Buy.')).toBe('spam');
  });

  test('does no harm to whose address they typed, who is somebody else', async () => {
    const victim = visitor();
    await say(victim, 'An honest word.');
    await press(moderator(), await moderator().open('/moderation'), 'approval');
    const spammer = visitor({}, { 'CF-Connecting-IP': '203.0.113.66' });
    await say(spammer, 'Buy under your name.');
    await block('commenter');
    await press(moderator(), await moderator().open('/moderation'), 'spam');
    await say(victim, 'Another honest word.', second);
    expect(await statusOf('Another honest word.')).toBe('approved');
    const elsewhere = visitor();
    await say(elsewhere, 'From my phone, unproven.');
    expect(await statusOf('From my phone, unproven.')).toBe('pending');
  });

  test('is known in another browser by an address that was confirmed', async () => {
    const spammer = visitor();
    await say(spammer, 'Buy.');
    const other = visitor();
    await say(other, 'Buy here.', second);
    const hashes = await env.DB.prepare(
      'SELECT commenter_hash AS who, commenter_key AS key, email_hash AS address, email_key FROM comments',
    ).all<{ who: string; key: string; address: string; email_key: string }>();
    for (const { who, key, address, email_key } of hashes.results)
      await env.DB.prepare('INSERT INTO confirmations VALUES (?1, ?2, ?3, ?4, 1)')
        .bind(who, key, address, email_key)
        .run();
    await block('commenter');
    await say(other, 'Buy more.', first);
    expect(await statusOf('Buy more.')).toBe('spam');
  });

  test('stays blocked when the key is rotated', async () => {
    const spammer = visitor();
    await say(spammer, 'Buy.');
    await block('commenter');
    const newer = {
      SECRET_KEY: 'bmV3ZXIga2V5cyBzaWduIGFuZCBoYXNoIHdpdGggdGhpcyE',
      PREVIOUS_SECRET_KEYS: env.SECRET_KEY,
    };
    const cookies = Object.fromEntries(spammer.cookies);
    const through = (settings: object) =>
      visitor(settings, {
        Cookie: Object.entries(cookies)
          .map(([name, value]) => `${name}=${value}`)
          .join('; '),
      });
    await say(through(newer), 'Buy after the rotation.', second);
    expect(await statusOf('Buy after the rotation.')).toBe('spam');
    await say(through({ SECRET_KEY: newer.SECRET_KEY }), 'Buy once the old key is gone.', second);
    expect(await statusOf('Buy once the old key is gone.')).toBe('spam');
  });

  test('is let in again when the block is lifted', async () => {
    const spammer = visitor();
    await say(spammer, 'Buy.');
    await block('commenter');
    const desk = moderator();
    const page = await desk.open('/moderation/defences');
    expect(page.html.querySelector('tbody tr')?.text).toContain('Leyla');
    await desk.submit(page, 'form[action*="/blocks/"]');
    await say(spammer, 'Sorry.', second);
    expect(await statusOf('Sorry.')).toBe('pending');
  });

  const at = (address: string) =>
    visitor({ MODERATION: 'none' }, { 'CF-Connecting-IP': address, 'User-Agent': 'Browser' });

  test('as a visitor is known without a cookie, until midnight, and nobody else is', async () => {
    await say(at('203.0.113.1'), 'Buy.');
    await block('visitor', 'approved');
    await say(at('203.0.113.1'), 'Buy, in a new browser window.');
    expect(await statusOf('Buy, in a new browser window.')).toBe('spam');
    await say(at('203.0.113.2'), 'A neighbour.');
    expect(await statusOf('A neighbour.')).toBe('approved');
    vi.setSystemTime(Date.UTC(2026, 0, 2, 0, 0, 1));
    await say(at('203.0.113.1'), 'Good morning.');
    expect(await statusOf('Good morning.')).toBe('approved');
    await tidy(env.DB, Date.UTC(2026, 0, 3, 1));
    expect((await env.DB.prepare('SELECT * FROM blocks').all()).results).toEqual([]);
  });

  test('as a visitor is nobody any more the day after', async () => {
    await say(at('203.0.113.1'), 'Buy.');
    vi.setSystemTime(Date.UTC(2026, 0, 2, 1));
    const late = await block('visitor', 'approved');
    expect(late.status).toBe(409);
    expect(late.html.querySelector('.problems')?.text).toContain('Nobody can be blocked');
    await tidy(env.DB, Date.UTC(2026, 0, 2, 13));
    const rows = await env.DB.prepare('SELECT visitor FROM comments').all();
    expect(rows.results).toEqual([{ visitor: null }]);
  });
});

test('the fourth comment within a minute is a reason, the third is none', async () => {
  const reader = visitor({ MODERATION: 'none', COMMENTS_PER_MINUTE: 9 });
  for (const body of ['One.', 'Two.', 'Three.', 'Four.'])
    await reader.comment(first, { ...words, body });
  const busy = { rule: 'busy', points: 15 };
  expect(await reasonsOf('Three.')).not.toContainEqual(busy);
  expect(await reasonsOf('Four.')).toContainEqual(busy);
});
