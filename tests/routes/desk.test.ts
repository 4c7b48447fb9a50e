// Every room of the desk: who gets in, what a form may do, and what is undone.
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { ulid } from 'ulid';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import app from '../../src/index.ts';
import { Keys } from '../../src/model/keys.ts';
import { manageKey } from '../../src/model/tokens.ts';
import type { Page } from '../reader.ts';
import { ask, first, moderator, origin, press, second, visitor } from '../site.ts';

const words = { body: 'The river knows no border.', name: 'Leyla', email: 'leyla@news.example' };
const authorization = `Basic ${btoa(`moderator:${env.MODERATION_PASSWORD}`)}`;

beforeEach(async () => {
  for (const table of ['comments', 'decisions', 'phrases', 'blocks', 'articles', 'tries'])
    await env.DB.prepare(`DELETE FROM ${table}`).run();
});

const routes = [
  ...new Set(
    app.routes
      .filter(({ path, method }) => path.startsWith('/moderation') && method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`),
  ),
].sort();

/** It takes JSON of programs: no form, and so none without a token. */
const imports = 'POST /moderation/imports';

/** What each table holds of what the desk can change. */
const everything = async () =>
  JSON.stringify(
    await Promise.all(
      ['comments', 'decisions', 'phrases', 'blocks', 'articles'].map(
        async (table) => (await env.DB.prepare(`SELECT * FROM ${table}`).all()).results,
      ),
    ),
  );

const statusOf = (name: string) =>
  env.DB.prepare('SELECT status FROM comments WHERE name = ?1').bind(name).first<string>('status');
const idOf = async (name: string) =>
  (await env.DB.prepare('SELECT id FROM comments WHERE name = ?1')
    .bind(name)
    .first<string>('id')) ?? '';
const waiting = async (...names: string[]) => {
  for (const name of names) await visitor().comment(first, { ...words, name, body: `By ${name}.` });
};

/** A path of the route, with something in it that is there. */
const pathOf = async (route: string) =>
  route
    .replace(/^\w+ /, '')
    .replace(':id', (await idOf('A')) || ulid())
    .replace(':slug', first)
    .replace(':batch', ulid())
    .replace(':table', 'comments')
    .replace(':who', 'w'.repeat(43));

const fields = async () =>
  new URLSearchParams({
    outcome: 'spam',
    [`chosen-${await idOf('A')}`]: 'on',
    kind: 'commenter',
    phrase: 'casino',
    effect: 'spam',
    opening: 'closed',
    comment: '',
    body: 'Hello.',
    as: 'editor',
    name: 'Nigar',
    email: words.email,
    back: '/moderation',
  });

async function send(route: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  const [method = ''] = route.split(' ');
  return ask(
    new Request(origin + (await pathOf(route)), {
      method,
      headers,
      redirect: 'manual',
      ...(method === 'POST' && { body: await fields() }),
    }),
  );
}

test('there are as many rooms and forms as the desk has, and every one is tried here', () => {
  expect(routes.length).toBeGreaterThanOrEqual(20);
  expect(routes).toContain('POST /moderation/decisions/:batch/undoing');
});

describe.each(routes)('%s', (route) => {
  test.each([
    ['nobody', {}],
    ['somebody with a wrong password', { Authorization: `Basic ${btoa('moderator:wrong wrong')}` }],
    ['somebody with a session of a reader', { Cookie: '__Host-commenter=AAAAAAAAAAAAAAAAAAAAAA' }],
  ])('is shut to %s, and is not kept or framed', async (_, headers) => {
    await waiting('A');
    const before = await everything();
    const response = await send(route, { Origin: origin, ...headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(response.headers.get('X-Frame-Options')).toBe('DENY');
    expect(response.headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'");
    expect(await response.text()).not.toContain('By A.');
    expect(await everything()).toBe(before);
  });

  if (route.startsWith('POST')) {
    test.each([
      ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
      ['a foreign origin', { Origin: 'https://evil.example' }],
      ['an opaque origin', { Origin: 'null' }],
      ['the same site under another name', { Origin: 'https://shop.broadside.example' }],
      ['nowhere, without a token', {}],
    ])('does nothing for a moderator whose browser was sent by %s', async (_, headers) => {
      await waiting('A');
      const before = await everything();
      const response = await send(route, { Authorization: authorization, ...headers });
      const isForm = Object.keys(headers).length === 0 && route === imports;
      expect(response.status).toBe(isForm ? 415 : 403);
      expect(await everything()).toBe(before);
    });
  } else {
    test('changes nothing, is not kept, and framed by nobody', async () => {
      await waiting('A');
      const before = await everything();
      const response = await send(route, { Authorization: authorization });
      expect(response.status).toBe(200);
      expect(response.headers.get('Cache-Control')).toBe('no-store');
      expect(response.headers.get('X-Frame-Options')).toBe('DENY');
      expect(await everything()).toBe(before);
    });
  }
});

const hostile = [
  "' OR 1=1 --",
  '"; DROP TABLE comments; --',
  '%00',
  '../../etc',
  '<script>alert(1)</script>',
  'a'.repeat(3000), // five times in one address, which may have 16 KB
  '\u202e',
  '[object Object]',
  '01HZZZZZZZZZZZZZZZZZZZZZZZ',
  '-1',
  '1e309',
  'NaN',
];

describe.each(hostile)('with %j where something is asked for', (text) => {
  const encoded = encodeURIComponent(text);

  test.each([
    `/moderation?after=${encoded}&status=${encoded}`,
    `/moderation?article=${encoded}&reason=${encoded}&q=${encoded}`,
    `/moderation?undo=${encoded}&decided=${encoded}&undone=${encoded}&changed=${encoded}&blocked=${encoded}`,
    `/moderation/articles/${first}?from=${encoded}&parent=${encoded}`,
    `/moderation/defences?undo=${encoded}`,
    `/moderation/log?before=${encoded}`,
    `/moderation/shares?article=${encoded}&days=${encoded}`,
  ])('%s is a page, and what is in it is text', async (path) => {
    const page = await moderator().open(path);
    expect(page.status).toBe(200);
    expect(page.source).not.toContain('<script>alert');
    for (const form of page.html.querySelectorAll('form[action^="/moderation/decisions/"]'))
      expect(form.getAttribute('action')).toMatch(
        /^\/moderation\/decisions\/[0-9A-Z]{26}\/undoing$/,
      );
  });

  test('every form is answered, and breaks nothing', async () => {
    await waiting('A');
    for (const route of routes.filter((one) => one.startsWith('POST') && one !== imports)) {
      const path = route.replace(/^POST /, '').replace(/:\w+/, encoded);
      const body = new URLSearchParams(
        [...(await fields()).keys(), 'seen', 'from', 'parent', 'token'].map((name) => [name, text]),
      );
      const response = await ask(
        new Request(origin + path, {
          method: 'POST',
          headers: { Authorization: authorization, Origin: origin },
          body,
          redirect: 'manual',
        }),
      );
      expect([303, 400, 404, 409, 422], `${route} ${response.status}`).toContain(response.status);
      const location = response.headers.get('Location');
      if (location) expect(location).toMatch(/^\/(moderation|privacy)/);
    }
    expect(await statusOf('A')).toBe('pending');
  });
});

test.each([
  'https://evil.example/moderation',
  '//evil.example/moderation',
  '/\\evil.example/moderation',
  'javascript:alert(1)',
  '/articles/x',
  '/moderation/../articles/x',
  '/moderationx',
  'moderation',
  '',
])('a form that says %j leads back to the desk', async (back) => {
  await waiting('A');
  const desk = moderator();
  const page = await desk.open('/moderation');
  await desk.submit(page, 'form.list', { back, decision: `approval ${await idOf('A')}` });
  expect(desk.redirects[0]?.location).toMatch(/^\/moderation\?undo=/);
});

describe('several at once', () => {
  const choose = async (page: Page, names: readonly string[], outcome: string) => {
    const chosen = await Promise.all(
      names.map(async (name) => {
        return [`chosen-${await idOf(name)}`, 'on'];
      }),
    );
    const desk = moderator();
    return desk.submit(page, 'form.list', { ...Object.fromEntries(chosen), outcome });
  };

  test('are decided on together, and taken back together', async () => {
    await waiting('A', 'B', 'C');
    const page = await choose(await moderator().open('/moderation'), ['A', 'C'], 'approval');
    expect(page.html.querySelector('.said')?.text.trim()).toBe('Decided on 2 comments.');
    expect(await Promise.all(['A', 'B', 'C'].map(statusOf))).toEqual([
      'approved',
      'pending',
      'approved',
    ]);
    const undone = await moderator().submit(page, 'form.undo');
    expect(undone.html.querySelector('.said')?.text.trim()).toBe('Taken back for 2 comments.');
    expect(await Promise.all(['A', 'B', 'C'].map(statusOf))).toEqual([
      'pending',
      'pending',
      'pending',
    ]);
    const counted = await env.DB.prepare('SELECT comment_count FROM articles').first();
    expect(counted).toEqual({ comment_count: 0 });
  });

  test('leave out what was changed since, and say so', async () => {
    await waiting('A', 'B');
    const seen = await moderator().open('/moderation');
    await env.DB.prepare(`UPDATE comments SET edited_at = created_at + 1 WHERE name = 'A'`).run();
    const page = await choose(seen, ['A', 'B'], 'spam');
    expect(page.html.querySelector('.problems')?.text).toContain('was changed since you looked');
    expect([await statusOf('A'), await statusOf('B')]).toEqual(['pending', 'spam']);
  });

  test('may be none', async () => {
    await waiting('A');
    const page = await choose(await moderator().open('/moderation'), [], 'spam');
    expect(page.html.querySelector('.said')?.text).toContain('Nothing was chosen.');
    expect(await statusOf('A')).toBe('pending');
  });
});

describe('what is taken back', () => {
  test('is what it was before, whatever that was, and the log has both', async () => {
    await waiting('A');
    const desk = moderator();
    await press(desk, await desk.open('/moderation'), 'approval');
    const spam = await press(desk, await desk.open('/moderation?status=approved'), 'spam');
    await desk.submit(spam, 'form.undo');
    expect(await statusOf('A')).toBe('approved');
    const log = await desk.open('/moderation/log');
    expect(
      log.html
        .querySelectorAll('tbody tr')
        .map((row) => row.querySelectorAll('td').map(({ text }) => text.trim()))
        .map(([, was, became, by]) => [was, became, by]),
    ).toEqual([
      ['Spam', 'Published', 'moderator'],
      ['Published', 'Spam', 'moderator'],
      ['Waiting', 'Published', 'moderator'],
    ]);
  });

  test('is not what somebody decided on since, nor what its author deleted', async () => {
    await waiting('A', 'B');
    const desk = moderator();
    const first = await press(desk, await desk.open('/moderation'), 'approval');
    const second = await press(desk, await desk.open('/moderation'), 'approval');
    await env.DB.prepare(
      `UPDATE comments SET status = 'rejected', decided_at = decided_at + 5 WHERE name = 'A'`,
    ).run();
    await env.DB.prepare(`DELETE FROM comments WHERE name = 'B'`).run();
    await desk.submit(first, 'form.undo');
    const page = await desk.submit(second, 'form.undo');
    expect(page.html.querySelector('.said')?.text.trim()).toBe('Taken back for 0 comments.');
    expect(await statusOf('A')).toBe('rejected');
  });

  test('twice is taken back once', async () => {
    await waiting('A');
    const desk = moderator();
    const decided = await press(desk, await desk.open('/moderation'), 'rejection');
    await desk.submit(decided, 'form.undo');
    const again = await desk.submit(decided, 'form.undo');
    expect(again.html.querySelector('.said')?.text.trim()).toBe('Taken back for 0 comments.');
    expect(await statusOf('A')).toBe('pending');
  });
});

test('a program decides by JSON, and is told how it is undone', async () => {
  await waiting('A');
  const post = (path: string, body = '') =>
    ask(
      new Request(origin + path, {
        method: 'POST',
        headers: { Authorization: authorization, Origin: origin, Accept: 'application/json' },
        body: new URLSearchParams(body),
      }),
    );
  const path = `/moderation/comments/${await idOf('A')}/approval`;
  const decided = await post(path);
  expect(decided.status).toBe(200);
  const { undo } = await decided.json<{ undo: string }>();
  expect(await statusOf('A')).toBe('approved');
  expect(await (await post(undo)).json()).toEqual({ undone: 1 });
  expect(await statusOf('A')).toBe('pending');
  const changed = await post(path, 'seen=1');
  expect(changed.status).toBe(409);
  expect(changed.headers.get('Content-Type')).toContain('application/problem+json');
});

test('the queue is narrowed to an article, to a reason, and to words', async () => {
  await waiting('A');
  await visitor().comment(second, {
    ...words,
    name: 'B',
    body: 'See https://a.example https://b.example https://c.example',
  });
  const names = async (query: string) =>
    (await moderator().open(`/moderation${query}`)).html
      .querySelectorAll('.desk li h2 .p-author')
      .map(({ text }) => text);
  expect(await names('')).toEqual(['A', 'B']);
  expect(await names(`?article=${second}`)).toEqual(['B']);
  expect(await names('?reason=links')).toEqual(['B']);
  expect(await names('?q=by+a')).toEqual(['A']);
  expect(await names('?status=approved')).toEqual([]);
});

test('whoever is known is told apart: what they wrote before stands beside what waits', async () => {
  const reader = visitor();
  for (const body of ['One.', 'Two.', 'Three.']) await reader.comment(first, { ...words, body });
  await press(moderator(), await moderator().open('/moderation'), 'approval');
  await press(moderator(), await moderator().open('/moderation'), 'rejection');
  const { html } = await moderator().open('/moderation');
  expect(html.querySelector('.desk li')?.text).toContain(
    'Earlier comments: 1 published, 1 turned down.',
  );
});

describe('what a cache holds', () => {
  /** Asks with a runtime that has a cache. */
  async function purged(act: (send: (request: Request) => Promise<Response>) => Promise<unknown>) {
    const tags: string[][] = [];
    await act(async (request) => {
      const context = Object.assign(createExecutionContext(), {
        cache: {
          purge: async (options: { tags: string[] }) => {
            tags.push(options.tags);
            return { success: true, errors: [] };
          },
        },
      });
      const response = await app.fetch(request, env, context);
      await waitOnExecutionContext(context);
      return response;
    });
    return tags;
  }

  test('is taken out when something is decided, and known by the article', async () => {
    await waiting('A');
    const id = await idOf('A');
    const headers = { Authorization: authorization, Origin: origin };
    const tags = await purged((send) =>
      send(
        new Request(`${origin}/moderation/comments/${id}/approval`, { method: 'POST', headers }),
      ),
    );
    // And once more two seconds later, for what was being answered meanwhile.
    expect(tags).toEqual(Array(2).fill(['newest-comments', `comments-${first}`]));
    for (const [path, tag] of [
      ['/', `comments-${first}`],
      [`/articles/${first}`, `comments-${first}`],
      [`/articles/${first}/comments`, `comments-${first}`],
      [`/articles/${first}/comments.atom`, `comments-${first}`],
      ['/comments.atom', 'newest-comments'],
    ] as const)
      expect((await visitor().open(path)).headers.get('Cache-Tag')).toBe(tag);
  });

  test('is taken out when its author deletes or changes it, and when a comment is published', async () => {
    const fields = { ...words, subject: '' };
    const headers = { Origin: origin };
    const tags = await purged(async (send) => {
      const post = (path: string, body: Readonly<Record<string, string>>) =>
        send(
          new Request(origin + path, { method: 'POST', headers, body: new URLSearchParams(body) }),
        );
      await waiting('A');
      await env.DB.prepare(`UPDATE comments SET status = 'approved'`).run();
      const id = await idOf('A');
      const keys = await Keys.derive(String(env.SECRET_KEY));
      if (!keys) throw new Error('no keys');
      const key = await manageKey(keys, id);
      await post(`/comments/${id}/edits`, { key, body: 'Changed.' });
      await post(`/comments/${id}/deletion`, { key });
      await post(`/articles/${second}/comments`, fields);
    });
    expect(tags).toEqual(Array(4).fill(['newest-comments', `comments-${first}`]));
  });

  test('keeps nobody from posting when it cannot be reached', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    for (const purge of [
      () => {
        throw new Error('no cache');
      },
      async () => ({ success: false, errors: [] }),
    ]) {
      logged.mockClear();
      const context = Object.assign(createExecutionContext(), { cache: { purge } });
      const body = new URLSearchParams({ ...words, body: String(purge), subject: '' });
      const request = new Request(`${origin}/articles/${second}/comments`, {
        method: 'POST',
        headers: { Origin: origin },
        body,
      });
      const answer = await app.fetch(request, { ...env, MODERATION: 'none' }, context);
      await waitOnExecutionContext(context);
      expect(answer.status).toBe(303);
      expect(logged).toHaveBeenCalled();
    }
    logged.mockRestore();
  });

  test('is left alone when nothing was', async () => {
    const headers = { Authorization: authorization, Origin: origin };
    const tags = await purged((send) =>
      send(
        new Request(`${origin}/moderation/comments/${ulid()}/approval`, {
          method: 'POST',
          headers,
        }),
      ),
    );
    expect(tags).toEqual([]);
  });
});
