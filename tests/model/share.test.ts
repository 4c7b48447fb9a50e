import { expect, test } from 'vitest';
import { findNetwork, networks } from '../../src/model/share.ts';

const url = 'https://broadside.example/articles/a-day';
const title = 'Fish & chips: “50% off” #1 + more? ünïcode 🐟';
const text = 'The dek.';
const image = 'https://broadside.example/pictures/a.png';
const shared = { url, title, text, image };

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
  [
    'pinterest',
    'https://www.pinterest.com/pin/create/button/',
    { url, media: image, description: title },
  ],
  ['flipboard', 'https://share.flipboard.com/bookmarklet/popout', { v: '2', url, title }],
  ['line', 'https://social-plugins.line.me/lineit/share', { url, text: title }],
  ['tumblr', 'https://www.tumblr.com/share', { v: '3', u: url, t: title }],
])('%s is told the article', (id, address, told) => {
  const intent = new URL(findNetwork(id)?.intent(shared) ?? '');
  expect(intent.origin + intent.pathname).toBe(address);
  expect(Object.fromEntries(intent.searchParams)).toEqual(told);
  expect(intent.href).not.toContain('+');
});

test('Mastodon is told in the fragment, which its own server never sees', () => {
  const intent = new URL(findNetwork('mastodon')?.intent(shared) ?? '');
  expect(intent.origin).toBe('https://share.joinmastodon.org');
  expect(decodeURIComponent(intent.hash)).toBe(`#text=${title} ${url}`);
});

test.each([
  ['email', 'mailto:?subject=', { subject: title, body: `${text}\r\n\r\n${url}` }],
  ['sms', 'sms:?&body=', { body: `${title} ${url}` }],
])('%s opens on the device, blanks as %%20', (id, start, told) => {
  const intent = findNetwork(id)?.intent(shared) ?? '';
  expect(intent.startsWith(start)).toBe(true);
  expect(Object.fromEntries(new URL(intent).searchParams)).toEqual(told);
  expect(intent).not.toContain('+');
});

test('a headline with half a character breaks no link', () => {
  for (const { intent } of networks)
    expect(() => intent({ ...shared, title: 'cut \ud83d' })).not.toThrow();
});

test('all sixteen networks are there, each once', () => {
  expect(new Set(networks.map(({ id }) => id)).size).toBe(16);
});

const hostile = [
  ...[
    'a',
    'ж',
    'أ',
    '漢',
    '한',
    'ก',
    '🐟',
    '👩‍👩‍👧‍👦',
    '🇦🇿',
    '"',
    '&',
    '#',
    '%',
    '+',
    '\n',
    '\t',
    '?',
    '/',
    '<',
    '=',
    ';',
    ',',
  ],
].flatMap((one) => [one, `${one}b`, `b ${one}`, one.repeat(40), `${one} `.repeat(300).trim()]);

/** Where each network reads the title and the link; undefined where it takes none. */
const readBack: Record<string, (url: URL) => { title?: string | null; link: string | null }> = {
  x: ({ searchParams: p }) => ({ title: p.get('text'), link: p.get('url') }),
  facebook: ({ searchParams: p }) => ({ link: p.get('u') }),
  linkedin: ({ searchParams: p }) => ({ link: p.get('url') }),
  whatsapp: ({ searchParams: p }) => split(p.get('text')),
  telegram: ({ searchParams: p }) => ({ title: p.get('text'), link: p.get('url') }),
  reddit: ({ searchParams: p }) => ({ title: p.get('title'), link: p.get('url') }),
  bluesky: ({ searchParams: p }) => split(p.get('text')),
  threads: ({ searchParams: p }) => ({ title: p.get('text'), link: p.get('url') }),
  mastodon: ({ hash }) => split(decodeURIComponent(hash.slice('#text='.length))),
  hackernews: ({ searchParams: p }) => ({ title: p.get('t'), link: p.get('u') }),
  pinterest: ({ searchParams: p }) => ({ title: p.get('description'), link: p.get('url') }),
  flipboard: ({ searchParams: p }) => ({ title: p.get('title'), link: p.get('url') }),
  line: ({ searchParams: p }) => ({ title: p.get('text'), link: p.get('url') }),
  tumblr: ({ searchParams: p }) => ({ title: p.get('t'), link: p.get('u') }),
  email: ({ searchParams: p }) => ({
    title: p.get('subject'),
    link: split(p.get('body'), '\r\n\r\n').link,
  }),
  sms: ({ searchParams: p }) => split(p.get('body')),
};

function split(text: string | null, between = ' ') {
  const at = text?.lastIndexOf(between) ?? -1;
  return { title: text?.slice(0, at) ?? '', link: text?.slice(at + between.length) ?? '' };
}

test.each(networks.map(({ id }) => [id]))('%s reads back what went in, whatever it was', (id) => {
  for (const headline of hostile) {
    const intent = findNetwork(id)?.intent({ ...shared, title: headline }) ?? '';
    const { title: read = headline, link } = readBack[id]?.(new URL(intent)) ?? { link: null };
    expect(link).toBe(url);
    if (read?.endsWith('…')) expect(headline.startsWith(read.slice(0, -1))).toBe(true);
    else expect(read).toBe(headline);
  }
});

test('where a passage is passed on, it is what is said', () => {
  const quote = '“The river knows no border.”';
  const said = networks.map(({ id, intent }) => [
    id,
    decodeURIComponent(intent({ ...shared, quote })),
  ]);
  const quoting = said.filter(([, intent]) => intent?.includes(quote)).map(([id]) => id);
  expect(quoting).toEqual(
    'x whatsapp telegram bluesky threads mastodon pinterest line email sms'.split(' '),
  );
});

test('every network has a sign, drawn within its field', () => {
  for (const { icon } of networks) {
    expect(icon).toMatch(/^M[\d.a-zA-Z ,-]+$/);
    expect(icon.length).toBeLessThan(200);
  }
  expect(new Set(networks.map(({ icon }) => icon)).size).toBe(16);
});
