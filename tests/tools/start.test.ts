import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { moderationPassword } from '../../src/tools/secrets.ts';
import { Reader } from '../reader.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
const folder = mkdtempSync(join(tmpdir(), 'broadside-start-'));
const running: ChildProcess[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map(end));
  rmSync(folder, { recursive: true, force: true });
});

/** A port of this machine that nobody listens on. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (!address || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** The real `npm start`, in a process group of its own. */
function start(...args: string[]): { child: ChildProcess; said: () => string } {
  const child = spawn(process.execPath, ['src/tools/start.ts', ...args], { detached: true });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => (output += chunk));
  return { child, said: () => output };
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 100));
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

const isUp = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

test('it serves the site, says where and how, and keeps its comments to the next time', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = [
    '--ip',
    '127.0.0.1',
    `--port=${port}`,
    '--persist-to',
    folder,
    '--var',
    'MODERATION:none',
  ];

  const first = start(...args);
  await until(() => first.said().includes('with the password'));
  expect(first.said()).toContain(`${url}\n`);
  expect(first.said()).toContain(`${url}/moderation\n`);
  expect(first.said()).toContain(moderationPassword('.dev.vars'));
  const reader = new Reader((request) => fetch(request), url);
  const typing = { body: 'Still here tomorrow?', name: 'Leyla', email: 'leyla@news.example' };
  await reader.comment(slug, typing);
  expect((await reader.open('/')).source).toContain(typing.body);
  expect(first.said()).not.toContain('leyla@');
  await end(first.child);
  expect(await isUp(url)).toBe(false);

  const second = start(...args);
  await until(() => second.said().includes('with the password'));
  expect((await reader.open('/')).source).toContain(typing.body);
  await end(second.child);
  expect(await isUp(url)).toBe(false);
});

test('a port that is taken is said, and no other is chosen in silence', async () => {
  const port = await freePort();
  const taken = createServer().listen(port, '127.0.0.1');
  await once(taken, 'listening');
  const { child, said } = start('--ip', '127.0.0.1', '--port', String(port));
  const [code] = await once(child, 'exit');
  taken.close();
  expect(code).not.toBe(0);
  expect(said()).toMatch(/address already in use/i);
  expect(said()).not.toContain('with the password');
});
