// What lies beside the bundle cannot be had. Nothing of it was read before: see `read` in src/routes/words.ts.
import { describe, expect, test, vi } from 'vitest';
import { aboard } from '../../build/texts.ts';
import { findArticle } from '../../src/model/articles.ts';
import { askAll, expectClearPage, expectProblem, published } from '../asked.ts';
import { ask, first, origin } from '../site.ts';

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

  test('lose nothing that was typed below a story that is one of them', async () => {
    const { story = '' } = findArticle(first, Date.now()) ?? {};
    const text = aboard[story] ?? '';
    expect(text).not.toBe('');
    const form = { body: 'I was there.', name: '', email: 'leyla@news.example' };
    const send = () =>
      ask(
        new Request(`${origin}/articles/${first}/comments`, {
          method: 'POST',
          headers: { Origin: origin },
          body: new URLSearchParams(form),
        }),
        { ASSETS },
      );
    Reflect.deleteProperty(aboard, story);
    const answer = await send().finally(() => Reflect.set(aboard, story, text));
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('I was there.');
    expect(page).toContain('leyla@news.example');
    expect(page).not.toContain(text);
  });

  test('break no page for whoever asks for JSON', async () => {
    for (const answer of await askAll((await published()).routes, { ASSETS }, 'application/json'))
      expectProblem(answer);
  });
});
