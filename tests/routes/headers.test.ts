// What every answer says of itself, whatever was asked: derived from the routes, so that a new one is held to it too.
import { env } from 'cloudflare:workers';
import { parse } from 'node-html-parser';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import app from '../../src/index.ts';
import { ask, first, origin, visitor } from '../site.ts';

const words = { name: 'Leyla', email: 'leyla@news.example', body: 'I was there.' };
const authorization = `Basic ${btoa(`moderator:${env.MODERATION_PASSWORD}`)}`;
const turnstile = { TURNSTILE_SITE_KEY: 'site', TURNSTILE_SECRET_KEY: 'secret' };

const routes = [
  ...new Set(
    app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`),
  ),
];

let id = '';
let manage = '';

beforeAll(async () => {
  const page = await visitor({ MODERATION: 'none' }).comment(first, words);
  id = (await env.DB.prepare('SELECT id FROM comments').first<string>('id')) ?? '';
  manage = page.html.querySelector('a[href*="/manage?key="]')?.getAttribute('href') ?? '';
});

/** A path of the route that leads somewhere. */
function pathOf(route: string): string {
  const path = route
    .replace(/^\w+ /, '')
    .replace(':slug', route.includes('/pages/') ? 'about' : first)
    .replace(':tag', 'iran')
    .replace(':id', id)
    .replace(':network', 'x')
    .replace(':code', 'nowhere')
    .replace(':batch', id)
    .replace(':who', 'w'.repeat(43));
  return path.endsWith('/manage') ? manage : path;
}

function send(
  route: string,
  headers: Readonly<Record<string, string>> = {},
  settings: object = {},
): Promise<Response> {
  const [method = ''] = route.split(' ');
  const body = method === 'POST' ? new URLSearchParams({ ...words, name: '' }) : null;
  return ask(
    new Request(origin + pathOf(route), { method, headers: { Origin: origin, ...headers }, body }),
    settings,
  );
}

/** Its directives, by name. */
const policyOf = ({ headers }: Response): ReadonlyMap<string, readonly string[]> =>
  new Map(
    (headers.get('Content-Security-Policy') ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources] as const;
    }),
  );

const hashOf = async (text: string): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `'sha256-${new Uint8Array(digest).toBase64()}'`;
};

/** Whether it has something to show, and does not lead elsewhere, or to what is held already. */
const showsSomething = ({ status }: Response) => status < 300 || status >= 400;

/** Holds for every answer, framed or not. */
function expectSecure(response: Response): void {
  const { headers } = response;
  expect(headers.get('Strict-Transport-Security')).toMatch(/^max-age=(\d{8,})$/);
  expect(headers.get('Referrer-Policy')).toBe('same-origin');
  expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
  expect(headers.get('Cache-Control')).not.toBeNull();
  expect(headers.get('Server')).toBeNull();
  expect(headers.get('X-Powered-By')).toBeNull();
  for (const cookie of headers.getSetCookie())
    expect(cookie).toMatch(/^__Host-\w+=[\w-]*; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=/);
  if (showsSomething(response)) expectConfined(response);
  else expect(response.body).toBeNull();
}

/** What it shows loads, runs and asks for no more than it must. */
function expectConfined(response: Response): void {
  const { headers } = response;
  const policy = policyOf(response);
  expect(policy.get('default-src')).toEqual(["'none'"]);
  expect(policy.get('base-uri')).toEqual(["'none'"]);
  expect(policy.get('form-action')).toEqual(["'self'"]);
  expect([...policy.values()].flat().join(' ')).not.toMatch(/unsafe|data:|blob:|https?:(?!\/\/)/);
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(headers.get('Permissions-Policy')).toMatch(/^[a-z-]+=\(\)(, [a-z-]+=\(\))+$/);
  for (const feature of ['camera', 'geolocation', 'microphone', 'payment', 'usb'])
    expect(headers.get('Permissions-Policy')).toContain(`${feature}=()`);
  expect(headers.get('Permissions-Policy')).not.toMatch(/share|clipboard/); // our script does
}

/** Shown in no frame, and read by no other site. */
function expectUnframed(response: Response): void {
  expect(policyOf(response).get('frame-ancestors')).toEqual(["'none'"]);
  expect(response.headers.get('X-Frame-Options')).toBe('DENY');
  expect(response.headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
}

/** Everything on the page that runs, or styles, is named by its hash; nothing stands in an attribute. */
async function expectHashed(response: Response): Promise<void> {
  const policy = policyOf(response);
  const page = parse(await response.text(), { comment: true });
  const styles = page.querySelectorAll('style').map(({ rawText }) => rawText);
  const scripts = page.querySelectorAll('script:not([src])').flatMap((script) => {
    const isData = script.getAttribute('type') === 'application/ld+json';
    return isData ? [] : [script.rawText];
  });
  for (const style of styles) expect(policy.get('style-src')).toContain(await hashOf(style));
  for (const script of scripts) expect(policy.get('script-src')).toContain(await hashOf(script));
  expect(styles.length).toBeGreaterThan(0);
  const names = page.querySelectorAll('*').flatMap(({ attributes }) => Object.keys(attributes));
  expect(names.filter((name) => name === 'style' || /^on/i.test(name))).toEqual([]);
}

const askersOf = (
  route: string,
): readonly (readonly [string, Readonly<Record<string, string>>])[] => [
  ['a reader', {}],
  ['a program', { Accept: 'application/json' }],
  ['another site', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
  ...(route.includes('/moderation')
    ? [['a moderator', { Authorization: authorization }] as const]
    : []),
];

describe.each(routes)('%s', (route) => {
  test.each(askersOf(route))('is secure for %s', async (_, headers) => {
    const response = await send(route, headers);
    expect(response.status).toBeLessThan(500);
    expectSecure(response);
    if (showsSomething(response) && !route.endsWith('/card')) expectUnframed(response);
    if (response.headers.get('Content-Type')?.startsWith('text/html')) await expectHashed(response);
  });

  test('is secure while the database is away', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const away = {
      get: () => () => {
        throw new Error('D1_ERROR: away');
      },
    };
    const headers = { Authorization: authorization };
    const response = await send(route, headers, { DB: new Proxy(env.DB, away) });
    expectSecure(response);
    if (showsSomething(response) && !route.endsWith('/card')) expectUnframed(response);
    log.mockRestore();
  });
});

describe.each([
  ['as it is', {}],
  ['with Turnstile', turnstile],
])('%s', (_, settings) => {
  test.each(routes.filter((route) => route.startsWith('GET ')))(
    '%s is answered alike without what it shows',
    async (route) => {
      const whole = await send(route, {}, settings);
      const head = await send(route.replace('GET', 'HEAD'), {}, settings);
      expect(head.status).toBe(whole.status);
      expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(whole.headers));
      expect(await head.text()).toBe('');
    },
  );
});

test.each([
  ['GET', '/nowhere'],
  ['GET', '/feed.xml/'],
  ['DELETE', '/'],
  ['PUT', `/articles/${first}`],
  ['OPTIONS', '/moderation'],
  ['HEAD', `/articles/${first}`],
])('%s %s is secure', async (method, path) => {
  const response = await ask(new Request(origin + path, { method, redirect: 'manual' }));
  expectSecure(response);
  if (showsSomething(response)) expectUnframed(response);
});

test('what cannot be answered at all is secure', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const response = await ask(new Request(origin), { MODERATION: 'whoever' });
  expect(response.status).toBe(500);
  expectSecure(response);
  expectUnframed(response);
  log.mockRestore();
});

test.each([
  ['what is held already', `/articles/${first}`, 304],
  ['what leads to a network', `/articles/${first}/share/x`, 302],
])('an answer that shows nothing weighs little: %s', async (_, path, status) => {
  const etag = (await ask(new Request(origin + path))).headers.get('ETag');
  const headers = new Headers(etag ? { 'If-None-Match': etag } : {});
  const response = await ask(new Request(origin + path, { headers, redirect: 'manual' }));
  expect(response.status).toBe(status);
  const lines = [...response.headers].map((field) => `${field.join(': ')}\r\n`);
  expect(lines.join('').length).toBeLessThan(700);
});

test('the card may be framed by anybody, and nothing else changes', async () => {
  const response = await send('GET /articles/:slug/card');
  expect(policyOf(response).get('frame-ancestors')).toEqual(['*']);
  expect(response.headers.get('X-Frame-Options')).toBeNull();
  expect(response.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
});

test('Turnstile is let in where a form asks it, and nowhere else', async () => {
  const asking = policyOf(await send('GET /articles/:slug', {}, turnstile));
  expect(asking.get('frame-src')).toEqual(['https://challenges.cloudflare.com']);
  expect(asking.get('script-src')).toContain('https://challenges.cloudflare.com');
  for (const route of ['GET /articles', 'GET /privacy', 'GET /articles/:slug/share'])
    expect([...policyOf(await send(route, {}, turnstile)).values()].flat().join()).not.toContain(
      'cloudflare',
    );
});

test('the cookie is the browser’s alone, and goes to no other site', async () => {
  const posted = await visitor({ MODERATION: 'none' }).open(`/articles/${first}`);
  const fields = {
    ...words,
    token: posted.html.querySelector('[name=token]')?.getAttribute('value') ?? '',
  };
  const response = await ask(
    new Request(`${origin}/articles/${first}/comments`, {
      method: 'POST',
      headers: { Origin: origin },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    }),
  );
  const [cookie, ...others] = response.headers.getSetCookie();
  expect(others).toEqual([]);
  expect(cookie).toMatch(
    /^__Host-commenter=[\w-]{22}; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
});

describe('a site that is at home on https', () => {
  const home = { SITE_URL: 'https://broadside.example' };
  const asked = (address: string, scheme?: string, method = 'GET') =>
    ask(
      new Request(address, {
        method,
        redirect: 'manual',
        headers: scheme ? { 'X-Forwarded-Proto': scheme } : {},
      }),
      home,
    );

  test.each(['GET', 'POST'])('leads there whoever asks it in the clear by %s', async (method) => {
    const response = await asked('http://broadside.example/articles?in=2023', 'http', method);
    expect(response.status).toBe(308);
    expect(response.headers.get('Location')).toBe('https://broadside.example/articles?in=2023');
    expect(response.headers.get('Cache-Control')).toBe('no-store');
  });

  test.each([
    ['https://broadside.example/', 'https'],
    ['http://broadside.example/', undefined],
    ['http://broadside.example/', 'https'],
    ['http://localhost:8787/', 'http'],
  ])('answers %s, asked by %s', async (address, scheme) => {
    expect((await asked(address, scheme)).status).toBe(200);
  });
});

describe('what goes into a header', () => {
  const broken = ['%0D%0AX-Evil:%201', '%E2%80%A8', '%F0%9F%98%80', '\u0130', '%00', '%FF', '\'"'];

  test.each(broken)('is nothing that was sent: %s', async (text) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const paths = [
      `/${text}/`,
      `//${text}/`,
      `//evil.example/${text}/`,
      `/\\evil.example/${text}/`,
      `/articles/${text}/`,
      `/articles/${first}/?x=${text}`,
      `/articles/${first}?comment=${text}&view=${text}`,
      `/articles/${first}/share?text=${text}&comment=${text}`,
      `/articles/${first}/share/x?text=${text}&comment=${text}`,
      `/s/${text}`,
      `/comments/${text}`,
      `/oembed?url=${text}`,
    ];
    for (const path of paths) {
      const response = await ask(new Request(origin + path, { redirect: 'manual' }));
      expect(response.status).toBeLessThan(500);
      expect(response.headers.get('X-Evil')).toBeNull();
      for (const [, value] of response.headers) expect(value).toMatch(/^[\x20-\x7e]*$/);
      const location = response.headers.get('Location');
      if (location && !path.includes('/share/x'))
        expect(new URL(location, origin).origin).toBe(origin);
    }
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });

  test.each([
    '//evil.example/moderation',
    'https://evil.example/moderation',
    'https://broadside.example@evil.example/moderation',
    '/moderation/../..//evil.example',
    '/\\evil.example/moderation',
    'javascript:alert(1)//moderation',
    '/moderation?q=\r\nX-Evil: 1',
    '/moderation?q=\u0130😀',
  ])('where a form of the desk leads back to is the desk: %j', async (back) => {
    const response = await ask(
      new Request(`${origin}/moderation/decisions`, {
        method: 'POST',
        headers: { Origin: origin, Authorization: authorization },
        body: new URLSearchParams({ outcome: 'spam', back }),
        redirect: 'manual',
      }),
    );
    expect(response.status).toBe(303);
    expect(response.headers.get('Location')).toMatch(/^\/moderation(\?[\x21-\x7e]*)?$/);
    expect(response.headers.get('X-Evil')).toBeNull();
  });
});
