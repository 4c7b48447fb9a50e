// How much of anything is taken: what fits exactly is, and what is one longer is not.
import { env } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { ask, first, moderator, origin, visitor } from '../site.ts';

const words = { name: 'Leyla', email: 'leyla@news.example', body: 'I was there.' };
const open = { MODERATION: 'none' };

const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  ask(new Request(origin + path, { headers, redirect: 'manual' }));

describe('an address', () => {
  const ofLength = (length: number) =>
    `/search?q=${'a'.repeat(length - `${origin}/search?q=`.length)}`;

  test('of 16 KB is read', async () => {
    expect((await get(ofLength(16 * 1024))).status).toBe(200);
  });

  test.each(['text/html', 'application/json'])('of more is not: as %s', async (Accept) => {
    const response = await get(ofLength(16 * 1024 + 1), { Accept });
    expect(response.status).toBe(414);
    const text = await response.text();
    expect(text).toContain('longer than anything here needs');
    expect(text).not.toContain('aaaaaaaa');
  });

  test('has room for a passage in any script', async () => {
    const passage = encodeURIComponent('新'.repeat(1000));
    expect((await get(`/articles/${first}/share?text=${passage}`)).status).toBe(200);
  });
});

describe('headers', () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, number) => [`X-Much-${number}`, 'x']));

  test('are read up to a hundred', async () => {
    expect((await get('/', many(100))).status).toBe(200);
  });

  test('are refused when there are more, on every route', async () => {
    for (const path of ['/', `/articles/${first}`, '/moderation', '/nowhere', '/health'])
      expect((await get(path, many(101))).status).toBe(431);
  });
});

describe('a form', () => {
  const post = (path: string, body: string | ReadableStream) =>
    ask(
      new Request(origin + path, {
        method: 'POST',
        headers: { Origin: origin, 'Content-Type': 'application/x-www-form-urlencoded' },
        body,
        redirect: 'manual',
      }),
    );

  test.each([`/articles/${first}/comments`, '/comments/x/edits', '/privacy/links', '/nowhere'])(
    'of more than 128 KB is not read: %s',
    async (path) => {
      const fitting = `body=${'a'.repeat(128 * 1024 - 5)}`;
      expect((await post(path, fitting)).status).not.toBe(413);
      expect((await post(path, `${fitting}a`)).status).toBe(413);
    },
  );

  test('that breaks off on its way is not read either, and is no fault of ours', async () => {
    const error = vi.spyOn(console, 'error');
    const broken = new ReadableStream({
      pull: (controller) => controller.error(new TypeError('a chunk is no chunk')),
    });
    expect((await post(`/articles/${first}/comments`, broken)).status).toBe(400);
    expect(error).not.toHaveBeenCalled();
    error.mockRestore();
  });

  test('of forty thousand fields is a form like any other', async () => {
    const response = await post(`/articles/${first}/comments`, '&a='.repeat(40_000));
    expect(response.status).toBe(422);
  });

  test('that names a field as programs name theirs sets nothing but that field', async () => {
    const odd = '__proto__=x&constructor=x&toString=x&prototype=x&hasOwnProperty=x';
    const response = await post(`/articles/${first}/comments`, odd);
    expect(response.status).toBe(422);
    expect(await response.text()).not.toContain('[object');
  });
});

describe('what somebody writes is taken while it fits', () => {
  const long = (length: number) => 'é'.repeat(length);

  test.each([
    ['body', long(10_000), `${long(10_000)}é`],
    ['name', long(80), long(81)],
    ['email', `${'a'.repeat(64)}@news.example`, `${'a'.repeat(65)}@news.example`],
    ['website', `https://a.example/${'a'.repeat(182)}`, `https://a.example/${'a'.repeat(183)}`],
  ])('the %s of a comment', async (field, fitting, longer) => {
    const { status } = await visitor(open).comment(first, { ...words, [field]: longer });
    expect(status).toBe(422);
    const page = await visitor(open).comment(first, { ...words, [field]: fitting });
    expect(page.status).toBe(200);
  });

  test('the words of a report', async () => {
    await visitor(open).comment(first, { ...words, body: 'To be reported.' });
    const [row] = (await env.DB.prepare('SELECT id FROM comments').all<{ id: string }>()).results;
    const reader = visitor();
    const page = await reader.open(`/comments/${row?.id}/reports`);
    const report = (length: number) =>
      reader.submit(page, 'main form', { reason: 'spam', words: 'x'.repeat(length) });
    expect((await report(1001)).status).toBe(422);
    expect((await report(1000)).status).toBe(200);
  });

  test('a phrase of the desk', async () => {
    const desk = moderator();
    const page = await desk.open('/moderation/defences');
    const form = 'form[action="/moderation/phrases"]';
    const watch = (phrase: string) => desk.submit(page, form, { phrase, effect: 'hold' });
    expect((await watch('x'.repeat(101))).status).toBe(422);
    expect((await watch('x y z a b c d e f')).status).toBe(422);
    expect((await watch('x'.repeat(100))).status).toBe(200);
  });

  test('what is searched for, and the rest is left away', async () => {
    const page = await visitor().open(`/search?q=${'a'.repeat(199)}bc`);
    expect(page.html.querySelector('[name=q]')?.getAttribute('value')).toBe(`${'a'.repeat(199)}b`);
    const desk = await moderator().open(`/moderation?q=${'a'.repeat(99)}bc`);
    expect(desk.html.querySelector('main [name=q]')?.getAttribute('value')).toBe(
      `${'a'.repeat(99)}b`,
    );
  });
});
