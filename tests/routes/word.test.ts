import { createExecutionContext, createScheduledController } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import app from '../../src/index.ts';
import type { Page } from '../reader.ts';
import { ask, first, moderator, origin, press, second, visitor } from '../site.ts';

const words = { body: 'The river knows no border.', name: 'Leyla', email: 'leyla@news.example' };
const start = Date.UTC(2026, 0, 1);
const hour = 60;

/** Letters that were handed to the platform's binding, which stands in for the post office. */
let letters: Record<string, unknown>[] = [];
const EMAIL = {
  send: async (letter: object) => {
    letters.push({ ...letter });
    return { messageId: String(letters.length) };
  },
};
/** What the receiver of the webhook got, and what it answers. */
let calls: { url: string; headers: Record<string, string>; body: string }[] = [];
let answer: () => Response | Promise<Response>;
let log: string[] = [];

const editors = {
  SITE_NAME: 'The Gazette',
  SITE_URL: origin,
  EMAIL,
  EMAIL_FROM: 'desk@broadside.example',
  EDITOR_EMAIL: 'editor@broadside.example',
  WEBHOOK_URL: 'https://hooks.example/in?token=hush',
};

beforeEach(async () => {
  letters = [];
  calls = [];
  answer = () => new Response('Thank you.');
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  log = [];
  vi.spyOn(console, 'error').mockImplementation((line) => log.push(line));
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    const request = new Request(url, init);
    expect([request.method, request.redirect]).toEqual(['POST', 'manual']);
    const body = await request.text();
    calls.push({ url: request.url, headers: Object.fromEntries(request.headers), body });
    return answer();
  });
  for (const table of ['comments', 'erased', 'chores'])
    await env.DB.prepare(`DELETE FROM ${table}`).run();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const later = (minutes: number) => vi.setSystemTime(start + minutes * 60_000);

/** The clock strikes. */
async function strike(settings: object = {}): Promise<void> {
  const clock = createScheduledController({ scheduledTime: Date.now() });
  await app.scheduled(clock, { ...env, ...editors, ...settings }, createExecutionContext());
}

/** The same at that minute. */
async function strikeAt(minutes: number, settings: object = {}): Promise<void> {
  later(minutes);
  await strike(settings);
}

const logged = () => log.map((line) => JSON.parse(line));

/** What the webhook said, as whoever has this secret may believe it. */
function verified(secret: string, { body, headers } = calls.at(-1) ?? { body: '', headers: {} }) {
  return new Webhook(secret).verify(body, headers);
}

/** The secret that the desk shows, when it runs with these settings. */
async function shownSecret(settings: object = {}): Promise<string> {
  const signIn = { Authorization: `Basic ${btoa(`moderator:${env.MODERATION_PASSWORD}`)}` };
  const desk = visitor({ ...editors, ...settings }, signIn);
  const page = await desk.open('/moderation/retention');
  const codes = page.html.querySelectorAll('code').map(({ text }) => text);
  return codes.find((code) => code.startsWith('whsec_')) ?? '';
}

let readers = 0;
async function comment(body: string, settings: object = {}): Promise<Page> {
  const name = `Reader ${readers++}`;
  return visitor(settings).comment(first, { ...words, body, name });
}
const published = (body: string) => comment(body, { MODERATION: 'none' });
const idOf = async (body: string) =>
  env.DB.prepare('SELECT id FROM comments WHERE body = ?1').bind(body).first<string>('id');

async function report(body: string, address: string): Promise<void> {
  const reader = visitor({}, { 'CF-Connecting-IP': address });
  const page = await reader.open(`/comments/${await idOf(body)}/reports`);
  await reader.submit(page, 'form[action$=reports]', { reason: 'abuse', words: 'He insults me.' });
}

const counts = (waiting: [number, number], reported: [number, number]) => ({
  waiting: { new: waiting[0], total: waiting[1] },
  reported: { new: reported[0], total: reported[1] },
});
const told = () => calls.map(({ body }) => JSON.parse(body).data);

describe('the editors', () => {
  test('hear how much waits, by a letter and by a signed webhook', async () => {
    await comment('It waits.');
    await comment('It waits too.');
    await published('It is bad.');
    await report('It is bad.', '203.0.113.1');
    await report('It is bad.', '203.0.113.2');
    await strikeAt(10);
    expect(letters).toEqual([
      {
        from: 'desk@broadside.example',
        to: 'editor@broadside.example',
        subject: '2 comments wait on The Gazette',
        text: `Waiting for a decision: 2, of them new: 2\nReported by readers: 1, of them new: 1\n\n${origin}/moderation\n`,
      },
    ]);
    expect(calls.map(({ url }) => url)).toEqual([editors.WEBHOOK_URL]);
    expect(verified(await shownSecret())).toEqual({
      type: 'moderation.waiting',
      timestamp: '2026-01-01T00:10:00.000Z',
      data: { ...counts([2, 2], [1, 1]), url: `${origin}/moderation` },
    });
    expect(calls[0]?.headers['content-type']).toBe('application/json');
    expect(logged()).toEqual([]);
  });

  test('hear nothing of who wrote what', async () => {
    const website = 'https://leyla.example';
    const leyla = visitor({}, { 'CF-Connecting-IP': '203.0.113.9', 'User-Agent': 'Agent/7' });
    await leyla.comment(second, { ...words, website });
    await published('Krugerrands.');
    await report('Krugerrands.', '203.0.113.1');
    await strikeAt(10);
    const said = JSON.stringify([letters, calls]);
    expect(said).toContain('moderation');
    const { results } = await env.DB.prepare('SELECT * FROM comments').all();
    const kept = results.flatMap(({ id, email_hash, commenter_hash, face }) =>
      [id, email_hash, commenter_hash, face].map(String),
    );
    for (const one of [
      ...[
        ...Object.values(words),
        website,
        'Reader',
        'Krugerrand',
        'insults',
        '203.0.113',
        'Agent',
      ],
      ...[first, second, ...kept],
    ]) {
      expect(said).not.toContain(one);
    }
  });

  test('are told once, whether the clock stands still or goes on', async () => {
    await comment('It waits.');
    await strikeAt(10);
    await strike();
    await strikeAt(10 + hour);
    await strikeAt(10 + 2 * hour);
    expect([letters.length, calls.length]).toEqual([1, 1]);
  });

  test('are told of what came since, and how much it is in all', async () => {
    await comment('It waits.');
    await strikeAt(10);
    await comment('It waits too.');
    await strikeAt(10 + hour);
    expect(told()).toMatchObject([counts([1, 1], [0, 0]), counts([1, 2], [0, 0])]);
    expect(letters.map(({ subject }) => subject)).toEqual([
      '1 comment waits on The Gazette',
      '2 comments wait on The Gazette',
    ]);
    const ids = calls.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(2);
  });

  test('hear in the next hour of what is younger than a minute, since more may be on its way', async () => {
    await comment('It waits.');
    await strikeAt(0.9);
    expect(calls).toEqual([]);
    await strikeAt(hour);
    expect(told()).toMatchObject([counts([1, 1], [0, 0])]);
  });

  test('who hear for the first time hear of what has waited for long', async () => {
    await comment('It has waited.');
    await strikeAt(400 * 24 * hour);
    expect(told()).toMatchObject([counts([1, 1], [0, 0])]);
  });

  test('hear of a published comment that its author changed, and that waits again', async () => {
    await published('The river knows no border.');
    const page = await comment('It waits.', { MODERATION: 'none' });
    await strikeAt(10);
    expect(calls).toEqual([]);
    const link = page.html.querySelector('a[href*="/manage?key="]')?.getAttribute('href') ?? '';
    const author = visitor({ MODERATION: 'all' });
    await author.submit(await author.open(link), 'form[action$=edits]', { body: 'It is changed.' });
    await strikeAt(12);
    expect(told()).toMatchObject([counts([1, 1], [0, 0])]);
  });

  test('hear of a comment that was reported, once for each', async () => {
    await published('It is bad.');
    await published('It is worse.');
    await report('It is bad.', '203.0.113.1');
    await strikeAt(10);
    await report('It is worse.', '203.0.113.1');
    await report('It is worse.', '203.0.113.2');
    await strikeAt(20);
    expect(told()).toMatchObject([counts([0, 0], [1, 1]), counts([0, 0], [1, 2])]);
    expect(letters.map(({ subject }) => subject)).toEqual([
      '1 comment is reported on The Gazette',
      '2 comments are reported on The Gazette',
    ]);
  });

  test('hear nothing of what was decided meanwhile', async () => {
    await comment('It waits.');
    await published('It is bad.');
    await report('It is bad.', '203.0.113.1');
    later(5);
    for (const noun of ['approval', 'rejection']) {
      const desk = moderator();
      await press(desk, await desk.open('/moderation'), noun);
    }
    await strikeAt(10);
    expect([letters, calls]).toEqual([[], []]);
  });

  test('are told the path alone where the site does not know its address', async () => {
    await comment('It waits.');
    await strikeAt(10, { SITE_URL: '' });
    expect(letters[0]?.text).toMatch(/\n\/moderation\n$/);
    expect(told()).toEqual([counts([1, 1], [0, 0])]);
  });

  test('who gave no address are not told, and nothing is noted', async () => {
    await comment('It waits.');
    await strikeAt(10, { EDITOR_EMAIL: '', WEBHOOK_URL: '' });
    expect([letters, calls]).toEqual([[], []]);
    const { results } = await env.DB.prepare('SELECT name FROM chores ORDER BY name').all();
    expect(results.map(({ name }) => name)).toEqual(['erased', 'passes', 'turnedDown', 'visitors']);
  });

  test('see at the desk until when they were told', async () => {
    await comment('It waits.');
    await strikeAt(10);
    const { html } = await moderator().open('/moderation/retention');
    const row = html.querySelectorAll('tbody tr').find(({ text }) => text.includes('by email'));
    expect(row?.querySelector('time')?.getAttribute('datetime')).toBe('2026-01-01T00:09:00.000Z');
    expect(row?.querySelectorAll('td').at(-1)?.text).toBe('1');
  });
});

describe('a channel that fails', () => {
  test('is tried again in the next hour, and the other is not told twice', async () => {
    await comment('It waits.');
    const broken = { send: () => Promise.reject(new Error(`no ${editors.EDITOR_EMAIL}`)) };
    await strikeAt(10, { EMAIL: broken });
    expect([letters.length, calls.length]).toEqual([0, 1]);
    expect(logged()).toMatchObject([{ route: 'word by email', error: 'Error' }]);
    expect(JSON.stringify(logged())).not.toContain('editor');
    await strikeAt(10 + hour);
    expect([letters.length, calls.length]).toEqual([1, 1]);
  });

  test.each([
    ['500', () => new Response('Broken.', { status: 500 }), 'SettingError'],
    ['404', () => new Response('Where?', { status: 404 }), 'SettingError'],
    ['302', () => Response.redirect('https://elsewhere.example/', 302), 'SettingError'],
    ['no answer', () => Promise.reject(new TypeError('hush')), 'TypeError'],
  ])('with %s is logged without its address', async (status, answers, error) => {
    answer = answers;
    await comment('It waits.');
    await strikeAt(10);
    expect(letters).toHaveLength(1);
    expect(logged()).toMatchObject([{ route: 'word by webhook', error }]);
    if (error === 'SettingError') expect(logged()[0].message).toContain(`not ${status}`);
    expect(JSON.stringify(logged())).not.toMatch(/hush|hooks\.example/);
    answer = () => new Response(null, { status: 204 });
    await strikeAt(10 + hour);
    await strikeAt(10 + 2 * hour);
    expect([letters.length, calls.length]).toEqual([1, 2]);
    expect(told()[1]).toMatchObject(counts([1, 1], [0, 0]));
  });

  test('is told again when it could not be noted: rather twice than never', async () => {
    await comment('It waits.');
    await env.DB.prepare(
      `CREATE TRIGGER forgetful BEFORE INSERT ON chores WHEN new.name = 'email'
       BEGIN SELECT RAISE(ABORT, 'full'); END`,
    ).run();
    await strikeAt(10);
    await env.DB.prepare('DROP TRIGGER forgetful').run();
    await strikeAt(10 + hour);
    await strikeAt(10 + 2 * hour);
    expect([letters.length, calls.length]).toEqual([2, 1]);
  });

  test('has nothing to do with what is to be forgotten', async () => {
    await comment('It waits.');
    await env.DB.prepare(
      `CREATE TRIGGER stuck BEFORE INSERT ON chores WHEN new.name = 'visitors'
       BEGIN SELECT RAISE(ABORT, 'full'); END`,
    ).run();
    await strikeAt(10);
    await env.DB.prepare('DROP TRIGGER stuck').run();
    expect([letters.length, calls.length]).toEqual([1, 1]);
    expect(logged()).toMatchObject([{ route: 'retention' }]);
  });

  test('by a letter needs somebody who carries it, which the log says', async () => {
    await comment('It waits.');
    await strikeAt(10, { EMAIL: undefined });
    await strikeAt(11, { EMAIL_FROM: '' });
    expect(calls).toHaveLength(1);
    for (const { message } of logged()) expect(message).toContain('the binding EMAIL');
    expect(logged()).toHaveLength(2);
  });
});

describe('the settings', () => {
  test.each([
    ['EDITOR_EMAIL', 'leyla at news'],
    ['EDITOR_EMAIL', 'a@news.example, b@news.example'],
    ['WEBHOOK_URL', 'hooks.example'],
    ['WEBHOOK_URL', 'http://hooks.example/'],
    ['WEBHOOK_URL', 'http://127.0.0.1.hooks.example/'],
    ['WEBHOOK_URL', 'https://user:hush@hooks.example/'],
    ['WEBHOOK_URL', 'ftp://hooks.example/'],
  ])('%s cannot be %s, and what is to be forgotten is forgotten', async (name, value) => {
    await strike({ [name]: value });
    expect(logged()).toMatchObject([{ route: 'word', error: 'SettingError' }]);
    expect(logged()[0].message).toMatch(`${name} must be empty, or `);
    expect(JSON.stringify(logged())).not.toContain(value);
    expect(await env.DB.prepare('SELECT count(*) FROM chores').first('count(*)')).toBe(4);
  });

  test.each([
    ['EDITOR_EMAIL', ' desk@news.example '],
    ['EDITOR_EMAIL', 'desk@bücher.example'],
    ['WEBHOOK_URL', 'http://localhost:8080/in'],
    ['WEBHOOK_URL', 'http://127.0.0.1/in'],
    ['WEBHOOK_URL', 'http://[::1]:8080/in'],
    ['WEBHOOK_URL', undefined],
  ])('%s can be %s', async (name, value) => {
    expect((await ask(new Request(origin), { [name]: value })).status).toBe(200);
  });
});

describe('the secret of the webhook', () => {
  const old = 'b2xkIGtleXMgc2lnbmVkIGFuZCBoYXNoZWQgd2l0aCB0aGlz';
  const rotating = { PREVIOUS_SECRET_KEYS: old };
  const leaked = { ...rotating, PREVIOUS_KEYS_LEAKED: 'true' };

  test('is shown at the desk alone, and only where a webhook is sent', async () => {
    expect(await shownSecret()).toMatch(/^whsec_[\w+/]{43}=$/);
    expect(await shownSecret({ WEBHOOK_URL: '' })).toBe('');
    const stranger = await visitor(editors).open('/moderation/retention');
    expect([stranger.status, stranger.source.includes('whsec_')]).toEqual([401, false]);
  });

  test('may be the old one or the new one while the key is rotated', async () => {
    await comment('It waits.');
    await strikeAt(10, rotating);
    const secrets = [await shownSecret(rotating), await shownSecret({ SECRET_KEY: old })];
    expect(new Set(secrets).size).toBe(2);
    for (const secret of secrets) expect(verified(secret)).toMatchObject({ data: {} });
    expect(calls[0]?.headers['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/);
  });

  test('is the new one alone when the old one was leaked', async () => {
    await comment('It waits.');
    await strikeAt(10, leaked);
    expect(verified(await shownSecret(leaked))).toMatchObject({ data: {} });
    const theirs = await shownSecret({ SECRET_KEY: old });
    expect(() => verified(theirs)).toThrow('No matching signature');
    expect(calls[0]?.headers['webhook-signature']).toMatch(/^v1,\S{44}$/);
  });

  test('vouches for every byte, for the time and for the message', async () => {
    await comment('It waits.');
    await strikeAt(10);
    const [call] = calls;
    const secret = await shownSecret();
    if (!call) throw new Error('no call');
    expect(() => verified(secret, { ...call, body: `${call.body} ` })).toThrow();
    const headers = { ...call.headers, 'webhook-id': 'msg_other' };
    expect(() => verified(secret, { ...call, headers })).toThrow();
    later(10 + 6);
    expect(() => verified(secret, call)).toThrow('too old');
  });

  test.each(['', 'c2hvcnQ'])(
    'is none with the key %j: nothing is sent, and the log says so',
    async (SECRET_KEY) => {
      await comment('It waits.');
      await strikeAt(10, { SECRET_KEY });
      expect([letters.length, calls.length]).toEqual([1, 0]);
      expect(logged()[0]).toMatchObject({ route: 'word by webhook', error: 'SettingError' });
      expect(logged()[0].message).toContain('nothing is sent unsigned');
      expect(await shownSecret({ SECRET_KEY })).toBe('');
      await strikeAt(10 + hour);
      expect(calls).toHaveLength(1);
    },
  );
});
