import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { watched } from '../../src/routes/database.ts';
import { ask, first, origin, visitor } from '../site.ts';

const words = {
  body: 'The river knows no border.',
  name: 'Leyla',
  email: 'leyla@news.example',
  website: '',
};
const keys = { TURNSTILE_SITE_KEY: 'site-key', TURNSTILE_SECRET_KEY: 'secret-key' };
/** Where nothing waits, and nobody is too quick. */
const free = { MODERATION: 'none', MIN_SECONDS_TO_COMMENT: '0' };
const everybody = { ...keys, ...free };
const answered = { ...words, 'cf-turnstile-response': 'word-of-turnstile' };
const yes = { success: true, hostname: 'broadside.example', action: 'comment' };
const no = (code: string) => ({ success: false, 'error-codes': [code] });

/** What Turnstile is asked, and says. */
const siteverify = vi.spyOn(globalThis, 'fetch');
const says = (answer: object, status = 200) =>
  siteverify.mockImplementation(async () => Response.json(answer, { status }));

const logged = vi.spyOn(console, 'error').mockImplementation(() => {});

beforeEach(async () => {
  for (const table of ['comments', 'tries']) await env.DB.prepare(`DELETE FROM ${table}`).run();
  says(yes);
});
afterEach(() => {
  siteverify.mockReset();
  logged.mockClear();
  vi.useRealTimers();
});

interface Row {
  readonly status: string;
  readonly verdict: string;
}
const stored = async () =>
  (await env.DB.prepare('SELECT status, verdict FROM comments ORDER BY id').all<Row>()).results.map(
    ({ status, verdict }) => ({
      status,
      rules: JSON.parse(verdict).map(({ rule }: { rule: string }) => rule),
    }),
  );

/** The questions that Turnstile was asked, as sent. */
const questions = () => siteverify.mock.calls.map(([url, init]) => ({ url: String(url), ...init }));
const fieldsOf = (question: RequestInit | undefined) =>
  Object.fromEntries(new URLSearchParams(String(question?.body)));

async function send(typing: Record<string, string>, settings: object = everybody) {
  const reader = visitor(settings, { 'CF-Connecting-IP': '203.0.113.9' });
  const page = await reader.open(`/articles/${first}`);
  return reader.submit(page, '#reply form', typing);
}

describe('where nobody else is asked', () => {
  const policy =
    /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+' 'sha256-[^']+'; manifest-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/;

  test('the policy lets nothing else in, and no page speaks of it', async () => {
    for (const path of ['/', `/articles/${first}`, '/privacy']) {
      const page = await visitor().open(path);
      expect(page.headers.get('Content-Security-Policy')).toMatch(policy);
      expect(page.source).not.toMatch(/challenges\.cloudflare|data-sitekey|id="turnstile"/);
    }
  });

  test('a comment asks nobody, whatever its form says', async () => {
    await send(answered, free);
    expect(siteverify).not.toHaveBeenCalled();
    expect(await stored()).toEqual([{ status: 'approved', rules: [] }]);
  });

  test('the page is the same to the byte but for what the form asks', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { source } = await visitor().open('/');
    const asking = (await visitor(keys).open('/')).source;
    const api =
      '<script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async="" defer="">';
    const box =
      /<div class="cf-turnstile" [^>]+><\/div><p class="quiet">[^<]+<a href="\/privacy#turnstile">[^<]+<\/a><\/p>/;
    expect(asking).toContain(api);
    expect(asking).toMatch(box);
    expect(asking.replace(`${api}</script>`, '').replace(box, '')).toBe(source);
  });
});

describe('where Turnstile is asked', () => {
  test('the form carries it, and says so', async () => {
    const { html } = await visitor(keys).open(`/articles/${first}`);
    const box = html.querySelector('#reply form .cf-turnstile');
    expect(box?.getAttribute('data-sitekey')).toBe(keys.TURNSTILE_SITE_KEY);
    expect(box?.getAttribute('data-action')).toBe('comment');
    expect(html.querySelector('#reply form')?.text).toContain('Cloudflare’s Turnstile');
    expect(html.querySelectorAll('script[src]')).toHaveLength(1);
  });

  test('the privacy page says who is asked, and not that nobody is', async () => {
    const { html, source } = await visitor(keys).open('/privacy');
    expect(html.querySelector('#turnstile')?.text).toBe('Who else is asked');
    expect(source).not.toContain('nobody else is asked for anything');
  });

  test('only a page with an open form lets it in', async () => {
    const policyOf = async (path: string, settings: object = {}) =>
      (await visitor({ ...keys, ...settings }).open(path)).headers.get('Content-Security-Policy');
    const open = await policyOf(`/articles/${first}`);
    expect(open).toMatch(
      /script-src 'sha256-[^']+' 'sha256-[^']+' https:\/\/challenges\.cloudflare\.com;/,
    );
    expect(open).toContain('frame-src https://challenges.cloudflare.com;');
    expect(open).toContain("connect-src 'self';");
    const others = ['/articles', '/privacy', '/moderation', `/articles/${first}/comments`];
    for (const path of others) expect(await policyOf(path)).not.toContain('cloudflare');
    const closed = await policyOf(`/articles/${first}`, { CLOSE_COMMENTS_AFTER_DAYS: 1 });
    expect(closed).not.toContain('cloudflare');
    expect(await policyOf(`/articles/${first}/card`)).not.toContain('cloudflare');
  });

  test('a form that comes back carries it again', async () => {
    const page = await send({ ...answered, name: '' });
    expect(page.status).toBe(422);
    expect(page.html.querySelectorAll('.cf-turnstile')).toHaveLength(1);
    expect(page.headers.get('Content-Security-Policy')).toContain('frame-src');
    expect(page.source).not.toContain(answered['cf-turnstile-response']);
    expect(siteverify).not.toHaveBeenCalled();
  });

  test('whoever is taken for a person is judged as ever', async () => {
    expect((await send(answered)).status).toBe(200);
    await send({ ...answered, body: 'And another thing.' }, { ...everybody, MODERATION: 'first' });
    expect(await stored()).toEqual([
      { status: 'approved', rules: [] },
      { status: 'pending', rules: ['first'] },
    ]);
    expect(logged).not.toHaveBeenCalled();
  });

  test('of whoever posts, nothing is told', async () => {
    await send(answered);
    const [question] = questions();
    expect(question?.url).toBe('https://challenges.cloudflare.com/turnstile/v0/siteverify');
    expect(question?.headers).toBeUndefined();
    expect(fieldsOf(question)).toEqual({
      secret: keys.TURNSTILE_SECRET_KEY,
      response: answered['cf-turnstile-response'],
      idempotency_key: expect.stringMatching(
        /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/,
      ),
    });
    expect(String(question?.body)).not.toMatch(/remoteip|203\.0\.113|leyla|river/i);
  });

  test('whoever has no script is held where nobody waits, and loses nothing', async () => {
    const page = await send(words);
    expect(page.status).toBe(200);
    expect(page.html.querySelector('.own .status')?.text).toContain('Awaiting moderation');
    expect(await stored()).toEqual([{ status: 'pending', rules: ['unchecked'] }]);
    expect(siteverify).not.toHaveBeenCalled();
  });

  test.each([
    ['is made up', no('invalid-input-response')],
    ['is too old, or was used before', no('timeout-or-duplicate')],
    ['is for another site', { ...yes, hostname: 'elsewhere.example' }],
    ['is for another form', { ...yes, action: 'login' }],
    ['names no site', { success: true, action: 'comment' }],
  ])('a word of Turnstile that %s is refused: held, and not spam', async (_, answer) => {
    says(answer);
    expect((await send(answered)).status).toBe(200);
    expect(await stored()).toEqual([{ status: 'pending', rules: ['refused'] }]);
    expect(logged).not.toHaveBeenCalled();
  });

  test('what is refused waits even for a known commenter', async () => {
    const settings = { ...everybody, MODERATION: 'first' };
    const reader = visitor(settings);
    const comment = async (body: string) => {
      const page = await reader.open(`/articles/${first}`);
      await reader.submit(page, '#reply form', { ...answered, body });
    };
    await comment('One.');
    await env.DB.prepare(`UPDATE comments SET status = 'approved'`).run();
    await comment('Two.');
    says(no('timeout-or-duplicate'));
    await comment('Three.');
    expect((await stored()).map(({ status }) => status)).toEqual([
      'approved',
      'approved',
      'pending',
    ]);
  });

  test('under both names of the site its word is good', async () => {
    const settings = { ...everybody, SITE_URL: 'https://www.broadside.example' };
    await send(answered, settings);
    says({ ...yes, hostname: 'www.broadside.example' });
    await send({ ...answered, body: 'And another thing.' }, settings);
    expect((await stored()).map(({ status }) => status)).toEqual(['approved', 'approved']);
  });

  test.each([
    ['says that it is broken', () => says(no('internal-error'))],
    ['answers with 503', () => says(yes, 503)],
    ['answers with a page', () => siteverify.mockImplementation(async () => new Response('<p>'))],
    ['cannot be reached', () => siteverify.mockRejectedValue(new TypeError('leyla@news.example'))],
    ['does not know the secret', () => says(no('invalid-input-secret'), 400)],
  ])(
    'where Turnstile %s, the comment is held and that is logged, of nobody',
    async (_, happens) => {
      happens();
      expect((await send(answered)).status).toBe(200);
      expect(await stored()).toEqual([{ status: 'pending', rules: ['unchecked'] }]);
      expect(logged).toHaveBeenCalledTimes(1);
      expect(JSON.stringify(logged.mock.calls)).not.toMatch(
        /leyla|river|203\.0\.113|word-of-turnstile|secret-key/i,
      );
    },
  );

  test('a secret that Turnstile does not know is named in the log', async () => {
    says(no('invalid-input-secret'), 400);
    await send(answered);
    expect(JSON.stringify(logged.mock.calls)).toContain('TURNSTILE_SECRET_KEY is not known');
  });

  test('nobody waits for it longer than three seconds', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
    siteverify.mockImplementation(async (_, init) => {
      init?.signal?.throwIfAborted();
      return Response.json(yes);
    });
    expect((await send(answered)).status).toBe(200);
    expect(timeout).toHaveBeenCalledWith(3000);
    expect(await stored()).toEqual([{ status: 'pending', rules: ['unchecked'] }]);
    timeout.mockRestore();
  });

  test('it costs no round trip to the database', async () => {
    const cost = async (settings: object, address: string) => {
      const { db, cost: spent } = watched(env.DB);
      const body = new URLSearchParams({ ...answered, body: JSON.stringify(settings) });
      const headers = { Origin: origin, 'CF-Connecting-IP': address };
      const url = `${origin}/articles/${first}/comments`;
      const { status } = await ask(new Request(url, { method: 'POST', headers, body }), {
        ...settings,
        DB: db,
      });
      expect(status).toBe(303);
      return spent.roundTrips;
    };
    const without = await cost(free, '203.0.113.1');
    expect(await cost(everybody, '203.0.113.2')).toBe(without);
  });

  test('a preview asks nothing, and leaves its word good', async () => {
    const reader = visitor(everybody);
    const page = await reader.open(`/articles/${first}`);
    await reader.submit(page, '#reply form', { ...answered, preview: '1' });
    expect(siteverify).not.toHaveBeenCalled();
  });
});

describe('the same form sent again', () => {
  test('is the same comment, though Turnstile’s word was good for once', async () => {
    const reader = visitor(everybody);
    const page = await reader.open(`/articles/${first}`);
    const once = await reader.submit(page, '#reply form', answered);
    says(no('timeout-or-duplicate'));
    const twice = await reader.submit(page, '#reply form', answered);
    expect(twice.url.hash).toBe(once.url.hash);
    expect(await stored()).toEqual([{ status: 'approved', rules: [] }]);
  });

  test('is asked about as the same, and another one as another', async () => {
    const reader = visitor(everybody);
    const page = await reader.open(`/articles/${first}`);
    await reader.submit(page, '#reply form', answered);
    await reader.submit(page, '#reply form', answered);
    await reader.submit(page, '#reply form', { ...answered, body: 'Something else.' });
    await reader.submit(page, '#reply form', { ...answered, 'cf-turnstile-response': 'another' });
    const ids = questions().map((question) => fieldsOf(question).idempotency_key);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
  });
});

test.each(Object.entries(keys))(
  '%s alone is told as a fault, not as its value',
  async (key, value) => {
    expect((await visitor({ [key]: value }).open('/')).status).toBe(500);
    const log = JSON.stringify(logged.mock.calls);
    expect(log).toContain(
      'TURNSTILE_SITE_KEY and TURNSTILE_SECRET_KEY must both be set, or neither',
    );
    expect(log).not.toContain(value);
  },
);
