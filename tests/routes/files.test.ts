// What lies beside the bundle cannot be had. Nothing of it was read before: see `read` in src/routes/words.ts.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aboard } from '../../build/texts.ts';
import { findArticle } from '../../src/model/articles.ts';
import { askAll, expectClearPage, expectProblem, published } from '../asked.ts';
import { ask, first, origin, second, visitor } from '../site.ts';

vi.setConfig({ testTimeout: 30_000 });

vi.spyOn(console, 'error').mockImplementation(() => {});

describe.each([
  ['cannot be reached', { fetch: () => Promise.reject(new TypeError('ASSETS')) }],
  ['are broken', { fetch: async () => new Response('Error 1101 in ASSETS', { status: 500 }) }],
  ['are gone', { fetch: async () => new Response('Not found in ASSETS', { status: 404 }) }],
  ['are not bound', undefined],
])('static files that %s', (_, ASSETS) => {
  /** Words that lie beside the bundle, and the index of the search. */
  const mayBreak = (path: string) => /^\/(moderation|privacy|search)\b/.test(path);

  test('break no page that does without them, and no other beyond a notice', async () => {
    const answers = await askAll((await published()).routes, { ASSETS });
    for (const answer of answers) {
      expectClearPage(answer);
      if (!mayBreak(answer.path)) expect(answer.status, answer.route).toBeLessThan(500);
    }
    expect(answers.filter(({ status }) => status >= 500)).not.toEqual([]);
  });

  describe('and the story of an article among them', () => {
    const { story = '' } = findArticle(first, Date.now()) ?? {};
    const text = aboard[story] ?? '';
    const settings = { ASSETS, MODERATION: 'all', MIN_SECONDS_TO_COMMENT: 0 };
    const typing = { body: 'I was there.', name: 'Leyla', email: 'leyla@news.example' };
    beforeEach(() => {
      Reflect.deleteProperty(aboard, story);
    });
    afterEach(() => {
      Reflect.set(aboard, story, text);
    });

    /** The form of another article, sent to this one. */
    const send = async (typed: Readonly<Record<string, string>>) => {
      const reader = visitor(settings);
      const form = await reader.open(`/articles/${second}`);
      const action = form.html.querySelector('#reply form');
      action?.setAttribute('action', `/articles/${first}/comments`);
      return reader.submit(form, '#reply form', typed);
    };

    test('lose nothing that was typed', async () => {
      const page = await send({ ...typing, name: '' });
      expect(page.status).toBe(422);
      for (const typed of ['I was there.', 'leyla@news.example'])
        expect(page.source).toContain(typed);
      expect(text).not.toBe('');
      expect(page.source).not.toContain(text);
      expect(page.html.querySelector('.story')).toBeNull();
      expect(page.html.querySelector('article')?.text).toContain('The story cannot be shown');
    });

    test('show its commenter what was taken', async () => {
      const page = await send(typing);
      expect(page.status).toBe(200);
      expect(page.html.querySelector('.own .p-content')?.text).toBe('I was there.');
      expect(page.html.querySelector('article')?.text).toContain('The story cannot be shown');
      expect(page.html.querySelector('a[href*="/manage?key="]')).not.toBeNull();
    });

    test('keep nobody from passing it on', async () => {
      const reader = visitor(settings);
      expect((await reader.open(`/articles/${first}/share?text=Baku`)).status).toBe(200);
      const answer = await ask(
        new Request(`${origin}/articles/${first}/share/x?text=Baku`, { redirect: 'manual' }),
        settings,
      );
      expect(answer.status).toBe(302);
    });
  });

  test('break no page for whoever asks for JSON', async () => {
    for (const answer of await askAll((await published()).routes, { ASSETS }, 'application/json'))
      expectProblem(answer);
  });
});
