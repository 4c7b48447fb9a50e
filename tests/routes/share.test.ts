import {
  createExecutionContext,
  createScheduledController,
  waitOnExecutionContext,
} from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import app from '../../src/index.ts';
import { findNetwork, networks } from '../../src/model/share.ts';
import { dayCounts, dayOf, shareCounts } from '../../src/model/visits.ts';
import { ask, first, origin, second, visitor } from '../site.ts';

const url = `${origin}/articles/${first}`;
const title = 'Azerbaijan expels Iranian diplomats over alleged interference, coup conspiracy';

let visitors = 0;
/** Each visit is another visitor's, unless its headers say whose it is. */
const visit = (path: string, init: RequestInit = {}, settings: object = {}) => {
  const headers = new Headers({ 'CF-Connecting-IP': `2001:db8::${++visitors}` });
  for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
  return ask(new Request(origin + path, { redirect: 'manual', ...init, headers }), settings);
};
const image = async () =>
  (await visitor().open('/')).html
    .querySelector('meta[property="og:image"]')
    ?.getAttribute('content') ?? '';

test('the article shows the networks of the site, in its order, as plain links', async () => {
  const page = await visitor({ SHARE_NETWORKS: 'mastodon, x' }).open('/');
  const links = page.html.querySelectorAll('#share a');
  expect(links.map(({ text }) => text)).toEqual(['Mastodon', 'X', 'More ways']);
  expect(links.map((link) => link.getAttribute('href'))).toEqual([
    `/articles/${first}/share/mastodon`,
    `/articles/${first}/share/x`,
    `/articles/${first}/share`,
  ]);
  expect(page.html.querySelectorAll('#share symbol').map(({ id }) => id)).toEqual([
    'sign-mastodon',
    'sign-x',
  ]);
});

test.each(networks.map(({ id }) => [id]))('a share on %s leads to its intent', async (id) => {
  const response = await visit(`/articles/${first}/share/${id}`);
  const text = (await visitor().open('/')).html.querySelector('.dek')?.text ?? '';
  expect(response.status).toBe(302);
  expect(response.headers.get('Location')).toBe(
    findNetwork(id)?.intent({ url, title, text, image: await image() }),
  );
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  expect(response.headers.get('X-Robots-Tag')).toBe('noindex');
});

test.each([
  ['myspace'],
  ['constructor'],
  ['X'],
  ['https:%2F%2Fevil.example'],
  ['x?url=https://evil.example', 302],
  ['..%2Fx'],
])('a share cannot be made to leave the table: %s', async (network, status = 404) => {
  const response = await visit(`/articles/${first}/share/${network}`);
  expect(response.status).toBe(status);
  expect(response.headers.get('Location') ?? '').not.toContain('evil');
});

test('nothing is shared that is not there', async () => {
  expect((await visit('/articles/nowhere/share/x')).status).toBe(404);
  expect((await visit('/articles/nowhere/share')).status).toBe(404);
});

test('a share is counted, and the page and the JSON tell', async () => {
  for (const network of ['x', 'telegram', 'x']) await visit(`/articles/${second}/share/${network}`);
  expect(await shareCounts(env.DB, second)).toEqual({ total: 3, byNetwork: { telegram: 1, x: 2 } });
  expect(
    (await visitor().open(`/articles/${second}`)).html.querySelector('#share')?.text,
  ).toContain('3 shares');
  expect((await visitor().open(`/articles/${second}/share`)).source).toContain('3 shares');
});

test.each([
  ['a HEAD request', { method: 'HEAD' }],
  [
    'Googlebot',
    {
      headers: {
        'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
      },
    },
  ],
  ['the fetcher of Facebook', { headers: { 'User-Agent': 'facebookexternalhit/1.1' } }],
  ['the fetcher of WhatsApp', { headers: { 'User-Agent': 'WhatsApp/2.23.20.0' } }],
  [
    'the fetcher of Slack',
    { headers: { 'User-Agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' } },
  ],
  [
    'the fetcher of Mastodon',
    { headers: { 'User-Agent': 'Mastodon/4.2.0 (http.rb/5.1.1; +https://social.example/)' } },
  ],
  ['the fetcher of Telegram', { headers: { 'User-Agent': 'TelegramBot (like TwitterBot)' } }],
  [
    'the fetcher of Bluesky',
    {
      headers: {
        'User-Agent': 'Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.example)',
      },
    },
  ],
  ['who asks not to be followed', { headers: { 'Sec-GPC': '1' } }],
  ['an older browser that fetches ahead', { headers: { 'X-Moz': 'prefetch' } }],
  ['a browser that fetches ahead', { headers: { 'Sec-Purpose': 'prefetch' } }],
  ['a browser that draws ahead', { headers: { 'Sec-Purpose': 'prefetch;prerender' } }],
])('%s is no share', async (_, init) => {
  const before = await shareCounts(env.DB, first);
  expect((await visit(`/articles/${first}/share/x`, init)).status).toBe(302);
  expect(await shareCounts(env.DB, first)).toEqual(before);
});

test.each([
  [
    'Chromium',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
  ],
  [
    'a phone',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1',
  ],
  [
    'the browser inside an app',
    'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120 Mobile Safari/537.36 Instagram 300.0',
  ],
  ['Lynx', 'Lynx/2.9.0dev.12 libwww-FM/2.14 SSL-MM/1.4.1'],
  ['w3m', 'w3m/0.5.3+git20230121'],
  ['who does not say', ''],
])('somebody with %s is counted', async (_, agent) => {
  const before = await shareCounts(env.DB, first);
  await visit(`/articles/${first}/share/x`, { headers: { 'User-Agent': agent } });
  expect((await shareCounts(env.DB, first)).total).toBe(before.total + 1);
});

test('somebody who clicks again and again is counted once, and once for each network', async () => {
  const headers = { 'CF-Connecting-IP': '203.0.113.7', 'User-Agent': 'Lynx/2.9.0' };
  const before = await shareCounts(env.DB, first);
  const clicks = Array.from({ length: 20 }, () =>
    visit(`/articles/${first}/share/line`, { headers }),
  );
  await Promise.all(clicks);
  await visit(`/articles/${first}/share/sms`, { headers });
  const after = await shareCounts(env.DB, first);
  expect(after.total).toBe(before.total + 2);
});

test('without a key nobody is told apart, and so nobody is counted', async () => {
  const before = await shareCounts(env.DB, first);
  expect((await visit(`/articles/${first}/share/x`, {}, { SECRET_KEY: '' })).status).toBe(302);
  expect(await shareCounts(env.DB, first)).toEqual(before);
});

test('the redirect leaves before its count is written', async () => {
  const { promise: answers, resolve: letItAnswer } = Promise.withResolvers<void>();
  const slow = new Proxy(env.DB, {
    get: (db, method) =>
      method === 'batch'
        ? (statements: D1PreparedStatement[]) => answers.then(() => db.batch(statements))
        : (sql: string) => db.prepare(sql),
  });
  const before = await shareCounts(env.DB, first);
  const context = createExecutionContext();
  const request = new Request(`${origin}/articles/${first}/share/flipboard`);
  const response = await app.fetch(request, { ...env, DB: slow }, context);
  expect(response.status).toBe(302);
  expect(await shareCounts(env.DB, first)).toEqual(before);

  letItAnswer();
  await waitOnExecutionContext(context);
  expect((await shareCounts(env.DB, first)).total).toBe(before.total + 1);
});

test('a count that cannot be written costs the reader nothing', async () => {
  const away = new Proxy(env.DB, {
    get: () => () => {
      throw new Error('D1_ERROR: away');
    },
  });
  expect((await visit(`/articles/${first}/share/x`, {}, { DB: away })).status).toBe(302);
});

test('what is shared is the canonical link, never the address bar', async () => {
  const response = await visit(
    `/articles/${first}/share/telegram?utm_source=feed`,
    {},
    { SITE_URL: 'https://www.news.example' },
  );
  const shared = new URL(response.headers.get('Location') ?? '').searchParams.get('url');
  expect(shared).toBe(`https://www.news.example/articles/${first}`);
});

test('the share page has the link and all sixteen networks', async () => {
  const page = await visitor().open(`/articles/${first}/share`);
  expect(page.html.querySelector('#link')?.getAttribute('value')).toBe(url);
  expect(page.html.querySelectorAll('.share li a')).toHaveLength(16);
  expect(page.html.querySelector('meta[name=robots]')?.getAttribute('content')).toBe('noindex');
});

test('to whoever asks for JSON, the share page is JSON', async () => {
  const page = await visitor().open(`/articles/${first}/share`, { Accept: 'application/json' });
  const told = JSON.parse(page.source);
  expect(page.headers.get('Content-Type')).toContain('application/json');
  expect(page.headers.get('Vary')).toContain('Accept');
  expect(told).toMatchObject({ url, title, text: expect.stringContaining('48 hours') });
  expect(told.networks).toHaveLength(16);
  expect(told.networks[0]).toEqual({
    id: 'x',
    name: 'X',
    url: `${url}/share/x`,
    intent: findNetwork('x')?.intent({ url, title, text: '', image: '' }),
  });
  expect(told.shortUrl).toBe(`${origin}/s/mkzrk38`);
  expect(told.image).toBe(await image());
  expect(Object.keys(told).sort()).toEqual([
    'image',
    'networks',
    'shares',
    'shortUrl',
    'text',
    'title',
    'url',
  ]);
  expect(told.shares).toEqual(await shareCounts(env.DB, first));
});

test('the newest article is the one that /share passes on', async () => {
  const response = await visit('/share');
  expect(response.status).toBe(302);
  expect(response.headers.get('Location')).toBe(`/articles/${first}/share`);
});

describe('a passage', () => {
  const passage = 'Iran had not yet commented, neither on the expulsions nor on the arrests.';
  const query = `?text=${encodeURIComponent(passage)}`;

  test('is passed on with a link that leads to it, by every network', async () => {
    const page = await visitor().open(`/articles/${first}/share${query}`);
    expect(page.html.querySelector('blockquote')?.text).toBe(`“${passage}”`);
    const link = page.html.querySelector('#link')?.getAttribute('value') ?? '';
    expect(link).toBe(
      `${url}#:~:text=Iran%20had%20not%20yet%20commented%2C%20neither%20on%20the%20expulsions%20nor%20on%20the%20arrests.`,
    );
    const [network] = page.html.querySelectorAll('.share li a');
    const response = await visit(network?.getAttribute('href') ?? '');
    const intent = new URL(response.headers.get('Location') ?? '');
    expect(intent.searchParams.get('url')).toBe(link);
    expect(intent.searchParams.get('text')).toBe(`“${passage}”`);
  });

  test('that the article does not hold is not passed on', async () => {
    const page = await visitor().open(`/articles/${first}/share?text=Nobody%20said%20this`);
    expect(page.source).not.toContain('Nobody said this');
    expect(page.html.querySelector('#link')?.getAttribute('value')).toBe(url);
  });
});

test('a comment can be passed on', async () => {
  const id = '01HZZZZZZZZZZZZZZZZZZZZZZZ';
  const page = await visitor().open(`/articles/${first}/share?comment=${id}`);
  expect(page.html.querySelector('#link')?.getAttribute('value')).toBe(`${origin}/comments/${id}`);
  const response = await visit(`/articles/${first}/share/telegram?comment=${id}`);
  const shared = new URL(response.headers.get('Location') ?? '').searchParams.get('url');
  expect(shared).toBe(`${origin}/comments/${id}`);
  const wrong = await visit(`/articles/${first}/share/telegram?comment=//evil.example`);
  expect(wrong.headers.get('Location')).not.toContain('evil');
});

describe('what a device shares by itself', () => {
  const post = (network: string, headers: Record<string, string> = { Origin: origin }) =>
    visit(`/articles/${second}/shares`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ network }),
    });

  test.each([['copy'], ['native']])('%s is counted', async (way) => {
    const before = (await shareCounts(env.DB, second)).byNetwork[way] ?? 0;
    const response = await post(way);
    expect(response.status).toBe(204);
    expect((await shareCounts(env.DB, second)).byNetwork[way]).toBe(before + 1);
  });

  test.each([
    ['another way', 'x', { Origin: origin }, 422],
    ['another site', 'copy', { Origin: 'https://evil.example' }, 403],
    ['nobody who says so', 'copy', {}, 403],
  ])('%s is not', async (_, way, headers, status) => {
    const before = await shareCounts(env.DB, second);
    expect((await post(way, headers)).status).toBe(status);
    expect(await shareCounts(env.DB, second)).toEqual(before);
  });
});

describe('the short link', () => {
  const arrivals = async () => {
    const counts = await dayCounts(env.DB, dayOf(Date.now()), first);
    return Object.fromEntries(
      counts
        .filter(({ event }) => event === 'arrival')
        .map(({ channel, count }) => [channel, count]),
    );
  };

  test('leads to the article, and counts who comes by it', async () => {
    const response = await visit('/s/mkzrk38');
    expect(response.status).toBe(302);
    expect(response.headers.get('Location')).toBe(`/articles/${first}`);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(response.headers.get('X-Robots-Tag')).toBe('noindex');
    expect(await arrivals()).toEqual({ link: 1 });
  });

  test.each([
    ['?via=whatsapp', 'whatsapp'],
    ['?via=whatsapp&fbclid=abc&utm_source=x', 'whatsapp'],
    ['?via=evil', 'link'],
    ['?via=https://evil.example', 'link'],
    ['?url=https://evil.example', 'link'],
  ])('with %s counts for %s, and takes nothing along', async (query, channel) => {
    const before = (await arrivals())[channel] ?? 0;
    const response = await visit(`/s/mkzrk38${query}`);
    expect(response.headers.get('Location')).toBe(`/articles/${first}`);
    expect((await arrivals())[channel]).toBe(before + 1);
  });

  test('may be typed in capitals', async () => {
    expect((await visit('/s/MKZRK38')).status).toBe(302);
  });

  test.each(['/s/nowhere', '/s/constructor', '/s/__proto__'])('%s leads nowhere', async (path) => {
    expect((await visit(path)).status).toBe(404);
  });

  test('waits for the minute of its article', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2023, 3, 6, 16, 39, 59) });
    expect((await visit('/s/mkzrk38')).status).toBe(404);
    vi.setSystemTime(Date.UTC(2023, 3, 6, 16, 40));
    expect((await visit('/s/mkzrk38')).status).toBe(302);
    vi.useRealTimers();
  });

  test('is drawn as a QR code', async () => {
    const page = await visitor().open(`/articles/${first}/qr.svg`);
    expect(page.headers.get('Content-Type')).toBe('image/svg+xml');
    expect(page.source).toMatch(/^<svg [^>]+ aria-label="The short link as a QR code"[^>]*>/);
    // Three of its corners are marked by squares of seven.
    const corner = Array.from({ length: 7 }, (_, x) => `M${x} 0h1v1h-1z`).join('');
    expect(page.source).toContain(` d="${corner}`);
    expect((await visit('/articles/nowhere/qr.svg')).status).toBe(404);
  });
});

test('the share page has everything else one needs', async () => {
  const page = await visitor().open(`/articles/${first}/share`);
  expect(page.html.querySelector('#short')?.getAttribute('value')).toBe(`${origin}/s/mkzrk38`);
  expect(page.html.querySelector('img[src$="/qr.svg"]')).not.toBeNull();
  expect(page.html.querySelector('#embed')?.textContent).toContain(`src="${url}/card"`);
  expect(page.html.querySelector('.unfurl')?.text).toContain(title);
  expect(await image()).toContain(page.html.querySelector('.unfurl img')?.getAttribute('src'));
});

test('the clock of the platform makes the site forget who came', async () => {
  await visit(`/articles/${first}/share/x`);
  const inTwoDays = Date.now() + 2 * 24 * 60 * 60 * 1000;
  const clock = createScheduledController({ scheduledTime: inTwoDays });
  await app.scheduled(clock, env, createExecutionContext());
  for (const table of ['salts', 'visits']) {
    expect(await env.DB.prepare(`SELECT * FROM ${table}`).first()).toBeNull();
  }
  expect((await shareCounts(env.DB, first)).total).toBeGreaterThan(0);
});

test.each([
  ['application/json', 'json'],
  ['APPLICATION/JSON', 'json'],
  ['application/json;q=0.9, text/html;q=0.2', 'json'],
  ['text/html, application/json;q=0.9', 'html'],
  ['text/html,application/xhtml+xml,*/*;q=0.8', 'html'],
  ['application/json;q=0', 'html'],
  ['application/json;q=x', 'html'],
  ['*/*', 'html'],
  [';;,,', 'html'],
])('whoever accepts %j gets %s', async (accept, type) => {
  const page = await visitor({}, { Accept: accept }).open(`/articles/${first}/share`);
  expect(page.headers.get('Content-Type')).toContain(type);
});
