import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Page } from '../reader.ts';
import { ask, first, moderator, origin, press, second, visitor } from '../site.ts';

const words = { body: 'The river knows no border.', name: 'Leyla', email: 'leyla@news.example' };
const path = `/moderation/articles/${first}`;
const answerForm = 'form[action*="/comments"]:has(textarea)';

beforeEach(async () => {
  await env.DB.prepare('DELETE FROM comments').run();
  await env.DB.prepare('DELETE FROM articles').run();
});

const idOf = async (name: string) =>
  (await env.DB.prepare('SELECT id FROM comments WHERE name = ?1')
    .bind(name)
    .first<string>('id')) ?? '';
const publicPage = () => visitor().open(`/articles/${first}`);
const openly = { MODERATION: 'none' };

/** Answers from the desk. @param parent whom it answers, by name */
async function answer(typing: Readonly<Record<string, string>>, parent?: string): Promise<Page> {
  const desk = moderator();
  const query = parent ? `?parent=${await idOf(parent)}` : '';
  return desk.submit(await desk.open(path + query), answerForm, typing);
}

describe('the conversation from the desk', () => {
  test('shows what waits in its place, and decides on it there', async () => {
    await visitor(openly).comment(first, words);
    await visitor().comment(
      first,
      { ...words, name: 'Samir', body: 'And no bridge.' },
      `?parent=${await idOf('Leyla')}`,
    );
    const desk = moderator();
    const page = await desk.open(path);
    expect(
      page.html.querySelectorAll('[data-item]').map((item) => item.getAttribute('data-level')),
    ).toEqual(['1', '2']);
    expect(page.html.querySelectorAll('[data-item]')[1]?.text).toContain('Waiting');
    const decided = await press(desk, page, 'approval', `#comment-${await idOf('Samir')}`);
    expect(decided.url.pathname).toBe(path);
    expect((await publicPage()).html.text).toContain('And no bridge.');
  });

  test('goes on page by page, and begins wherever a comment stands', async () => {
    for (const name of ['A', 'B', 'C', 'D', 'E'])
      await visitor().comment(first, { ...words, name, body: name });
    const settings = { COMMENTS_PER_PAGE: 2 };
    const headers = { Authorization: `Basic ${btoa(`moderator:${env.MODERATION_PASSWORD}`)}` };
    const desk = visitor(settings, headers);
    const names = ({ html }: Page) =>
      html.querySelectorAll('[data-item] h2 .p-author').map(({ text }) => text);
    const page = await desk.open(path);
    expect(names(page)).toEqual(['A', 'B']);
    const next = await desk.open(page.html.querySelector('.more a')?.getAttribute('href') ?? '');
    expect(names(next)).toEqual(['C', 'D']);
    const queue = await desk.open('/moderation');
    const place = queue.html
      .querySelector(`#comment-${await idOf('D')} a[href*=from]`)
      ?.getAttribute('href');
    expect(names(await desk.open(place ?? ''))).toEqual(['D', 'E']);
  });

  test('is 404 where there is none', async () => {
    expect((await moderator().open('/moderation/articles/nothing')).status).toBe(404);
  });
});

describe('the newsroom answers', () => {
  test('as an author of the article, published at once, and marked', async () => {
    await visitor(openly).comment(first, words);
    const page = await answer({ body: 'Thank *you*.', as: 'author-0' }, 'Leyla');
    expect(page.status).toBe(200);
    const { html } = await publicPage();
    const own = html.querySelector('#comments .threads .threads > li');
    expect(own?.querySelector('.p-author')?.text).toBe('Broadside newsroom');
    expect(own?.querySelector('.role')?.text).toBe('Author');
    expect(own?.querySelector('.p-content em')?.text).toBe('you');
    expect(html.querySelector('#comments-title')?.text).toBe('2 Comments');
  });

  test('as an editor by name, without any address or cookie', async () => {
    await answer({ body: 'We corrected the date.', as: 'editor', name: 'Nigar' });
    const [row] = (await env.DB.prepare('SELECT * FROM comments').all()).results;
    expect(row).toMatchObject({
      role: 'editor',
      name: 'Nigar',
      status: 'approved',
      email_hash: null,
      commenter_hash: null,
      visitor: null,
    });
    expect((await publicPage()).html.querySelector('#comments .role')?.text).toBe('Editor');
  });

  test('once, however often the form is sent', async () => {
    const desk = moderator();
    const page = await desk.open(path);
    const typing = { body: 'Once.', as: 'editor' };
    await Promise.all([1, 2, 3].map(() => desk.submit(page, answerForm, typing)));
    expect((await env.DB.prepare('SELECT id FROM comments').all()).results).toHaveLength(1);
  });

  test.each([
    ['nothing', { body: ' ', as: 'editor' }, 'Please write a comment'],
    ['as nobody', { body: 'Kept.', as: 'author-7' }, 'Choose who signs'],
    ['as an editor without a name', { body: 'Kept.', as: 'editor', name: ' ' }, 'name'],
  ])('%s is told, and what was typed is kept', async (_, typing, told) => {
    const page = await answer(typing);
    expect(page.status).toBe(422);
    expect(page.html.querySelector('.problems')?.text).toContain(told);
    expect(page.html.querySelector('textarea')?.textContent.trim()).toBe(typing.body.trim());
    expect((await env.DB.prepare('SELECT id FROM comments').all()).results).toEqual([]);
  });

  test('what is gone is not answered, and the text is kept', async () => {
    await visitor(openly).comment(first, words);
    const desk = moderator();
    const page = await desk.open(`${path}?parent=${await idOf('Leyla')}`);
    await env.DB.prepare(`UPDATE comments SET status = 'rejected'`).run();
    const again = await desk.submit(page, answerForm, { body: 'Kept.', as: 'editor' });
    expect(again.status).toBe(422);
    expect(again.html.querySelector('textarea')?.textContent).toContain('Kept.');
  });

  test('and nobody can pass for it: a reader has no role, whatever the form says', async () => {
    const reader = visitor(openly);
    const page = await reader.open(`/articles/${first}`);
    await reader.submit(page, '#reply form', { ...words, role: 'editor', as: 'author-0' });
    expect((await publicPage()).html.querySelector('#comments .role')).toBeNull();
  });

  test('an answer can be rejected like everything else, and its row says nothing once it is erased', async () => {
    await answer({ body: 'Too early.', as: 'editor' });
    await press(moderator(), await moderator().open('/moderation?status=approved'), 'rejection');
    expect((await publicPage()).html.text).not.toContain('Too early.');
  });
});

describe('a pinned comment', () => {
  test('stands above the others on the first page, and in its place too, until the pin is taken away', async () => {
    await visitor(openly).comment(first, { ...words, name: 'A', body: 'First.' });
    await visitor(openly).comment(first, { ...words, name: 'B', body: 'Second.' });
    const desk = moderator();
    const form = 'form[action$=pins]';
    const pinned = await desk.submit(
      await desk.open(`/moderation/comments/${await idOf('B')}`),
      form,
    );
    const { html } = await publicPage();
    expect(html.querySelector('.pinned .p-content')?.text).toBe('Second.');
    expect(html.querySelectorAll('.threads > li')).toHaveLength(2);
    expect(html.querySelectorAll(`[id=comment-${await idOf('B')}]`)).toHaveLength(1);
    await desk.submit(pinned, form);
    expect((await publicPage()).html.querySelector('.pinned')).toBeNull();
  });

  test('is nothing that is not published, nor of another article', async () => {
    await visitor().comment(first, { ...words, name: 'A', body: 'Waits.' });
    await visitor(openly).comment(second, { ...words, name: 'B', body: 'Elsewhere.' });
    const pin = async (name: string) =>
      ask(
        new Request(`${origin}${path}/pins`, {
          method: 'POST',
          headers: {
            Origin: origin,
            Authorization: `Basic ${btoa(`moderator:${env.MODERATION_PASSWORD}`)}`,
          },
          body: new URLSearchParams({ comment: await idOf(name) }),
        }),
      );
    expect((await pin('A')).status).toBe(404);
    expect((await pin('B')).status).toBe(404);
  });

  test('is gone from above when it is rejected', async () => {
    await visitor(openly).comment(first, words);
    const desk = moderator();
    const page = await desk.open(`/moderation/comments/${await idOf('Leyla')}`);
    await desk.submit(page, 'form[action$=pins]');
    expect((await publicPage()).html.querySelector('.pinned')).not.toBeNull();
    await press(desk, await desk.open('/moderation?status=approved'), 'rejection');
    expect((await publicPage()).html.querySelector('.pinned')).toBeNull();
  });
});

describe('comments on an article', () => {
  const set = async (opening: string) => {
    const desk = moderator();
    await desk.submit(await desk.open(path), 'form[action$=openings]', { opening });
  };

  test('are closed from the desk: what was typed is kept, what was said stays', async () => {
    const reader = visitor(openly);
    await reader.comment(first, words);
    const page = await reader.open(`/articles/${first}`);
    await set('closed');
    const late = await reader.submit(page, '#reply form', { ...words, body: 'Too late.' });
    expect(late.status).toBe(409);
    expect(late.source).toContain('Too late.');
    const { html } = await publicPage();
    expect(html.querySelector('#reply form')).toBeNull();
    expect(html.querySelector('#comments')?.text).toContain(words.body);
  });

  test('are opened again although their time was over, and follow the article again', async () => {
    const old = { ...openly, CLOSE_COMMENTS_AFTER_DAYS: 1 };
    const hasForm = async () =>
      (await visitor(old).open(`/articles/${first}`)).html.querySelector('#reply form') !== null;
    expect(await hasForm()).toBe(false);
    await set('open');
    expect(await hasForm()).toBe(true);
    expect((await visitor(old).comment(first, words)).status).toBe(200);
    await set('article');
    expect(await hasForm()).toBe(false);
  });

  test('are as the article says while the database is away', async () => {
    await set('closed');
    const away = { DB: { ...env.DB, batch: () => Promise.reject(new Error('D1_ERROR: away')) } };
    expect(
      (await visitor(away).open(`/articles/${first}`)).html.querySelector('#reply form'),
    ).not.toBeNull();
  });
});

test('public pages are the same for a moderator as for everybody', async () => {
  await visitor(openly).comment(first, words);
  await visitor().comment(first, { ...words, name: 'Samir', body: 'Waits.' });
  const withoutToken = ({ source }: Page) => source.replace(/name="token" value="[^"]*"/, '');
  for (const address of [`/articles/${first}`, `/articles/${first}/comments`, '/'])
    expect(withoutToken(await moderator().open(address))).toBe(
      withoutToken(await visitor().open(address)),
    );
});
