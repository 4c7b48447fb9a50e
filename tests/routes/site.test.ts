import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import app from '../../src/index.ts';
import { Keys } from '../../src/model/keys.ts';
import { ask, first, origin } from '../site.ts';

test('settings are read and keys derived once, not for every reader', async () => {
  const derive = vi.spyOn(Keys, 'derive');
  const bindings = { ...env };
  for (let readers = 0; readers < 3; readers++) {
    const response = await app.fetch(new Request(origin), bindings, createExecutionContext());
    expect(response.status).toBe(200);
  }
  expect(derive).toHaveBeenCalledTimes(1);
  derive.mockRestore();
});

test('settings that cannot be used are no less wrong the second time', async () => {
  const bindings = { ...env, MODERATION: 'whoever' };
  for (let readers = 0; readers < 2; readers++) {
    const response = await app.fetch(new Request(origin), bindings, createExecutionContext());
    expect(response.status).toBe(500);
  }
});

test.each([
  ['/nowhere', {}, 404],
  ['/moderation', {}, 401],
  [`/articles/${first}/comments`, { Origin: 'https://elsewhere.example' }, 403],
  [`/articles/${first}/comments`, { Origin: origin, 'Content-Type': 'application/json' }, 415],
])('a request to %s %j that is refused with %i is heard out', async (path, headers, status) => {
  const body = 'x'.repeat(100_000);
  const announced = { ...headers, 'Content-Length': String(body.length) };
  const request = new Request(origin + path, { method: 'POST', headers: announced, body });
  expect((await ask(request)).status).toBe(status);
  expect(request.bodyUsed).toBe(true);
});

describe('what went wrong', () => {
  const away = new Proxy(env.DB, {
    get: () => () => {
      throw new Error('D1_ERROR: away');
    },
  });
  const fail = async (headers: Readonly<Record<string, string>> = {}) => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const path = `${origin}/comments/01HZZZZZZZZZZZZZZZZZZZZZZZ`;
    const response = await ask(new Request(path, { headers }), { DB: away });
    const [line] = logged.mock.calls.map(([text]) => JSON.parse(String(text)));
    logged.mockRestore();
    expect(response.status).toBe(503);
    return { text: await response.text(), line };
  };

  test('has a name, which its reader is told and the log has', async () => {
    const { text, line } = await fail();
    expect(line.request).toMatch(/^[\w-]{8}$/);
    expect(text).toContain(`<code>${line.request}</code>`);
    const json = await fail({ Accept: 'application/json' });
    expect(JSON.parse(json.text)).toMatchObject({ status: 503, request: json.line.request });
  });

  test('is not named as the platform names it, which knows by that name who asked', async () => {
    const { text, line } = await fail({ 'CF-Ray': '8f3a2b1c4d5e6f70-FRA' });
    expect(text + JSON.stringify(line)).not.toContain('8f3a2b1c');
  });

  test('is not asked about where nothing did', async () => {
    const response = await ask(new Request(`${origin}/nowhere`));
    expect(await response.text()).not.toContain('To report this');
  });
});
