import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Deployment, deploy } from '../deployed.ts';
import { announce, browsing } from './watch.ts';

let site: Deployment;

beforeAll(async () => {
  site = await deploy(inject('built'), {
    settings: { TURNSTILE_SITE_KEY: 'site-key', TURNSTILE_SECRET_KEY: 'secret-key' },
  });
});
afterAll(async () => {
  await site.stop();
  site.remove();
});
const { blank } = browsing(() => site.url);

/** The one thing of somebody else's that a page may load. */
const announced = ['a request to https://challenges.cloudflare.com/'];

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
  const page = await blank({ announced });
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
});

test('where no answer came, the form keeps the word that it was sent with', async () => {
  const page = await blank({ announced });
  await page.route('https://challenges.cloudflare.com/**', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: api }),
  );
  announce(page, 'the console: error: Failed to load resource: net::ERR_FAILED');
  await page.route('**/comments', (route) => route.abort());
  const word = page.locator('#reply form [name=cf-turnstile-response]');
  await page.goto('/');
  await word.waitFor({ state: 'attached' });
  await page.fill('#body', 'A river');
  await page.click('text=Post Comment');
  await page.waitForSelector('#problems');
  expect(await word.inputValue()).toBe('site-key comment 1');
});
