import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { type Deployment, deploy } from '../deployed.ts';
import { announce, browsing } from './watch.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
const queueLength = 50;
let site: Deployment;

beforeEach(async () => {
  site = await deploy(inject('built'), {
    settings: { COMMENTS_PER_MINUTE: '0', MIN_SECONDS_TO_COMMENT: '0' },
  });
  for (let index = 0; index < queueLength; index++) {
    await site.visitor().comment(slug, {
      name: `Reader ${index}`,
      email: `reader${index}@news.example`,
      body: `Number ${index}.`,
    });
  }
});
afterEach(async () => {
  await site.stop();
  site.remove();
});
const { open } = browsing(() => site.url);

async function openDesk(path = '/moderation', hasScript = true): Promise<Page> {
  const page = await open(path, {
    javaScriptEnabled: hasScript,
    httpCredentials: { username: 'moderator', password: site.secrets.MODERATION_PASSWORD },
  });
  page.setDefaultTimeout(10_000);
  return page;
}

const statuses = async (): Promise<Readonly<Record<string, number>>> => {
  const { results } = await site.db
    .prepare('SELECT status, count(*) AS count FROM comments GROUP BY 1')
    .all<{ status: string; count: number }>();
  return Object.fromEntries(results.map(({ status, count }) => [status, count]));
};
const statusOf = (name: string) =>
  site.db.prepare('SELECT status FROM comments WHERE name = ?1').bind(name).first<string>('status');
const current = (page: Page) => page.locator('[data-item][aria-current]');

/** What a page sends goes on after the key. */
const eventually = <Found>(read: () => Promise<Found>) => expect.poll(read, { timeout: 10_000 });

/** Until nothing is on its way: every comment of the page says what became of it in the database too. */
const untilDecided = (count: number) =>
  expect
    .poll(async () => queueLength - ((await statuses()).pending ?? 0), { timeout: 20_000 })
    .toBe(count);

test('a queue of fifty is worked by keyboard, without leaving the page', async () => {
  const page = await openDesk();
  await page.keyboard.press('j');
  const keys = ['a', 'r', 's', 'a', 'a'];
  for (let index = 0; index < queueLength; index++)
    await page.keyboard.press(keys[index % keys.length] ?? 'a');
  await untilDecided(queueLength);
  expect(await statuses()).toEqual({ approved: 30, rejected: 10, spam: 10 });
  expect(await statusOf('Reader 1')).toBe('rejected');
  expect(await statusOf('Reader 2')).toBe('spam');
  expect(new URL(page.url()).pathname).toBe('/moderation');
  await page.keyboard.press('u');
  await eventually(() => statusOf('Reader 49')).toBe('pending');
  await page.keyboard.press('u');
  await eventually(() => statusOf('Reader 48')).toBe('pending');
  expect(await current(page).locator('h2').innerText()).toContain('Reader 48');
  await page.keyboard.press('r');
  await eventually(() => statusOf('Reader 48')).toBe('rejected');
});

test('keys move, choose and explain themselves, and are letters where something is typed', async () => {
  const page = await openDesk();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  expect(await current(page).locator('h2').innerText()).toContain('Reader 1 ');
  await page.keyboard.press('x');
  expect(await current(page).locator('input[type=checkbox]').isChecked()).toBe(true);
  await page.keyboard.press('?');
  expect(await page.locator('#keys').innerText()).toContain('undo the last decision');
  await page.keyboard.press('a');
  await page.keyboard.press('Escape');
  expect(await page.locator('#keys').isVisible()).toBe(false);
  await page.fill('#q', '');
  await page.locator('#q').pressSequentially('asr jk');
  expect(await page.inputValue('#q')).toBe('asr jk');
  expect(await statuses()).toEqual({ pending: queueLength });
});

test('keys can be switched off, and stay so', async () => {
  const page = await openDesk();
  await page.click('[data-help]');
  await page.uncheck('[data-keys]');
  await page.click('#keys button');
  await page.reload();
  await page.keyboard.press('j');
  expect(await current(page).count()).toBe(0);
  await page.click('[data-help]');
  await page.check('[data-keys]');
  await page.click('#keys button');
  await page.locator('h1').click();
  await page.keyboard.press('j');
  expect(await current(page).count()).toBe(1);
});

test('the mouse works through it too, and what was decided is undone', async () => {
  const page = await openDesk();
  for (let index = 0; index < queueLength; index++)
    await page
      .locator(`[data-item]:nth-child(${index + 1}) [data-key=${index % 2 ? 's' : 'a'}]`)
      .click();
  await untilDecided(queueLength);
  expect(await statuses()).toEqual({ approved: 25, spam: 25 });
  await page.locator('[data-item]:nth-child(2) button:text("Undo")').click();
  await eventually(() => statusOf('Reader 1')).toBe('pending');
  expect(await statuses()).toEqual({ approved: 25, spam: 24, pending: 1 });
  await page.locator('[data-item]:nth-child(2) [data-key=r]').click();
  await eventually(() => statusOf('Reader 1')).toBe('rejected');
  await page.reload();
  expect(await page.innerText('main')).toContain('Nothing waits');
});

test('many are chosen, decided on at once, and taken back at once', async () => {
  const page = await openDesk();
  await page.check('[data-all] input');
  await page.uncheck('[data-item]:nth-child(8) input[type=checkbox]');
  await page.click('.chosen button[value=spam]');
  expect(await page.innerText('.said')).toBe('Decided on 49 comments.');
  expect(await statuses()).toEqual({ spam: 49, pending: 1 });
  await page.waitForLoadState();
  await page.keyboard.press('u');
  await page.waitForURL(/undone=49/);
  expect(await statuses()).toEqual({ pending: queueLength });
});

test('all of it works without script', async () => {
  const page = await openDesk('/moderation', false);
  for (let index = 0; index < 10; index++)
    await page.locator('[data-item] [data-key=a]').first().click();
  expect(await statuses()).toEqual({ approved: 10, pending: 40 });
  await page.click('form.undo button');
  expect(await statuses()).toEqual({ approved: 9, pending: 41 });
  await page.waitForLoadState();
  for (const box of await page.locator('[name^=chosen]').all()) await box.check();
  await page.click('.chosen button[value=rejection]');
  expect(await statuses()).toEqual({ approved: 9, rejected: 41 });
  expect(await page.innerText('main')).toContain('Nothing waits');
  expect(await page.locator('[data-help]').isVisible()).toBe(false);
});

test('what could not be sent is said, and nothing was decided', async () => {
  const page = await openDesk();
  await page.keyboard.press('j');
  announce(page, 'the console: error: Failed to load resource: net::ERR_INTERNET_DISCONNECTED');
  await page.context().setOffline(true);
  await page.keyboard.press('a');
  await page.locator('.became', { hasText: 'Nothing was decided' }).waitFor();
  expect(await current(page).locator('h2').innerText()).toContain('Reader 0');
  await page.context().setOffline(false);
  await page.keyboard.press('a');
  await eventually(() => statusOf('Reader 0')).toBe('approved');
});

test('what was changed meanwhile is not decided on', async () => {
  const page = await openDesk();
  await site.db
    .prepare("UPDATE comments SET edited_at = created_at + 1 WHERE name = 'Reader 0'")
    .run();
  announce(page, 'an answer of 409');
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await page.locator('.became', { hasText: 'was changed since you looked' }).waitFor();
  expect(await statuses()).toEqual({ pending: queueLength });
});

test('a phone shows it without scrolling sideways', async () => {
  const page = await openDesk();
  for (const path of ['/moderation', `/moderation/articles/${slug}`, '/moderation/defences']) {
    await page.setViewportSize({ width: 320, height: 700 });
    await page.goto(path);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(320);
  }
});
