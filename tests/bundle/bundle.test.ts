import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { imageSize } from 'image-size';
import * as v from 'valibot';
import { afterEach, expect, inject, test } from 'vitest';
import { copyProject } from '../copy.ts';
import { build, type Deployment, deploy, type Options } from '../deployed.ts';
import { insideOf } from '../every-route.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
const words = { body: 'The river knows no border.', name: 'Leyla', email: 'leyla@news.example' };
const built = inject('built');
const sites: Deployment[] = [];

async function start(options: Options = {}) {
  const site = await deploy(built, options);
  sites.push(site);
  return site;
}

afterEach(async () => {
  for (const site of sites.splice(0)) {
    await site.stop();
    site.remove();
  }
});

const kilobytes = (bytes: number) => bytes / 1024;
const brotli = (text: string) => kilobytes(brotliCompressSync(text).length);

test('the Worker is at most 100 KB compressed, without articles', () => {
  const project = copyProject();
  for (const folder of ['src/articles', 'src/pages']) {
    rmSync(join(project, folder), { recursive: true });
    mkdirSync(join(project, folder));
  }
  build(join(project, 'built'), project);
  const worker = gzipSync(readFileSync(join(project, 'built/index.js')));
  rmSync(project, { recursive: true });
  expect(kilobytes(worker.length)).toBeLessThanOrEqual(100);
});

test('nothing that only builds or tests is in the Worker', () => {
  const { sources } = v.parse(
    v.object({ sources: v.array(v.string()) }),
    JSON.parse(readFileSync(join(built, 'index.js.map'), 'utf8')),
  );
  const packages = sources.flatMap(
    (source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? [],
  );
  expect([...new Set(packages)].sort()).toEqual([
    // What @lezer/markdown stands on comes with it.
    '@lezer/common',
    '@lezer/markdown',
    'hono',
    'lean-qr',
    'ulid',
    'valibot',
  ]);
  expect(sources.filter((source) => /(^|\/)(tools|tests|client)\//.test(source))).toEqual([]);
});

test('the page fits the first flight: 14 KB without comments, 20 KB with fifty', async () => {
  const site = await start({ settings: { MODERATION: 'none' } });
  const empty = await site.visitor().open('/');
  expect(brotli(empty.source)).toBeLessThanOrEqual(14);
  const comments = fiftyComments();
  expect(new Set(comments).size).toBe(50);
  expect(comments.join('').length).toBe(50 * 200);
  for (const body of comments) await site.visitor().comment(slug, { ...words, body });
  const full = await site.visitor().open('/');
  expect(full.source.indexOf('</head>')).toBeLessThan(32 * 1024);
  expect(full.html.querySelectorAll('#comments li')).toHaveLength(50);
  expect(brotli(full.source)).toBeLessThanOrEqual(20);
});

test('two hundred readers of one served page, each sending twice at once, make two hundred comments', async () => {
  const site = await start({ settings: { MODERATION: 'none' } });
  const page = await site.visitor().open(`/articles/${slug}`);
  const post = async (reader: number) => {
    const answer = await site.visitor().submit(page, '#reply form', {
      body: 'The same words.',
      name: `Reader ${reader}`,
      email: `reader${reader}@news.example`,
    });
    return answer.url.searchParams.get('comment');
  };
  const readers = Array.from({ length: 400 }, (_, index) => index % 200);
  const ids = await Promise.all(readers.map(post));
  expect(ids.slice(0, 200)).toEqual(ids.slice(200));
  expect(new Set(ids).size).toBe(200);
  const { results } = await site.db
    .prepare('SELECT name, comment_count AS count FROM comments JOIN articles USING (slug)')
    .all<{ name: string; count: number }>();
  expect(new Set(results.map(({ name }) => name)).size).toBe(200);
  expect(results).toHaveLength(200);
  expect(results[0]?.count).toBe(200);
});

test('the page needs nothing that it does not bring', async () => {
  const site = await start();
  const { html, source } = await site.visitor().open('/');
  expect(
    html.querySelectorAll(
      'link[rel=stylesheet], link[rel=preload], script[src], img, iframe, object, embed, video, audio, source',
    ),
  ).toEqual([]);
  expect(html.querySelectorAll('style')).toHaveLength(1);
  expect(source).not.toMatch(/@import|url\(/);
});

test('whoever sends too much hears the answer, and may ask again at once', async () => {
  const site = await start();
  const statuses = [];
  for (let tries = 0; tries < 50; tries++) {
    for (const size of [200_000, 900_000, 100]) {
      const response = await fetch(`${site.url}/articles/${slug}/comments`, {
        method: 'POST',
        headers: { Origin: site.url, 'Content-Type': 'application/x-www-form-urlencoded' },
        body: `body=${'x'.repeat(size)}`,
      });
      statuses.push(response.status);
      await response.text();
      await (await fetch(`${site.url}/health`)).text();
    }
  }
  expect(statuses).toEqual(Array.from({ length: 50 }, () => [413, 413, 422]).flat());
});

test('static files are served beside it', async () => {
  const site = await start();
  const icon = await fetch(`${site.url}/icon.svg`);
  expect(await icon.text()).toBe(readFileSync('src/public/icon.svg', 'utf8'));
  expect((await fetch(`${site.url}/_headers`)).status).toBe(404);
});

test('every icon that a page or the manifest names is there, and is what it is said to be', async () => {
  const site = await start();
  const { html } = await site.visitor().open('/');
  const linked = (rel: string) =>
    html.querySelector(`link[rel="${rel}"]`)?.getAttribute('href') ?? '';
  const answer = await fetch(site.url + linked('manifest'));
  expect(answer.headers.get('Content-Type')).toContain('application/manifest+json');
  const { icons } = v.parse(
    v.object({
      icons: v.array(v.object({ src: v.string(), sizes: v.string(), type: v.string() })),
    }),
    await answer.json(),
  );
  const touch = { src: linked('apple-touch-icon'), sizes: '180x180', type: 'image/png' };
  const svg = { src: linked('icon'), sizes: 'any', type: 'image/svg+xml' };
  expect(icons).toContainEqual(svg);
  for (const { src, sizes, type } of [...icons, touch]) {
    const icon = await fetch(site.url + src);
    expect(icon.headers.get('Content-Type')).toContain(type);
    const { width, height } = imageSize(await icon.bytes());
    if (type === 'image/png') expect(`${width}x${height}`).toBe(sizes);
  }
});

test('pictures are kept for ever, and shown by any site', async () => {
  const site = await start();
  const { html } = await site.visitor().open('/');
  const image = html.querySelector('meta[property="og:image"]')?.getAttribute('content') ?? '';
  const picture = await fetch(image);
  expect(picture.status).toBe(200);
  expect(picture.headers.get('Content-Type')).toBe('image/png');
  expect(picture.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
  expect(picture.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
  expect(imageSize(await picture.bytes())).toMatchObject({ width: 1200, height: 630 });
});

test.each([[''], ['c2hvcnQ']])(
  'with SECRET_KEY %j articles are read and comments are closed',
  async (SECRET_KEY) => {
    const site = await start({ settings: { SECRET_KEY } });
    const page = await site.visitor().open('/');
    expect(page.status).toBe(200);
    expect(page.source).toContain('Turkic-speaking');
    expect(page.html.querySelector('#reply')?.text).toContain('Comments are closed');
    const response = await fetch(`${site.url}/articles/${slug}/comments`, {
      method: 'POST',
      headers: { Origin: site.url },
      body: new URLSearchParams(words),
    });
    expect(response.status).toBe(503);
    expect(await response.text()).toContain(words.body);
    for (const table of ['comments', 'articles', 'shares']) {
      expect((await site.db.prepare(`SELECT * FROM ${table}`).all()).results).toEqual([]);
    }
  },
);

test.each([[''], ['too short']])(
  'with MODERATION_PASSWORD %j the desk is shut',
  async (password) => {
    const site = await start({ settings: { MODERATION_PASSWORD: password } });
    const desk = await site.moderator().open('/moderation');
    expect(desk.status).toBe(503);
    await site.visitor().comment(slug, words);
    const row = await site.db.prepare('SELECT id, status FROM comments').first();
    const decision = await fetch(`${site.url}/moderation/comments/${row?.id}/approval`, {
      method: 'POST',
      headers: { Origin: site.url, Authorization: `Basic ${btoa(`moderator:${password}`)}` },
      body: new URLSearchParams(),
    });
    expect(decision.status).toBe(503);
    expect(await site.db.prepare('SELECT id, status FROM comments').first()).toEqual(row);
    expect(row?.status).toBe('pending');
  },
);

test('a database without its tables does not take the article down', async () => {
  const site = await start({ hasTables: false });
  const page = await site.visitor().open('/');
  expect(page.status).toBe(200);
  expect(page.source).toContain('Turkic-speaking');
  const answer = await site.visitor().comment(slug, words);
  expect(answer.status).toBe(503);
  expect(answer.html.querySelector('[name=body]')?.text.trim()).toBe(words.body);
  expect(insideOf(answer.source)).toEqual([]);
  const share = await fetch(`${site.url}/articles/${slug}/share/x`, { redirect: 'manual' });
  expect(share.status).toBe(302);
  expect((await fetch(`${site.url}/health`)).status).toBe(503);
});

/** Fifty different texts of 102 to 298 characters, 200 on average, the same in every run. */
function fiftyComments(): string[] {
  const vocabulary =
    readFileSync('src/articles/what-happens-to-your-address.md', 'utf8').match(/[a-z]+/gi) ?? [];
  let seed = 1;
  const next = () => {
    seed = (seed * 48271) % 2147483647;
    return seed;
  };
  return Array.from({ length: 50 }, (_, index) => {
    const length = 102 + 4 * index;
    let text = '';
    while (text.length < length) text += `${vocabulary[next() % vocabulary.length]} `;
    return `${text.slice(0, length - 1)}.`;
  });
}
