import { parse } from 'node-html-parser';
import { expect, test } from 'vitest';
import { type Article, publishedArticles } from '../../src/model/articles.ts';
import { compiled } from '../../src/model/compiled.ts';
import { en } from '../../src/strings/en.ts';
import { ArticlePage } from '../../src/views/article.tsx';

const [article] = publishedArticles(Date.now());
if (!article) throw new Error('no article');
const site = {
  name: 'Broadside',
  url: 'https://broadside.example',
  language: 'en',
  timeZone: 'UTC',
  words: en.words,
  pages: [],
};

async function draw(more: Partial<Article>) {
  const drawn: Article = Object.assign({}, article, more);
  const page = await (
    <ArticlePage
      site={site}
      article={drawn}
      story={compiled('<p>A story.</p>')}
      translations={[]}
      nearby={{}}
      canonicalUrl="https://broadside.example/articles/a-day"
      structuredData={{}}
      networks={[]}
      conversation={undefined}
      reply={{ isOpen: false, why: '' }}
    />
  );
  return parse(page.toString());
}

test('people are named in the byline, and linked where more is said of them', async () => {
  const html = await draw({
    byline: [{ name: 'Samir' }, { name: 'Leyla', url: 'https://leyla.example' }],
  });
  expect(html.querySelector('.signature')?.text).toContain('By Samir, Leyla');
  const links = html.querySelectorAll('.signature a[rel=author]');
  expect(links.map((link) => link.getAttribute('href'))).toEqual(['https://leyla.example']);
  expect(links[0]?.getAttribute('rel')).toBe('author');
});

test('corrections stand below the story, dated', async () => {
  const html = await draw({
    corrections: [
      { date: '2026-11-25T10:00:00.000Z', text: 'Three, not four.' },
      { date: '2026-11-26T10:00:00.000Z', text: 'On Friday <not Thursday>.' },
    ],
  });
  const corrections = html.querySelector('.corrections');
  expect(corrections?.querySelector('h2')?.text).toBe('Corrections');
  expect(corrections?.text).toContain('25 November 2026 Three, not four.');
  expect(corrections?.text).toContain('On Friday <not Thursday>.');
  expect((await draw({})).querySelector('.corrections')).toBeNull();
});

test('a draft is marked as one', async () => {
  expect((await draw({ draft: true })).querySelector('.head .status')?.text).toContain('Draft');
  expect((await draw({})).querySelector('.head .status')).toBeNull();
});

test.each([
  ['</script><script>alert(1)</script>'],
  ['Quotes " and \' and `'],
  ['مقاله‌ای دربارهٔ مرز 🗞'],
  ['x'.repeat(300)],
])('the headline %j is drawn as it is, everywhere', async (headline) => {
  const html = await draw({ headline });
  expect(html.querySelector('h1')?.text).toBe(headline);
  expect(html.querySelector('title')?.text).toBe(`${headline} | Broadside`);
  expect(html.querySelector('meta[property="og:title"]')?.getAttribute('content')).toBe(headline);
  expect(html.querySelectorAll('script:not([type])')).toHaveLength(2); // both are ours
});
