// A newsroom's year, deployed: hostile headlines, pictures, translations, articles that are closed, old
// or not yet due. Whoever follows every link of it must find everything in order.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { imageSize } from 'image-size';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { codeOf } from '../../src/tools/short-link.ts';
import { copyProject } from '../copy.ts';
import { build, type Deployment, deploy } from '../deployed.ts';
import type { Page } from '../reader.ts';

const headlines = [
  'One',
  'I',
  '“Quoted”, ‘twice’ and "thrice" \'over\'',
  '</script><script>alert(1)</script>',
  '</title></textarea></style><!--',
  '<b>Bold</b> & brave &amp; &#39;bare&#39;',
  ']]> and <![CDATA[ in a feed',
  '{{ braces }} $dollars `ticks` %s %20 \\u003c \\n',
  'javascript:alert(1)',
  '=cmd|x!A1',
  '100 % of #1, at 5 < 6 > 4 + 3?',
  'https://elsewhere.example/?a=1&b=2',
  'Fire 🔥 and water 💧',
  '👩‍👩‍👧‍👦🇦🇿🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  'أذربيجان تطرد دبلوماسيين إيرانيين',
  'گفت‌وگو با تهران پس از ۴ سال',
  'שלום, Baku',
  'Baku, שלום',
  'Two \u200fdirections\u200e and a \u202eturn\u202c',
  '東京で会談、大使を召還',
  '서울의 봄',
  'दिल्ली में बैठक',
  'ประชุมที่กรุงเทพ',
  'Əliyev: “Çox sağ olun”',
  'Ça, où? Zoë’s naïve façade – œuvre',
  'e\u0301 and é are one letter',
  'Z̸̢̛a̶͠l̴g̵o̷',
  'A\u00a0b\u2009c\u202fd\u3000e',
  'soft\u00adhyphen and zero\u200bwidth',
  'ALL CAPITALS EVERYWHERE',
  'Title: with colon - and dash',
  '- begins like a list',
  '# begins like a heading',
  '* begins * with * stars',
  '> begins like a quote',
  '| a | table |',
  '[link](https://elsewhere.example)',
  '![picture](https://elsewhere.example/a.png)',
  'null',
  'true',
  '2026-01-01',
  '007',
  'NaN undefined [object Object]',
  "Robert'); DROP TABLE comments;--",
  '../../../etc/passwd',
  '%00%0d%0aSet-Cookie: a=b',
  'word '.repeat(60).trim(),
  'x'.repeat(300),
  'Supercalifragilistic'.repeat(15),
  'Déjà vu '.repeat(37).trim(),
  'What happened? What happened! What happened…',
  'C’est « ici » — là-bas',
  'İstanbul, ISPARTA, ıssız',
  'ﬁne ﬂag ligatures',
  '𝒲𝒽𝓎 𝓃ℴ𝓉',
  'H₂O and 10² m³',
  '€5, £6, ¥7, ₼8',
  '© ® ™ § ¶ †',
  '→ ← ↑ ↓ ⇒',
  '&lt;not a tag&gt;',
];

const slugOf = (index: number) => `hostile-${String(index).padStart(2, '0')}`;
const front = (keys: object, story: string) =>
  `---\n${stringify({ byline: 'Leyla Example', ...keys }, { lineWidth: 0 })}---\n\n${story}\n`;

const photograph = encode({
  width: 3,
  height: 2,
  data: new Uint8Array(18).fill(128),
  channels: 3,
  depth: 8,
});

const longStory = (word: string) => `${'All was quiet that year. '.repeat(24_000)}\n\n${word}.`;

const files: Record<string, string | Uint8Array> = {
  ...Object.fromEntries(
    headlines.map((headline, index) => [
      `articles/${slugOf(index)}.md`,
      front(
        {
          headline,
          dek: headline,
          publishedAt: `2025-02-${String((index % 28) + 1).padStart(2, '0')} 10:${String(index).padStart(2, '0')}`,
          tags: ['Hostile', headline.slice(0, 60)],
        },
        `The story of number ${index}.`,
      ),
    ]),
  ),
  'articles/ferry.jpg.png': photograph,
  'articles/ferry.md': front(
    {
      headline: 'The ferry',
      publishedAt: '2025-03-01',
      updatedAt: '2025-03-02',
      language: 'en',
      image: { src: 'ferry.jpg.png', alt: 'A ferry at dawn', credit: 'Samir' },
      tags: ['Sea'],
      translations: { az: 'bere' },
      byline: { name: 'Leyla', url: 'https://leyla.example', fediverse: '@leyla@social.example' },
      corrections: [{ date: '2025-03-02', text: 'It leaves at six, not at seven.' }],
    },
    [
      '## Before <dawn>',
      'It leaves early.[^1] See [the sea](/articles/bere) or [below](#h-before-dawn-1), or [away](https://elsewhere.example/).',
      '![The deck](ferry.jpg.png "The deck, *empty* | [Samir](https://samir.example)")',
      '## Before dawn',
      '| a | b |\n| - | - |\n| c | d |',
      '[^1]: At six.',
    ].join('\n\n'),
  ),
  'articles/bere.md': front(
    { headline: 'Bərə', publishedAt: '2025-03-01', language: 'az', tags: ['Sea'] },
    'Bərə tezdən yola düşür.',
  ),
  'articles/closed.md': front(
    {
      headline: 'Closed',
      publishedAt: '2025-03-03',
      comments: 'closed',
      aliases: '/articles/former-name',
    },
    'Enough was said.',
  ),
  'articles/off.md': front(
    { headline: 'Off', publishedAt: '2025-03-04', comments: 'off' },
    'Nothing is said.',
  ),
  'articles/draft.md': front(
    { headline: 'Drafted', publishedAt: '2025-03-05', draft: true, tags: ['Sea'] },
    'Unfinishedword.',
  ),
  'articles/tomorrow.md': front(
    { headline: 'Tomorrow', publishedAt: '2099-01-01', tags: ['Sea'] },
    'Untimelyword.',
  ),
  ...Object.fromEntries(
    Array.from({ length: 101 }, (_, index) => [
      `articles/filler-${index}.md`,
      front(
        { headline: `Filler ${index}`, publishedAt: '2002-01-01', tags: ['Filler'] },
        index === 7 ? 'The ferry in a story.' : 'As ever.',
      ),
    ]),
  ),
  'articles/pasted.md': front(
    { headline: 'Pasted', publishedAt: '2025-03-06' },
    'From a\u000b word processor\u000c page about a ferry.',
  ),
  'articles/old-one.md': front(
    { headline: 'Old one', publishedAt: '2001-01-01' },
    longStory('Zeppelin'),
  ),
  'articles/old-two.md': front(
    { headline: 'Old two', publishedAt: '2001-01-02' },
    longStory('Airship'),
  ),
  'pages/contact.md': front(
    { headline: 'Contact', aliases: '/kontakt/', byline: undefined },
    'Write.',
  ),
};

const project = copyProject(files);
const built = mkdtempSync(join(tmpdir(), 'broadside-newsroom-'));
let site: Deployment;

beforeAll(async () => {
  build(built, project);
  site = await deploy(built, { project, settings: { MODERATION: 'none' } });
});
afterAll(async () => {
  await site.stop();
  site.remove();
  for (const folder of [project, built]) rmSync(folder, { recursive: true });
});

const open = (path: string) => site.visitor().open(path);
const meta = (page: Page, name: string) =>
  page.html
    .querySelector(`meta[property="${name}"], meta[name="${name}"]`)
    ?.getAttribute('content');
const linkedData = (page: Page) =>
  JSON.parse(page.html.querySelector('script[type="application/ld+json"]')?.innerHTML ?? '');

describe('a hostile headline', () => {
  test.each(headlines.map((headline, index) => [headline, slugOf(index)] as const))(
    '%s comes through as it is, everywhere',
    async (headline, slug) => {
      const page = await open(`/articles/${slug}`);
      expect(page.status).toBe(200);
      const url = `${site.url}/articles/${slug}`;
      expect(page.html.querySelector('h1')?.text).toBe(headline);
      expect(page.html.querySelector('title')?.text).toBe(`${headline} | Broadside`);
      expect(meta(page, 'og:title')).toBe(headline);
      expect(meta(page, 'og:description')).toBe(headline);
      expect(meta(page, 'og:image:alt')).toBe(headline);
      expect(linkedData(page)).toMatchObject({ '@type': 'NewsArticle', headline, url });
      expect(page.html.querySelectorAll('h1')).toHaveLength(1);
      const oembed = await open(`/oembed?url=${encodeURIComponent(url)}`);
      expect(JSON.parse(oembed.source).title).toBe(headline);
      const card = await open(`/articles/${slug}/card`);
      expect(card.html.querySelector('h1')?.text).toBe(headline);
      const picture = await fetch(meta(page, 'og:image') ?? '');
      const bytes = await picture.bytes();
      expect(imageSize(bytes)).toMatchObject({ type: 'png', width: 1200, height: 630 });
      expect(bytes.length).toBeLessThan(200 * 1024);
    },
  );

  test('comes through in every feed and map', async () => {
    const parser = new XMLParser({ parseTagValue: false, htmlEntities: true });
    const [rss, atom, json] = await Promise.all(['/feed.xml', '/atom.xml', '/feed.json'].map(open));
    expect(XMLValidator.validate(rss?.source ?? '')).toBe(true);
    expect(XMLValidator.validate(atom?.source ?? '')).toBe(true);
    const { items } = JSON.parse(json?.source ?? '');
    const titles = items.map(({ title }: { title: string }) => title);
    expect(titles).toHaveLength(30);
    expect(titles.filter((title: string) => headlines.includes(title)).length).toBeGreaterThan(20);
    const told = (list: readonly { title: string }[]) => list.map(({ title }) => title);
    expect(told(parser.parse(rss?.source ?? '').rss.channel.item)).toEqual(titles);
    expect(told(parser.parse(atom?.source ?? '').feed.entry)).toEqual(titles);
    const map = await open('/sitemap.xml');
    expect(XMLValidator.validate(map.source)).toBe(true);
    expect(map.source.match(/<loc>/g)).toHaveLength(headlines.length + 101 + 2 + 7 + 1 + 2);
  });
});

test('whoever follows every link finds a page, and every anchor', async () => {
  const seen = new Map<string, Page>();
  const waiting = ['/'];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const page = await open(path);
    expect(page.status, path).toBe(200);
    seen.set(path, page);
    if (!page.headers.get('Content-Type')?.startsWith('text/html')) continue;
    const ids = page.html.querySelectorAll('[id]').map(({ id }) => id);
    expect(ids, path).toEqual([...new Set(ids)]);
    for (const element of page.html.querySelectorAll('[href], [src]')) {
      const target = element.getAttribute('href') ?? element.getAttribute('src') ?? '';
      const url = new URL(target, page.url);
      if (url.origin !== site.url || /\/share\/|^\/moderation/.test(url.pathname)) continue;
      if (target.startsWith('#'))
        expect(ids, path + target).toContain(decodeURIComponent(target.slice(1)));
      const next = url.pathname + url.search;
      if (!seen.has(next) && !waiting.includes(next)) waiting.push(next);
    }
  }
  for (const slug of ['ferry', 'bere', 'closed', 'off', 'old-one', slugOf(0), slugOf(59)]) {
    expect([...seen.keys()]).toContain(`/articles/${slug}`);
  }
  const everything = [...seen.values()].map(({ source }) => source).join('');
  for (const hidden of ['draft', 'tomorrow'])
    expect(everything).not.toContain(`/articles/${hidden}`);
  expect(everything).not.toMatch(/Unfinishedword|Untimelyword/);
});

test.each(['draft', 'tomorrow'])('the article %s is nowhere', async (slug) => {
  expect((await open(`/s/${codeOf(slug)}`)).status).toBe(404);
  for (const path of ['', '/card', '/share', '/share/x', '/comments', '/qr.svg']) {
    expect((await open(`/articles/${slug}${path}`)).status).toBe(404);
  }
  expect((await open(`/oembed?url=${site.url}/articles/${slug}`)).status).toBe(404);
  for (const word of ['Unfinishedword', 'Untimelyword', 'Tomorrow', 'Drafted']) {
    const found = await open(`/search?q=${word}`);
    expect(found.html.querySelectorAll('.archive li')).toHaveLength(0);
  }
  for (const path of [
    '/sitemap.xml',
    '/news-sitemap.xml',
    '/feed.xml',
    '/atom.xml',
    '/feed.json',
  ]) {
    expect((await open(path)).source).not.toContain(slug);
  }
  expect((await open('/tags/sea')).html.querySelectorAll('.archive li')).toHaveLength(2);
});

test('a story that lies beside the bundle is read like any other, and found', async () => {
  const page = await open('/articles/old-one');
  expect(page.html.querySelector('.story')?.text).toContain('Zeppelin.');
  const found = await open('/search?q=zeppelin');
  expect(found.html.querySelector('.archive li a')?.getAttribute('href')).toBe('/articles/old-one');
  const old = await open('/articles?in=2001');
  expect(old.html.querySelectorAll('.archive li')).toHaveLength(2);
});

test('pictures in and above a story have their size, their words and their credit', async () => {
  const { html } = await open('/articles/ferry');
  const [lead, deck] = html.querySelectorAll('article img');
  expect(lead?.attributes).toMatchObject({ alt: 'A ferry at dawn', width: '3', height: '2' });
  expect(lead?.getAttribute('loading')).toBeUndefined();
  expect(deck?.attributes).toMatchObject({ alt: 'The deck', width: '3', loading: 'lazy' });
  expect(html.querySelector('figure.lead figcaption')?.text.trim()).toBe('Picture: Samir');
  const caption = html.querySelector('.story figcaption');
  expect(caption?.innerHTML).toBe(
    'The deck, <em>empty</em> <small class="credit"><a href="https://samir.example" rel="external">Samir</a></small>',
  );
  const picture = await fetch(site.url + deck?.getAttribute('src'));
  expect(await picture.bytes()).toEqual(photograph);
});

test('what was corrected, updated, signed and translated is told', async () => {
  const page = await open('/articles/ferry');
  expect(page.html.querySelector('.corrections')?.text).toContain('It leaves at six');
  expect(page.html.querySelector('time.dt-updated')?.getAttribute('datetime')).toBe(
    '2025-03-02T00:00:00.000Z',
  );
  expect(meta(page, 'fediverse:creator')).toBe('@leyla@social.example');
  expect(linkedData(page)).toMatchObject({
    dateModified: '2025-03-02T00:00:00.000Z',
    correction: [{ text: 'It leaves at six, not at seven.' }],
    author: [{ '@type': 'Person', name: 'Leyla', url: 'https://leyla.example' }],
    image: [{ width: 3, height: 2, creditText: 'Samir' }, { width: 1200 }],
  });
});

test.each([
  ['ferry', 'bere'],
  ['bere', 'ferry'],
])('%s names its translation %s, and itself', async (slug, other) => {
  const { html } = await open(`/articles/${slug}`);
  const named = html
    .querySelectorAll('link[hreflang]')
    .map((link) => [link.getAttribute('hreflang'), link.getAttribute('href')]);
  expect(named.sort()).toEqual(
    [
      [slug === 'ferry' ? 'en' : 'az', `${site.url}/articles/${slug}`],
      [slug === 'ferry' ? 'az' : 'en', `${site.url}/articles/${other}`],
    ].sort(),
  );
  const link = html.querySelector('a[hreflang]');
  expect(link?.getAttribute('href')).toBe(`/articles/${other}`);
  expect(link?.text).toBe(slug === 'ferry' ? 'azərbaycan' : 'English');
});

describe('comments', () => {
  const words = { body: 'One more thing.', name: 'Leyla', email: 'leyla@news.example' };
  const post = (slug: string) =>
    fetch(`${site.url}/articles/${slug}/comments`, {
      method: 'POST',
      headers: { Origin: site.url },
      body: new URLSearchParams(words),
      redirect: 'manual',
    });

  test('that are closed take no more, and lose nothing that was typed', async () => {
    const page = await open('/articles/closed');
    expect(page.html.querySelector('#reply')?.text).toContain(
      'Comments on this article are closed.',
    );
    expect(page.html.querySelector('#reply form')).toBeNull();
    expect(page.html.querySelector('#comments')).not.toBeNull();
    const answer = await post('closed');
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain(words.body);
  });

  test('that are off are nowhere', async () => {
    const page = await open('/articles/off');
    expect(page.html.querySelector('#comments, #reply, a[href="#leave-a-reply"]')).toBeNull();
    expect(linkedData(page)).not.toHaveProperty('commentCount');
    expect((await post('off')).status).toBe(404);
    expect((await open('/articles/off/comments')).status).toBe(404);
  });

  test('that are open are open', async () => {
    expect((await post('ferry')).status).toBe(303);
  });
});

test('articles around one, and those like it, are a link away', async () => {
  const { html } = await open('/articles/ferry');
  const beside = html.querySelectorAll('.beside a').map((link) => link.getAttribute('rel'));
  expect(beside).toEqual(['prev', 'next']);
  expect(html.querySelector('.beside a[rel=next]')?.getAttribute('href')).toBe('/articles/bere');
  const related = html.querySelectorAll('nav[aria-labelledby=related] li > a');
  expect(related.map((link) => link.getAttribute('href'))).toEqual(['/articles/bere']);
});

test('a list goes on page by page, and misses nothing', async () => {
  const seen: string[][] = [];
  for (let next: string | undefined = '/tags/filler'; next; ) {
    const page: Page = await open(`${next}${next.includes('?') ? '&' : '?'}fbclid=x`);
    expect(page.html.querySelector('link[rel=canonical]')?.getAttribute('href')).toBe(
      site.url + next,
    );
    seen.push(
      page.html.querySelectorAll('.archive li > a').map((link) => link.getAttribute('href') ?? ''),
    );
    next = page.html.querySelector('a[rel=next]')?.getAttribute('href');
  }
  expect(seen.map(({ length }) => length)).toEqual([100, 1]);
  expect(new Set(seen.flat()).size).toBe(101);
  const archive = await open('/articles');
  expect(archive.html.querySelectorAll('.archive li')).toHaveLength(100);
});

test('what holds a word in its headline is found before what is newer and holds it below', async () => {
  const found = await open('/search?q=ferry');
  const links = found.html.querySelectorAll('.archive li > a');
  expect(links.map((link) => link.getAttribute('href'))).toEqual([
    '/articles/ferry',
    '/articles/pasted',
    '/articles/filler-7',
  ]);
  const fillers = await open('/search?q=filler');
  expect(fillers.html.querySelector('[role=status]')?.text).toBe('101 articles');
});

test('feeds hold all of an article: its picture, its story, its corrections', async () => {
  const { items } = JSON.parse((await open('/feed.json')).source);
  const { content_html: content } = items.find(
    ({ title }: { title: string }) => title === 'The ferry',
  );
  expect(content).toMatch(
    new RegExp(`^<figure><img src="${site.url}/pictures/[0-9a-f]{32}\\.png" alt="A ferry at dawn"`),
  );
  expect(content).toContain(`href="${site.url}/articles/ferry#fn1"`);
  expect(content).toContain('<b>2 March 2025</b> It leaves at six, not at seven.');
});

test('what XML cannot hold is in no feed', async () => {
  for (const path of ['/feed.xml', '/atom.xml', '/comments.atom', '/sitemap.xml']) {
    const { source } = await open(path);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 (2.2) leaves out
    expect(source).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  }
});

test('an old path leads to a page that is no article', async () => {
  const reader = site.visitor();
  const page = await reader.open('/kontakt/');
  expect(reader.redirects.at(-1)).toEqual({ status: 301, location: '/pages/contact' });
  expect(page.html.querySelector('h1')?.text).toBe('Contact');
});

test('an article that was renamed is found by its old address and its old short link', async () => {
  const reader = site.visitor();
  for (const path of ['/articles/former-name', `/s/${codeOf('former-name')}`]) {
    const page = await reader.open(path);
    expect(page.url.pathname).toBe('/articles/closed');
    expect(page.status).toBe(200);
  }
  const share = await open('/articles/closed/share');
  expect(share.html.querySelector('#short')?.getAttribute('value')).toBe(
    `${site.url}/s/${codeOf('closed')}`,
  );
});

test('what networks hang onto a link changes nothing about the page or its conversation', async () => {
  const page = await open('/articles/ferry?fbclid=abc&utm_source=x');
  expect(page.status).toBe(200);
  expect(page.html.querySelector('link[rel=canonical]')?.getAttribute('href')).toBe(
    `${site.url}/articles/ferry`,
  );
  expect(page.html.querySelector('#reply form')?.getAttribute('action')).toBe(
    '/articles/ferry/comments#problems',
  );
  expect(page.source).not.toContain('fbclid');
});
