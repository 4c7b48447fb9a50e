// The Worker under test, asked as the world asks it, with settings of the test's own.
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import app from '../src/index.ts';
import { Reader } from './reader.ts';

export const origin = 'https://broadside.example';
export const first = 'azerbaijan-expels-iranian-diplomats';
export const second = 'what-happens-to-your-address';

/** One request, answered and followed to the end of what it left to do. */
export async function ask(request: Request, settings: object = {}): Promise<Response> {
  const context = createExecutionContext();
  const response = await app.fetch(request, { ...env, ...settings }, context);
  await waitOnExecutionContext(context);
  return response;
}

export const visitor = (settings: object = {}, headers: Readonly<Record<string, string>> = {}) =>
  new Reader((request) => ask(request, settings), origin, headers);

export const moderator = () =>
  visitor({}, { Authorization: `Basic ${btoa(`moderator:${env.MODERATION_PASSWORD}`)}` });

export { press } from './reader.ts';
