import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { tidy } from '../../src/model/retention.ts';
import type { Page } from '../reader.ts';
import { ask, first, moderator, origin, press, visitor } from '../site.ts';

const words = { body: 'The river knows no border.', name: 'Leyla', email: 'leyla@news.example' };
const form = 'form[action$=reports]';

beforeEach(async () => {
  await env.DB.prepare('DELETE FROM comments').run();
  await visitor({ MODERATION: 'none' }).comment(first, words);
});

const rows = async () => (await env.DB.prepare('SELECT * FROM reports').all()).results;
const idOf = async () => String((await env.DB.prepare('SELECT id FROM comments').first())?.id);
const reader = (address: string) => visitor({}, { 'CF-Connecting-IP': address });

/** Follows the link under the comment. */
async function formFor(address: string): Promise<Page> {
  const page = await reader(address).open(`/articles/${first}`);
  const link = page.html.querySelector('.answers a[href$="/reports"]');
  return reader(address).open(link?.getAttribute('href') ?? '');
}
const report = async (address: string, reason: string, said = '') =>
  reader(address).submit(await formFor(address), form, { reason, words: said });

describe('a reader', () => {
  test('reports a comment, with a reason and words', async () => {
    const page = await report('203.0.113.1', 'abuse', 'It insults <me>.');
    expect(page.status).toBe(200);
    expect(page.html.querySelector('[role=status]')?.text.trim()).toBe(
      'Thank you. A moderator will look at it.',
    );
    expect(await rows()).toMatchObject([{ reason: 'abuse', words: 'It insults <me>.' }]);
    expect(JSON.stringify(await rows())).not.toContain('203.0.113.1');
  });

  test('loses no word while the database is away, or the key', async () => {
    const page = await formFor('203.0.113.1');
    const away = {
      DB: {
        prepare: () => {
          throw new Error('D1_ERROR: away');
        },
      },
    };
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
    for (const settings of [away, { SECRET_KEY: '' }]) {
      const typing = { reason: 'abuse', words: 'It insults me.' };
      const kept = await visitor(settings).submit(page, form, typing);
      expect(kept.status).toBe(503);
      expect(kept.html.querySelector('[name=words]')?.text.trim()).toBe('It insults me.');
      expect(kept.html.querySelector('[value=abuse]')?.hasAttribute('checked')).toBe(true);
    }
    quiet.mockRestore();
  });

  test('counts once, however often', async () => {
    for (const reason of ['spam', 'abuse', 'other']) await report('203.0.113.1', reason);
    expect(await rows()).toHaveLength(1);
    await report('203.0.113.2', 'spam');
    expect(await rows()).toHaveLength(2);
  });

  test.each([
    ['no reason', '', 'What is said.', 'Please choose what is wrong'],
    ['a reason of their own', 'dislike', 'What is said.', 'Please choose what is wrong'],
    ['too many words', 'spam', 'x'.repeat(1001), '1,000 characters fit'],
  ])('with %s is told so, and loses nothing', async (_, reason, said, problem) => {
    const page = await report('203.0.113.1', reason, said);
    expect(page.status).toBe(422);
    expect(page.html.querySelector('[role=alert]')?.text).toContain(problem);
    expect(page.html.querySelector('#words')?.text.trim()).toBe(said);
    expect(await rows()).toEqual([]);
  });

  test('reports nothing that is not published, and nothing from elsewhere', async () => {
    const id = await idOf();
    const post = (path: string, from: string) =>
      ask(
        new Request(`${origin}/comments/${path}/reports`, {
          method: 'POST',
          headers: { Origin: from },
          body: new URLSearchParams({ reason: 'spam' }),
        }),
      );
    expect((await post('01HZZZZZZZZZZZZZZZZZZZZZZZ', origin)).status).toBe(404);
    expect((await post(id, 'https://evil.example')).status).toBe(403);
    await env.DB.prepare(`UPDATE comments SET status = 'rejected'`).run();
    expect((await post(id, origin)).status).toBe(404);
    expect((await visitor().open(`/comments/${id}/reports`)).status).toBe(404);
    expect(await rows()).toEqual([]);
  });
});

describe('the desk', () => {
  test.each([
    ['approval', 'approved'],
    ['rejection', 'rejected'],
  ])('sees what was reported, and a %s answers it', async (noun, status) => {
    await report('203.0.113.1', 'personal', 'My address!');
    await report('203.0.113.2', 'spam');
    const desk = await moderator().open('/moderation');
    const told = desk.html.querySelectorAll('.reports li').map(({ text }) => text.trim());
    expect(told.sort()).toEqual(['It gives away personal data My address!', 'It is spam']);
    const decided = await press(moderator(), desk, noun);
    expect(await env.DB.prepare('SELECT status FROM comments').first()).toEqual({ status });
    expect(decided.html.querySelector('.reports')).toBeNull();
    const undone = await moderator().submit(decided, 'form.undo');
    expect(undone.html.querySelectorAll('.reports li')).toHaveLength(2);
  });

  test('hears of it when somebody reports again what was left published', async () => {
    await report('203.0.113.1', 'spam');
    await press(moderator(), await moderator().open('/moderation'), 'approval');
    await report('203.0.113.1', 'abuse', 'Still here.');
    const told = (await moderator().open('/moderation')).html.querySelectorAll('.reports li');
    expect(told.map(({ text }) => text.trim())).toEqual(['It is abusive Still here.']);
  });

  test('forgets what was decided on thirty days ago', async () => {
    await report('203.0.113.1', 'spam');
    await press(moderator(), await moderator().open('/moderation'), 'approval');
    await report('203.0.113.2', 'abuse');
    await tidy(env.DB, Date.now() + 29 * 86_400_000);
    expect(await rows()).toHaveLength(2);
    await tidy(env.DB, Date.now() + 31 * 86_400_000);
    expect((await rows()).map(({ reason }) => reason)).toEqual(['abuse']);
  });

  test('forgets the reports of what its author deleted', async () => {
    await report('203.0.113.1', 'spam');
    await env.DB.prepare('DELETE FROM comments').run();
    expect(await rows()).toEqual([]);
  });
});
