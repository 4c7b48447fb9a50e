import { expect, test } from 'vitest';
import { origin, visitor } from '../site.ts';

test('every page leads to the pages that are no articles', async () => {
  const { html } = await visitor().open('/');
  const link = html.querySelector('.colophon a[href^="/pages/"]');
  expect(link?.text).toBe('About this sheet');
  const page = await visitor().open(link?.getAttribute('href') ?? '');
  expect(page.status).toBe(200);
  expect(page.html.querySelector('h1')?.text).toBe('About this sheet');
  expect(page.html.querySelector('.story')?.text).toContain('nothing is fetched');
  expect(page.html.querySelector('link[rel=canonical]')?.getAttribute('href')).toBe(
    `${origin}/pages/about`,
  );
  expect(page.html.querySelector('form')).toBeNull();
});

test('a page that is not there is not there', async () => {
  expect((await visitor().open('/pages/contact')).status).toBe(404);
});
