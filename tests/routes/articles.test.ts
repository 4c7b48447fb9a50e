import { expect, test } from 'vitest';
import { first, moderator, origin, second, visitor } from '../site.ts';

const headline = 'Azerbaijan expels Iranian diplomats over alleged interference, coup conspiracy';

test('the front page is the newest article in full, with the earlier ones below', async () => {
  const page = await visitor().open('/');
  expect(page.status).toBe(200);
  expect(page.html.querySelector('h1')?.text).toBe(headline);
  expect(page.html.querySelector('link[rel=canonical]')?.getAttribute('href')).toBe(
    `${origin}/articles/${first}`,
  );
  expect(page.html.querySelector(`.earlier a[href="/articles/${second}"]`)).not.toBeNull();
});

test('an article page has everything that such a page has', async () => {
  const { html } = await visitor().open(`/articles/${first}`);
  expect(html.querySelectorAll('h1')).toHaveLength(1);
  expect(html.querySelector('.masthead')?.text).toBe('Broadside');
  expect(html.querySelector('.dek')?.text).toContain('48 hours');
  expect(html.querySelector('.signature')?.text).toContain('Broadside newsroom');
  expect(html.querySelector('.signature time')?.text).toBe('6 April 2023');
  expect(html.querySelector('.signature time')?.getAttribute('datetime')).toMatch(/^2023-04-06T/);
  expect(html.querySelector('.signature')?.text).toContain('3 Min Read');
  expect(html.querySelector('.dateline')?.text).toBe('Baku');
  expect(html.querySelector('#share h2')?.text).toBe('Share This Article');
  expect(html.querySelector('.jump a[href="#leave-a-reply"]')?.text).toBe('Leave a comment');
  expect(html.querySelector('#reply h2')?.text).toBe('Leave a Reply');
  expect(html.querySelector('#reply form')?.text).toContain(
    'Your email address will not be published. Required fields are marked *',
  );
  expect(html.querySelectorAll('#reply p:not(.trap) > label').map(({ text }) => text)).toEqual([
    'Comment *',
    'Name *',
    'Email *',
    'Website',
    'Save my name, email, and website in this browser for the next time I comment.',
  ]);
  expect(html.querySelector('#reply button')?.text).toBe('Post Comment');
});

test('every field of the form is tied to its label', async () => {
  const { html } = await visitor().open(`/articles/${first}`);
  for (const label of html.querySelectorAll('label')) {
    const field =
      label.querySelector('input') ?? html.querySelector(`#${label.getAttribute('for')}`);
    expect(field).not.toBeNull();
  }
});

test('the box that only script can make work is served hidden', async () => {
  const { html } = await visitor().open(`/articles/${first}`);
  expect(html.querySelector('#remember')?.parentNode?.hasAttribute('hidden')).toBe(true);
});

test('the head says what others draw from it', async () => {
  const { html } = await visitor().open(`/articles/${first}`);
  const meta = (name: string) =>
    html
      .querySelectorAll('meta')
      .filter((tag) => [tag.getAttribute('property'), tag.getAttribute('name')].includes(name))
      .map((tag) => tag.getAttribute('content'));
  expect(html.querySelector('title')?.text).toBe(`${headline} | Broadside`);
  expect(meta('description')[0]).toContain('48 hours');
  expect(meta('robots')).toEqual(['max-image-preview:large']);
  expect(meta('og:locale')).toEqual(['en']);
  expect(meta('twitter:data1')).toEqual(['3 min']);
  expect(meta('og:type')).toEqual(['article']);
  expect(meta('og:title')).toEqual([headline]);
  expect(meta('og:url')).toEqual([`${origin}/articles/${first}`]);
  expect(meta('og:site_name')).toEqual(['Broadside']);
  expect(meta('og:description')).toEqual(meta('description'));
  expect(meta('article:published_time')).toEqual(['2023-04-06T16:40:00.000Z']);
  expect(meta('article:tag')).toEqual(['Azerbaijan', 'Iran', 'Diplomacy']);
});

test('the page is one and the same for everybody, but for the date in its form', async () => {
  const commenter = visitor();
  await commenter.comment(first, { body: 'Waits.', name: 'Leyla', email: 'leyla@news.example' });
  const page = await visitor().open(`/articles/${first}`);
  const common = (source: string) => source.replace(/name="token" value="[^"]+"/, '');
  for (const other of [commenter, moderator(), visitor({}, { 'User-Agent': 'Another' })]) {
    expect(common((await other.open(`/articles/${first}`)).source)).toBe(common(page.source));
  }
  expect(page.headers.get('Cache-Control')).toBe('private, no-cache');
  expect(page.headers.get('Set-Cookie')).toBeNull();
  expect(page.headers.get('Vary')).toBe('Accept-Encoding');
});

test('the archive lists every article, newest first', async () => {
  const { html } = await visitor().open('/articles');
  expect(html.querySelectorAll('.archive li > a').map((link) => link.getAttribute('href'))).toEqual(
    [`/articles/${first}`, `/articles/${second}`],
  );
});

test('the site’s own address is the canonical one, whatever name it is asked under', async () => {
  const page = await visitor({ SITE_URL: 'https://www.news.example/' }).open('/');
  expect(page.html.querySelector('link[rel=canonical]')?.getAttribute('href')).toBe(
    `https://www.news.example/articles/${first}`,
  );
});

test('the site has the name and the time zone it was given', async () => {
  const page = await visitor({
    SITE_NAME: 'The <Daily> & More',
    TIME_ZONE: 'Pacific/Kiritimati',
  }).open('/');
  expect(page.html.querySelector('.masthead')?.text).toBe('The <Daily> & More');
  expect(page.html.querySelector('.signature time')?.text).toBe('7 April 2023');
});

test.each([
  ['/nowhere'],
  ['/articles/nowhere'],
  ['/articles/constructor'],
  ['/articles/nowhere/comments'],
])('%s is not there', async (path) => {
  const page = await visitor().open(path);
  expect(page.status).toBe(404);
  expect(page.html.querySelector('h1')?.text).toBe('Not here');
  expect(page.headers.get('Cache-Control')).toBe('no-store');
});

test('to whoever asks for JSON, what is missing is told as problem details', async () => {
  const page = await visitor().open('/articles/nowhere', { Accept: 'application/json' });
  expect(page.headers.get('Content-Type')).toBe('application/problem+json');
  expect(JSON.parse(page.source)).toMatchObject({ status: 404, title: 'Not here' });
});

test('a browser is told to run and load nothing but what the page itself brings', async () => {
  const page = await visitor().open('/');
  const policy = page.headers.get('Content-Security-Policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  expect(page.headers.get('Referrer-Policy')).toBe('same-origin');
  expect(page.headers.get('X-Content-Type-Options')).toBe('nosniff');
});

test('the style and the scripts are the ones that the policy knows', async () => {
  const page = await visitor().open('/');
  const policy = page.headers.get('Content-Security-Policy') ?? '';
  const elements = page.html.querySelectorAll('style, script:not([type])');
  expect(elements).toHaveLength(3);
  for (const element of elements) {
    const digest = await crypto.subtle.digest(
      'SHA-256',
      new TextEncoder().encode(element.textContent),
    );
    expect(policy).toContain(`'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`);
  }
});

test.each([
  ['MODERATION', 'whoever'],
  ['COMMENTS_PER_PAGE', '0'],
  ['COMMENTS_PER_PAGE', 'many'],
  ['TIME_ZONE', 'Baku'],
  ['SITE_URL', 'broadside.example'],
  ['SITE_URL', 'https://broadside.example/blog'],
  ['SITE_URL', 'https://Broadside.example'],
  ['SITE_URL', 'ftp://broadside.example'],
  ['SHARE_NETWORKS', 'x,myspace'],
])('a site with %s = %j says that something is wrong, and not what', async (name, value) => {
  const page = await visitor({ [name]: value }).open('/');
  expect(page.status).toBe(500);
  expect(page.source).not.toContain(name);
});

test('health tells the version and that the database answers', async () => {
  const page = await visitor().open('/health');
  expect(page.status).toBe(200);
  expect(JSON.parse(page.source)).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    database: 'ok',
  });
});

test('an address with a slash too many leads to the right one', async () => {
  const reader = visitor();
  expect((await reader.open(`/articles/${first}/`)).status).toBe(200);
  expect(reader.redirects.map(({ status }) => status)).toEqual([301]);
  expect((await visitor().open('/nowhere/')).status).toBe(404);
});

test('what the page tells machines is JSON, whatever readers wrote', async () => {
  const body = '</script><script>alert(1)</script> <!-- "quoted" \u2028 &';
  await visitor({ MODERATION: 'none' }).comment(second, {
    body,
    name: '</script>',
    email: 'leyla@news.example',
  });
  const { html } = await visitor().open(`/articles/${second}`);
  const [data, ...more] = html.querySelectorAll('script[type="application/ld+json"]');
  expect(more).toEqual([]);
  expect(JSON.parse(data?.textContent ?? '')).toMatchObject({
    '@type': 'NewsArticle',
    commentCount: 1,
    comment: [{ text: body, author: { name: '</script>' } }],
  });
});

test.each([
  [`/2023/04/06/${first}/`],
  [`/2023/04/06/${first}`],
  [`/2023/04/06/${first}?utm_source=feed`],
  ['/?p=406'],
  ['/?p=406&fbclid=abc'],
])('the old path %s leads to the article for good', async (path) => {
  const reader = visitor();
  const page = await reader.open(path);
  expect(reader.redirects).toEqual([{ status: 301, location: `/articles/${first}` }]);
  expect(page.status).toBe(200);
});

test.each([['/?p=1'], ['/?utm_source=feed'], ['/?']])('%s is the front page', async (path) => {
  const reader = visitor();
  expect((await reader.open(path)).status).toBe(200);
  expect(reader.redirects).toEqual([]);
});
