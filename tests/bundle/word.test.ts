import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { type Deployment, deploy } from '../deployed.ts';
import { filesIn, needlesOf, search } from './needles.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
/** Long enough that no part of it is spelled by chance in what is drawn for each message. */
const words = {
  body: 'Words of Quintessa.',
  name: 'Quintessa',
  email: 'quintessa.vole@news.example',
};
const built = inject('built');
let site: Deployment;

/** Who receives the webhook, on this machine. */
let receiver: Server;
let received: { url: string; headers: Record<string, string>; body: string }[] = [];
let answer: (response: ServerResponse) => void;

beforeAll(async () => {
  receiver = createServer((request, response) => void take(request, response));
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const address = receiver.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  site = await deploy(built, {
    settings: {
      WEBHOOK_URL: `http://127.0.0.1:${address.port}/in?token=hush`,
      SITE_URL: 'https://broadside.example',
      EDITOR_EMAIL: 'editor@broadside.example',
      EMAIL_FROM: 'desk@broadside.example',
    },
    sendsMail: true,
  });
});

beforeEach(async () => {
  received = [];
  await site.db.prepare('DELETE FROM chores').run();
});

afterAll(async () => {
  await site.stop();
  site.remove();
  receiver.closeAllConnections();
  receiver.close();
});

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  received.push({ url: request.url ?? '', headers: Object.fromEntries(headers), body });
  answer(response);
}

/** The clock of the platform strikes. */
async function strike(): Promise<number> {
  const response = await fetch(`${site.url}/cdn-cgi/local/scheduled`);
  await response.text();
  return response.status;
}
const noted = async () =>
  (await site.db.prepare('SELECT name FROM chores ORDER BY name').all()).results.map(
    ({ name }) => name,
  );

test('the editors of a deployed site are told by the clock, and by nothing that tells of readers', async () => {
  answer = (response) => response.end('Thank you.');
  await site.visitor().comment(slug, words);
  // Older than what may still be on its way.
  await site.db.prepare('UPDATE comments SET created_at = created_at - 120000').run();
  expect(await strike()).toBe(200);
  expect(await strike()).toBe(200);
  expect(received).toHaveLength(1);
  const [call] = received;
  const desk = await site.moderator().open('/moderation/retention');
  const secret = desk.html.querySelectorAll('code').find(({ text }) => text.startsWith('whsec_'));
  const url = 'https://broadside.example/moderation';
  expect(
    new Webhook(secret?.text ?? '').verify(call?.body ?? '', call?.headers ?? {}),
  ).toMatchObject({
    type: 'moderation.waiting',
    data: { waiting: { new: 1, total: 1 }, reported: { new: 0, total: 0 }, url },
  });
  expect(call?.url).toBe('/in?token=hush');
  expect(await noted()).toEqual(['email', 'erased', 'passes', 'turnedDown', 'visitors', 'webhook']);
  const letter = filesIn(site.folder).filter(({ bytes }) => bytes.includes('of them new: 1'));
  expect(letter.length).toBeGreaterThan(0);
  const needles = Object.values(words).flatMap(needlesOf);
  const webhook = { name: 'the webhook', bytes: Buffer.from(JSON.stringify(call)) };
  expect(search([webhook, ...letter], needles)).toEqual([]);
});

test.each<[string, (response: ServerResponse) => void, RegExp]>([
  ['redirects', (response) => response.writeHead(307, { Location: '/elsewhere' }).end(), /not 307/],
  ['fails', (response) => response.writeHead(500).end('x'.repeat(100_000)), /not 500/],
  ['ends the line', (response) => response.destroy(), /word by webhook/],
  ['never answers', () => {}, /TimeoutError/],
])('a receiver that %s was not told', async (_, answers, said) => {
  answer = answers;
  const before = site.logs.length;
  const began = Date.now();
  await strike();
  expect(Date.now() - began).toBeLessThan(15_000);
  expect(received.map(({ url }) => url)).toEqual(['/in?token=hush']);
  expect(await noted()).toEqual(['email', 'erased', 'passes', 'turnedDown', 'visitors']);
  const log = site.logs.slice(before).join('\n');
  expect(log).toMatch(said);
  expect(log).not.toMatch(/hush|127\.0\.0\.1|Quintessa|vole/);
  answer = (response) => response.end();
  await strike();
  expect(await noted()).toContain('webhook');
});

test('a receiver that never stops talking was told', async () => {
  answer = (response) => void response.writeHead(200).write('x'.repeat(100_000));
  const began = Date.now();
  await strike();
  expect(Date.now() - began).toBeLessThan(5000);
  expect(await noted()).toContain('webhook');
});
