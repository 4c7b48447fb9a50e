import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { tidy } from '../../src/model/retention.ts';
import type { Page, Reader } from '../reader.ts';
import { ask, first, moderator, origin, press, visitor } from '../site.ts';

const words = { body: 'The river knows no border.', name: 'Leyla', email: 'leyla@news.example' };
const everybody = { MODERATION: 'none' };
const start = Date.UTC(2026, 0, 1);

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  await env.DB.prepare('DELETE FROM comments WHERE parent_id IS NOT NULL').run();
  await env.DB.prepare('DELETE FROM comments').run();
});
afterEach(() => {
  vi.useRealTimers();
});

const later = (minutes: number) => vi.setSystemTime(start + minutes * 60_000);
const rows = async () =>
  (await env.DB.prepare('SELECT * FROM comments ORDER BY rowid').all()).results;
const publicText = async () =>
  (await visitor().open(`/articles/${first}`)).html.querySelector('#comments')?.text ?? '';

/** Writes a comment and follows the link under it. */
async function written(
  reader: Reader,
  more: Partial<typeof words> = {},
  query = '',
): Promise<Page> {
  const page = await reader.comment(first, { ...words, ...more }, query);
  const link = page.html.querySelector('.own .status a')?.getAttribute('href') ?? '';
  return reader.open(link);
}

const editForm = 'form[action$=edits]';
const deletionForm = 'form[action$=deletion]';

describe('its author', () => {
  test('finds what became of a comment, by a link that nobody else has', async () => {
    const page = await written(visitor());
    expect(page.status).toBe(200);
    expect(page.html.querySelector('[role=status]')?.text.trim()).toBe('Awaiting moderation.');
    expect(page.headers.get('Cache-Control')).toBe('no-store');
    expect(page.headers.get('Referrer-Policy')).toBe('same-origin');
    expect(page.html.querySelector('meta[name=robots]')?.getAttribute('content')).toBe('noindex');
  });

  test('changes it within a quarter of an hour, and it says so', async () => {
    const reader = visitor(everybody);
    const page = await written(reader);
    later(14.9);
    const changed = await reader.submit(page, editForm, { body: 'The river knows one border.' });
    expect(reader.redirects).toEqual([
      { status: 303, location: page.url.pathname + page.url.search },
    ]);
    expect(changed.html.querySelector('[name=body]')?.text.trim()).toBe(
      'The river knows one border.',
    );
    expect(await publicText()).toMatch(/edited[\s\S]*The river knows one border\./);
    expect(await publicText()).not.toContain(words.body);
  });

  test('need not wait again for a change that changes nothing', async () => {
    const reader = visitor();
    const page = await written(reader);
    await env.DB.prepare(`UPDATE comments SET status = 'approved'`).run();
    await reader.submit(page, editForm);
    expect((await rows())[0]).toMatchObject({ status: 'approved', edited_at: null });
  });

  test('loses no word while the database is away', async () => {
    const page = await written(visitor());
    const away = {
      DB: {
        prepare: () => {
          throw new Error('D1_ERROR: away');
        },
      },
    };
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
    const kept = await visitor(away).submit(page, editForm, { body: 'Changed in vain.' });
    quiet.mockRestore();
    expect(kept.status).toBe(503);
    expect(kept.html.querySelector('[name=body]')?.text.trim()).toBe('Changed in vain.');
    const saved = await visitor().submit(kept, editForm);
    expect(saved.html.querySelector('[name=body]')?.text.trim()).toBe('Changed in vain.');
  });

  test('is too late afterwards, and loses nothing that was typed', async () => {
    const reader = visitor(everybody);
    const page = await written(reader);
    later(15);
    const refused = await reader.submit(page, editForm, { body: 'Too late.' });
    expect(refused.status).toBe(409);
    expect(refused.html.querySelector('[name=body]')?.text.trim()).toBe('Too late.');
    expect(await publicText()).toContain(words.body);
    expect(
      (await reader.open(page.url.pathname + page.url.search)).html.querySelector(editForm),
    ).toBeNull();
  });

  test.each([
    ['nothing', ' ', 'Please write a comment.'],
    ['too much', 'x'.repeat(10_001), '10,000 characters fit'],
    ['the address', `Write to ${words.email.toUpperCase()}!`, 'contains the email address'],
  ])('cannot say %s instead', async (_, body, said) => {
    const reader = visitor(everybody);
    const refused = await reader.submit(await written(reader), editForm, { body });
    expect(refused.status).toBe(422);
    expect(refused.html.querySelector('#problems')?.text).toContain(said);
    expect(await publicText()).toContain(words.body);
  });

  test('is judged again, if it was approved', async () => {
    const reader = visitor();
    const page = await written(reader);
    await press(moderator(), await moderator().open('/moderation'), 'approval');
    expect(await publicText()).toContain(words.body);
    await reader.submit(page, editForm, { body: 'Now something else.' });
    expect((await rows()).map(({ status }) => status)).toEqual(['pending']);
    expect(await publicText()).not.toContain('Now something else.');
  });

  test('is believed, if another comment was approved before', async () => {
    const reader = visitor();
    await reader.comment(first, words);
    await press(moderator(), await moderator().open('/moderation'), 'approval');
    later(1);
    const page = await written(reader, { body: 'One more thing.' });
    await reader.submit(page, editForm, { body: 'Two more things.' });
    expect(await publicText()).toContain('Two more things.');
  });

  test('deletes it at any time, and nothing of it is left', async () => {
    const reader = visitor(everybody);
    const page = await written(reader);
    later(60 * 24 * 365);
    const gone = await reader.submit(page, deletionForm);
    expect(gone.status).toBe(200);
    expect(gone.html.querySelector('[role=status]')?.text.trim()).toBe(
      'Deleted. Nothing of it is left.',
    );
    expect(gone.html.querySelector('#main form')).toBeNull();
    expect(await rows()).toEqual([]);
    expect(await publicText()).toContain('0 Comments');
  });

  test('leaves nothing to see where the only answer is held', async () => {
    const reader = visitor(everybody);
    const page = await written(reader);
    const [{ id = '' } = {}] = await rows();
    await visitor({ MODERATION: 'all' }).comment(
      first,
      { ...words, body: 'Held.' },
      `?parent=${id}`,
    );
    await reader.submit(page, deletionForm);
    const { html } = await visitor().open(`/articles/${first}`);
    expect(html.querySelectorAll('.threads li')).toEqual([]);
    await env.DB.prepare(`DELETE FROM comments WHERE status = 'pending'`).run();
    await tidy(env.DB, start);
    expect(await rows()).toEqual([]);
  });

  test('leaves a row that says nothing where somebody answered', async () => {
    const reader = visitor(everybody);
    const page = await written(reader);
    const [{ id = '' } = {}] = await rows();
    later(1);
    const answer = { ...words, name: 'Samir', email: 'samir@news.example', body: 'Indeed.' };
    await visitor(everybody).comment(first, answer, `?parent=${id}`);
    await reader.submit(page, deletionForm);
    const text = await publicText();
    expect(text).toContain('This comment was deleted by whoever wrote it.');
    expect(text).toContain('Indeed.');
    expect(text).toContain('1 Comment');
    expect(text).not.toContain(words.body);
    const [row] = await rows();
    expect(row).toMatchObject({ status: 'deleted', name: '-', body: '-', website: null });
    expect([row?.email_hash, row?.commenter_hash]).toEqual([null, null]);
    expect([row?.retry_key, row?.text_key]).toEqual([null, null]);
    const told = (await visitor().open(`/articles/${first}`)).html.querySelector(
      'script[type="application/ld+json"]',
    );
    expect(JSON.parse(told?.innerHTML ?? '')).toMatchObject({
      commentCount: 1,
      comment: [{ text: 'Indeed.' }],
    });
    expect((await visitor().open(`/comments/${id}`)).status).toBe(404);
    expect((await reader.open(page.url.pathname + page.url.search)).status).toBe(200);
  });

  test('does all of it in a browser that says nothing of where it comes from', async () => {
    const reader = visitor(everybody, { Origin: '', 'Sec-Fetch-Site': '' });
    const page = await written(reader);
    await reader.submit(page, editForm, { body: 'By text alone.' });
    expect(await publicText()).toContain('By text alone.');
    await reader.submit(page, deletionForm);
    expect(await rows()).toEqual([]);
  });
});

describe('a stranger', () => {
  const keyOf = (page: Page) => page.url.searchParams.get('key') ?? '';

  test('has no page without the key, or with that of another comment', async () => {
    const reader = visitor(everybody);
    const one = await written(reader);
    later(1);
    const other = await written(reader, { body: 'Another.' });
    for (const key of ['', 'x', keyOf(other), keyOf(one).replace(/^[^.]*/, 'k2345678901')]) {
      const page = await visitor().open(`${one.url.pathname}?key=${encodeURIComponent(key)}`);
      expect(page.status).toBe(404);
      expect(page.source).not.toContain(words.body);
    }
  });

  test.each(['edits', 'deletion'])('changes nothing by %s', async (noun) => {
    const page = await written(visitor(everybody));
    const [{ id = '' } = {}] = await rows();
    const post = (key: string, headers: Record<string, string>) =>
      ask(
        new Request(`${origin}/comments/${id}/${noun}`, {
          method: 'POST',
          headers,
          body: new URLSearchParams({ key, body: 'Mine now.' }),
        }),
      );
    expect((await post('wrong', { Origin: origin })).status).toBe(404);
    expect((await post(keyOf(page), { Origin: 'https://evil.example' })).status).toBe(403);
    expect((await rows()).map(({ body }) => body)).toEqual([words.body]);
  });

  test('changes nothing by looking', async () => {
    const page = await written(visitor(everybody));
    const before = await rows();
    await visitor().open(page.url.pathname + page.url.search);
    await visitor().open(page.url.pathname.replace('manage', 'deletion') + page.url.search);
    expect(await rows()).toEqual(before);
  });
});
