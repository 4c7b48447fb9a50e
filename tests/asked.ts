// Asks every route of the app, signed in, and looks at what a bad day makes of the answers.
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { parse } from 'node-html-parser';
import { expect } from 'vitest';
import app from '../src/index.ts';
import { findArticle } from '../src/model/articles.ts';
import { Keys } from '../src/model/keys.ts';
import { manageKey } from '../src/model/tokens.ts';
import { type Asked, everyRoute, insideOf, typed } from './every-route.ts';
import { first, origin, visitor } from './site.ts';

/** Somebody who may do everything, on a site that has everything. */
export const complete = {
  EMAIL: { send: async () => {} },
  EMAIL_FROM: 'desk@broadside.example',
  MODERATION: 'none',
};
const signedIn = { Authorization: `Basic ${btoa(`moderator:${env.MODERATION_PASSWORD}`)}` };

/** Every route of a site on which one comment is published, and its id. */
export async function published(): Promise<{ routes: readonly Asked[]; id: string }> {
  for (const table of ['comments', 'tries']) {
    await env.DB.prepare(`DELETE FROM ${table} WHERE true`).run();
  }
  await visitor(complete).comment(first, typed);
  const id = String(await env.DB.prepare('SELECT id FROM comments').first('id'));
  const keys = await Keys.derive(env.SECRET_KEY);
  const [code = ''] = findArticle(first, Date.now())?.codes ?? [];
  if (!keys) throw new Error('no keys');
  const key = await manageKey(keys, id);
  return { routes: everyRoute({ origin, slug: first, code, id, manageKey: key }), id };
}

export interface Answer extends Asked {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** Until the answer was there, in ms. */
  readonly took: number;
}

async function ask(asked: Asked, settings: object, Accept = 'text/html'): Promise<Answer> {
  const { method, path, body, type } = asked;
  const headers = { Accept, Origin: origin, 'Content-Type': type, ...signedIn };
  const request = new Request(origin + path, {
    method,
    headers,
    ...(body !== undefined && { body }),
  });
  const context = createExecutionContext();
  const begun = performance.now();
  const response = await app.fetch(request, { ...env, ...complete, ...settings }, context);
  const text = await response.text();
  const took = performance.now() - begun;
  await waitOnExecutionContext(context);
  return { ...asked, status: response.status, text, headers: response.headers, took };
}

export const askAll = (routes: readonly Asked[], settings: object, Accept?: string) =>
  Promise.all(routes.map((asked) => ask(asked, settings, Accept)));

/** The status of each route, beside what it should be. */
export function expectOnly(answers: readonly Answer[], expected: (answer: Asked) => number): void {
  const byRoute = (statusOf: (answer: Answer) => number) =>
    Object.fromEntries(answers.map((answer) => [answer.route, statusOf(answer)]));
  expect(byRoute(({ status }) => status)).toEqual(byRoute(expected));
}

export function expectClearPage({ route, status, text, headers }: Answer): void {
  expect(insideOf(text), route).toEqual([]);
  if (status < 500) return;
  expect(headers.get('Cache-Control'), route).toBe('no-store');
  if (route === 'GET /health') return;
  const page = parse(text);
  expect(page.querySelector('h1')?.text.trim(), route).toBeTruthy();
  expect(page.querySelector('main')?.text, route).toMatch(/try again|again in a minute/i);
}

export function expectProblem({ route, status, text, headers }: Answer): void {
  expect(insideOf(text), route).toEqual([]);
  if (status < 500 || route === 'GET /health') return;
  expect(headers.get('Content-Type'), route).toBe('application/problem+json');
  expect(JSON.parse(text), route).toMatchObject({ status });
}
