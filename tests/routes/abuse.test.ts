// What is open to everybody, used as nobody should: what it costs others, and what it tells.
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import app from '../../src/index.ts';
import { watched } from '../../src/routes/database.ts';
import { holdBack } from '../held.ts';
import { Reader } from '../reader.ts';
import { ask, first, moderator, origin, press, second, visitor } from '../site.ts';

const words = { body: 'The river knows no border.', name: 'Leyla', email: 'leyla@news.example' };
const start = Date.UTC(2026, 0, 1, 12);

interface Message {
  readonly to: string;
  readonly subject: string;
}
let sent: Message[] = [];
const withMail = {
  EMAIL: { send: async (message: Message) => sent.push(message) },
  EMAIL_FROM: 'desk@broadside.example',
};

beforeEach(async () => {
  sent = [];
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  for (const table of ['comments', 'blocks', 'confirmations', 'passes', 'tries', 'reports'])
    await env.DB.prepare(`DELETE FROM ${table}`).run();
});
afterEach(() => {
  vi.useRealTimers();
});

const from = (address: string) => visitor(withMail, { 'CF-Connecting-IP': address });
const each = <Result>(count: number, one: (number: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, (_, number) => one(number)));

describe('the site is no cannon of mail', { timeout: 30_000 }, () => {
  const askFor = async (email: string, address: string) => {
    const reader = from(address);
    await reader.submit(await reader.open('/privacy'), '#yours form', { email });
  };
  const comment = (email: string, address: string, number: number) =>
    from(address).comment(first, { ...words, email, body: `As number ${number}.` });

  test('against one address, from however many networks: three links and three questions an hour', async () => {
    await visitor().comment(first, words);
    await each(12, (number) => askFor(words.email, `198.51.100.${number}`));
    await each(12, (number) => comment(words.email, `203.0.113.${number}`, number));
    expect(new Set(sent.map(({ to }) => to))).toEqual(new Set([words.email]));
    expect(sent).toHaveLength(6);
    expect(new Set(sent.map(({ subject }) => subject)).size).toBe(2);
  });

  test('against many addresses, from one network: five letters an hour', async () => {
    await each(8, (number) => comment(`many${number}@news.example`, '203.0.113.7', number));
    await each(8, (number) => askFor(`many${number}@news.example`, '203.0.113.7'));
    expect(sent).toHaveLength(5);
  });

  test('from one customer’s part of IPv6, which is one network', async () => {
    await each(8, (number) =>
      comment(`many${number}@news.example`, `2001:db8:1:2:${number}::1`, number),
    );
    expect(sent).toHaveLength(5);
    await comment('other@news.example', '2001:db8:1:3::1', 9);
    expect(sent).toHaveLength(6);
  });

  test('and carries no words of whoever has it sent', async () => {
    await from('203.0.113.1').comment(first, {
      ...words,
      name: 'Krugerrands',
      body: 'Krugerrands!',
    });
    expect(sent).toHaveLength(1);
    expect(JSON.stringify(sent)).not.toMatch(/krugerrand/i);
  });
});

/** What is random in an answer, or names the one comment that was sent. */
const stripped = (source: string): string =>
  source
    .replace(/<svg class="face"[\s\S]*?<\/svg>/g, '')
    .replace(/[\w-]{11}\.[\w-]{43}/g, 'KEY')
    .replace(/[0-9a-z]{8}\.[\w-]{43}/g, 'TOKEN')
    .replace(/[0-9A-HJKMNP-TV-Z]{26}/g, 'ID')
    .replace(/__Host-commenter=[\w-]{22}/g, 'COOKIE');

describe('the form tells nothing of an address', { timeout: 30_000 }, () => {
  /** Somebody new types an address. What they see, and what was asked of the database before they saw it. */
  async function tried(email: string) {
    const { db, cost } = watched(env.DB);
    const statements: string[] = [];
    const DB = {
      prepare: (sql: string) => {
        statements.push(sql);
        return db.prepare(sql);
      },
      batch: (batch: D1PreparedStatement[]) => db.batch(batch),
    };
    const seen: string[] = [];
    const left: Promise<void>[] = [];
    const send = async (request: Request) => {
      const context = createExecutionContext();
      const response = await app.fetch(request, { ...env, ...withMail, DB }, context);
      left.push(waitOnExecutionContext(context));
      return response;
    };
    const listen = async (response: Response) => {
      const body = await response.text();
      seen.push([response.status, ...[...response.headers].flat(), body].join('\n'));
    };
    const reader = new Reader(send, origin, { 'CF-Connecting-IP': '192.0.2.200' }, listen);
    const letGo = holdBack();
    await reader.comment(second, { ...words, email, body: 'Is this one known?' });
    // Not the rows that were read: a MAC that sorts behind all others costs one less, whoever's it is.
    const { roundTrips, rowsWritten } = cost;
    const before = { statements: [...statements], roundTrips, rowsWritten };
    letGo();
    await Promise.all(left);
    await env.DB.prepare(`DELETE FROM comments WHERE slug = ?1`).bind(second).run();
    await env.DB.prepare('DELETE FROM tries').run();
    await env.DB.prepare('DELETE FROM passes').run();
    return { seen: stripped(seen.join('\n')).replaceAll(email, 'ADDRESS'), cost: before };
  }

  const approve = async () => {
    const desk = moderator();
    await press(desk, await desk.open('/moderation'), 'approval');
  };
  const decide = (noun: string) => async () => {
    const desk = moderator();
    await press(desk, await desk.open('/moderation'), noun);
  };

  test.each([
    ['waits', async () => {}],
    ['is published', approve],
    ['was turned down', decide('rejection')],
    ['is spam', decide('spam')],
    [
      'is blocked',
      async () => {
        const desk = moderator();
        const id = await env.DB.prepare('SELECT id FROM comments').first<string>('id');
        const page = await desk.open(`/moderation/comments/${id}`);
        await desk.submit(page, 'form[action$=blocks]', { kind: 'commenter' });
        expect(await env.DB.prepare('SELECT who FROM blocks').first()).not.toBeNull();
      },
    ],
    [
      'was confirmed',
      async () => {
        await env.DB.prepare(
          `INSERT INTO confirmations SELECT commenter_hash, commenter_key, email_hash, email_key, created_at FROM comments`,
        ).run();
      },
    ],
  ])('under which something %s', async (_, became) => {
    await tried('warm@news.example');
    await from('192.0.2.1').comment(first, words);
    await became();
    const known = await tried(words.email);
    const unknown = await tried('nobody@news.example');
    expect(known.seen).toBe(unknown.seen);
    expect(known.cost).toEqual(unknown.cost);
    expect(known.cost.roundTrips).toBeGreaterThan(1);
  });
});

describe('what is not published yet is not there', () => {
  const hidden = { slug: first, code: 'mkzrk38', words: 'azerbaijan expels iranian diplomats' };
  const unknown = {
    slug: 'armenia-expels-iranian-diplomats',
    code: 'mkzrk39',
    words: 'armenia expels iranian diplomats',
  };
  const long = Date.UTC(2023, 3, 6, 16, 39, 59);

  const paths = app.routes
    .filter(
      ({ method, path }) =>
        method !== 'ALL' && /:slug|:code/.test(path) && !/pages|moderation/.test(path),
    )
    .map(({ method, path }) => `${method} ${path}`);

  async function answerTo(route: string, { slug, code, words: said }: typeof hidden) {
    const [method = '', pattern = ''] = route.split(' ');
    const path = pattern.replace(':slug', slug).replace(':code', code).replace(':network', 'x');
    const { db, cost } = watched(env.DB);
    const body = method === 'POST' ? new URLSearchParams({ ...words, network: 'copy' }) : null;
    const response = await ask(
      new Request(origin + path, { method, headers: { Origin: origin }, body, redirect: 'manual' }),
      { DB: db },
    );
    const text = stripped(await response.text())
      .replaceAll(slug, 'SLUG')
      .replaceAll(said, 'WORDS');
    return { status: response.status, headers: [...response.headers], text, cost };
  }

  test.each(paths)('%s answers as for what never was', async (route) => {
    vi.setSystemTime(long);
    const answer = await answerTo(route, hidden);
    expect(answer.status).toBe(404);
    expect(answer).toEqual(await answerTo(route, unknown));
  });

  test('there are routes to try', () => {
    expect(paths.length).toBeGreaterThan(10);
  });

  test.each([
    '',
    '?comment=01HZZZZZZZZZZZZZZZZZZZZZZZ&view=x',
    '?parent=01HZZZZZZZZZZZZZZZZZZZZZZZ',
  ])('nor is its page with %j', async (query) => {
    vi.setSystemTime(long);
    expect((await visitor().open(`/articles/${first}${query}`)).status).toBe(404);
  });

  test('nor is its card for other sites, whatever is asked', async () => {
    vi.setSystemTime(long);
    const about = async (slug: string) => {
      const url = encodeURIComponent(`${origin}/articles/${slug}`);
      const response = await ask(new Request(`${origin}/oembed?url=${url}`));
      return [response.status, await response.text()];
    };
    expect(await about(hidden.slug)).toEqual(await about(unknown.slug));
    expect((await about(hidden.slug))[0]).toBe(404);
  });

  test.each([
    ...['/', '/articles', '/articles?in=2023', '/tags/iran', '/search?q=azerbaijan', '/feed.xml'],
    ...['/atom.xml', '/feed.json', '/sitemap.xml', '/news-sitemap.xml', '/comments.atom', '/share'],
  ])('%s says nothing of it', async (path) => {
    await visitor({ MODERATION: 'none' }).comment(first, words);
    vi.setSystemTime(long);
    const { source } = await visitor().open(path);
    expect(source).not.toMatch(/iranian-diplomats|Iranian diplomats|The river knows/i);
  });

  test('what was said under it is not there either', async () => {
    await visitor({ MODERATION: 'none' }).comment(first, words);
    const id = await env.DB.prepare('SELECT id FROM comments').first<string>('id');
    expect((await visitor().open(`/comments/${id}`)).status).toBe(200);
    vi.setSystemTime(long);
    for (const path of [`/comments/${id}`, `/comments/${id}/reports`])
      expect((await visitor().open(path)).status).toBe(404);
  });
});

test('fifty reports of a comment are kept, whoever sends more', { timeout: 30_000 }, async () => {
  await visitor({ MODERATION: 'none' }).comment(first, words);
  const id = await env.DB.prepare('SELECT id FROM comments').first<string>('id');
  const page = await visitor().open(`/comments/${id}/reports`);
  for (let turn = 0; turn < 55; turn++) {
    const reader = visitor({}, { 'User-Agent': `Agent ${turn}` });
    const answer = await reader.submit(page, 'form[action$=reports]', { reason: 'spam' });
    expect(answer.status).toBe(200);
  }
  const kept = await env.DB.prepare('SELECT count(*) AS count FROM reports').first<number>('count');
  expect(kept).toBe(50);
});

test('who follows every short link that there may be finds what is published, and nothing else', async () => {
  const codes = ['mkzrk37', 'mkzrk3', 'mkzrk388', 'a', '0', 'zzzzzzz', 'mkzrk38%00'];
  const answers = await Promise.all(
    codes.map(async (code) => {
      const response = await ask(new Request(`${origin}/s/${code}`, { redirect: 'manual' }));
      return [response.status, stripped(await response.text())];
    }),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]?.[0]).toBe(404);
});
