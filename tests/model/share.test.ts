import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { addShare, findNetwork, networks, shareCounts } from '../../src/model/share.ts';

const url = 'https://broadside.example/articles/a-day';
const title = 'Fish & chips: “50% off” #1 + more? ünïcode 🐟';
const text = 'The dek.';

/** What each network is told: its address, and every parameter as the network will read it. */
test.each([
  ['x', 'https://x.com/intent/tweet', { text: title, url }],
  ['facebook', 'https://www.facebook.com/sharer/sharer.php', { u: url }],
  ['linkedin', 'https://www.linkedin.com/sharing/share-offsite/', { url }],
  ['whatsapp', 'https://wa.me/', { text: `${title} ${url}` }],
  ['telegram', 'https://t.me/share/url', { url, text: title }],
  ['reddit', 'https://www.reddit.com/submit', { url, title }],
  ['bluesky', 'https://bsky.app/intent/compose', { text: `${title} ${url}` }],
  ['threads', 'https://www.threads.com/intent/post', { text: title, url }],
  ['hackernews', 'https://news.ycombinator.com/submitlink', { u: url, t: title }],
  ['pinterest', 'https://www.pinterest.com/pin/create/button/', { url, description: title }],
  ['flipboard', 'https://share.flipboard.com/bookmarklet/popout', { v: '2', url, title }],
  ['line', 'https://social-plugins.line.me/lineit/share', { url, text: title }],
  ['tumblr', 'https://www.tumblr.com/share', { v: '3', u: url, t: title }],
])('%s is told the article', (id, address, told) => {
  const intent = new URL(findNetwork(id)?.intent({ url, title, text }) ?? '');
  expect(intent.origin + intent.pathname).toBe(address);
  expect(Object.fromEntries(intent.searchParams)).toEqual(told);
  expect(intent.href).not.toContain('+');
});

test('Mastodon is told in the fragment, which its own server never sees', () => {
  const intent = new URL(findNetwork('mastodon')?.intent({ url, title, text }) ?? '');
  expect(intent.origin).toBe('https://share.joinmastodon.org');
  expect(decodeURIComponent(intent.hash)).toBe(`#text=${title} ${url}`);
});

test.each([
  ['email', 'mailto:?subject=', { subject: title, body: `${text}\r\n\r\n${url}` }],
  ['sms', 'sms:?&body=', { body: `${title} ${url}` }],
])('%s opens on the device, blanks as %%20', (id, start, told) => {
  const intent = findNetwork(id)?.intent({ url, title, text }) ?? '';
  expect(intent.startsWith(start)).toBe(true);
  expect(Object.fromEntries(new URL(intent).searchParams)).toEqual(told);
  expect(intent).not.toContain('+');
});

test('a headline with half a character breaks no link', () => {
  for (const { intent } of networks)
    expect(() => intent({ url, title: 'cut \ud83d', text })).not.toThrow();
});

test('all sixteen networks are there, each once', () => {
  expect(new Set(networks.map(({ id }) => id)).size).toBe(16);
});

test('shares are counted by network, and the article keeps the sum', async () => {
  for (const network of ['x', 'x', 'email']) await addShare(env.DB, 'counted', network);
  await addShare(env.DB, 'another', 'x');
  expect(await shareCounts(env.DB, 'counted')).toEqual({ total: 3, byNetwork: { email: 1, x: 2 } });
  const row = await env.DB.prepare('SELECT share_count FROM articles WHERE slug = ?')
    .bind('counted')
    .first();
  expect(row).toEqual({ share_count: 3 });
});
