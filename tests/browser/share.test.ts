import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Deployment, deploy } from '../deployed.ts';
import { browsing } from './watch.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
const article = `/articles/${slug}`;

let site: Deployment;

beforeAll(async () => {
  site = await deploy(inject('built'));
});
afterAll(async () => {
  await site.stop();
  site.remove();
});
const { blank, open } = browsing(() => site.url);

/** How often the article was shared in a way, as the site tells. */
async function shares(way: string): Promise<number> {
  const answer = await fetch(`${site.url}${article}/share`, {
    headers: { Accept: 'application/json' },
  });
  const told: { shares: { byNetwork: Record<string, number> } } = JSON.parse(await answer.text());
  return told.shares.byNetwork[way] ?? 0;
}

test('the link is copied, said to be, and counted', async () => {
  const page = await open(article, { permissions: ['clipboard-read', 'clipboard-write'] });
  const before = await shares('copy');
  await page.click('text=Copy link');
  await page.waitForSelector('[role=status] >> text=Link copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(site.url + article);
  await expect.poll(() => shares('copy')).toBe(before + 1);
});

test('a device that shares by itself is asked to, and counted when it did', async () => {
  const page = await blank();
  const before = await shares('native');
  await page.addInitScript(() => {
    navigator.share = async (data) => {
      if (data?.title?.startsWith('refuse')) throw new DOMException('refused', 'AbortError');
      document.title = JSON.stringify(data);
    };
  });
  await page.goto(article);
  await page.click('text=Share…');
  await page.waitForFunction(() => document.title.startsWith('{'));
  expect(JSON.parse(await page.title())).toEqual({
    url: site.url + article,
    title: 'Azerbaijan expels Iranian diplomats over alleged interference, coup conspiracy',
  });
  await expect.poll(() => shares('native')).toBe(before + 1);
});

test('a browser that cannot offers nothing that it cannot', async () => {
  const page = await blank();
  await page.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'clipboard');
    Reflect.deleteProperty(Navigator.prototype, 'share');
  });
  await page.goto(article);
  expect(await page.isVisible('.ways')).toBe(false);
  expect(await page.isVisible('#share >> text=WhatsApp')).toBe(true);
});

describe('a passage', () => {
  const select = (page: Page, selector: string) =>
    page.evaluate((where) => {
      const element = document.querySelector(where);
      if (element) document.getSelection()?.selectAllChildren(element);
    }, selector);

  test('that is selected can be passed on, and its link leads right to it', async () => {
    const page = await open(article);
    expect(await page.isVisible('text=Share this passage')).toBe(false);
    await select(page, '.story p:nth-of-type(4)');
    await page.click('text=Share this passage');
    expect(await page.textContent('blockquote')).toContain('Iran had not yet commented');
    const link = await page.inputValue('#link');
    expect(link).toContain('#:~:text=Iran%20had%20not');
    await page.goto(link);
    await page.waitForFunction(() => scrollY > 100);
  });

  test('is offered for the story alone', async () => {
    const page = await open(article);
    await select(page, '.story h2');
    await page.waitForSelector('text=Share this passage');
    await select(page, '#share');
    await page.waitForSelector('text=Share this passage', { state: 'hidden' });
  });
});

test('without script the networks are there, and the share page has the link to copy', async () => {
  const page = await open(article, { javaScriptEnabled: false });
  expect(await page.isVisible('text=Copy link')).toBe(false);
  expect(await page.isVisible('text=Share this passage')).toBe(false);
  await page.click('#share >> text=More ways');
  expect(await page.inputValue('#link')).toBe(site.url + article);
  expect(await page.inputValue('#short')).toMatch(/\/s\/[0-9a-z]{7}$/);
  await page.locator('img[alt="The short link as a QR code"]').waitFor();
});
