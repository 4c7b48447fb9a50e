import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Deployment, deploy } from '../deployed.ts';
import { announce, browsing } from './watch.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';

let site: Deployment;

beforeAll(async () => {
  site = await deploy(inject('built'), {
    settings: { MODERATION: 'none', COMMENTS_PER_PAGE: '2' },
  });
  for (let i = 1; i <= 5; i++) {
    const words = { body: `Number ${i}.`, name: 'Leyla', email: 'leyla@news.example' };
    await site.visitor().comment(slug, words);
  }
});
afterAll(async () => {
  await site.stop();
  site.remove();
});
const { open } = browsing(() => site.url);

const bodies = (page: Page) => page.locator('.comments .p-content').allInnerTexts();

test('with script, further comments come onto the page that is read', async () => {
  const page = await open(`/articles/${slug}`);
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
  const page = await open(`/articles/${slug}`);
  let isFirst = true;
  await page.route('**/comments?after=*', (route) => {
    const isCut = isFirst;
    isFirst = false;
    return isCut ? route.abort() : route.continue();
  });
  announce(page, 'the console: error: Failed to load resource: net::ERR_FAILED');
  await page.click('text=More comments');
  await page.waitForURL('**/comments?after=*');
  expect(await bodies(page)).toEqual(['Number 3.', 'Number 4.']);
});

test('without script they are on a page of their own, in the order that was chosen', async () => {
  const page = await open(`/articles/${slug}`, { javaScriptEnabled: false });
  await page.click('text=Newest first');
  await page.waitForLoadState();
  expect(await bodies(page)).toEqual(['Number 5.', 'Number 4.']);
  await page.click('text=More comments');
  await page.waitForLoadState();
  expect(await bodies(page)).toEqual(['Number 3.', 'Number 2.']);
});

test('what is being written stays in the tab until it is posted', async () => {
  const page = await open(`/articles/${slug}`);
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
  const page = await open(`/articles/${slug}`);
  await page.fill('[name=body]', 'x'.repeat(9_499));
  expect(await page.isVisible('text=Characters left')).toBe(false);
  await page.fill('[name=body]', '🐟'.repeat(9_990));
  expect(await page.textContent('[data-left]')).toBe('Characters left: 10');
  await page.fill('[name=body]', 'x'.repeat(10_003));
  expect(await page.textContent('[data-left]')).toBe('Characters left: -3');
});

describe('with script', () => {
  const words = { body: 'A *river*', name: 'Samir', email: 'samir@news.example' };

  /** A page that tells whether it was loaded again. */
  async function reading(path = `/articles/${slug}`): Promise<Page> {
    const page = await open(path);
    await page.evaluate(() => document.body.setAttribute('data-same', ''));
    return page;
  }
  const isSame = (page: Page) => page.locator('body[data-same]').isVisible();
  async function type(page: Page, typing: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(typing)) await page.fill(`[name=${name}]`, value);
  }
  const focused = (page: Page) =>
    page.evaluate(() => document.activeElement?.id || document.activeElement?.className);

  test('a comment is posted without leaving the page, and the focus is on it', async () => {
    const page = await reading();
    await type(page, words);
    await page.click('text=Post Comment');
    await page.waitForSelector('.own');
    expect(await isSame(page)).toBe(true);
    expect(await focused(page)).toMatch(/^comment-\w{26}$/);
    expect(await page.innerText('.own em')).toBe('river');
    expect(page.url()).toMatch(/\?comment=\w{26}&view=[\w.-]+#comment-\w{26}$/);
    expect(await page.inputValue('[name=body]')).toBe('');
    await page.reload();
    expect(await page.isVisible('.own')).toBe(true);
  });

  test('a second one follows from the same page', async () => {
    const page = await reading();
    for (const body of ['One.', 'Two.']) {
      await type(page, { ...words, body });
      await page.click('text=Post Comment');
      await page.waitForSelector(`.own:has-text("${body}")`);
    }
    expect(await page.locator('.own').count()).toBe(1);
    expect(await isSame(page)).toBe(true);
  });

  test('a comment is answered where it stands, and what was typed goes along', async () => {
    const page = await reading();
    await type(page, { ...words, body: 'Half a sen' });
    const answered = page.locator('.comments li', { hasText: 'Number 1.' }).first();
    await answered.locator('text=Reply').first().click();
    await answered.locator('#reply').waitFor();
    expect(await page.locator('#reply').count()).toBe(1);
    expect(await focused(page)).toBe('body');
    expect(await page.innerText('#leave-a-reply')).toContain('Leave a Reply to');
    for (const name of ['name', 'email'] as const) {
      expect(await page.inputValue(`[name=${name}]`)).toBe(words[name]);
    }
    expect(await page.inputValue('[name=body]')).toBe('Half a sen');
    await type(page, { body: 'Half a sentence.' });
    await page.click('text=Post Comment');
    await page.waitForSelector('li li.own');
    expect(await page.locator('#reply').count()).toBe(1);
    expect(await page.locator('.comments #reply').count()).toBe(0);
    expect(await isSame(page)).toBe(true);
  });

  test('who thinks better of answering has the form back below', async () => {
    const page = await reading();
    await page.locator('.answers >> text=Reply').first().click();
    await page.locator('.comments #reply').waitFor();
    await type(page, { body: 'To all.' });
    await page.click('text=Cancel reply');
    await page.locator('#comments + #reply').waitFor();
    expect(await page.inputValue('[name=body]')).toBe('To all.');
    expect(await page.locator('[name=parent]').count()).toBe(0);
    expect(await focused(page)).toMatch(/^comment-/);
    expect(await isSame(page)).toBe(true);
  });

  test('what is wrong is said at once, with the focus on it, and mended there', async () => {
    const page = await reading();
    announce(page, 'an answer of 422');
    await type(page, { ...words, email: 'nobody' });
    await page.click('text=Post Comment');
    await page.waitForSelector('#problems');
    expect(await focused(page)).toBe('problems');
    expect(await page.getAttribute('#problems', 'role')).toBe('alert');
    expect(await page.inputValue('[name=body]')).toBe(words.body);
    expect(await isSame(page)).toBe(true);
    await type(page, { body: 'It was mended.', email: words.email });
    await page.click('text=Post Comment');
    await page.waitForSelector('.own');
    expect(await isSame(page)).toBe(true);
  });

  test('a preview appears above the form', async () => {
    const page = await reading();
    await type(page, words);
    await page.click('text=Preview');
    await page.waitForSelector('#preview em');
    expect(await focused(page)).toBe('preview');
    expect(await page.inputValue('[name=body]')).toBe(words.body);
    expect(await isSame(page)).toBe(true);
  });

  test('without a connection nothing is lost, and it is said', async () => {
    const page = await reading();
    await type(page, { ...words, body: 'It was offline.' });
    announce(page, 'the console: error: Failed to load resource: net::ERR_INTERNET_DISCONNECTED');
    await page.context().setOffline(true);
    await page.click('button:text("Post Comment")');
    await page.waitForSelector('#problems');
    expect(await page.innerText('#problems')).toContain('Nothing you typed is lost');
    expect(await focused(page)).toBe('problems');
    expect(await page.inputValue('[name=body]')).toBe('It was offline.');
    await page.context().setOffline(false);
    await page.click('button:text("Post Comment")');
    await page.waitForSelector('.own');
    expect(await page.locator('#problems').count()).toBe(0);
  });

  test('a preview that fails posts nothing', async () => {
    const page = await reading();
    await type(page, { ...words, body: 'Not to be posted.' });
    announce(page, 'an answer of 502');
    await page.route('**/comments', (route) => route.fulfill({ status: 502, body: 'Bad gateway' }));
    await page.click('text=Preview');
    await page.waitForSelector('#problems');
    expect(await page.inputValue('[name=body]')).toBe('Not to be posted.');
    const { results } = await site.db
      .prepare(`SELECT id FROM comments WHERE body = 'Not to be posted.'`)
      .all();
    expect(results).toEqual([]);
  });

  test('while a comment is on its way the form stays, shut, and takes it once', async () => {
    const page = await reading();
    await type(page, { ...words, body: 'It was slow.' });
    let posts = 0;
    const { promise: looked, resolve: goOn } = Promise.withResolvers<void>();
    await page.route('**/comments', async (route) => {
      posts++;
      await looked;
      await route.continue();
    });
    const button = page.locator('button:text("Post Comment")');
    await button.dblclick({ force: true });
    expect(await page.locator('#reply form[inert]').count()).toBe(1);
    await page.locator('.answers >> text=Reply').first().click();
    goOn();
    await page.waitForSelector('.own:has-text("It was slow.")');
    expect(await page.locator('#comments + #reply').count()).toBe(1);
    expect(posts).toBe(1);
  });

  test('of two comments that are answered one after the other, the last one counts', async () => {
    const page = await reading();
    let isFirst = true;
    await page.route('**/*parent=*', async (route) => {
      const isSlow = isFirst;
      isFirst = false;
      if (isSlow) await new Promise((resolve) => setTimeout(resolve, 500));
      await route.continue();
    });
    const links = page.locator('.answers >> text=Reply');
    await links.nth(0).click();
    await links.nth(1).click();
    const answers = page.locator('.answers').nth(1);
    await page.waitForSelector('.answers + #reply');
    await page.waitForTimeout(800);
    expect(await answers.evaluate((one) => one.nextElementSibling?.id)).toBe('reply');
    expect(await page.locator('#reply').count()).toBe(1);
  });

  test('what is written after a first comment is kept too', async () => {
    const page = await reading();
    await type(page, { ...words, body: 'The first.' });
    await page.click('text=Post Comment');
    await page.waitForSelector('.own:has-text("The first.")');
    await page.fill('[name=body]', 'Half a second');
    await page.reload();
    expect(await page.inputValue('[name=body]')).toBe('Half a second');
  });

  test('what is ticked stays ticked when a comment is answered, and what is not, not', async () => {
    const page = await reading();
    await page.check('#remember');
    await page.locator('.answers >> text=Reply').first().click();
    await page.locator('.comments #reply').waitFor();
    expect(await page.isChecked('#remember')).toBe(true);
    await page.uncheck('#remember');
    await page.click('text=Cancel reply');
    await page.locator('#comments + #reply').waitFor();
    expect(await page.isChecked('#remember')).toBe(false);
  });

  test('further comments come once, however often they are asked for', async () => {
    const page = await reading();
    const before = await page.locator('.comments li').count();
    await page.locator('text=More comments').dblclick();
    await page.waitForFunction(
      (count) => document.querySelectorAll('.comments li').length > count,
      before,
    );
    await page.waitForTimeout(300);
    const ids = await page.locator('.comments li').evaluateAll((all) => all.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
