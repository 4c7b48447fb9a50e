import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest';
import { copyProject } from '../copy.ts';
import { build, type Deployment, deploy } from '../deployed.ts';
import { expectSound } from './sound.ts';
import { announce, browsing } from './watch.ts';

const article = '/articles/azerbaijan-expels-iranian-diplomats';
const words = { body: 'The river knows no border.', name: 'Leyla', email: 'leyla@news.example' };

let site: Deployment;

beforeEach(async () => {
  site = await deploy(inject('built'));
});
afterEach(async () => {
  await site.stop();
  site.remove();
});
const { blank, open } = browsing(() => site.url);

/** Publishes what waits first, and waits until it is. */
async function approve(desk: Page): Promise<void> {
  const answered = desk.waitForResponse((answer) => answer.url().endsWith('/moderation/decisions'));
  await desk.click('text=Approve');
  await answered;
}

async function fill(page: Page, typed: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(typed)) await page.fill(`[name=${name}]`, value);
}

const signedIn = () => ({
  httpCredentials: { username: 'moderator', password: site.secrets.MODERATION_PASSWORD },
});

describe.each([
  ['with script', true],
  ['without script', false],
])('%s', (_, javaScriptEnabled) => {
  test('a reader answers, sees their words in place, and a moderator publishes them', async () => {
    const page = await open('/', { javaScriptEnabled });
    await page.click('text=Leave a comment');
    await fill(page, words);
    await page.click('text=Post Comment');
    const own = page.locator('.own');
    expect(await own.innerText()).toContain(words.body);
    expect(await own.locator('.status').innerText()).toContain('Awaiting moderation');
    expect(new URL(page.url()).hash).toBe(`#${await own.getAttribute('id')}`);

    const desk = await open('/moderation', { javaScriptEnabled, ...signedIn() });
    await approve(desk);
    await desk.goto('/moderation');
    expect(await desk.innerText('main')).toContain('Nothing waits');

    await page.goto(article);
    expect(await page.innerText('#comments')).toContain(words.body);
  });

  test('a reader replies, and the reply stands below', async () => {
    await site.visitor().comment('azerbaijan-expels-iranian-diplomats', words);
    const desk = await open('/moderation', { javaScriptEnabled, ...signedIn() });
    await approve(desk);
    const page = await open(article, { javaScriptEnabled });
    await page.click('#comments >> text=Reply');
    await page.waitForSelector('#leave-a-reply:text-matches("Leave a Reply to .Leyla")');
    await fill(page, { ...words, name: 'Samir', body: 'It does not.' });
    await page.click('text=Post Comment');
    expect(await page.innerText('#comments li li')).toContain('It does not.');
  });

  test('what is wrong is said first, with the focus on it, and leads to its field', async () => {
    const page = await open(article, {
      javaScriptEnabled,
      announced: [`an answer of 422 to POST ${article}/comments`],
    });
    await fill(page, { body: 'Kept as typed.', email: 'leyla at news' });
    await page.click('text=Post Comment');
    await page.waitForSelector('#problems:focus');
    expect(await page.inputValue('[name=body]')).toBe('Kept as typed.');
    await page.click('#problems a >> nth=0');
    await page.waitForSelector('[name=name]:focus');
  });
});

test('the article arrives in one request, and nobody else is asked for anything', async () => {
  const page = await blank();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto('/');
  await page.waitForLoadState('networkidle');
  const drawn = asked.filter((url) => !url.endsWith('/icon.svg'));
  expect(drawn).toEqual([`${site.url}/`]);
});

test('reading leaves nothing behind in the browser', async () => {
  const page = await open('/');
  expect(await page.context().cookies()).toEqual([]);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test('a share is a plain link that leads to the network', async () => {
  const page = await open('/', {
    javaScriptEnabled: false,
    announced: ['a request to https://t.me/share'],
  });
  let intent = '';
  await page.route('https://t.me/**', (route) => {
    intent = route.request().url();
    return route.fulfill({ body: 'Telegram' });
  });
  await page.click('#share >> text=Telegram');
  await page.waitForURL('https://t.me/**');
  expect(new URL(intent).searchParams.get('url')).toBe(`${site.url}${article}`);
});

describe('the box "Save my name"', () => {
  test('keeps the three fields for the next time, in this browser alone', async () => {
    const page = await open(article);
    await fill(page, { ...words, website: 'https://leyla.example/' });
    await page.check('#remember');
    await page.click('text=Post Comment');
    await page.goto('/articles/what-happens-to-your-address');
    expect(await page.inputValue('[name=name]')).toBe(words.name);
    expect(await page.inputValue('[name=email]')).toBe(words.email);
    expect(await page.inputValue('[name=website]')).toBe('https://leyla.example/');
    expect(await page.inputValue('[name=body]')).toBe('');
    expect(await page.isChecked('#remember')).toBe(true);
  });

  test('keeps nothing unless it is ticked, and forgets when it no longer is', async () => {
    const page = await open(article);
    for (const [body, isTicked, kept] of [
      ['First.', false, 0],
      ['Second.', true, 1],
      ['Third.', false, 0],
    ] as const) {
      await fill(page, { ...words, body });
      await page.setChecked('#remember', isTicked);
      await page.click('text=Post Comment');
      await page.waitForSelector(`.own:has-text("${body}")`);
      expect(await page.evaluate(() => localStorage.length)).toBe(kept);
    }
  });

  test('is not there without script', async () => {
    const page = await open(article, { javaScriptEnabled: false });
    expect(await page.isVisible('#remember')).toBe(false);
  });

  test('does not overwrite what was typed and found wrong', async () => {
    const page = await open(article);
    await fill(page, words);
    await page.check('#remember');
    await page.click('text=Post Comment');
    announce(page, 'an answer of 422');
    await fill(page, { ...words, body: '', name: 'Another', email: '' });
    await page.click('text=Post Comment');
    await page.waitForSelector('#problems');
    expect(await page.inputValue('[name=name]')).toBe('Another');
    expect(await page.inputValue('[name=email]')).toBe('');
  });
});

test('everything can be done with the keyboard alone', async () => {
  const page = await open('/');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the story');
  const tabTo = async (selector: string) => {
    for (let i = 0; i < 60 && !(await page.$(`${selector}:focus`)); i++)
      await page.keyboard.press('Tab');
    expect(await page.$(`${selector}:focus`)).not.toBeNull();
  };
  for (const [name, value] of Object.entries(words)) {
    await tabTo(`[name=${name}]`);
    await page.keyboard.type(value);
  }
  await tabTo('.reply button');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.own');
  expect(await page.innerText('.own')).toContain(words.body);
});

test.each([
  ['<script>alert(1)</script>'],
  ['<img src=x onerror=alert(1)>'],
  ['"><svg onload=alert(1)>'],
  ['</textarea></title></style></script><script>alert(1)</script>'],
  ['&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['\u202e<b>drawn backwards</b>'],
])('%j runs nowhere and is drawn as typed', async (text) => {
  const page = await open(article, { bypassCSP: true });
  await fill(page, { ...words, body: text, name: text });
  await page.click('text=Post Comment');
  // A name is not let turn itself around.
  const drawn = text.replace('\u202e', '');
  const own = await page.innerText('.own');
  expect(own.split(drawn)).toHaveLength(3);
  const desk = await open('/moderation', { bypassCSP: true, ...signedIn() });
  expect(await desk.innerText('.desk li')).toContain(drawn);
  await approve(desk);
  await page.goto(article);
  expect(await page.innerText('#comments')).toContain(drawn);
});

test('in Arabic the page runs from right to left, as far as its window goes, and has no barrier', async () => {
  const project = copyProject({
    'articles/river.md':
      '---\nheadline: النهر لا يعرف حدودا\ndek: رسالة من تبريز\nbyline: نسرين محمد\npublishedAt: 2026-01-01T10:00\nlanguage: ar\n---\nكانت جدتي تعيش في تبريز.\n',
  });
  build(join(project, 'built'), project);
  const settings = { LANGUAGE: 'ar', MODERATION: 'none' };
  const arabic = await deploy(join(project, 'built'), { project, settings });
  onTestFinished(async () => {
    await arabic.stop();
    arabic.remove();
    rmSync(project, { recursive: true });
  });
  await arabic.visitor().comment('river', words);
  for (const path of ['/articles/river', '/privacy', '/moderation', '/articles/river/share']) {
    const page = await open(path, {
      baseURL: arabic.url,
      viewport: { width: 360, height: 700 },
      httpCredentials: { username: 'moderator', password: arabic.secrets.MODERATION_PASSWORD },
    });
    expect(await page.getAttribute('html', 'dir')).toBe('rtl');
    if (path === '/articles/river') {
      // Letters that join fall apart when they are spaced, and have no italics.
      const drawn = (selector: string) =>
        page.locator(selector).evaluate((element) => {
          const { letterSpacing, fontStyle } = getComputedStyle(element);
          return { letterSpacing, fontStyle };
        });
      expect(await drawn('.signature')).toMatchObject({ letterSpacing: 'normal' });
      expect(await drawn('.dek')).toMatchObject({ fontStyle: 'normal' });
    }
    // What runs off to the left can be scrolled to, and is in no width that a browser tells.
    expect(
      await page.evaluate(() => {
        scrollTo(-9999, 0);
        return scrollX;
      }),
    ).toBe(0);
    await expectSound(page);
  }
});

test('on paper stands the story, with the addresses that it leads to, and nothing to click', async () => {
  await site.visitor().comment('azerbaijan-expels-iranian-diplomats', words);
  const page = await open(article, { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print' });
  for (const furniture of ['.jump', '#share', '#comments', '#reply', '.colophon'])
    expect(await page.locator(furniture).first().isVisible()).toBe(false);
  expect(await page.locator('.story').isVisible()).toBe(true);
  const shown = await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://news.example/';
    document.querySelector('.story')?.insertAdjacentElement('beforeend', link);
    return getComputedStyle(link, '::after').content;
  });
  expect(shown).toContain('https://news.example/');
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).color)).toBe(
    'rgb(0, 0, 0)',
  );
});
