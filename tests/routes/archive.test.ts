import { afterEach, describe, expect, test, vi } from 'vitest';
import { publishedMonths } from '../../src/model/articles.ts';
import type { Page } from '../reader.ts';
import { first, origin, second, visitor } from '../site.ts';

afterEach(() => {
  vi.useRealTimers();
});

const listed = (page: Page) =>
  page.html.querySelectorAll('.archive li > a').map((link) => link.getAttribute('href'));
const canonical = (page: Page) =>
  page.html.querySelector('link[rel=canonical]')?.getAttribute('href');

describe('the archive', () => {
  test('has every article, newest first, by month', async () => {
    const page = await visitor().open('/articles');
    expect(page.status).toBe(200);
    expect(listed(page)).toEqual([`/articles/${first}`, `/articles/${second}`]);
    expect(page.html.querySelectorAll('.archive h2').map(({ text }) => text)).toEqual([
      'April 2023',
    ]);
    expect(canonical(page)).toBe(`${origin}/articles`);
  });

  test('leads to each year, and within it to its months', async () => {
    const page = await visitor().open('/articles');
    const [, year] = page.html.querySelectorAll('.periods a');
    expect(year?.text).toBe('2023 (2)');
    const ofYear = await visitor().open(year?.getAttribute('href') ?? '');
    expect(ofYear.html.querySelector('h1')?.text).toBe('2023');
    const month = ofYear.html.querySelectorAll('.periods a').at(-1);
    expect(month?.text).toBe('April 2023 (2)');
    const ofMonth = await visitor().open(month?.getAttribute('href') ?? '');
    expect(ofMonth.html.querySelector('h1')?.text).toBe('April 2023');
    expect(listed(ofMonth)).toHaveLength(2);
    expect(canonical(ofMonth)).toBe(`${origin}/articles?in=2023-04`);
  });

  test.each([
    ['2022', 404],
    ['2023-05', 404],
    ['202', 404],
    ['%00', 404],
    ['2023', 200],
  ])('in %s is answered with %i', async (period, status) => {
    expect((await visitor().open(`/articles?in=${period}`)).status).toBe(status);
  });

  test('an article waits for its minute there too', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2023, 3, 6, 16, 39, 59) });
    expect(listed(await visitor().open('/articles'))).toEqual([`/articles/${second}`]);
    expect(publishedMonths(Date.now())).toEqual(new Map([['2023-04', 1]]));
    expect((await visitor().open('/tags/iran')).status).toBe(404);
    expect(listed(await visitor().open('/search?q=Kalashnikov'))).toEqual([]);
    expect((await visitor().open(`/articles/${first}/card`)).status).toBe(404);
    expect((await visitor().open(`/oembed?url=${origin}/articles/${first}`)).status).toBe(404);
    const page = await visitor().open(`/articles/${second}`);
    expect(page.source).not.toContain(first);
    vi.setSystemTime(Date.UTC(2023, 3, 6, 16, 40));
    expect(listed(await visitor().open('/articles'))).toHaveLength(2);
    expect(listed(await visitor().open('/search?q=Kalashnikov'))).toHaveLength(1);
  });
});

describe('searching', () => {
  test.each([
    ['in a headline', 'diplomats', [first]],
    ['in a dek', 'coup plot', [first]],
    ['in a story', 'Kalashnikov', [first]],
    ['in any case', 'KALASHNIKOV rifle', [first]],
    ['by how it begins', 'kalash', [first]],
    ['without its accents', 'diplomäts', [first]],
    ['with either apostrophe', "azerbaijan's", [first]],
    ['in both, the one with it in its headline first', 'address', [second]],
    ['only where all of them are', 'Kalashnikov hash', []],
    ['nowhere', 'zeppelin', []],
    ['that is only marks', '"—…', []],
    ['that objects have by nature', 'constructor __proto__', []],
  ])('finds a word %s', async (_, query, slugs) => {
    const page = await visitor().open(`/search?q=${encodeURIComponent(query)}`);
    expect(page.status).toBe(200);
    expect(listed(page)).toEqual(slugs.map((slug) => `/articles/${slug}`));
  });

  test('says how many there are, and keeps what was typed', async () => {
    const page = await visitor().open('/search?q=%22%3E%3Cscript%3E');
    expect(page.html.querySelector('[role=status]')?.text).toBe('Nothing was found.');
    expect(page.html.querySelector('#q')?.getAttribute('value')).toBe('"><script>');
    expect(page.source).not.toContain('value=""><script>');
    const some = await visitor().open('/search?q=the');
    expect(some.html.querySelector('[role=status]')?.text).toBe('2 articles');
  });

  test('begins with an empty field, and no search engine keeps its pages', async () => {
    const page = await visitor().open('/search');
    expect(page.html.querySelector('[role=status]')).toBeNull();
    expect(page.html.querySelector('meta[name=robots]')?.getAttribute('content')).toBe('noindex');
  });

  test('takes a query of any length', async () => {
    const query = Array.from({ length: 2000 }, (_, index) => `w${index}`).join('+');
    expect((await visitor().open(`/search?q=${query}`)).status).toBe(200);
  });
});

test('the tags of an article lead to everything else on them', async () => {
  const page = await visitor().open(`/articles/${first}`);
  const links = page.html.querySelectorAll('a[rel=tag]').map((link) => link.getAttribute('href'));
  expect(links).toEqual(['/tags/azerbaijan', '/tags/iran', '/tags/diplomacy']);
  const tag = await visitor().open('/tags/iran');
  expect(tag.html.querySelector('h1')?.text).toBe('Iran');
  expect(
    tag.html.querySelectorAll('.archive li > a').map((link) => link.getAttribute('href')),
  ).toEqual([`/articles/${first}`]);
  expect(tag.html.querySelector('link[rel=canonical]')?.getAttribute('href')).toBe(
    `${origin}/tags/iran`,
  );
});

test.each([
  ['/tags/IRAN', 200],
  ['/tags/iraq', 404],
  ['/tags/', 404],
  ['/tags/%E0%A4%A', 404],
])('%s is %i', async (path, status) => {
  expect((await visitor().open(path)).status).toBe(status);
});
