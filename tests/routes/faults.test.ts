import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { en } from '../../src/strings/en.ts';
import {
  askAll,
  complete,
  expectClearPage,
  expectOnly,
  expectProblem,
  published,
} from '../asked.ts';
import { type Asked, insideOf, typed, withoutDatabase } from '../every-route.ts';
import { faulty } from '../faulty.ts';
import { first, visitor } from '../site.ts';

// Sixty requests at a time, to a database that may take its own.
vi.setConfig({ testTimeout: 30_000 });

const logged = vi.spyOn(console, 'error').mockImplementation(() => {});

let routes: readonly Asked[] = [];
let id = '';

beforeEach(async () => {
  ({ routes, id } = await published());
});

afterEach(() => void logged.mockClear());

const lost = 'D1_ERROR: Network connection lost.';

const rejecting = (message: string) => faulty(env.DB, () => Promise.reject(new Error(message)));

const away = {
  'fails before it is asked': new Proxy(env.DB, {
    get: () => () => {
      throw new Error('D1_ERROR: away');
    },
  }),
  'loses the line': rejecting(lost),
  'is overloaded': rejecting('D1_ERROR: D1 DB is overloaded. Requests queued for too long.'),
  'has no tables': rejecting('D1_ERROR: no such table: comments: SQLITE_ERROR'),
  'is locked': rejecting('D1_ERROR: database is locked: SQLITE_BUSY'),
  'is not there': undefined,
  // Else nobody at the desk would come any further.
  'knows nothing but who signs in': faulty(env.DB, (sql, answer) =>
    sql.every((one) => /\b(salts|tries)\b/.test(one) && !/\bcomments\b/.test(one))
      ? answer()
      : Promise.reject(new Error(lost)),
  ),
};

/** The salts of a day are there already. */
const full = faulty(env.DB, async (sql, answer) => {
  if (sql.some((one) => /^\s*INSERT INTO (?!salts)/.test(one))) {
    throw new Error('D1_ERROR: database or disk is full: SQLITE_FULL');
  }
  return answer();
});

/** It answers what looks like that after two and a half seconds. */
const slow = (which: RegExp) =>
  faulty(env.DB, async (sql, answer) => {
    if (sql.some((one) => which.test(one))) await scheduler.wait(2500);
    return answer();
  });

describe.each(Object.entries(away))('with a database that %s', (_, DB) => {
  test('every route answers as it can, and says no more than that', async () => {
    const answers = await askAll(routes, { DB });
    expectOnly(answers, ({ route }) => withoutDatabase[route] ?? 503);
    for (const answer of answers) expectClearPage(answer);
  });

  test('whoever asks for JSON gets problem details', async () => {
    const answers = await askAll(routes, { DB }, 'application/json');
    for (const answer of answers) expectProblem(answer);
  });
});

const never = faulty(env.DB, () => new Promise(() => {}));

describe('with a database that does not answer', () => {
  test('nobody waits for ever, and readers two seconds', { timeout: 60_000 }, async () => {
    const answers = await askAll(routes, { DB: never });
    expectOnly(answers, ({ route }) => withoutDatabase[route] ?? 503);
    for (const answer of answers) {
      expectClearPage(answer);
      const isRead = answer.method === 'GET' && !answer.path.startsWith('/moderation');
      expect(answer.took, answer.route).toBeLessThan(isRead ? 8000 : 25_000);
    }
  });
});

test('on a good day every route finds what it needs', async () => {
  for (const { route, status, text } of await askAll(routes, {})) {
    expect(status, route).toBeLessThan(500);
    expect(insideOf(text), route).toEqual([]);
  }
});

test.each([
  'D1_ERROR: no such table: comments: SQLITE_ERROR',
  '<input value="SQLITE_CONSTRAINT">',
  '<code>D1_ERROR</code>',
  'SQLITE_IOERR_CORRUPTFS',
  '<p>TypeError: Cannot read properties of undefined</p>',
  'Error: x\n    at fetch (index.js:1:2)',
  'Error: x\n    at abcdefghijklmnopqrstuv (index.js:1:2)',
  'D1_NOWHERE',
])('what tells of the inside is found: %s', (text) => {
  expect(insideOf(text)).not.toEqual([]);
});

test.each([
  `<input name="token" value="mhz3f1.${'D1_'.repeat(14)}x">`,
  `<a href="/comments/x/manage?key=D1_4567-DB-.${'-DB-'.repeat(10)}xyz">`,
  '{"session":"-DB-D1_-DB-D1_-DB-D1_-"}',
  `<input name="key" value="D1_4567-DB-.${'-DB-'.repeat(10)}xyz">`,
  '<code>D1_-DB-x</code>',
  '[{"face":"x-DB"},{"face":"D1_x"}]',
  '{"status":503,"request":"D1_-DB-x"}',
])('what chance spells is not: %s', (text) => {
  expect(insideOf(text)).toEqual([]);
});

describe('a full database', () => {
  test('can be read, and says of everything else that it cannot be done', async () => {
    const answers = await askAll(routes, { DB: full });
    for (const answer of answers) expectClearPage(answer);
    expectOnly(
      answers.filter(({ method }) => method === 'GET'),
      ({ route }) => goodDay[route] ?? 200,
    );
    const refused = answers.filter(({ status }) => status === 503).map(({ route }) => route);
    for (const route of [
      'comments/:id/reports',
      'articles/:slug/comments',
      'comments/:id/deletion',
    ])
      expect(refused).toContain(`POST /${route}`);
    expect(answers.filter(({ status }) => status === 500)).toEqual([]);
    expect(await env.DB.prepare('SELECT status FROM comments').first('status')).toBe('approved');
  });

  const goodDay: Readonly<Record<string, number>> = {
    'GET /share': 302,
    'GET /articles/:slug/share/:network': 302,
    'GET /s/:code': 302,
    'GET /comments/:id': 302,
    'GET /privacy/link': 404,
    'GET /privacy/comments': 404,
    'GET /privacy/comments.json': 404,
  };
});

describe('a comment on a bad day', () => {
  const comments = async () =>
    (await env.DB.prepare(`SELECT body FROM comments WHERE id <> ?1`).bind(id).all()).results;
  const words = { ...typed, body: 'Said on a bad day.' };

  test('that was written, but not acknowledged, is found when it is sent again, and is its author’s', async () => {
    const deaf = faulty(env.DB, async (sql, answer) => {
      const isComment = sql.some((one) => /^\s*INSERT INTO comments/.test(one));
      const answered = await answer();
      if (isComment) throw new Error(lost);
      return answered;
    });
    const settings = { ...complete, DB: deaf };
    const reader = visitor(settings);
    const page = await reader.open(`/articles/${first}`);
    const kept = await reader.submit(page, '#reply form', words);
    expect(kept.status).toBe(503);
    expect(kept.html.querySelector('textarea')?.textContent).toContain(words.body);
    settings.DB = env.DB;
    const sent = await reader.submit(kept, '#reply form', words);
    expect(reader.redirects.map(({ status }) => status)).toEqual([303]);
    expect(sent.html.querySelector('#comments')?.text).toContain(words.body);
    expect(sent.html.querySelector('a[href*="/manage?key="]')).not.toBeNull();
    expect(await comments()).toEqual([{ body: words.body }]);
  });

  test('is not taken where the database is full, stays in the form, and is taken once later', async () => {
    const settings = { ...complete, DB: full };
    const reader = visitor(settings);
    const page = await reader.open(`/articles/${first}`);
    const kept = await reader.submit(page, '#reply form', words);
    expect(kept.status).toBe(503);
    expect(kept.html.querySelector('textarea')?.textContent).toContain(words.body);
    expect(kept.html.querySelector('#reply')?.text).toContain(en.words.notNow);
    expect(await comments()).toEqual([]);
    settings.DB = env.DB;
    await reader.submit(kept, '#reply form', words);
    expect(await comments()).toEqual([{ body: words.body }]);
  });

  test('is waited for where it takes long to be written', async () => {
    const page = await visitor({ ...complete, DB: slow(/^\s*INSERT INTO comments/) }).comment(
      first,
      words,
    );
    expect(page.html.querySelector('#comments')?.text).toContain(words.body);
    expect(await comments()).toEqual([{ body: words.body }]);
  });

  test('is taken though nobody carries letters', async () => {
    const EMAIL = { send: () => Promise.reject(new Error('samir@news.example')) };
    const reader = visitor({ ...complete, EMAIL }, { 'CF-Connecting-IP': '203.0.113.9' });
    const page = await reader.comment(first, { ...words, email: 'samir@news.example' });
    expect(page.html.querySelector('#comments')?.text).toContain(words.body);
    expect(logged).toHaveBeenCalledOnce();
    expect(JSON.stringify(logged.mock.calls)).not.toContain('samir');
  });
});
