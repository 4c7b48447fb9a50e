import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { dayOf } from '../../src/model/visits.ts';
import type { Page } from '../reader.ts';
import { ask, first, moderator, origin, press, second, visitor } from '../site.ts';

const words = { body: 'The river knows no border.', name: 'Leyla', email: 'leyla@news.example' };
const signIn = `Basic ${btoa(`moderator:${env.MODERATION_PASSWORD}`)}`;

beforeEach(async () => {
  await env.DB.prepare('DELETE FROM comments').run();
});

const statuses = async () =>
  (await env.DB.prepare('SELECT status FROM comments').all()).results.map(({ status }) => status);

async function waitingId(): Promise<string> {
  await visitor().comment(first, words);
  const row = await env.DB.prepare(`SELECT id FROM comments WHERE status = 'pending'`).first();
  return String(row?.id);
}

const decide = (id: string, noun: string, headers: Record<string, string>, settings: object = {}) =>
  ask(
    new Request(`${origin}/moderation/comments/${id}/${noun}`, {
      method: 'POST',
      headers,
      redirect: 'manual',
    }),
    settings,
  );

test('the desk shows what waits, oldest first, with its article', async () => {
  await visitor().comment(first, { ...words, body: 'First.' });
  await visitor().comment(first, { ...words, body: 'Second.' });
  const page = await moderator().open('/moderation');
  expect(page.status).toBe(200);
  expect(page.headers.get('Cache-Control')).toBe('no-store');
  expect(page.html.querySelectorAll('.desk li .p-content p').map(({ text }) => text)).toEqual([
    'First.',
    'Second.',
  ]);
  expect(page.html.querySelector('.desk h2')?.text).toContain('Azerbaijan expels');
  expect(page.source).not.toContain('leyla@');
});

test('an empty desk says so', async () => {
  expect((await moderator().open('/moderation')).source).toContain('Nothing waits');
});

test.each([
  ['approval', 'approved'],
  ['rejection', 'rejected'],
  ['spam', 'spam'],
])('the button for %s leaves the comment %s, and leads back to the desk', async (noun, status) => {
  await waitingId();
  const desk = moderator();
  const page = await press(desk, await desk.open('/moderation'), noun);
  expect(desk.redirects).toEqual([
    { status: 303, location: expect.stringMatching(/^\/moderation\?undo=\w{26}&decided=1$/) },
  ]);
  expect(page.source).toContain('Nothing waits');
  expect(page.html.querySelector('.said')?.text).toContain('Decided on 1 comment.');
  expect(await statuses()).toEqual([status]);
});

test('a decision about nothing is 404', async () => {
  expect(
    (await decide('nothing', 'approval', { Authorization: signIn, Origin: origin })).status,
  ).toBe(404);
});

test.each([
  ['no password', {}],
  ['a wrong password', { Authorization: `Basic ${btoa('moderator:wrong')}` }],
  ['another name', { Authorization: `Basic ${btoa(`editor:${env.MODERATION_PASSWORD}`)}` }],
  ['half a header', { Authorization: 'Basic' }],
])('with %s nobody gets to the desk', async (_, headers) => {
  const id = await waitingId();
  const page = await visitor({}, headers).open('/moderation');
  expect(page.status).toBe(401);
  expect(page.headers.get('WWW-Authenticate')).toContain('Basic');
  expect(page.source).not.toContain(words.body);
  expect((await decide(id, 'approval', { ...headers, Origin: origin })).status).toBe(401);
  expect(await statuses()).toEqual(['pending']);
});

test.each([
  ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
  ['a foreign origin', { Origin: 'https://evil.example' }],
  ['nowhere, without the token of the desk', {}],
])('a decision sent from %s is refused', async (_, headers) => {
  const id = await waitingId();
  expect((await decide(id, 'approval', { Authorization: signIn, ...headers })).status).toBe(403);
  expect(await statuses()).toEqual(['pending']);
});

test('a moderator with a text browser decides by the token of the desk', async () => {
  await waitingId();
  const desk = visitor({}, { Authorization: signIn, Origin: '' });
  await press(desk, await desk.open('/moderation'), 'approval');
  expect(await statuses()).toEqual(['approved']);
});

test('the readers’ token decides nothing', async () => {
  const id = await waitingId();
  const form = await visitor().open(`/articles/${first}`);
  const token = form.html.querySelector('[name=token]')?.getAttribute('value') ?? '';
  const response = await ask(
    new Request(`${origin}/moderation/comments/${id}/approval`, {
      method: 'POST',
      headers: { Authorization: signIn },
      body: new URLSearchParams({ token }),
    }),
  );
  expect(response.status).toBe(403);
});

test.each([
  ['no password', undefined],
  ['a password of eleven characters', 'elevenchars'],
])('with %s the desk is shut, and says so', async (_, password) => {
  const headers = { Authorization: `Basic ${btoa(`moderator:${password}`)}` };
  const page = await visitor({ MODERATION_PASSWORD: password }, headers).open('/moderation');
  expect(page.status).toBe(503);
  expect(page.source).toContain('at least 12 characters');
});

test('a long queue goes on page by page', async () => {
  for (let i = 0; i < 51; i++) await visitor().comment(first, { ...words, body: `Number ${i}.` });
  const desk = moderator();
  const page = await desk.open('/moderation');
  expect(page.html.querySelectorAll('.desk .list > ol > li')).toHaveLength(50);
  const rest = await desk.open(page.html.querySelector('.more a')?.getAttribute('href') ?? '');
  expect(
    rest.html.querySelectorAll('.desk .list > ol > li .p-content').map(({ text }) => text),
  ).toEqual(['Number 50.']);
});

test('the desk says when there is no key, and still reads the queue', async () => {
  await waitingId();
  const page = await visitor({ SECRET_KEY: '' }, { Authorization: signIn }).open('/moderation');
  expect(page.html.querySelector('.problems')?.text).toContain('SECRET_KEY');
  expect(page.source).toContain(words.body);
});

describe('shares and arrivals', () => {
  const today = dayOf(Date.now());
  beforeAll(async () => {
    await env.DB.prepare('INSERT INTO articles (slug) VALUES (?1), (?2)')
      .bind('a-day', 'a-night')
      .run();
    await env.DB.prepare(
      `INSERT INTO counts (day, slug, event, channel, count) VALUES
       (?1, 'a-day', 'share', 'x', 7), (?1, 'a-day', 'arrival', 'link', 3),
       (?2, 'a-day', 'share', 'x', 5), (?2, 'a-night', 'share', 'email', 1), (?3, 'a-night', 'share', 'x', 90)`,
    )
      .bind(today, today - 1, today - 30)
      .run();
  });
  const cells = (page: Page) =>
    page.html
      .querySelectorAll('.sums tbody tr')
      .map((row) => row.querySelectorAll('th, td').map(({ text }) => text));

  test('are told by article and channel, for the last thirty days', async () => {
    const page = await moderator().open('/moderation/shares');
    expect(cells(page)).toEqual([
      ['a-day', '12', '3'],
      ['a-night', '1', '0'],
      ['x', '12', '0'],
      ['link', '0', '3'],
      ['email', '1', '0'],
    ]);
    expect(page.html.querySelectorAll('.chart rect')).toHaveLength(60);
    const tallest = page.html.querySelectorAll('.chart rect').at(-2);
    expect(tallest?.getAttribute('height')).toBe('120');
  });

  test('are told of one article, and of more days', async () => {
    const page = await moderator().open('/moderation/shares?article=a-night&days=31');
    expect(cells(page)).toEqual([
      ['a-night', '91', '0'],
      ['x', '90', '0'],
      ['email', '1', '0'],
    ]);
  });

  test('come as CSV', async () => {
    const page = await moderator().open('/moderation/shares.csv?article=a-day&days=2');
    const [date, before] = [today, today - 1].map((day) =>
      new Date(day * 86_400_000).toISOString().slice(0, 10),
    );
    expect(page.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(page.source).toBe(
      [
        'day,article,event,channel,count',
        `${date},a-day,arrival,link,3`,
        `${date},a-day,share,x,7`,
        `${before},a-day,share,x,5`,
        '',
      ].join('\r\n'),
    );
  });

  test.each(['0', '-3', 'x', '1.5', '99999999', ''])(
    'any number of days does, such as %j',
    async (days) => {
      expect((await moderator().open(`/moderation/shares?days=${days}`)).status).toBe(200);
    },
  );

  test.each(['/moderation/shares', '/moderation/shares.csv'])(
    '%s is for moderators',
    async (path) => {
      expect((await visitor().open(path)).status).toBe(401);
    },
  );
});

test('what was changed since the moderator looked is not decided on, but shown again', async () => {
  const reader = visitor();
  const own = await reader.comment(first, words);
  const desk = moderator();
  const page = await desk.open('/moderation');
  const manage = own.html.querySelector('.own .status a')?.getAttribute('href') ?? '';
  await reader.submit(await reader.open(manage), 'form[action$=edits]', { body: 'Buy pills.' });
  const again = await press(desk, page, 'approval');
  expect(again.html.querySelector('.problems')?.text).toContain('was changed since you looked');
  expect(again.html.querySelector('.desk .p-content')?.text).toBe('Buy pills.');
  expect(await statuses()).toEqual(['pending']);
  await press(desk, again, 'approval');
  expect(await statuses()).toEqual(['approved']);
});

test('a decision is undone by another one, from the list of what was decided', async () => {
  await waitingId();
  const desk = moderator();
  await press(desk, await desk.open('/moderation'), 'spam');
  expect(await statuses()).toEqual(['spam']);
  const spam = await desk.open('/moderation?status=spam');
  const current = spam.html.querySelectorAll('[aria-current=page]').map(({ text }) => text);
  expect(current).toEqual(['Waiting for a decision', 'Spam']);
  const left = await press(desk, spam, 'approval');
  expect(desk.redirects[0]?.location).toMatch(/^\/moderation\?status=spam&undo=/);
  expect(left.html.querySelectorAll('.desk li')).toEqual([]);
  expect(await statuses()).toEqual(['approved']);
  expect((await visitor().open(`/articles/${first}`)).html.text).toContain(words.body);
});

test('the desk says why a comment waits', async () => {
  const body = 'https://a.example https://b.example https://c.example';
  await visitor().comment(first, { ...words, body });
  const { html } = await moderator().open('/moderation');
  expect(html.querySelector('.desk li')?.text).toContain(
    'Why: Their first comment (10 points); Many links (15 points); It was sent quicker than anybody types (20 points)',
  );
});

test('what fills the field that people leave empty is spam, and is told that it waits', async () => {
  const reader = visitor({ MODERATION: 'none' });
  const page = await reader.open(`/articles/${first}`);
  const posted = await reader.submit(page, '#reply form', { ...words, subject: 'Buy' });
  expect(posted.html.querySelector('.own .status')?.text).toContain('Awaiting moderation');
  expect(await statuses()).toEqual(['spam']);
});

test('the same text under another article waits for a moderator, even from somebody known', async () => {
  const reader = visitor();
  await reader.comment(first, words);
  await env.DB.prepare(`UPDATE comments SET status = 'approved'`).run();
  await reader.comment(second, { ...words, body: 'The RIVER knows no border!' });
  expect((await moderator().open('/moderation')).html.text).toContain(
    'The same text stands elsewhere',
  );
});

test('a key that was changed without keeping the old one is told on the desk', async () => {
  await visitor().comment(first, words);
  const other = { SECRET_KEY: 'b3RoZXJzIHNpZ24gYW5kIGhhc2ggd2l0aCB0aGlzIGtleQ' };
  const told = async (settings: object) =>
    (await visitor(settings, { Authorization: signIn }).open('/moderation')).html.text.includes(
      'hang on a key that is not here',
    );
  expect(await told({})).toBe(false);
  expect(await told(other)).toBe(true);
  expect(await told({ ...other, PREVIOUS_SECRET_KEYS: env.SECRET_KEY })).toBe(false);
});

describe('a wrong password', () => {
  const enter = (password: string, address: string) =>
    ask(
      new Request(`${origin}/moderation`, {
        headers: {
          Authorization: `Basic ${btoa(`moderator:${password}`)}`,
          'CF-Connecting-IP': address,
        },
      }),
    );
  const right = String(env.MODERATION_PASSWORD);

  test('ten times in a minute shuts the desk to that network until the next, and to no other', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1, 12, 0, 20) });
    await env.DB.prepare('DELETE FROM tries').run();
    for (let tries = 0; tries < 10; tries++) {
      expect((await enter(`wrong ${tries}`, '203.0.113.1')).status).toBe(401);
    }
    const shut = await enter(right, '203.0.113.1');
    expect(shut.status).toBe(429);
    expect(shut.headers.get('Retry-After')).toBe('40');
    expect((await enter(right, '203.0.113.2')).status).toBe(200);
    vi.setSystemTime(Date.UTC(2026, 0, 1, 12, 1, 0));
    expect((await enter(right, '203.0.113.1')).status).toBe(200);
    vi.useRealTimers();
  });

  test('is not counted of who brings none', async () => {
    await env.DB.prepare('DELETE FROM tries').run();
    for (let tries = 0; tries < 12; tries++) await visitor().open('/moderation');
    expect((await enter(right, '203.0.113.1')).status).toBe(200);
    expect((await env.DB.prepare('SELECT * FROM tries').all()).results).toEqual([]);
  });
});

test('every decision is written down, with what it was before, as a list and as CSV', async () => {
  await env.DB.prepare('DELETE FROM decisions').run();
  const id = await waitingId();
  const desk = moderator();
  await press(desk, await desk.open('/moderation'), 'approval');
  const approved = await desk.open('/moderation?status=approved');
  await press(desk, approved, 'spam');
  const { html } = await desk.open('/moderation/log');
  const cells = html
    .querySelectorAll('tbody tr')
    .map((row) => row.querySelectorAll('td').map(({ text }) => text.trim()));
  expect(cells).toEqual([
    [id, 'Published', 'Spam', 'moderator'],
    [id, 'Waiting', 'Published', 'moderator'],
  ]);
  const csv = await desk.open('/moderation/log.csv');
  expect(csv.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
  expect(csv.source.split('\r\n')[1]).toMatch(
    new RegExp(`^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z,${id},approved,spam,"moderator"$`),
  );
  expect((await visitor().open('/moderation/log')).status).toBe(401);
});

test('a long log goes on page by page', async () => {
  await env.DB.prepare('DELETE FROM decisions').run();
  await env.DB.prepare(
    `INSERT INTO decisions (batch, comment_id, was, became, moderator, decided_at)
     WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150)
     SELECT printf('%026d', i), printf('%026d', i), 'pending', 'approved', 'moderator', i FROM n`,
  ).run();
  const page = await moderator().open('/moderation/log');
  expect(page.html.querySelectorAll('tbody tr')).toHaveLength(100);
  const more = await moderator().open(
    page.html.querySelector('.more a')?.getAttribute('href') ?? '',
  );
  expect(more.html.querySelectorAll('tbody tr')).toHaveLength(50);
  expect(more.html.querySelector('.more')).toBeNull();
});
