import { parse } from 'node-html-parser';
import { describe, expect, test } from 'vitest';
import { first, origin, second, visitor } from '../site.ts';

const article = `${origin}/articles/${first}`;
const oembed = (query: string, settings = {}) => visitor(settings).open(`/oembed?${query}`);

describe('oEmbed', () => {
  test('tells of an article, and how to show it', async () => {
    const page = await oembed(`url=${encodeURIComponent(article)}`);
    expect(page.headers.get('Content-Type')).toContain('application/json');
    expect(page.headers.get('Access-Control-Allow-Origin')).toBe('*');
    const told = JSON.parse(page.source);
    expect(told).toMatchObject({
      version: '1.0',
      type: 'link',
      title: 'Azerbaijan expels Iranian diplomats over alleged interference, coup conspiracy',
      author_name: 'Broadside newsroom',
      provider_name: 'Broadside',
      provider_url: `${origin}/`,
      thumbnail_url: expect.stringMatching(/^https:\/\/broadside\.example\/pictures\/[\w-]+\.png$/),
      thumbnail_width: 1200,
      thumbnail_height: 630,
    });
    expect(parse(told.html).querySelector('iframe')?.getAttribute('src')).toBe(`${article}/card`);
  });

  test('is what the article says of itself', async () => {
    const { html } = await visitor().open(`/articles/${first}`);
    const link = html.querySelector('link[type="application/json+oembed"]');
    const page = await visitor().open(link?.getAttribute('href') ?? '');
    expect(JSON.parse(page.source)).toMatchObject({ type: 'link' });
  });

  test.each([
    ['with what networks hang onto it', `url=${article}?fbclid=x%23comments`, 200],
    ['with a slash at its end', `url=${article}/`, 200],
    ['without an address', '', 400],
    ['with an address that is none', 'url=nothing', 404],
    ['of another site', `url=https://elsewhere.example/articles/${first}`, 404],
    ['of a page that is no article', `url=${origin}/pages/about`, 404],
    ['of an article that is not there', `url=${origin}/articles/gone`, 404],
    ['as XML', `format=xml&url=${article}`, 501],
    ['as JSON, asked for', `format=json&url=${article}`, 200],
  ])('%s', async (_, query, status) => {
    expect((await oembed(query)).status).toBe(status);
  });

  test('sends no picture larger than asked for', async () => {
    const small = JSON.parse((await oembed(`url=${article}&maxwidth=600`)).source);
    expect(small).not.toHaveProperty('thumbnail_url');
    const large = JSON.parse((await oembed(`url=${article}&maxwidth=1200&maxheight=630`)).source);
    expect(large).toHaveProperty('thumbnail_url');
  });

  test('knows the site by its own address too', async () => {
    const settings = { SITE_URL: 'https://www.news.example' };
    const page = await oembed(`url=https://www.news.example/articles/${first}`, settings);
    expect(JSON.parse(page.source)).toMatchObject({ provider_url: 'https://www.news.example/' });
  });
});

describe('the card', () => {
  test('may be shown by any site, and leads out of its frame', async () => {
    const page = await visitor().open(`/articles/${first}/card`);
    expect(page.headers.get('Content-Security-Policy')).toContain('frame-ancestors *');
    expect(page.headers.get('X-Frame-Options')).toBeNull();
    expect(page.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
    const link = page.html.querySelector('h1 a');
    expect(link?.getAttribute('href')).toBe(article);
    expect(link?.getAttribute('target')).toBe('_top');
    expect(page.html.querySelector('meta[name=robots]')?.getAttribute('content')).toBe('noindex');
  });

  test('nothing else may be', async () => {
    for (const path of ['/', `/articles/${second}`, '/moderation', '/articles/gone/card']) {
      const page = await visitor().open(path);
      expect(page.headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'");
      expect(page.headers.get('X-Frame-Options')).toBe('DENY');
    }
  });
});
