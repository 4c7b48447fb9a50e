import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import app from '../../src/index.ts';
import { tidy } from '../../src/model/retention.ts';
import { en } from '../../src/strings/en.ts';
import { tables } from '../../src/strings/language.ts';
import { faulty } from '../faulty.ts';
import { holdBack } from '../held.ts';
import { type Page, Reader } from '../reader.ts';
import { first, moderator, origin, press, second, visitor } from '../site.ts';

const words = { body: 'The river knows no border.', name: 'Leyla', email: 'leyla@news.example' };
const start = Date.UTC(2026, 0, 1);

interface Message {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}
let sent: Message[] = [];
/** A site that sends mail; the platform's binding stands in for the post office. */
const withMail = {
  EMAIL: { send: async (message: Message) => sent.push(message) },
  EMAIL_FROM: 'desk@broadside.example',
};

beforeEach(async () => {
  sent = [];
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  for (const table of [
    'comments WHERE parent_id IS NOT NULL',
    'comments',
    'passes',
    'confirmations',
    'erased',
    'chores',
  ])
    await env.DB.prepare(`DELETE FROM ${table}`).run();
});
afterEach(() => {
  vi.useRealTimers();
});

const later = (minutes: number) => vi.setSystemTime(start + minutes * 60_000);
/** Comments as they were written: their ids say no more than the millisecond, and this clock stands still. */
const rows = async (table = 'comments') =>
  (
    await env.DB.prepare(
      `SELECT * FROM ${table} ORDER BY ${table === 'comments' ? 'rowid' : '1'}`,
    ).all()
  ).results;
const linkIn = (message: Message | undefined) => /https:\S+/.exec(message?.text ?? '')?.[0] ?? '';
const messages = (subject: string) => sent.filter((message) => message.subject.includes(subject));

/** Asks for a link, as somebody behind another network each time unless it says otherwise. */
let visitors = 0;
async function askFor(email: string, address = `203.0.113.${visitors++}`): Promise<Page> {
  const reader = visitor(withMail, { 'CF-Connecting-IP': address });
  return reader.submit(await reader.open('/privacy'), '#yours form', { email });
}

/** Follows the link in the last message, and presses its button. */
async function opened(reader: Reader): Promise<Page> {
  const page = await reader.open(linkIn(messages('Your comments').at(-1)));
  return reader.submit(page, 'form');
}

describe('the privacy page', () => {
  test('has an entry for each table and each column, and for no other', async () => {
    const { results } = await env.DB.prepare(
      `SELECT tables.name AS name, columns.name AS "column"
       FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
       WHERE tables.type = 'table' AND tables.name NOT GLOB '_cf_*' AND tables.name NOT GLOB 'sqlite_*' AND tables.name <> 'd1_migrations'`,
    ).all<{ name: string; column: string }>();
    const told = tables(en.privacy).flatMap(([name, { columns }]) =>
      Object.keys(columns).map((column) => ({ name, column })),
    );
    expect(results.length).toBeGreaterThan(40);
    expect(new Set(told.map((one) => JSON.stringify(one)))).toEqual(
      new Set(results.map(({ name, column }) => JSON.stringify({ name, column }))),
    );
  });

  test('says what the hash does not protect, and how long the platform remembers', async () => {
    const { html, status } = await visitor().open('/privacy');
    expect(status).toBe(200);
    for (const said of ['pseudonymous, not anonymous', '30 days', '7 on its free plan']) {
      expect(html.querySelector('main')?.text).toContain(said);
    }
    expect(html.querySelectorAll('.privacy h3')).toHaveLength(tables(en.privacy).length);
  });

  test('is where the form and the foot of every page lead', async () => {
    const { html } = await visitor().open(`/articles/${first}`);
    expect(html.querySelector('#reply .field.email a')?.getAttribute('href')).toBe('/privacy');
    expect(html.querySelector('.colophon a[href="/privacy"]')).not.toBeNull();
  });

  test('says how to ask the editors where no mail is sent', async () => {
    const { html } = await visitor().open('/privacy');
    expect(html.querySelector('#yours form')).toBeNull();
    expect(html.querySelector('#yours')?.text).toContain('ask the editors');
    expect(html.querySelector('#yours a')?.getAttribute('href')).toMatch(/^\/pages\//);
  });
});

describe('a link to one’s own comments', () => {
  beforeEach(async () => {
    await visitor().comment(first, words);
    vi.setSystemTime(start + 1);
    await visitor().comment(second, { ...words, body: 'Elsewhere.', email: ' LEYLA@News.Example' });
    await visitor().comment(first, { ...words, name: 'Samir', email: 'samir@news.example' });
  });

  test('is sent to the address, and opens what is under it and nothing else', async () => {
    await askFor('Leyla@news.example');
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ from: 'desk@broadside.example', to: words.email });
    const page = await opened(visitor(withMail));
    expect(page.status).toBe(200);
    expect(page.headers.get('Cache-Control')).toBe('no-store');
    const texts = page.html.querySelectorAll('.threads .p-content').map(({ text }) => text);
    expect(texts).toEqual([words.body, 'Elsewhere.']);
    expect(page.html.text).not.toContain('Samir');
  });

  test('is answered alike whether there is anything or not, and nothing is sent for nothing', async () => {
    const known = await askFor(words.email);
    const unknown = await askFor('nobody@news.example');
    expect(unknown.source.replace(/value="[^"]*"/g, '')).toBe(
      known.source.replace(/value="[^"]*"/g, ''),
    );
    expect([unknown.status, unknown.url.href]).toEqual([known.status, known.url.href]);
    expect(sent).toHaveLength(1);
  });

  test('is not spent by looking at it, and works once', async () => {
    await askFor(words.email);
    const scanner = visitor(withMail);
    for (let look = 0; look < 3; look++) {
      expect((await scanner.open(linkIn(sent[0]))).status).toBe(200);
    }
    const page = await visitor(withMail).open(linkIn(sent[0]));
    expect((await visitor(withMail).submit(page, 'form')).status).toBe(200);
    expect((await visitor(withMail).submit(page, 'form')).status).toBe(404);
    expect((await visitor(withMail).open(linkIn(sent[0]))).status).toBe(404);
  });

  test('is good for half an hour, and so is what it opens', async () => {
    await askFor(words.email);
    later(29.9);
    const page = await opened(visitor(withMail));
    later(59.8);
    const session = page.url.pathname + page.url.search;
    expect((await visitor(withMail).open(session)).status).toBe(200);
    later(60);
    expect((await visitor(withMail).open(session)).status).toBe(404);
    await askFor(words.email);
    later(90);
    expect((await visitor(withMail).open(linkIn(sent[1]))).status).toBe(404);
  });

  test('is not kept: what stands in the database opens nothing', async () => {
    await askFor(words.email);
    const token = new URL(linkIn(sent[0])).searchParams.get('token') ?? '';
    const [pass] = await rows('passes');
    expect(JSON.stringify(pass)).not.toContain(token);
    expect((await visitor(withMail).open(`/privacy/link?token=${pass?.id}`)).status).toBe(404);
    expect((await visitor(withMail).open(`/privacy/comments?session=${token}`)).status).toBe(404);
  });

  test('is sent three times an hour to one address, and five times for one visitor', async () => {
    for (let i = 0; i < 5; i++) await askFor(words.email);
    expect(sent).toHaveLength(3);
    later(61);
    for (let i = 0; i < 7; i++) {
      const email = `many${i}@news.example`;
      await visitor().comment(first, { ...words, email });
      await askFor(email, '203.0.113.250');
    }
    expect(sent).toHaveLength(8);
  });

  test('is sent no more often to who asks forty times at once, in whatever browsers', async () => {
    const page = await visitor(withMail).open('/privacy');
    const asks = Array.from({ length: 40 }, (_, turn) =>
      visitor(withMail, {
        'CF-Connecting-IP': '203.0.113.9',
        'User-Agent': `Agent ${turn}`,
      }).submit(page, '#yours form', { email: turn % 2 ? words.email : 'samir@news.example' }),
    );
    await Promise.all(asks);
    expect(sent.length).toBe(5);
  });

  test('is still sent when somebody else had confirmations sent there', async () => {
    for (let turn = 0; turn < 5; turn++) {
      await visitor(withMail, { 'CF-Connecting-IP': `203.0.113.${200 + turn}` }).comment(first, {
        ...words,
        body: `Not by Leyla ${turn}.`,
      });
    }
    await askFor(words.email);
    expect(messages('Your comments')).toHaveLength(1);
  });

  test('asks the database for nothing but whether it is there, until the answer has left', async () => {
    for (const email of [words.email, 'nobody@news.example']) {
      const asked: string[] = [];
      const DB = faulty(env.DB, (sql, answer) => {
        asked.push(...sql);
        return answer();
      });
      const contexts: ExecutionContext[] = [];
      const reader = new Reader(async (request) => {
        const context = createExecutionContext();
        contexts.push(context);
        return app.fetch(request, { ...env, ...withMail, DB }, context);
      }, origin);
      const letGo = holdBack();
      await reader.submit(await reader.open('/privacy'), '#yours form', { email });
      expect(asked).toEqual(['SELECT 1 FROM comments LIMIT 1']);
      letGo();
      await Promise.all(contexts.map(waitOnExecutionContext));
      expect(asked.length).toBeGreaterThan(1);
    }
  });

  test('is not sent to what is no address, which is said', async () => {
    const page = await askFor('leyla at news');
    expect(page.status).toBe(422);
    expect(page.html.querySelector('[name=email]')?.getAttribute('value')).toBe('leyla at news');
    expect(page.html.querySelector('#problem')?.text).toContain('does not look like');
  });

  test('that cannot be sent changes nothing in the answer, and leaves no address in the log', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const broken = { EMAIL: { send: () => Promise.reject(new Error(`no ${words.email}`)) } };
    const reader = visitor({ ...withMail, ...broken });
    const page = await reader.submit(await reader.open('/privacy'), '#yours form', {
      email: words.email,
    });
    expect(page.url.pathname + page.url.search).toBe('/privacy?sent');
    expect(logged).toHaveBeenCalledOnce();
    expect(JSON.stringify(logged.mock.calls)).not.toContain('leyla');
    logged.mockRestore();
  });
});

describe('who has opened their comments', () => {
  let reader: Reader;
  let page: Page;

  beforeEach(async () => {
    await visitor({ MODERATION: 'none' }).comment(first, words);
    const [{ id = '' } = {}] = await rows();
    vi.setSystemTime(start + 1);
    await visitor({ MODERATION: 'none' }).comment(
      first,
      { ...words, body: 'Indeed.', name: 'Samir', email: 'samir@news.example' },
      `?parent=${id}`,
    );
    vi.setSystemTime(start + 2);
    await visitor().comment(second, { ...words, body: 'It waits.' });
    await askFor(words.email);
    reader = visitor(withMail);
    page = await opened(reader);
  });

  test('takes them along as JSON', async () => {
    const link = page.html.querySelector('a[download]')?.getAttribute('href') ?? '';
    const file = await reader.open(link);
    expect(file.headers.get('Content-Disposition')).toContain('attachment');
    const { comments } = JSON.parse(file.source);
    expect(comments).toMatchObject([
      { slug: first, name: 'Leyla', body: words.body, status: 'approved' },
      { slug: second, body: 'It waits.', status: 'pending' },
    ]);
    expect(file.source).not.toMatch(/hash|[\w-]{43}/);
  });

  test('is told of what was taken for spam that it waits, in the file as on the page', async () => {
    await env.DB.prepare(`UPDATE comments SET status = 'spam' WHERE body = 'It waits.'`).run();
    const file = await reader.open(
      page.html.querySelector('a[download]')?.getAttribute('href') ?? '',
    );
    expect(JSON.parse(file.source).comments[1]).toMatchObject({ status: 'pending' });
    expect(file.source).not.toContain('spam');
  });

  test('changes the name under all of them', async () => {
    const again = await reader.submit(page, 'form[action$=names]', { name: '  Leyla  A. ' });
    expect(reader.redirects[0]?.status).toBe(303);
    expect(again.html.querySelector('.threads h2')?.text).toContain('Leyla A.');
    expect((await rows()).map(({ name }) => name)).toEqual(['Leyla A.', 'Samir', 'Leyla A.']);
  });

  test.each([
    [' ', 'how you would like to be called'],
    ['leyla@news.example', 'email address'],
    ['leyla＠news.example', 'email address'],
    ['leyla%40news.example', 'email address'],
    ['Вroadside Newsroom', 'one of the authors'],
  ])('cannot be called %j', async (name, said) => {
    const again = await reader.submit(page, 'form[action$=names]', { name });
    expect(again.status).toBe(422);
    expect(again.html.querySelector('#problem')?.text).toContain(said);
    expect((await rows()).map((row) => row.name)).toEqual(['Leyla', 'Samir', 'Leyla']);
  });

  test('waits again under another name where every comment waits', async () => {
    const strict = visitor({ ...withMail, MODERATION: 'all' });
    await strict.submit(page, 'form[action$=names]', { name: 'Cheap pills' });
    expect((await rows()).map(({ status }) => status)).toEqual(['pending', 'approved', 'pending']);
    expect((await rows()).map((row) => row.edited_at)).toEqual([start + 2, null, start + 2]);
  });

  test('erases everything: text and hash, and what was answered says only that it is gone', async () => {
    await reader.submit(page, 'form[action$=erasures]');
    const left = await rows();
    expect(left).toHaveLength(2);
    expect(left[0]).toMatchObject({
      status: 'deleted',
      name: '-',
      body: '-',
      email_hash: null,
      commenter_hash: null,
    });
    expect(left[1]).toMatchObject({ name: 'Samir' });
    expect(await rows('erased')).toHaveLength(2);
    expect(await rows('passes')).toEqual([]);
    expect((await rows('confirmations')).length).toBe(0);
    const article = await visitor().open(`/articles/${first}`);
    expect(article.html.querySelector('#comments')?.text).not.toContain(words.body);
    expect((await reader.open(page.url.pathname + page.url.search)).status).toBe(404);
  });

  test('and nobody else: a session that was made up opens nothing', async () => {
    for (const session of ['', 'x', 'A'.repeat(22)]) {
      expect((await visitor().open(`/privacy/comments?session=${session}`)).status).toBe(404);
      expect((await visitor().open(`/privacy/comments.json?session=${session}`)).status).toBe(404);
      for (const form of ['names', 'erasures']) {
        const forged = await visitor().submit(page, `form[action$=${form}]`, {
          session,
          name: 'X',
        });
        expect(forged.status).toBe(404);
      }
    }
    expect(await rows()).toHaveLength(3);
  });
});

describe('when the key is rotated meanwhile', () => {
  const newer = {
    ...withMail,
    SECRET_KEY: 'bmV3ZXIga2V5cyBzaWduIGFuZCBoYXNoIHdpdGggdGhpcyE',
    PREVIOUS_SECRET_KEYS: env.SECRET_KEY,
  };

  test('whoever has opened their comments still has them, and erases them', async () => {
    await visitor().comment(first, words);
    await askFor(words.email);
    const page = await opened(visitor(withMail));
    await visitor(newer).comment(first, { ...words, body: 'From another device.' });
    const again = await visitor(newer).open(page.url.pathname + page.url.search);
    expect(again.html.querySelectorAll('.threads > li')).toHaveLength(2);
    const erased = await visitor(newer).submit(again, 'form[action$=erasures]');
    expect(erased.html.text).toContain('Everything under this address is erased.');
    expect(await rows()).toEqual([]);
  });

  test('a confirmation that was under way is noted under the new key, and erased with the rest', async () => {
    const home = visitor(withMail);
    await home.comment(first, words);
    await visitor(newer).comment(first, { ...words, body: 'From another device.' });
    const page = await visitor(newer).open(linkIn(messages('Did you write')[0]));
    await visitor(newer).submit(page, 'form');
    const [{ email_key, commenter_key } = {}] = await rows('confirmations');
    const [own] = await rows();
    expect([email_key, commenter_key]).toEqual([own?.email_key, own?.commenter_key]);
    expect(email_key).not.toBe(commenter_key);
    await askFor(words.email);
    const desk = moderator();
    const found = await desk.submit(
      await desk.open('/moderation/retention'),
      'form[action$=commenters]',
      { email: words.email },
    );
    expect(found.status).toBe(200);
  });

  test('after a leak, links and sessions of the old key are refused', async () => {
    await visitor().comment(first, words);
    await askFor(words.email);
    const link = linkIn(sent.at(-1));
    const page = await opened(visitor(withMail));
    await askFor(words.email);
    const leaked = { ...newer, PREVIOUS_KEYS_LEAKED: 'true' };
    expect((await visitor(leaked).open(linkIn(sent.at(-1)))).status).toBe(404);
    expect((await visitor(leaked).open(page.url.pathname + page.url.search)).status).toBe(404);
    expect(link).not.toBe('');
  });
});

test('an erasure that finds nothing says so', async () => {
  await visitor().comment(first, words);
  await askFor(words.email);
  const reader = visitor(withMail);
  const page = await opened(reader);
  await env.DB.prepare('DELETE FROM comments').run();
  const answer = await reader.submit(page, 'form[action$=erasures]');
  expect(answer.html.querySelector('[role=status]')?.text).toContain(
    'no comments under this address',
  );
});

describe('a moderator who is asked', () => {
  test('finds the comments of an address by typing it, and it is nowhere afterwards', async () => {
    await visitor().comment(first, words);
    const desk = moderator();
    const page = await desk.open('/moderation/retention');
    const found = await desk.submit(page, 'form[action$=commenters]', {
      email: 'LEYLA@news.example',
    });
    expect(found.status).toBe(200);
    expect(found.html.querySelector('.threads')?.text).toContain(words.body);
    expect(found.url.href + found.source).not.toContain('leyla@');
    expect(desk.redirects[0]?.location).not.toMatch(/leyla|%40/i);
    await desk.submit(found, 'form[action$=erasures]');
    expect(await rows()).toEqual([]);
  });

  test('is told what is no address, and that nothing is under another', async () => {
    const desk = moderator();
    const page = await desk.open('/moderation/retention');
    const wrong = await desk.submit(page, 'form[action$=commenters]', { email: 'leyla' });
    expect(wrong.status).toBe(422);
    const none = await desk.submit(page, 'form[action$=commenters]', { email: 'no@news.example' });
    expect(none.html.text).toContain('There are no comments under this address.');
  });

  test('is the only one who may', async () => {
    const page = await moderator().open('/moderation/retention');
    const stranger = await visitor().submit(page, 'form[action$=commenters]', {
      email: words.email,
    });
    expect(stranger.status).toBe(401);
    expect((await visitor().open('/moderation/retention')).status).toBe(401);
  });

  test('sees what hangs on which key, and which may not be dropped', async () => {
    const old = 'b2xkIGtleXMgc2lnbmVkIGFuZCBoYXNoZWQgd2l0aCB0aGlz';
    await visitor({ SECRET_KEY: old }).comment(first, words);
    const gone = 'Z29uZSBrZXlzIHNpZ25lZCBhbmQgaGFzaGVkIHdpdGggdGhpcw';
    await visitor({ SECRET_KEY: gone }).comment(first, words);
    const signIn = { Authorization: `Basic ${btoa(`moderator:${env.MODERATION_PASSWORD}`)}` };
    const page = await visitor({ PREVIOUS_SECRET_KEYS: old }, signIn).open('/moderation/retention');
    const states = page.html.querySelectorAll('tbody tr').map(({ text }) => text);
    expect(states).toHaveLength(3);
    expect(states[0]).toContain('in use');
    expect(states[1]).toContain('Do not drop this key yet: 1 comment');
    expect(states[2]).toContain('not here');
  });
});

describe('a confirmed address', () => {
  const confirmed = async (reader: Reader) => {
    const page = await reader.open(linkIn(messages('Did you write').at(-1)));
    return reader.submit(page, 'form');
  };
  async function approveAll(): Promise<void> {
    const desk = moderator();
    for (let page = await desk.open('/moderation'); page.html.querySelector('form.list'); )
      page = await press(desk, page, 'approval');
  }
  const statusOf = async (body: string) =>
    env.DB.prepare('SELECT status FROM comments WHERE body = ?1').bind(body).first('status');

  test('is the same person in another browser', async () => {
    const home = visitor(withMail);
    await home.comment(first, words);
    expect((await confirmed(home)).html.text).toContain('You are known now');
    await approveAll();
    const phone = visitor(withMail);
    await phone.comment(first, { ...words, body: 'By phone.' });
    expect(await statusOf('By phone.')).toBe('pending');
    await confirmed(phone);
    await phone.comment(first, { ...words, body: 'By phone again.' });
    expect(await statusOf('By phone again.')).toBe('approved');
  });

  test('is asked for by showing what was written', async () => {
    await visitor(withMail).comment(first, { ...words, name: 'Somebody', body: 'Was it you?' });
    const page = await visitor(withMail).open(linkIn(messages('Did you write').at(-1)));
    expect(page.html.querySelector('blockquote')?.text).toContain('Was it you?');
    expect(page.html.querySelector('blockquote')?.text).toContain('Somebody');
  });

  test('earns nothing for whoever only types it', async () => {
    const home = visitor(withMail);
    await home.comment(first, words);
    await confirmed(home);
    await approveAll();
    const stranger = visitor(withMail);
    await stranger.comment(first, { ...words, body: 'I am Leyla.' });
    await stranger.comment(first, { ...words, body: 'I am Leyla, really.' });
    expect(await statusOf('I am Leyla, really.')).toBe('pending');
  });

  test('is asked for once, and not again', async () => {
    const home = visitor(withMail);
    await home.comment(first, words);
    await confirmed(home);
    await home.comment(first, { ...words, body: 'Again.' });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.text).toContain('If it was not you, do nothing');
  });

  test('is asked for in the same way whatever is known of it', async () => {
    const known = visitor(withMail);
    await known.comment(first, words);
    await confirmed(known);
    const [one, two] = [visitor(withMail), visitor(withMail)];
    const knownAnswer = await one.comment(first, { ...words, body: 'One.' });
    const otherAnswer = await two.comment(first, {
      ...words,
      body: 'One.',
      email: 'new@news.example',
    });
    expect(knownAnswer.html.querySelector('.own .status')?.text).toBe(
      otherAnswer.html.querySelector('.own .status')?.text,
    );
    expect([...one.cookies.keys()]).toEqual([...two.cookies.keys()]);
  });
});

describe('by the hour', () => {
  const days = (count: number) => start + count * 24 * 60 * 60_000;
  async function turnedDown(status: string): Promise<void> {
    await visitor({ MODERATION: 'none' }).comment(first, words);
    await env.DB.prepare('UPDATE comments SET status = ?1, decided_at = created_at')
      .bind(status)
      .run();
  }

  test.each(['rejected', 'spam'])('what is %s goes after thirty days', async (status) => {
    await turnedDown(status);
    await tidy(env.DB, days(30));
    expect(await rows()).toHaveLength(1);
    await tidy(env.DB, days(30) + 1);
    expect(await rows()).toEqual([]);
    expect(await rows('chores')).toContainEqual({
      name: 'turnedDown',
      done_at: days(30) + 1,
      rows: 1,
    });
  });

  test.each(['approved', 'pending'])('what is %s stays', async (status) => {
    await turnedDown(status);
    await tidy(env.DB, days(400));
    expect(await rows()).toHaveLength(1);
  });

  test('what was answered leaves a row that says nothing', async () => {
    await visitor({ MODERATION: 'none' }).comment(first, words);
    const [{ id = '' } = {}] = await rows();
    vi.setSystemTime(start + 1);
    await visitor({ MODERATION: 'none' }).comment(
      first,
      { ...words, body: 'Yes.' },
      `?parent=${id}`,
    );
    await env.DB.prepare(`UPDATE comments SET status = 'rejected' WHERE id = ?1`).bind(id).run();
    await tidy(env.DB, days(31));
    expect((await rows())[0]).toMatchObject({ id, status: 'deleted', body: '-', email_hash: null });
    expect(await rows('erased')).toEqual([]);
  });

  test('what its author deleted stays deleted, whatever is imported or restored', async () => {
    await visitor({ MODERATION: 'none' }).comment(first, words);
    const [row = {}] = await rows();
    const columns = Object.keys(row);
    const insert = () =>
      env.DB.prepare(
        `INSERT INTO comments (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      )
        .bind(...Object.values(row))
        .run();
    await env.DB.prepare('DELETE FROM comments').run();
    await env.DB.prepare('INSERT INTO erased VALUES (?1, 1)').bind(row.id).run();
    await insert();
    expect(await rows()).toMatchObject([{ status: 'deleted', body: '-', email_hash: null }]);
    expect((await visitor().open(`/articles/${first}`)).html.text).toContain('0 Comments');
    await tidy(env.DB, start);
    expect(await rows()).toEqual([]);
    await env.DB.prepare('DELETE FROM erased').run();
    await insert();
    await env.DB.prepare('INSERT INTO erased VALUES (?1, 1)').bind(row.id).run();
    await tidy(env.DB, start);
    expect(await rows()).toEqual([]);
  });

  test('a form that came by is forgotten after a day, a link too, and a confirmation after a year', async () => {
    const home = visitor(withMail);
    await home.comment(first, words);
    const page = await home.open(linkIn(sent[0]));
    await home.submit(page, 'form');
    await askFor(words.email);
    await tidy(env.DB, days(1));
    expect([(await rows())[0]?.retry_key, await rows('passes')]).not.toEqual([null, []]);
    await tidy(env.DB, days(1) + 1);
    expect([(await rows())[0]?.retry_key, await rows('passes')]).toEqual([null, []]);
    expect(await rows('confirmations')).toHaveLength(1);
    await tidy(env.DB, days(365) + 1);
    expect(await rows('confirmations')).toEqual([]);
  });

  test('the desk sees when it was last done', async () => {
    expect((await moderator().open('/moderation/retention')).html.text).toContain(
      'not been done yet',
    );
    await tidy(env.DB, start);
    const page = await moderator().open('/moderation/retention');
    expect(page.html.text).toContain('What was turned down 30 days ago');
    expect(page.html.text).toContain('1 January 2026');
  });
});
