import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build, type Deployment, deploy } from '../deployed.ts';
import { launch } from './chromium.ts';

const built = mkdtempSync(join(tmpdir(), 'broadside-built-'));

let browser: Browser;
let site: Deployment;

beforeAll(async () => {
  build(built);
  browser = await launch();
  site = await deploy(built, {
    settings: { TURNSTILE_SITE_KEY: 'site-key', TURNSTILE_SECRET_KEY: 'secret-key' },
  });
});
afterAll(async () => {
  await browser.close();
  await site.stop();
  site.remove();
  rmSync(built, { recursive: true });
});

/** What Turnstile's script does, as far as a form can tell: it draws once by itself, and then when it is asked. */
const api = `
  let words = 0;
  window.turnstile = {
    render(box, { sitekey, action }) {
      const word = document.createElement('input');
      word.type = 'hidden';
      word.name = 'cf-turnstile-response';
      word.value = [sitekey, action, ++words].join(' ');
      box.append(word);
    },
  };
  for (const box of document.querySelectorAll('.cf-turnstile')) turnstile.render(box, box.dataset);
`;

test('Turnstile’s word goes along with the form, and the next form gets a new one', async () => {
  const page = await (await browser.newContext({ baseURL: site.url })).newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await page.route('https://challenges.cloudflare.com/**', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: api }),
  );
  const word = page.locator('#reply form [name=cf-turnstile-response]');
  await page.goto('/');
  await word.waitFor({ state: 'attached' });
  await page.fill('#body', 'A *river*');
  const sent = page.waitForRequest('**/comments');
  await page.click('text=Preview');
  expect((await sent).postData()).toContain('site-key comment 1');
  await page.waitForSelector('#preview');
  expect(await word.count()).toBe(1);
  expect(await word.inputValue()).toBe('site-key comment 2');
  expect(complaints).toEqual([]);
});

test('where no answer came, the form keeps the word that it was sent with', async () => {
  const page = await (await browser.newContext({ baseURL: site.url })).newPage();
  await page.route('https://challenges.cloudflare.com/**', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: api }),
  );
  await page.route('**/comments', (route) => route.abort());
  const word = page.locator('#reply form [name=cf-turnstile-response]');
  await page.goto('/');
  await word.waitFor({ state: 'attached' });
  await page.fill('#body', 'A river');
  await page.click('text=Post Comment');
  await page.waitForSelector('#problems');
  expect(await word.inputValue()).toBe('site-key comment 1');
});
