// Requests by the hundred, at random but always the same ones: `npm run fuzz` sends others to what would be deployed.
import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import app from '../../src/index.ts';
import { refuted, seedOfTests } from '../fuzz/claims.ts';
import { requests } from '../fuzz/requests.ts';
import { ask, first, origin, visitor } from '../site.ts';

const known: Record<string, string> = { slug: first, tag: 'iran', network: 'x' };

beforeAll(async () => {
  const words = { name: 'Leyla', email: 'leyla@news.example', body: 'I was there.' };
  const page = await visitor({ MODERATION: 'none' }).comment(first, words);
  const link = page.html.querySelector('a[href*="/manage?key="]')?.getAttribute('href') ?? '';
  known.id = /[0-9A-Z]{26}/.exec(link)?.[0] ?? '';
  known.key = new URL(link, origin).searchParams.get('key') ?? '';
  known.token = page.html.querySelector('[name=token]')?.getAttribute('value') ?? '';
});

const routes = app.routes
  .filter(({ method }) => method !== 'ALL')
  .map(({ method, path }) => `${method} ${path}`);
const authorization = `Basic ${btoa(`moderator:${env.MODERATION_PASSWORD}`)}`;
const settings = { MODERATION: 'none', MIN_SECONDS_TO_COMMENT: 0 };

test('every request is answered as the README has it', { timeout: 60_000 }, async () => {
  const site = {
    origin,
    ask: (request: Request) => ask(request, settings),
    routes,
    known,
    authorization,
  };
  for (const claim of requests(site))
    expect(await refuted(claim, { seed: seedOfTests, numRuns: 600 })).toBeUndefined();
});
