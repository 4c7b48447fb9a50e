import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import app from '../../src/index.ts';
import { findNetwork, networks, shareCounts } from '../../src/model/share.ts';
import { ask, first, origin, second, visitor } from '../site.ts';

const url = `${origin}/articles/${first}`;
const title = 'Azerbaijan expels Iranian diplomats over alleged interference, coup conspiracy';

const visit = (path: string, init: RequestInit = {}, settings: object = {}) =>
  ask(new Request(origin + path, { redirect: 'manual', ...init }), settings);

test('the article shows the networks of the site, in its order, as plain links', async () => {
  const page = await visitor({ SHARE_NETWORKS: 'mastodon, x' }).open('/');
  const links = page.html.querySelectorAll('#share a');
  expect(links.map(({ text }) => text)).toEqual(['Mastodon', 'X']);
  expect(links.map((link) => link.getAttribute('href'))).toEqual([
    `/articles/${first}/share/mastodon`,
    `/articles/${first}/share/x`,
  ]);
});

test.each(networks.map(({ id }) => [id]))('a share on %s leads to its intent', async (id) => {
  const response = await visit(`/articles/${first}/share/${id}`);
  const text = (await visitor().open('/')).html.querySelector('.dek')?.text ?? '';
  expect(response.status).toBe(302);
  expect(response.headers.get('Location')).toBe(findNetwork(id)?.intent({ url, title, text }));
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  expect(response.headers.get('X-Robots-Tag')).toBe('noindex');
});

test.each([
  ['myspace'],
  ['constructor'],
  ['X'],
  ['https:%2F%2Fevil.example'],
  ['x?url=https://evil.example', 302],
  ['..%2Fx'],
])('a share cannot be made to leave the table: %s', async (network, status = 404) => {
  const response = await visit(`/articles/${first}/share/${network}`);
  expect(response.status).toBe(status);
  expect(response.headers.get('Location') ?? '').not.toContain('evil');
});

test('nothing is shared that is not there', async () => {
  expect((await visit('/articles/nowhere/share/x')).status).toBe(404);
  expect((await visit('/articles/nowhere/share')).status).toBe(404);
});

test('a share is counted, and the page and the JSON tell', async () => {
  for (const network of ['x', 'telegram', 'x']) await visit(`/articles/${second}/share/${network}`);
  expect(await shareCounts(env.DB, second)).toEqual({ total: 3, byNetwork: { telegram: 1, x: 2 } });
  expect(
    (await visitor().open(`/articles/${second}`)).html.querySelector('#share')?.text,
  ).toContain('3 shares');
  expect((await visitor().open(`/articles/${second}/share`)).source).toContain('3 shares');
});

test.each([
  ['a HEAD request', { method: 'HEAD' }],
  ['a browser that fetches ahead', { headers: { 'Sec-Purpose': 'prefetch' } }],
  ['a browser that draws ahead', { headers: { 'Sec-Purpose': 'prefetch;prerender' } }],
])('%s is no share', async (_, init) => {
  const before = await shareCounts(env.DB, first);
  expect((await visit(`/articles/${first}/share/x`, init)).status).toBe(302);
  expect(await shareCounts(env.DB, first)).toEqual(before);
});

test('the redirect leaves before its count is written', async () => {
  const { promise: answers, resolve: letItAnswer } = Promise.withResolvers<void>();
  const slow = new Proxy(env.DB, {
    get: (db) => (sql: string) => ({
      bind: (...values: unknown[]) => ({
        run: () =>
          answers.then(() =>
            db
              .prepare(sql)
              .bind(...values)
              .run(),
          ),
      }),
    }),
  });
  const before = await shareCounts(env.DB, first);
  const context = createExecutionContext();
  const request = new Request(`${origin}/articles/${first}/share/x`);
  const response = await app.fetch(request, { ...env, DB: slow }, context);
  expect(response.status).toBe(302);
  expect(await shareCounts(env.DB, first)).toEqual(before);

  letItAnswer();
  await waitOnExecutionContext(context);
  expect((await shareCounts(env.DB, first)).total).toBe(before.total + 1);
});

test('a count that cannot be written costs the reader nothing', async () => {
  const away = new Proxy(env.DB, {
    get: () => () => {
      throw new Error('D1_ERROR: away');
    },
  });
  expect((await visit(`/articles/${first}/share/x`, {}, { DB: away })).status).toBe(302);
});

test('what is shared is the canonical link, never the address bar', async () => {
  const response = await visit(
    `/articles/${first}/share/telegram?utm_source=feed`,
    {},
    { SITE_URL: 'https://www.news.example' },
  );
  const shared = new URL(response.headers.get('Location') ?? '').searchParams.get('url');
  expect(shared).toBe(`https://www.news.example/articles/${first}`);
});

test('the share page has the link and all sixteen networks', async () => {
  const page = await visitor().open(`/articles/${first}/share`);
  expect(page.html.querySelector('#link')?.getAttribute('value')).toBe(url);
  expect(page.html.querySelectorAll('.share li a')).toHaveLength(16);
  expect(page.html.querySelector('meta[name=robots]')?.getAttribute('content')).toBe('noindex');
});

test('to whoever asks for JSON, the share page is JSON', async () => {
  const page = await visitor().open(`/articles/${first}/share`, { Accept: 'application/json' });
  const told = JSON.parse(page.source);
  expect(page.headers.get('Content-Type')).toContain('application/json');
  expect(page.headers.get('Vary')).toContain('Accept');
  expect(told).toMatchObject({ url, title, text: expect.stringContaining('48 hours') });
  expect(told.networks).toHaveLength(16);
  expect(told.networks[0]).toEqual({
    id: 'x',
    name: 'X',
    url: `${url}/share/x`,
    intent: findNetwork('x')?.intent({ url, title, text: '' }),
  });
  expect(told.shares).toEqual(await shareCounts(env.DB, first));
});

test('the newest article is the one that /share passes on', async () => {
  const response = await visit('/share');
  expect(response.status).toBe(302);
  expect(response.headers.get('Location')).toBe(`/articles/${first}/share`);
});
