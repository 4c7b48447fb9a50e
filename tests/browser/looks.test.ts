// How the sheet holds whatever is printed on it, in whatever window, and whatever colours.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { copyProject } from '../copy.ts';
import { build, type Deployment, deploy } from '../deployed.ts';
import { browsing } from './watch.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
const thirty =
  'Thirty words stand in this headline of a report from the border, and none of them is so short or so idle that an editor could have left it out before the deadline came';
const project = copyProject({
  'articles/thirty.md': articleOf(thirty),
  'articles/one.md': articleOf('Strike'),
  'articles/opening.md': articleOf('The ferry').replace(
    'One.',
    `The first ferry ${'leaves '.repeat(50)}\n\nAnd comes back.`,
  ),
  'articles/unbroken.md': articleOf(
    'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
  ),
});
const built = join(project, 'built');
const empty = mkdtempSync(join(tmpdir(), 'broadside-empty-'));

function articleOf(headline: string): string {
  return `---\nheadline: ${headline}\ndek: ${headline}\nbyline: Leyla Mammadova\npublishedAt: 2023-01-01T10:00\n---\nOne.\n`;
}

let site: Deployment;

beforeAll(async () => {
  build(built, project);
  site = await deploy(built, {
    project,
    settings: {
      MODERATION: 'none',
      SITE_NAME: 'The Tabriz and Baku Evening Correspondent',
    },
  });
  const say = (name: string, body: string) =>
    site.visitor().comment(slug, { name, body, email: 'leyla@news.example' });
  await say('B'.repeat(80), 'Yes.');
  await say('Wall', 'A wall of text. '.repeat(600));
  await say('🎉', '🎉🎉🎉');
  await say('Mixed מעורב', 'An English line with עברית in it, and عربي too, 123.');
  await say('نسرین', 'از مقاله ممنونم. خواهش می‌کنم ادامه دهید.');
});
afterAll(async () => {
  await site.stop();
  site.remove();
  for (const folder of [project, empty]) rmSync(folder, { recursive: true });
});
const { open } = browsing(() => site.url);

const paper = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
const light = 'rgb(251, 248, 241)';
const dark = 'rgb(21, 19, 16)';
const bars = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')]
      .filter(({ media }) => matchMedia(media).matches)
      .map(({ content }) => content),
  );

describe('the colours', () => {
  test.each([
    ['light', light, '#fbf8f1'],
    ['dark', dark, '#151310'],
  ] as const)('follow a %s system, without script too', async (colorScheme, drawn, bar) => {
    for (const javaScriptEnabled of [true, false]) {
      const page = await open('/', { colorScheme, javaScriptEnabled });
      expect(await paper(page)).toBe(drawn);
    }
    expect(await bars(await open('/', { colorScheme }))).toEqual([bar]);
  });

  test('are chosen once, and hold on every page, before anything is drawn', async () => {
    const page = await open('/', { colorScheme: 'light' });
    await page.check('.scheme >> text=Dark');
    expect(await paper(page)).toBe(dark);
    for (const path of ['/articles', '/privacy', `/articles/${slug}`]) {
      await page.goto(path);
      expect(await page.isChecked('.scheme >> text=Dark')).toBe(true);
      expect(await paper(page)).toBe(dark);
      expect(await bars(page)).toEqual(['#151310']);
    }
    // Before there is a body to draw, let alone a footer.
    await page.addInitScript(() =>
      new MutationObserver((_, observer) => {
        if (!document.body) return;
        observer.disconnect();
        document.title = `drawn in ${document.documentElement.dataset.scheme}`;
      }).observe(document, { childList: true, subtree: true }),
    );
    await page.reload();
    expect(await page.title()).toBe('drawn in dark');
  });

  test('are those that were chosen last, wherever it was, on the way back too', async () => {
    const page = await open('/', { colorScheme: 'light' });
    const other = await page.context().newPage();
    await other.goto('/privacy');
    await page.goto('/articles');
    await other.check('.scheme >> text=Dark');
    await page.waitForSelector('[data-scheme=dark]');
    await page.goBack();
    expect(await paper(page)).toBe(dark);
    expect(await page.isChecked('.scheme >> text=Dark')).toBe(true);
  });

  test('go back to the system’s, and nothing stays of the choice', async () => {
    const page = await open('/', { colorScheme: 'light' });
    await page.check('.scheme >> text=Dark');
    await page.check('.scheme >> text=As the system');
    expect(await paper(page)).toBe(light);
    expect(await bars(page)).toEqual(['#fbf8f1']);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  test('are chosen for one page where no script runs', async () => {
    const page = await open('/', { colorScheme: 'dark', javaScriptEnabled: false });
    await page.check('.scheme >> text=Light');
    expect(await paper(page)).toBe(light);
  });

  test('of their owner are left alone', async () => {
    const page = await open('/', { forcedColors: 'active', colorScheme: 'dark' });
    expect(await paper(page)).not.toBe(dark);
    // What is filled with ink elsewhere has the colours of a button here, and not ink on ink.
    for (const filled of ['.skip', '.reply .send button', '.passage a']) {
      const [text, ground] = await page
        .locator(filled)
        .first()
        .evaluate((element) => {
          const { color, backgroundColor } = getComputedStyle(element);
          return [color, backgroundColor];
        });
      expect(text).not.toBe(ground);
    }
  });
});

test('the story has the contrast of AAA in both colours', async () => {
  const channel = (value: number) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const luminance = (color: string) => {
    const [r = 0, g = 0, b = 0] = [...color.matchAll(/\d+/g)].map(([n]) =>
      channel(Number(n) / 255),
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await open('/', { colorScheme });
    const back = luminance(await paper(page));
    for (const selector of ['h1', '.dek', '.story p', '.story h2']) {
      const ink = await page
        .locator(selector)
        .first()
        .evaluate((element) => getComputedStyle(element).color);
      const [bright = 0, dim = 0] = [back, luminance(ink)].sort((a, b) => b - a);
      expect((bright + 0.05) / (dim + 0.05)).toBeGreaterThanOrEqual(7);
    }
  }
});

describe.each([
  ['the narrowest phone', { width: 320, height: 568 }],
  ['a tablet', { width: 768, height: 1024 }],
  ['a desktop', { width: 1440, height: 900 }],
  // A browser that shows everything twice as large has half the window.
  ['a desktop at 200 %', { width: 720, height: 450 }],
  ['a screen of 4K', { width: 3840, height: 2160 }],
])('on %s', (_, viewport) => {
  test.each([
    ['a headline of thirty words', '/articles/thirty'],
    ['a headline of one', '/articles/one'],
    ['a headline of one that is longer than the line', '/articles/unbroken'],
    ['a conversation of every kind', `/articles/${slug}`],
    ['the archive', '/articles'],
    ['the share page', `/articles/${slug}/share`],
  ])('%s keeps to its column', async (_, path) => {
    const page = await open(path, { viewport });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(viewport.width);
    // No word of the masthead is cut.
    const masthead = await page.locator('.masthead a').evaluate((name) => {
      const range = document.createRange();
      const words = [...(name.textContent ?? '').matchAll(/\S+/g)];
      return words.map(({ index, 0: word }) => {
        range.setStart(name.firstChild ?? name, index);
        range.setEnd(name.firstChild ?? name, index + word.length);
        return range.getClientRects().length;
      });
    });
    expect(masthead).toEqual(masthead.map(() => 1));
    const head = await page.locator('h1').boundingBox();
    expect(head?.height).toBeLessThan(viewport.height * 0.8);
  });

  test('a line of the story has at most 75 characters', async () => {
    const page = await open(`/articles/${slug}`, { viewport });
    const longest = await page.evaluate(() => {
      const lines = (paragraph: Element) => {
        const range = document.createRange();
        const counts = new Map<number, number>();
        for (const node of paragraph.childNodes)
          for (let at = 0; at < (node.textContent?.length ?? 0); at++) {
            if (node.nodeType !== Node.TEXT_NODE) continue;
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            const { bottom } = range.getBoundingClientRect();
            counts.set(Math.round(bottom), (counts.get(Math.round(bottom)) ?? 0) + 1);
          }
        return [...counts.values()];
      };
      return Math.max(...[...document.querySelectorAll('.story > p')].flatMap(lines));
    });
    expect(longest).toBeGreaterThan(20);
    expect(longest).toBeLessThanOrEqual(75);
  });
});

test('a comment says which language it is in, where its letters tell', async () => {
  const page = await open(`/articles/${slug}`);
  expect(await page.locator('.p-content[lang]').count()).toBe(1);
  expect(await page.getAttribute('.p-content[lang]', 'lang')).toBe('fa');
});

test('with the keyboard alone everything on the page is reached, is seen, and lets go again', async () => {
  const page = await open('/');
  const places = await page.evaluate(
    () =>
      [
        ...document.querySelectorAll<HTMLElement>(
          'a[href], button, input, textarea, select, summary',
        ),
      ].filter(
        (element) =>
          element.checkVisibility() &&
          element.tabIndex >= 0 &&
          // One of a group takes part in the order.
          !(element instanceof HTMLInputElement && element.type === 'radio' && !element.checked),
      ).length,
  );
  const seen: string[] = [];
  for (let at = 0; at < places; at++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return undefined;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const { top, bottom, left, right } = element.getBoundingClientRect();
      const isInView = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
      return `${element.tagName} ${outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2 ? 'without a mark' : 'marked'} ${isInView ? 'in view' : 'out of view'}`;
    });
    expect(stop).toMatch(/^[A-Z]+ marked in view$/);
    seen.push(stop ?? '');
  }
  expect(seen.length).toBeGreaterThan(50);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
});

test('what begins with no place begins large, and what ends in words ends with a mark', async () => {
  const drawn = (page: Page, selector: string, pseudo: string, property: string) =>
    page
      .locator(selector)
      .evaluate(
        (element, [of, what]) => getComputedStyle(element, of).getPropertyValue(what ?? ''),
        [pseudo, property],
      );
  const plain = await open('/articles/opening');
  expect(await drawn(plain, '.story > p >> nth=0', '::first-letter', 'initial-letter')).toBe('3');
  expect(await drawn(plain, '.story > p >> nth=-1', '::after', 'content')).toContain('■');
  expect(await drawn(plain, '.story > p >> nth=0', '::after', 'content')).toBe('none');
  const placed = await open(`/articles/${slug}`);
  expect(await drawn(placed, '.story > p >> nth=0', '::first-letter', 'initial-letter')).toBe(
    'normal',
  );
});

test('on paper every page has what it is for', async () => {
  for (const [path, kept] of [
    [`/articles/${slug}/share`, '.share.alone'],
    ['/articles', '.archive'],
    ['/search?q=address', '.earlier li'],
    ['/privacy', '.privacy'],
  ] as const) {
    const page = await open(path);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator(kept).first().isVisible()).toBe(true);
  }
});

test('the first key leads past the masthead', async () => {
  const page = await open('/');
  await page.keyboard.press('Tab');
  // Nothing is drawn over it.
  const drawn = await page.evaluate(() => {
    const { top, left, width, height } =
      document.querySelector('.skip')?.getBoundingClientRect() ?? new DOMRect();
    return document.elementFromPoint(left + width / 2, top + height - 2)?.className;
  });
  expect(drawn).toBe('skip');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
});

test('a reader mode keeps story, byline and date, and drops the rest', async () => {
  const page = await open(`/articles/${slug}`, { bypassCSP: true });
  const written = await page.innerText('.story');
  await page.addScriptTag({ path: 'node_modules/@mozilla/readability/Readability.js' });
  const read = await page.evaluate<{ [key: string]: string }>(
    'new Readability(document.cloneNode(true)).parse()',
  );
  expect(read).toMatchObject({
    title: 'Azerbaijan expels Iranian diplomats over alleged interference, coup conspiracy',
    byline: 'Broadside newsroom',
    publishedTime: '2023-04-06T16:40:00.000Z',
    lang: 'en',
  });
  for (const paragraph of written.split('\n').filter(Boolean))
    expect(read.textContent).toContain(paragraph.replace(/\s*■$/, '').trim());
  for (const furniture of [
    'Share This',
    'Leave a',
    'Comment',
    'Earlier',
    'wall of text',
    'More on',
  ])
    expect(read.textContent).not.toContain(furniture);
});

test('headings go down by one at a time, under one h1', async () => {
  const pages = ['/', `/articles/${slug}/share`, '/articles', '/privacy', '/search?q=tabriz'];
  for (const path of [...pages, '/nowhere']) {
    const page = await open(path, pages.includes(path) ? {} : { announced: ['an answer of 404'] });
    const levels = await page.evaluate(() =>
      [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ tagName }) =>
        Number(tagName[1]),
      ),
    );
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [at, level] of levels.entries())
      expect(level).toBeLessThanOrEqual((levels[at - 1] ?? 0) + 1);
  }
});

test('a site without articles says what comes next', async () => {
  const bare = copyProject();
  for (const folder of ['src/articles', 'src/pages']) {
    rmSync(join(bare, folder), { recursive: true });
    mkdirSync(join(bare, folder));
  }
  build(empty, bare);
  const fresh = await deploy(empty, { project: bare });
  onTestFinished(async () => {
    await fresh.stop();
    fresh.remove();
    rmSync(bare, { recursive: true });
  });
  const page = await open('/', { baseURL: fresh.url, announced: ['an answer of 404 to GET /'] });
  expect(await page.innerText('main')).toContain('Nothing published yet');
  await page.goto('/articles');
  expect(await page.isVisible('h1')).toBe(true);
});

test('where nothing is, what was looked for can be searched for', async () => {
  const page = await open('/2023/04/azerbaijan-expels-diplomats.html', {
    announced: ['an answer of 404'],
  });
  expect(await page.inputValue('[name=q]')).toBe('azerbaijan expels diplomats');
  await page.click('button:text("Search")');
  expect(await page.innerText('main')).toContain('Azerbaijan expels Iranian diplomats');
});
