// A copy of the site in a browser: from a file server, and from the disk itself.
// It watches its pages itself: some come from the disk, which is no origin.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copySite } from '../../src/tools/copy.ts';
import { copyProject } from '../copy.ts';
import { build, type Deployment, deploy } from '../deployed.ts';
import { type FileServer, pathsIn, serveFiles } from '../files.ts';
import { launch } from './chromium.ts';
import { expectSound } from './sound.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
const article = `articles/${slug}/index.html`;
const project = copyProject({
  'articles/river.md':
    '---\nheadline: The river\nbyline: Leyla\npublishedAt: 2023-05-01\n---\n![The river](river.svg)\n\nIt flows.\n',
  'articles/river.svg':
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30" viewBox="0 0 4 3"><path d="M0 0h4v3H0z"/></svg>',
});
const built = join(project, 'built');
const folder = mkdtempSync(join(tmpdir(), 'broadside-copied-'));

let browser: Browser;
let site: Deployment;
let server: FileServer;

beforeAll(async () => {
  build(built, project);
  browser = await launch();
  const settings = {
    MODERATION: 'none',
    COMMENTS_PER_PAGE: '2',
    SITE_URL: 'https://press.example',
  };
  site = await deploy(built, { project, settings });
  for (const name of ['Leyla', 'Samir', 'Nigar'])
    await site
      .visitor()
      .comment(slug, { name, email: `${name}@news.example`, body: `What ${name} thinks of it.` });
  await site.db.prepare("UPDATE comments SET status = 'approved'").run();
  await copySite({ url: site.url, folder, language: 'en' });
  await site.stop();
  server = await serveFiles(folder);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  site.remove();
  for (const one of [project, folder]) rmSync(one, { recursive: true });
});

/** Opens a page, and hears whatever goes wrong on it: that it is left while it asks for its icon, too. */
async function open(address: string, options: BrowserContextOptions = {}) {
  const page = await (await browser.newContext(options)).newPage();
  const wrong: string[] = [];
  page.on('console', (said) => {
    if (['error', 'warning'].includes(said.type())) wrong.push(`${address}: ${said.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`${address}: ${error.message}`));
  page.on('requestfailed', (request) => wrong.push(`${address}: ${request.url()}`));
  page.on('response', (response) => {
    if (!response.ok() && response.status() !== 0) wrong.push(`${address}: ${response.url()}`);
  });
  await page.goto(address, { waitUntil: 'networkidle' });
  return { page, wrong };
}

const isStyled = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.body).fontFamily.includes('serif'));
const brokenPictures = (page: Page) =>
  page.$$eval('img', (pictures) =>
    pictures.filter((one) => one.complete && one.naturalWidth === 0).map(({ src }) => src),
  );

test('every page is drawn as it was, and nothing goes wrong on it', async () => {
  // A card is shown in a frame; what only leads on has no style of its own.
  const pages = pathsIn(folder).filter(
    (path) => path.endsWith('.html') && !/^(s|comments|share)\/|\/card\//.test(path),
  );
  expect(pages.length).toBeGreaterThan(10);
  for (const path of pages) {
    const { page, wrong } = await open(server.url + path);
    expect(wrong).toEqual([]);
    expect([path, await isStyled(page), await brokenPictures(page)]).toEqual([path, true, []]);
    await page.context().close();
  }
});

test('it reads from the disk, where nothing is served', async () => {
  const { page, wrong } = await open(pathToFileURL(join(folder, 'index.html')).href);
  expect(await isStyled(page)).toBe(true);
  await page.click('text=All articles');
  await page.waitForLoadState('networkidle');
  await page.click('text=The river');
  await page.waitForSelector('h1 >> text=The river');
  expect(await brokenPictures(page)).toEqual([]);
  expect(wrong).toEqual([]);
});

test('further comments come to where one reads, and a permalink leads to its comment', async () => {
  const { page, wrong } = await open(server.url + article);
  expect(await page.locator('#comments .threads > li').count()).toBe(2);
  await page.click('#comments .more a');
  await page.waitForSelector('text=What Nigar thinks of it.');
  await page.waitForLoadState('networkidle');
  const id = await page.locator('#comments .threads > li').last().getAttribute('id');
  await page.goto(`${server.url}comments/${id?.replace('comment-', '')}/index.html`);
  await page.waitForURL(`**/articles/${slug}/comments/**#${id}`);
  await page.waitForLoadState('networkidle');
  await page.click('text=Back to the article');
  await page.waitForURL(`**/${article}`);
  expect(wrong).toEqual([]);
});

test('a link is copied, and nobody is told', async () => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const { page, wrong } = await open(server.url + article, { permissions });
  await page.click('text=Copy link');
  await page.waitForSelector('[role=status] >> text=Link copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `https://press.example/articles/${slug}`,
  );
  await page.waitForLoadState('networkidle');
  expect(wrong).toEqual([]);
});

test('no barrier stands on it, and a phone is wide enough', async () => {
  const { page } = await open(server.url + article, {
    bypassCSP: true,
    viewport: { width: 360, height: 740 },
  });
  await expectSound(page);
});
