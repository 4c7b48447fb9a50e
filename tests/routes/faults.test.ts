import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { parse } from 'node-html-parser';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import app from '../../src/index.ts';
import { findArticle } from '../../src/model/articles.ts';
import { Keys } from '../../src/model/keys.ts';
import { manageKey } from '../../src/model/tokens.ts';
import { type Asked, everyRoute, inside, typed, withoutDatabase } from '../every-route.ts';
import { faulty } from '../faulty.ts';
import { first, origin, visitor } from '../site.ts';

/** Somebody who may do everything, on a site that has everything. */
const complete = {
  EMAIL: { send: async () => {} },
  EMAIL_FROM: 'desk@broadside.example',
  MODERATION: 'none',
};
const signedIn = { Authorization: `Basic ${btoa(`moderator:${env.MODERATION_PASSWORD}`)}` };

const logged = vi.spyOn(console, 'error').mockImplementation(() => {});

let routes: readonly Asked[] = [];
let id = '';

beforeEach(async () => {
  for (const table of ['comments', 'tries'])
    await env.DB.prepare(`DELETE FROM ${table} WHERE true`).run();
  await visitor(complete).comment(first, typed);
  id = String(await env.DB.prepare('SELECT id FROM comments').first('id'));
  const keys = await Keys.derive(env.SECRET_KEY);
  const [code = ''] = findArticle(first, Date.now())?.codes ?? [];
  if (!keys) throw new Error('no keys');
  routes = everyRoute({ origin, slug: first, code, id, manageKey: await manageKey(keys, id) });
});

afterEach(() => logged.mockClear());

interface Answer extends Asked {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** Until the answer was there, in ms. */
  readonly took: number;
}

async function ask(asked: Asked, settings: object, Accept = 'text/html'): Promise<Answer> {
  const { method, path, body, type } = asked;
  const headers = { Accept, Origin: origin, 'Content-Type': type, ...signedIn };
  const request = new Request(origin + path, {
    method,
    headers,
    ...(body !== undefined && { body }),
  });
  const context = createExecutionContext();
  const begun = performance.now();
  const response = await app.fetch(request, { ...env, ...complete, ...settings }, context);
  const text = await response.text();
  const took = performance.now() - begun;
  await waitOnExecutionContext(context);
  return { ...asked, status: response.status, text, headers: response.headers, took };
}

const askAll = (settings: object, Accept?: string) =>
  Promise.all(routes.map((asked) => ask(asked, settings, Accept)));

/** The status of each route, beside what it should be. */
function expectOnly(answers: readonly Answer[], expected: (answer: Asked) => number): void {
  const byRoute = (statusOf: (answer: Answer) => number) =>
    Object.fromEntries(answers.map((answer) => [answer.route, statusOf(answer)]));
  expect(byRoute(({ status }) => status)).toEqual(byRoute(expected));
}

function expectClearPage({ route, status, text, headers }: Answer): void {
  expect(text, route).not.toMatch(inside);
  if (status < 500) return;
  expect(headers.get('Cache-Control'), route).toBe('no-store');
  if (route === 'GET /health') return;
  const page = parse(text);
  expect(page.querySelector('h1')?.text.trim(), route).toBeTruthy();
  expect(page.querySelector('main')?.text, route).toMatch(/try again|again in a minute/i);
}

function expectProblem({ route, status, text, headers }: Answer): void {
  expect(text, route).not.toMatch(inside);
  if (status < 500 || route === 'GET /health') return;
  expect(headers.get('Content-Type'), route).toBe('application/problem+json');
  expect(JSON.parse(text), route).toMatchObject({ status });
}

const gone = () => Promise.reject(new Error('D1_ERROR: Network connection lost.'));

const rejecting = (message: string) => faulty(env.DB, () => Promise.reject(new Error(message)));

const away = {
  'fails before it is asked': new Proxy(env.DB, {
    get: () => () => {
      throw new Error('D1_ERROR: away');
    },
  }),
  'loses the line': rejecting('D1_ERROR: Network connection lost.'),
  'is overloaded': rejecting('D1_ERROR: D1 DB is overloaded. Requests queued for too long.'),
  'has no tables': rejecting('D1_ERROR: no such table: comments: SQLITE_ERROR'),
  'is locked': rejecting('D1_ERROR: database is locked: SQLITE_BUSY'),
  'is not there': undefined,
  // Else nobody at the desk would come any further.
  'knows nothing but who signs in': faulty(env.DB, (sql, answer) =>
    sql.every((one) => /\b(salts|tries)\b/.test(one) && !/\bcomments\b/.test(one))
      ? answer()
      : gone(),
  ),
};

describe.each(Object.entries(away))('with a database that %s', (_, DB) => {
  test('every route answers as it can, and says no more than that', async () => {
    const answers = await askAll({ DB });
    expectOnly(answers, ({ route }) => withoutDatabase[route] ?? 503);
    for (const answer of answers) expectClearPage(answer);
  });

  test('whoever asks for JSON gets problem details', async () => {
    const answers = await askAll({ DB }, 'application/json');
    for (const answer of answers) expectProblem(answer);
  });
});

const never = faulty(env.DB, () => new Promise(() => {}));

describe('with a database that does not answer', () => {
  test('nobody waits for ever, and readers two seconds', { timeout: 40_000 }, async () => {
    const answers = await askAll({ DB: never });
    expectOnly(answers, ({ route }) => withoutDatabase[route] ?? 503);
    for (const answer of answers) {
      expectClearPage(answer);
      const isRead = answer.method === 'GET' && !answer.path.startsWith('/moderation');
      expect(answer.took, answer.route).toBeLessThan(isRead ? 4000 : 14_000);
    }
  });
});

test('on a good day every route finds what it needs', async () => {
  for (const asked of routes) {
    const { status, text } = await ask(asked, {});
    expect(status, asked.route).toBeLessThan(500);
    expect(text, asked.route).not.toMatch(inside);
  }
});

describe('a full database', () => {
  /** The salts of a day are there already. */
  const full = faulty(env.DB, async (sql, answer) => {
    if (sql.some((one) => /^\s*INSERT INTO (?!salts)/.test(one))) {
      throw new Error('D1_ERROR: database or disk is full: SQLITE_FULL');
    }
    return answer();
  });

  test('can be read, and says of everything else that it cannot be done', async () => {
    const answers = await askAll({ DB: full });
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
      if (isComment) throw new Error('D1_ERROR: Network connection lost.');
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
});
