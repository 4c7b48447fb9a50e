import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { moderationPassword } from '../../src/tools/secrets.ts';
import { Reader } from '../reader.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
const running: ChildProcess[] = [];
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broadside-start-'));
});

afterEach(() => {
  for (const { pid } of running.splice(0)) if (pid) killGroup(pid);
  rmSync(folder, { recursive: true, force: true });
});

/** Whatever a failed test left behind, with all that it started. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing was.
  }
}

/** Below the ports that the system gives away, which is where the other tests get theirs. */
let latestPort = 20_000 + (process.pid % 10_000);

/** A port of this machine that nobody listens on. */
async function freePort(): Promise<number> {
  for (;;) {
    latestPort += 1;
    const probe = createServer();
    try {
      await once(probe.listen(latestPort, '127.0.0.1'), 'listening');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') continue;
      throw error;
    }
    probe.close();
    await once(probe, 'close');
    return latestPort;
  }
}

/** The program behind `npm start`, on a database of its own. */
const start = (...args: string[]) =>
  run(process.execPath, 'src/tools/start.ts', '--ip', '127.0.0.1', '--persist-to', folder, ...args);

/** A program in a process group of its own. */
function run(program: string, ...args: string[]): { child: ChildProcess; said: () => string } {
  // Without drafts, so that what other tests find compiled stays as it is.
  const env = { ...process.env, DRAFTS: 'hidden' };
  const child = spawn(program, args, { detached: true, env });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => (output += chunk));
  return { child, said: () => output };
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 100));
}

/** Done when nothing that it started holds its output open any more. */
async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  await once(child, 'close');
}

const isUp = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

test('it serves the site, says where and how, and keeps its comments to the next time', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = ['--port', String(port), '--var', 'MODERATION:none'];

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
  await end(first.child, 'SIGTERM');
  expect(await isUp(url)).toBe(false);

  const second = start(...args);
  await until(() => second.said().includes('with the password'));
  expect((await reader.open('/')).source).toContain(typing.body);
  await end(second.child, 'SIGTERM');
  expect(await isUp(url)).toBe(false);
});

test.each(['SIGINT', 'SIGHUP'] as const)('%s ends the server too', async (signal) => {
  const port = await freePort();
  const { child, said } = start(`--port=${port}`);
  await until(() => said().includes('with the password'));
  expect(said()).toContain(`http://127.0.0.1:${port}\n`);
  await end(child, signal);
  expect(await isUp(`http://127.0.0.1:${port}`)).toBe(false);
});

test('when npm alone is ended, the server goes with it', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const options = ['--ip', '127.0.0.1', '--persist-to', folder, '--port', String(port)];
  const { child, said } = run('npm', 'start', '--', ...options);
  await until(() => said().includes('with the password'));
  await end(child, 'SIGTERM');
  expect(await isUp(url)).toBe(false);
});

test('a port that another site holds is said, and no other is chosen in silence', async () => {
  const port = await freePort();
  const taken = createServer((_, response) => response.end('ok')).listen(port, '127.0.0.1');
  await once(taken, 'listening');
  const { child, said } = start('--port', String(port));
  const [code] = await once(child, 'close');
  taken.close();
  expect(code).not.toBe(0);
  expect(said()).toMatch(/address already in use/i);
  expect(said()).not.toContain('with the password');
});
