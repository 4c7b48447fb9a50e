// A copy of a site, read from a file server by somebody who follows every link.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { parse } from 'node-html-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Copied, copySite } from '../../src/tools/copy.ts';
import { copyProject } from '../copy.ts';
import { build, type Deployment, deploy } from '../deployed.ts';
import { type FileServer, pathsIn, serveFiles } from '../files.ts';

const named = 'https://press.example';
const slug = 'azerbaijan-expels-iranian-diplomats';
const front = (more: string) =>
  `---\nheadline: The river\nbyline: Leyla\npublishedAt: 2023-05-01\n${more}---\n`;
const project = copyProject({
  'articles/river.md': `${front('tags: [C++/CLI, حدود, 100%, node.js]\ncomments: closed\naliases: [/2019/05/the-river/, /?p=12, /articles/stream]\n')}A [picture of it](/articles/tall-pictures), [what was said](/search?q=river), [the desk](/moderation), [an old address](/2019/05/the-river/), [a file](/paper.pdf).\n\n![The river](river.svg)\n`,
  'articles/river.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>',
  'articles/tall-pictures.md':
    '---\nheadline: Tall pictures\nbyline: Samir\npublishedAt: 2023-05-02\ncomments: off\nlanguage: ar\n---\nنهر.\n',
  'articles/tomorrow.md': `${front('').replace('2023-05-01', '2999-01-01')}Not yet: EMBARGOED.\n`,
  'public/paper.pdf': '%PDF-1.4',
});
const built = join(project, 'built');
const folder = mkdtempSync(join(tmpdir(), 'broadside-copied-'));
const copies = [join(folder, 'one'), join(folder, 'two')] as const;
const [copy] = copies;
const redirects = [
  ['/2019/05/the-river', '/articles/river'],
  ['/?p=12', '/articles/river'],
  ['/articles/stream', '/articles/river'],
  ['/articles/river', '/articles/tall-pictures'],
  ['/s/former', '/articles/river'],
  ['/s/never', '/articles/never'],
] as const;

let site: Deployment;
let server: FileServer;
const told: Copied[] = [];
const ids: Record<string, string> = {};

beforeAll(async () => {
  build(built, project);
  const settings = { SITE_URL: named, MODERATION: 'none', COMMENTS_PER_PAGE: '3', LANGUAGE: 'en' };
  site = await deploy(built, { project, settings });
  const set = (id: string | undefined, status: string) =>
    site.db.prepare('UPDATE comments SET status = ?2 WHERE id = ?1').bind(id, status).run();
  const author = site.visitor();
  let manage = '';
  const say = async (body: string, query = '') => {
    const words = { name: 'Leyla & co', email: 'leyla@news.example', body };
    const { url, html } = await author.comment(slug, words, query);
    if (body.startsWith('DELETED'))
      manage = html.querySelector('.own .status a')?.getAttribute('href') ?? '';
    const id = url.searchParams.get('comment') ?? '';
    await set(id, 'approved');
    return id;
  };
  ids.first = await say('The first.');
  for (const number of [2, 3, 4]) await say(`Number ${number}.`);
  ids.deep = ids.first;
  for (const depth of [1, 2, 3, 4, 5, 6, 7])
    ids.deep = await say(`Depth ${depth}.`, `?parent=${ids.deep}`);
  ids.gone = await say('DELETED by its author.');
  ids.after = await say('An answer to what was deleted.', `?parent=${ids.gone}`);
  ids.pending = await say('PENDING still.');
  ids.rejected = await say('REJECTED already.');
  await set(ids.pending, 'pending');
  await set(ids.rejected, 'rejected');
  const own = await author.open(manage);
  await author.submit(own, 'form[action$=deletion]', { sure: '1' });
  for (const one of copies) {
    const done = await copySite({
      url: site.url,
      folder: one,
      language: 'en',
      moved: redirects,
      drafts: new Set(['/articles/unseen']),
    });
    if ('drafts' in done) throw new Error('it shows no drafts');
    told.push(done);
  }
  server = await serveFiles(copy);
});
afterAll(async () => {
  await server.stop();
  await site.stop();
  site.remove();
  for (const one of [project, folder]) rmSync(one, { recursive: true });
});

const read = (path: string, from: string = copy) => readFileSync(join(from, path), 'utf8');
const html = (path: string) => parse(read(path));
const pages = () => pathsIn(copy).filter((path) => path.endsWith('.html'));

/** Of a page: what it shows or leads to, but for what is elsewhere. */
const linksOn = (path: string): URL[] =>
  html(path)
    .querySelectorAll('[href]:not([rel=canonical], [hreflang]), [src]')
    .map((element) => element.getAttribute('href') ?? element.getAttribute('src') ?? '')
    .concat(/content="0; url=([^"]+)"/.exec(read(path))?.[1] ?? [])
    .map((address) => new URL(address, new URL(path, server.url)))
    .filter((url) => url.origin === new URL(server.url).origin);

test('every page names an icon, so that no browser asks the server for one', () => {
  expect(pages().filter((path) => !html(path).querySelector('link[rel=icon]'))).toEqual([]);
});

test('every link of every page leads to a file, and to a place in it', async () => {
  const broken: string[] = [];
  let followed = 0;
  const seen = new Map<string, string>();
  for (const path of pages()) {
    for (const url of linksOn(path)) {
      const address = url.href.slice(0, url.href.length - url.hash.length);
      const answer = seen.has(address) ? undefined : await fetch(address, { redirect: 'manual' });
      if (answer) seen.set(address, answer.status === 200 ? await answer.text() : '');
      const target = seen.get(address) ?? '';
      const hasPlace =
        url.hash === '' || parse(target).getElementById(decodeURIComponent(url.hash.slice(1)));
      if (!target || !hasPlace) broken.push(`${path}: ${url.href}`);
      followed += 1;
    }
  }
  expect(broken).toEqual([]);
  expect(followed).toBeGreaterThan(500);
});

test('what feeds and maps name is there under the same path', async () => {
  const files = pathsIn(copy).filter((path) =>
    /\.(xml|atom|txt)$|^feed\.json$|oembed\.json$/.test(path),
  );
  expect(files).toEqual(
    expect.arrayContaining([
      'feed.xml',
      'atom.xml',
      'feed.json',
      'sitemap.xml',
      'comments.xml',
      'comments.atom',
    ]),
  );
  const paths = files.flatMap((file) =>
    [...read(file).matchAll(/https:\/\/press\.example(\/[^\s"'<>&\\]*)/g)].map(
      ([, path = '']) => path,
    ),
  );
  for (const path of new Set(paths)) {
    const answer = await fetch(new URL(path.slice(1), server.url));
    expect([path, answer.status]).toEqual([path, 200]);
  }
  expect(new Set(paths).size).toBeGreaterThan(20);
});

test('the same site gives the same copy', () => {
  expect(pathsIn(copies[1])).toEqual(pathsIn(copy));
  for (const path of pathsIn(copy))
    expect([path, read(path, copies[1])]).toEqual([path, read(path)]);
  expect(told[1]).toEqual(told[0]);
  expect(told[0]?.files).toBe(pathsIn(copy).length);
});

test('nothing comes along that readers do not see, and no form that nobody answers', () => {
  const everything = pathsIn(copy)
    .map((path) => read(path))
    .join('\n');
  for (const word of [
    'EMBARGOED',
    'DELETED',
    'PENDING',
    'REJECTED',
    'leyla@',
    '<form',
    'name="token"',
  ])
    expect(everything).not.toContain(word);
  for (const id of [ids.pending, ids.rejected]) expect(everything).not.toContain(id);
  expect(everything).toContain('An answer to what was deleted.');
  expect(everything).not.toContain(site.url);
  expect(pathsIn(copy).filter((path) => path.startsWith('moderation'))).toEqual([
    'moderation/index.html',
  ]);
});

test('a copy says that it is one where a reader would answer, search or look for what is gone', () => {
  const article = html(`articles/${slug}/index.html`);
  for (const place of ['#reply', '.colophon'])
    expect(article.querySelector(place)?.textContent).toContain('This is a copy to read');
  expect(article.querySelector('#reply a')?.getAttribute('href')).toBe(`${named}/`);
  expect(article.querySelector('.jump a:last-child')?.getAttribute('href')).toBe('#comments');
  expect(article.querySelector('link[rel=canonical]')?.getAttribute('href')).toBe(
    `${named}/articles/${slug}`,
  );
  for (const path of ['search/index.html', 'moderation/index.html'])
    expect(read(path)).toContain('This address is not part of the copy.');
  expect(told[0]?.gone).toEqual([`/comments/${ids.gone}`, '/moderation', '/search?q=river']);
  expect(read('search/index.html')).toContain(`${named}/search?q=river`);
});

test('old addresses lead on; those that no file can have are told', () => {
  expect(read('2019/05/the-river/index.html')).toContain('url=../../../articles/river/index.html');
  expect(read('articles/stream/index.html')).toContain('url=../river/index.html');
  expect(read('s/former/index.html')).toContain('url=../../articles/river/index.html');
  expect(told[0]?.lost).toEqual(['/?p=12', '/articles/river']);
});

test('every published comment has its page, and its permalink leads there', () => {
  const shown = [
    ...pages()
      .map((path) => read(path))
      .join('\n')
      .matchAll(/<li id="comment-(\w+)"/g),
  ];
  const every = new Set(shown.map(([, id = '']) => id));
  // Fifteen were written: one waits, one was turned down, one was deleted.
  expect(every.size).toBe(12);
  for (const id of every) expect(read(`comments/${id}/index.html`)).toContain(`#comment-${id}"`);
});

test('a share leads to its network at once, and none was counted', async () => {
  const links = html(`articles/${slug}/index.html`).querySelectorAll('#share ul a');
  expect(links[0]?.getAttribute('href')).toMatch(
    /^https:\/\/x\.com\/intent\/tweet\?text=.*press\.example/,
  );
  const counted = await site.db.prepare('SELECT count(*) AS rows FROM visits').first();
  expect(counted).toEqual({ rows: 0 });
});

test('every page is HTML as the standard has it', async () => {
  const validator = new HtmlValidate(
    new StaticConfigLoader({
      extends: ['html-validate:standard', 'html-validate:a11y'],
      // A page that leads on at once is read by nobody.
      rules: { 'meta-refresh': 'off' },
    }),
  );
  for (const path of pages()) {
    const { results } = await validator.validateString(read(path));
    const faults = results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message }) => `${ruleId}: ${message}`),
    );
    expect([path, faults]).toEqual([path, []]);
  }
});

test('a site that shows drafts is not copied', async () => {
  const drafts = new Set(['/articles/river', '/pages/about', '/articles/unseen']);
  const target = join(folder, 'three');
  const done = await copySite({ url: site.url, folder: target, language: 'en', drafts });
  expect(done).toEqual({ drafts: ['/pages/about', '/articles/river'] });
  expect(() => pathsIn(target)).toThrow('ENOENT');
});

test('an article is not copied while its conversation is away', async () => {
  const away = await deploy(built, { project, hasTables: false, settings: { SITE_URL: named } });
  try {
    await expect(
      copySite({ url: away.url, folder: join(folder, 'four'), language: 'en' }),
    ).rejects.toThrow('cannot be copied');
  } finally {
    await away.stop();
    away.remove();
  }
});
