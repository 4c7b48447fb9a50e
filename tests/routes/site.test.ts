import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
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
