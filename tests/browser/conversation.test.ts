import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build, type Deployment, deploy } from '../deployed.ts';
import { launch } from './chromium.ts';

const built = mkdtempSync(join(tmpdir(), 'broadside-built-'));
const slug = 'azerbaijan-expels-iranian-diplomats';

let browser: Browser;
let site: Deployment;

beforeAll(async () => {
  build(built);
  browser = await launch();
  site = await deploy(built, { settings: { MODERATION: 'none', COMMENTS_PER_PAGE: '2' } });
  for (let i = 1; i <= 5; i++) {
    const words = { body: `Number ${i}.`, name: 'Leyla', email: 'leyla@news.example' };
    await site.visitor().comment(slug, words);
  }
});
afterAll(async () => {
  await browser.close();
  await site.stop();
  site.remove();
  rmSync(built, { recursive: true });
});

const bodies = (page: Page) => page.locator('.comments .p-content').allInnerTexts();

test('with script, further comments come onto the page that is read', async () => {
  const page = await (await browser.newContext({ baseURL: site.url })).newPage();
  await page.goto(`/articles/${slug}`);
  await page.click('text=More comments');
  await page.waitForSelector('text=Number 4.');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Number 3.');
  await page.click('text=More comments');
  await page.waitForSelector('text=Number 5.');
  expect(await bodies(page)).toEqual([1, 2, 3, 4, 5].map((i) => `Number ${i}.`));
  expect(new URL(page.url()).pathname).toBe(`/articles/${slug}`);
  expect(await page.isVisible('text=More comments')).toBe(false);
});

test('when they cannot be fetched, they are on a page of their own', async () => {
  const page = await (await browser.newContext({ baseURL: site.url })).newPage();
  await page.goto(`/articles/${slug}`);
  let isFirst = true;
  await page.route('**/comments?after=*', (route) => {
    const isCut = isFirst;
    isFirst = false;
    return isCut ? route.abort() : route.continue();
  });
  await page.click('text=More comments');
  await page.waitForURL('**/comments?after=*');
  expect(await bodies(page)).toEqual(['Number 3.', 'Number 4.']);
});

test('without script they are on a page of their own, in the order that was chosen', async () => {
  const context = await browser.newContext({ baseURL: site.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`/articles/${slug}`);
  await page.click('text=Newest first');
  expect(await bodies(page)).toEqual(['Number 5.', 'Number 4.']);
  await page.click('text=More comments');
  expect(await bodies(page)).toEqual(['Number 3.', 'Number 2.']);
});

test('what is being written stays in the tab until it is posted', async () => {
  const page = await (await browser.newContext({ baseURL: site.url })).newPage();
  await page.goto(`/articles/${slug}`);
  await page.fill('[name=body]', 'Half a sentence');
  await page.reload();
  expect(await page.inputValue('[name=body]')).toBe('Half a sentence');
  const other = await page.context().newPage();
  await other.goto(`/articles/${slug}`);
  expect(await other.inputValue('[name=body]')).toBe('');
  await page.fill('[name=name]', 'Leyla');
  await page.fill('[name=email]', 'leyla@news.example');
  await page.click('text=Post Comment');
  await page.waitForSelector('.own');
  await page.goto(`/articles/${slug}`);
  expect(await page.inputValue('[name=body]')).toBe('');
});

test('whoever writes much is told how much is left', async () => {
  const page = await (await browser.newContext({ baseURL: site.url })).newPage();
  await page.goto(`/articles/${slug}`);
  await page.fill('[name=body]', 'x'.repeat(9_499));
  expect(await page.isVisible('text=Characters left')).toBe(false);
  await page.fill('[name=body]', '🐟'.repeat(9_990));
  expect(await page.textContent('[data-left]')).toBe('Characters left: 10');
  await page.fill('[name=body]', 'x'.repeat(10_003));
  expect(await page.textContent('[data-left]')).toBe('Characters left: -3');
});
