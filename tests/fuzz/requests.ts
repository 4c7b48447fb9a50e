// What holds of every answer, whatever is asked: of any address, by any method, with any headers and any form.
import { doesNotMatch, equal, match, ok } from 'node:assert/strict';
import * as fc from 'fast-check';
import { parse } from 'node-html-parser';
import { networks } from '../../src/model/share.ts';
import { type Claim, claim } from './claims.ts';
import { text } from './texts.ts';

/** The site that is asked. */
export interface Asked {
  readonly origin: string;
  readonly ask: (request: Request) => Promise<Response>;
  /** `METHOD /path/:with/:parameters`, as the README has them. */
  readonly routes: readonly string[];
  /** What stands for a parameter and leads somewhere, by its name. */
  readonly known: Readonly<Record<string, string>>;
  /** What opens the desk. */
  readonly authorization: string;
}

/** Fields of forms, and of queries. */
const fields = [
  ...[
    'body',
    'name',
    'email',
    'website',
    'parent',
    'token',
    'subject',
    'preview',
    'key',
    'reason',
    'words',
    'pass',
  ],
  ...[
    'session',
    'network',
    'outcome',
    'decision',
    'chosen-01HZZZZZZZZZZZZZZZZZZZZZZZ',
    'seen',
    'back',
    'phrase',
  ],
  ...['effect', 'kind', 'comment', 'as', 'opening', 'from', 'cf-turnstile-response'],
] as const;
const queries = [
  ...[
    'after',
    'sort',
    'comment',
    'view',
    'parent',
    'q',
    'in',
    'key',
    'token',
    'session',
    'text',
    'url',
    'format',
  ],
  ...[
    'maxwidth',
    'maxheight',
    'via',
    'status',
    'article',
    'reason',
    'from',
    'before',
    'days',
    'undo',
    'decided',
    'sent',
  ],
] as const;
const headers = [
  ...[
    'Accept',
    'Accept-Language',
    'Cookie',
    'If-None-Match',
    'Origin',
    'Sec-Fetch-Site',
    'User-Agent',
    'Referer',
  ],
  ...[
    'CF-Connecting-IP',
    'CF-Ray',
    'X-Forwarded-Proto',
    'X-Forwarded-Host',
    'Sec-GPC',
    'Sec-Purpose',
    'Range',
  ],
  ...[
    'Authorization',
    'Content-Type',
    'If-Modified-Since',
    'X-HTTP-Method-Override',
    'Content-Encoding',
  ],
] as const;

/** Statuses that the README tells of. */
const told = [
  200, 204, 301, 302, 303, 304, 308, 400, 401, 403, 404, 409, 413, 414, 415, 422, 429, 431, 501,
  503,
];

interface Question {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>> | undefined;
  readonly raw: string;
  readonly isMultipart: boolean;
  readonly isFromHere: boolean;
  readonly isModerator: boolean;
}

/** Nothing of it may ever be markup, on whatever page it comes back. */
const mark = 'fz<b onclick=1>\'"&';

export function requests(asked: Asked): readonly Claim[] {
  return [
    claim(
      'every request has an answer that is told of, secure, and holds nothing but text of what was sent',
      question(asked),
      async (one) => {
        const answer = await asked.ask(requestOf(asked, one));
        const body = await answer.text();
        ok(told.includes(answer.status), `${answer.status} is told of nowhere`);
        ok(answer.status !== 503, 'nothing is away');
        expectSecure(answer, one);
        expectNothingOfIt(answer, one, asked.origin);
        const type = answer.headers.get('Content-Type') ?? '';
        if (type.startsWith('text/html')) expectText(body, one);
        if (type.includes('json') && body !== '') JSON.parse(body);
        doesNotMatch(body, /SQLITE|D1_ERROR|at \w+ \(|node_modules|TypeError|\[object /);
      },
    ),

    claim(
      'a page is not sent again to whoever has it, and only to them',
      fc.tuple(fc.array(tag, { maxLength: 4 }), fc.option(fc.nat(4))),
      async ([others, place]) => {
        const page = () => new Request(`${asked.origin}/articles`);
        const own = (await asked.ask(page())).headers.get('ETag');
        ok(own);
        const tags: string[] = [...others];
        if (place !== null) tags.splice(place, 0, own);
        const again = page();
        again.headers.set('If-None-Match', tags.join(', '));
        const { status, headers: found } = await asked.ask(again);
        equal(status, place === null ? 200 : 304);
        equal(found.get('ETag'), own);
      },
    ),
  ];
}

const tag = fc.constantFrom('""', 'W/"x"', '"x"', 'x', 'W/', '"a,b"', '"\\x"', ',', '');

const value = fc.oneof(
  text(4),
  fc.constant(mark),
  fc.constantFrom('', '0', '1', 'on', 'x'.repeat(3000)),
);

function question({ routes, known }: Asked): fc.Arbitrary<Question> {
  const parameter = (name: string) =>
    fc.oneof(
      { weight: 4, arbitrary: fc.constant(known[name] ?? 'x') },
      {
        weight: 1,
        arbitrary: text(3).map((part) => encodeURIComponent(part.toWellFormed()) || 'x'),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '%00',
          '%ff',
          '%',
          '..',
          '%2e%2e',
          '%2f',
          '__proto__',
          encodeURIComponent(mark),
        ),
      },
    );
  const path = fc.constantFrom(...routes).chain((route) => {
    const [method = '', pattern = ''] = route.split(' ');
    const parts = pattern
      .split('/')
      .map((part) => (part.startsWith(':') ? parameter(part.slice(1)) : fc.constant(part)));
    return fc.tuple(
      fc.constant(method),
      fc.tuple(...parts).map((found) => found.join('/')),
    );
  });
  const odd = fc.oneof(
    fc.webPath(),
    text(3).map((part) => `/${part}`),
    fc.constantFrom(
      '//',
      '///evil.example/',
      '//evil.example/%2f..',
      '/\\evil.example',
      '/articles/',
      '/.',
      '/..;/',
      '/%',
      '/*',
    ),
  );
  return fc
    .record({
      method: fc.oneof(
        { weight: 8, arbitrary: fc.constant('') },
        {
          weight: 1,
          arbitrary: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'),
        },
      ),
      path: fc.oneof(
        { weight: 8, arbitrary: path },
        { weight: 1, arbitrary: fc.tuple(fc.constant('GET'), odd) },
      ),
      query: fc.dictionary(
        fc.oneof(fc.constantFrom(...queries), text(1)),
        fc.oneof(value, fc.constantFrom(...Object.values(known))),
        { maxKeys: 4 },
      ),
      headers: fc.dictionary(fc.constantFrom(...headers), headerValue, { maxKeys: 4 }),
      form: fc.option(
        fc.dictionary(
          fc.oneof(fc.constantFrom(...fields), text(1)),
          fc.oneof(value, fc.constantFrom(...Object.values(known))),
          { maxKeys: 8 },
        ),
        { nil: undefined, freq: 8 },
      ),
      raw: text(10),
      isMultipart: fc.boolean(),
      isFromHere: fc.boolean(),
      isModerator: fc.boolean(),
    })
    .map(({ path: [method, pathname], query, ...rest }) => ({
      ...rest,
      method: rest.method || method,
      path: pathname + queryOf(query),
    }));
}

const queryOf = (query: Readonly<Record<string, string>>) => {
  const search = new URLSearchParams(
    Object.entries(query).map(([name, said]) => [name.toWellFormed(), said.toWellFormed()]),
  );
  return search.size > 0 ? `?${search}` : '';
};

/** What a client can put into a header at all. */
const headerValue = fc.oneof(
  value.map((said) => said.replace(/[^\x20-\x7e\xa0-\xff]/g, '').trim()),
  fc.constantFrom(
    '*',
    'W/"x"',
    '"',
    '"".""',
    'application/json',
    'application/json;q=2',
    'text/html;q=NaN,application/json',
    'null',
    'https://evil.example',
    'cross-site',
    'same-origin',
    'none',
    'http',
    'https',
    '::1',
    '203.0.113.9',
    'Basic',
    'Basic Og==',
    'Basic bW9kZXJhdG9yOng=',
    'Bearer x',
    '__Host-commenter=AAAAAAAAAAAAAAAAAAAAAA',
    '__Host-commenter="',
    'bytes=0-1',
    'text/plain',
    'application/x-www-form-urlencoded; charset=utf-7',
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'gzip',
  ),
);

function requestOf({ origin, authorization }: Asked, one: Question): Request {
  const sent = new Headers(one.headers);
  if (one.isFromHere) {
    sent.set('Origin', origin);
    sent.delete('Sec-Fetch-Site');
  }
  if (one.isModerator) sent.set('Authorization', authorization);
  const body = /GET|HEAD/.test(one.method) ? null : bodyOf(one, sent);
  return new Request(new URL(origin + one.path), {
    method: one.method,
    headers: sent,
    body,
    redirect: 'manual',
  });
}

/** A form as browsers send one, or something else altogether. */
function bodyOf({ form, isMultipart, raw }: Question, sent: Headers): BodyInit {
  if (!form) return raw;
  sent.delete('Content-Type');
  const body = isMultipart ? new FormData() : new URLSearchParams();
  for (const [name, said] of Object.entries(form))
    body.append(name.toWellFormed().replace(/\\$/, ''), said.toWellFormed());
  return body;
}

function expectSecure({ headers: found, status }: Response, { path }: Question): void {
  match(found.get('Strict-Transport-Security') ?? '', /^max-age=\d+/);
  equal(found.get('Referrer-Policy'), 'same-origin');
  const showsSomething = status < 300 || status >= 400;
  if (showsSomething) {
    const policy = found.get('Content-Security-Policy') ?? '';
    match(policy, /^default-src 'none'; /);
    doesNotMatch(policy, /unsafe/);
    if (!path.includes('/card')) match(policy, /frame-ancestors 'none'/);
    ok(found.get('Permissions-Policy'));
    equal(found.get('X-Content-Type-Options'), 'nosniff');
  }
  if (status >= 400) ok(!/\bpublic\b/.test(found.get('Cache-Control') ?? 'public'));
  for (const cookie of found.getSetCookie())
    match(
      cookie,
      /^__Host-commenter=[\w-]{22}; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
}

/** Where an answer leads is here, or a network; and no header holds what was sent. */
function expectNothingOfIt({ headers: found }: Response, { path }: Question, origin: string): void {
  for (const [name, said] of found) {
    match(said, /^[\x20-\x7e]*$/, `${name}: ${said}`);
    ok(!said.includes('fz<b'), name);
  }
  const location = found.get('Location');
  if (location === null) return;
  const target = URL.parse(location, origin + path);
  ok(target, location);
  const isNetwork = path.includes('/share/');
  ok(
    target.origin === origin || isNetwork || target.origin === `https://${new URL(origin).host}`,
    location,
  );
  if (isNetwork) ok(target.origin === origin || networkOrigins.includes(target.origin), location);
}

const networkOrigins = networks.map(({ intent }) => {
  const url = 'https://a.example/';
  return new URL(intent({ url, title: 'a', text: 'a', image: url })).origin;
});

/** Of what was sent nothing is an element, or leads or does anything. */
function expectText(body: string, { path }: Question): void {
  ok(!body.includes('fz<b'), `markup came back from ${path}`);
  const page = parse(body, { comment: true });
  for (const element of page.querySelectorAll('*')) {
    const name = element.rawTagName.toLowerCase();
    for (const attribute of Object.keys(element.attributes))
      doesNotMatch(attribute, /^on|[^a-z:_-]/i, `<${name} ${attribute}>`);
    for (const attribute of ['href', 'src', 'action', 'formaction'])
      doesNotMatch(element.getAttribute(attribute) ?? '', /^\s*(javascript|data|vbscript):/i);
  }
  for (const data of page.querySelectorAll('script[type="application/ld+json"]'))
    JSON.parse(data.rawText);
}
