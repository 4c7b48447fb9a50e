// One whole visit: read, find, pass on, comment, change, answer, report, delete, and what the desk does meanwhile.
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Deployment, deploy } from '../deployed.ts';
import { browsing } from './watch.ts';

const article = '/articles/azerbaijan-expels-iranian-diplomats';
const headline = 'Azerbaijan expels Iranian diplomats';

let site: Deployment;

beforeAll(async () => {
  site = await deploy(inject('built'), { settings: { MIN_SECONDS_TO_COMMENT: '0' } });
});
afterAll(async () => {
  await site.stop();
  site.remove();
});
const { open } = browsing(() => site.url);

/** What somebody works a page with: how they come to a place in it, and how they press what is there. */
interface Hand {
  readonly reach: (place: Locator) => Promise<void>;
  readonly press: (place: Locator) => Promise<void>;
}

const mouse: Hand = {
  reach: (place) => place.click(),
  press: (place) => place.click(),
};
const finger: Hand = {
  async reach(place) {
    await place.tap();
    // What a finger meant is known a moment after it is lifted.
    await expect.poll(() => hasFocus(place)).toBe(true);
  },
  press: (place) => place.tap(),
};
const keyboard: Hand = {
  reach: tabTo,
  async press(place) {
    await tabTo(place);
    const isTicked = await place.evaluate((element) => element.matches('[type=radio]'));
    await place.page().keyboard.press(isTicked ? 'Space' : 'Enter');
  },
};

/** Forwards, or backwards where that is nearer for whoever knows the page. */
async function tabTo(place: Locator): Promise<void> {
  await place.waitFor();
  const { keyboard: keys } = place.page();
  const isAfter = await place.evaluate(
    (element) =>
      document.activeElement === document.body ||
      (document.activeElement?.compareDocumentPosition(element) ?? 0) &
        Node.DOCUMENT_POSITION_FOLLOWING,
  );
  for (let stops = 0; !(await hasFocus(place)); stops++) {
    expect(stops, `Tab leads to ${place}`).toBeLessThan(150);
    await keys.press(isAfter ? 'Tab' : 'Shift+Tab');
  }
}

const hasFocus = (place: Locator) =>
  place.evaluate((element) => element === document.activeElement);

const desktop = { viewport: { width: 1280, height: 900 } };
const phone = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };
const scripts = [
  ['with script', { javaScriptEnabled: true }],
  ['without script', { javaScriptEnabled: false }],
] as const;
const colours = [
  ['in the light', { colorScheme: 'light' }],
  ['in the dark', { colorScheme: 'dark' }],
] as const;
const hands = [
  ['a mouse on a desktop', mouse, desktop],
  ['a finger on the narrowest phone', finger, phone],
] as const;

type Way = readonly [string, Hand, BrowserContextOptions];

const ways: readonly Way[] = [
  ...hands.flatMap(([by, hand, screen]) =>
    scripts.flatMap(([how, script]) =>
      colours.map(([where, colour]): Way => {
        return [`by ${by}, ${how}, ${where}`, hand, { ...screen, ...script, ...colour }];
      }),
    ),
  ),
  ...scripts.map(
    ([how, script]): Way => [`by keyboard alone, ${how}`, keyboard, { ...desktop, ...script }],
  ),
];

const statusOf = (name: string) =>
  site.db.prepare('SELECT status FROM comments WHERE name = ?1').bind(name).first<string>('status');
const becomes = (name: string, status: string) =>
  expect.poll(() => statusOf(name), { timeout: 10_000 }).toBe(status);

test.each(ways)('a visit %s', { timeout: 180_000 }, async (way, hand, options) => {
  const hasScript = options.javaScriptEnabled === true;
  const visitor = {
    ...options,
    permissions: ['clipboard-read', 'clipboard-write'],
  };
  const number = ways.findIndex(([other]) => other === way);
  const [leyla, samir] = [`Leyla ${number}`, `Samir ${number}`];
  /** Presses what leads to another page. */
  async function follow(place: Locator): Promise<void> {
    const page = place.page();
    await place.waitFor();
    await page.evaluate(() => document.documentElement.setAttribute('data-left', ''));
    await hand.press(place);
    await page.waitForSelector('html:not([data-left])');
  }
  async function type(place: Locator, text: string): Promise<void> {
    await hand.reach(place);
    await place.page().keyboard.type(text);
  }
  async function sign(page: Page, name: string): Promise<void> {
    await type(page.locator('[name=name]'), name);
    await type(page.locator('[name=email]'), `${name.replace(' ', '')}@news.example`);
    await hand.press(page.locator('.reply button', { hasText: 'Post Comment' }));
  }

  const page = await open('/', visitor);
  let intent = '';
  await page.route('**/share/telegram', async (route) => {
    intent = (await route.fetch({ maxRedirects: 0 })).headers().location ?? '';
    await route.fulfill({ body: 'Telegram' });
  });
  expect(await page.innerText('.story')).toContain('48 hours to leave');

  await follow(page.locator('.colophon a', { hasText: 'Search' }));
  await type(page.locator('#q'), 'diplomats');
  await follow(page.locator('.search button'));
  await follow(page.locator('.earlier li a', { hasText: headline }));
  expect(new URL(page.url()).pathname).toBe(article);

  await follow(page.locator('#share a', { hasText: 'Telegram' }));
  expect(new URL(intent).origin).toBe('https://t.me');
  expect(new URL(intent).searchParams.get('url')).toBe(site.url + article);
  await page.goBack();

  if (hasScript) {
    await hand.press(page.locator('[data-way=copy]'));
    await page.waitForSelector('[role=status] >> text=Link copied');
  } else {
    await follow(page.locator('#share a', { hasText: 'More ways' }));
    await hand.reach(page.locator('#link'));
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Control+C');
    await page.goBack();
  }

  await hand.press(page.locator('.jump a', { hasText: 'Leave a comment' }));
  await hand.reach(page.locator('[name=body]'));
  await page.keyboard.press('Control+V');
  expect(await page.inputValue('[name=body]')).toBe(site.url + article);
  await page.keyboard.type(` knows no border, says ${leyla}.`);
  await sign(page, leyla);
  const own = page.locator('.own');
  expect(await own.innerText()).toContain(`knows no border, says ${leyla}.`);
  expect(await own.locator('.status').innerText()).toContain('Awaiting moderation');

  const kept = (await own.locator('.status a').getAttribute('href')) ?? '';
  await follow(own.locator('.status a'));
  await type(page.locator('[name=body]'), ' Mended. ');
  await follow(page.locator('button', { hasText: 'Save changes' }));
  expect(await page.inputValue('[name=body]')).toContain('Mended.');

  const desk = await open('/moderation', {
    ...options,
    httpCredentials: { username: 'moderator', password: site.secrets.MODERATION_PASSWORD },
  });
  const item = (name: string) =>
    desk.locator('[data-item]', { has: desk.locator('h2', { hasText: name }) }).first();
  /** Stays on the page with script, and comes back to it without. */
  const decide = (place: Locator) => (hasScript ? hand.press(place) : follow(place));
  expect(await item(leyla).innerText()).toContain('Mended.');
  await decide(item(leyla).locator('[data-key=a]'));
  await becomes(leyla, 'approved');

  const other = await open(article, options);
  const said = (name: string, on = other) =>
    on.locator('.comments li', { has: on.locator('> h3', { hasText: name }) });
  expect(await said(leyla).innerText()).toContain('Mended.');
  await hand.press(said(leyla).locator('.answers a', { hasText: 'Reply' }).first());
  await other.waitForSelector(`#leave-a-reply:has-text("Leave a Reply to")`);
  await type(other.locator('[name=body]'), 'It does not.');
  await sign(other, samir);
  await other.locator('li li.own', { hasText: 'It does not.' }).waitFor();

  await desk.goto('/moderation');
  await decide(item(samir).locator('[data-key=r]'));
  await becomes(samir, 'rejected');
  await decide(desk.locator('.became button, form.undo button', { hasText: 'Undo' }));
  await becomes(samir, 'pending');
  await decide(item(samir).locator('[data-key=a]'));
  await becomes(samir, 'approved');

  await follow(page.locator('main a', { hasText: headline }));
  await follow(said(samir, page).locator('.answers a', { hasText: 'Report' }));
  await hand.press(page.locator('[name=reason]').first());
  await type(page.locator('[name=words]'), `Is that so, ${samir}?`);
  await follow(page.locator('button', { hasText: 'Report' }));
  expect(await page.locator('.status').innerText()).toContain('Thank you');
  await desk.goto('/moderation');
  expect(await item(samir).innerText()).toContain(`Is that so, ${samir}?`);
  await decide(item(samir).locator('[data-key=s]'));
  await becomes(samir, 'spam');

  await page.goto(kept);
  await follow(page.locator('button', { hasText: 'Delete this comment' }));
  expect(await page.locator('.status').innerText()).toContain('Nothing of it is left');
  expect(await statusOf(leyla)).toBeNull();
  await follow(page.locator('main a', { hasText: headline }));
  expect(await page.innerText('#comments')).not.toContain('knows no border');
});
