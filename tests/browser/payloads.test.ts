// The texts of payloads.ts, on every page that shows what somebody typed, in a browser that is told to heed no content
// security policy: what keeps them from running is that they are text.
// It watches its pages itself: what runs there is what it looks for.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Deployment, deploy } from '../deployed.ts';
import { launch } from './chromium.ts';
import { payloads } from './payloads.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
/** Where nobody has said anything. */
const quiet = 'what-happens-to-your-address';
/** So many to a page, each a comment of its own beside hundreds: as many as may be asked for. */
const perPage = 500;
/** Payloads that stand in one comment, each in a paragraph of its own. */
const perComment = 24;

let browser: Browser;
let site: Deployment;

beforeAll(async () => {
  browser = await launch();
  const settings = { MODERATION: 'none', COMMENTS_PER_PAGE: String(perPage) };
  site = await deploy(inject('built'), { settings });
}, 120_000);
afterAll(async () => {
  await browser.close();
  await site.stop();
  site.remove();
});

const portions = (size: number): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(payloads.length / size) }, (_, part) =>
    payloads.slice(part * size, (part + 1) * size),
  );

/** A page that notices whatever runs, asks for more, or leaves. */
async function watched(password?: string): Promise<{ page: Page; noticed: string[] }> {
  const noticed: string[] = [];
  const credentials = password && { httpCredentials: { username: 'moderator', password } };
  const context = await browser.newContext({ bypassCSP: true, baseURL: site.url, ...credentials });
  await context.exposeFunction('hit', () => noticed.push('a script ran'));
  const page = await context.newPage();
  page.on('dialog', (dialog) => noticed.push(`a dialog: ${dialog.message()}`));
  page.on('pageerror', (error) => noticed.push(`an error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${site.url}/`)) noticed.push(`a request: ${request.url()}`);
  });
  page.on('framenavigated', (frame) => {
    if (!frame.url().startsWith(`${site.url}/`)) noticed.push(`elsewhere: ${frame.url()}`);
  });
  return { page, noticed };
}

/** What could run on a page although it has not yet: handlers, and links that are none. */
const dormant = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) =>
      [...element.attributes].flatMap(({ name, value }) => {
        const isLink = /^(href|src|action|formaction|srcdoc|data|to|xlink:href)$/.test(name);
        const runs = name.startsWith('on') || name === 'srcdoc' || name === 'style';
        return runs || (isLink && !/^(https?:|\/|#|\?|mailto:|sms:|$)/.test(value))
          ? [`<${element.localName} ${name}="${value}">`]
          : [];
      }),
    ),
  );

test('there are more than seven thousand of them', () => {
  expect(payloads.length).toBeGreaterThan(7000);
});

test('a browser that heeds no policy does run what is markup', async () => {
  const { page, noticed } = await watched();
  await page.goto('/health');
  await page.setContent('<img src=x onerror=hit()>');
  await expect.poll(() => noticed).toContain('a script ran');
});

test('as comments, names, websites and parents: none runs, on the article or at the desk', {
  timeout: 180_000,
}, async () => {
  // Who follows where each of them leads reads five hundred comments each time.
  const send = (typed: Readonly<Record<string, string>>) =>
    fetch(`${site.url}/articles/${slug}/comments`, {
      method: 'POST',
      headers: { Origin: site.url },
      body: new URLSearchParams({ email: 'leyla@news.example', ...typed }),
      redirect: 'manual',
    });
  const comments = portions(perComment).map((portion, number) => ({
    body: portion.join('\n\n').slice(0, 10_000),
    name: portion[number % portion.length]?.slice(0, 80) ?? '',
    website: `https://a.example/${portion[0]?.slice(0, 100)}`,
  }));
  const answers = await Promise.all(comments.map(send));
  const posted = answers.filter(({ status }) => status === 303).length;
  expect(posted).toBeGreaterThan(comments.length / 2);
  for (const [path, password] of [
    [`/articles/${slug}`, undefined],
    [`/articles/${slug}/comments?sort=newest`, undefined],
    ['/moderation?status=approved', site.secrets.MODERATION_PASSWORD],
  ] as const) {
    const { page, noticed } = await watched(password);
    let seen = 0;
    for (let next: string | null = path; next && seen < 2000; ) {
      await page.goto(next);
      expect(await dormant(page)).toEqual([]);
      seen += await page.locator('.p-content').count();
      const more = page.locator('.more a');
      next = (await more.count()) > 0 ? await more.first().getAttribute('href') : null;
    }
    expect(seen).toBeGreaterThanOrEqual(posted);
    expect(noticed).toEqual([]);
    await page.context().close();
  }
});

test('in a search, in an address, and in a form that comes back: none runs', {
  timeout: 180_000,
}, async () => {
  const { page, noticed } = await watched();
  // One function escapes them all: a sample is enough, and quick.
  for (const portion of portions(500)) {
    const text = portion.join(' ').slice(0, 10_000);
    const [short = ''] = portion;
    const query = encodeURIComponent(text.slice(0, 190));
    for (const path of [
      `/search?q=${query}&after=${query}`,
      `/articles/${quiet}/share?text=${query}&comment=${query}`,
      `/nowhere/${encodeURIComponent(short)}`,
    ]) {
      await page.goto(path, { waitUntil: 'domcontentloaded' });
      expect(await dormant(page)).toEqual([]);
    }
    const body = new URLSearchParams({
      body: text,
      name: `${text.slice(0, 990)}`,
      email: short,
      website: text,
    });
    const headers = { Origin: site.url };
    const again = await fetch(`${site.url}/articles/${quiet}/comments`, {
      method: 'POST',
      headers,
      body,
    });
    expect(again.status).toBe(422);
    await page.setContent(await again.text(), { waitUntil: 'domcontentloaded' });
    expect(await page.inputValue('[name=body]')).toBe(text.replaceAll('\u0000', '\ufffd'));
    expect(await dormant(page)).toEqual([]);
  }
  expect(noticed).toEqual([]);
});
