// Moving in, from the command to the page that readers open: a copy of the project, and a site as it would be deployed.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyProject } from '../copy.ts';
import { build, type Deployment, deploy } from '../deployed.ts';
import { comment, post, wxr } from '../intake.ts';
import { filesIn, needlesOf, search } from './needles.ts';

const clone = copyProject();
const folder = mkdtempSync(join(tmpdir(), 'broadside-import-'));
const file = join(folder, 'export.xml');
let site: Deployment;
const said: string[] = [];

const addresses = [
  'quintessa.vole@reader.example',
  'zebulon.marrow@reader.example',
  'barnaby.thistle@reader.example',
];
const [first = '', second = '', third = ''] = addresses;

beforeAll(async () => {
  build(join(folder, 'built'), clone);
  site = await deploy(join(folder, 'built'), { project: clone });
  const approved = comment({
    'wp:comment_author_email': first,
    'wp:comment_content': 'I was <em>there</em>.',
  });
  const answer = comment({
    'wp:comment_id': '3',
    'wp:comment_parent': '2',
    'wp:comment_author': 'Zoe',
    'wp:comment_author_email': second,
    'wp:comment_content': `So was I, says ${second}`,
  });
  const spam = comment({
    'wp:comment_id': '4',
    'wp:comment_approved': 'spam',
    'wp:comment_author': third,
    'wp:comment_author_email': third,
  });
  writeFileSync(file, wxr(post({}, approved, answer, spam)));
}, 240_000);
afterAll(async () => {
  await site.stop();
  site.remove();
  for (const one of [folder, clone]) rmSync(one, { recursive: true });
});

/** The command, as somebody types it. */
async function run(...args: readonly string[]): Promise<{ code: number; said: string }> {
  const program = ['src/tools/import.ts', file, ...args, '--site', site.url];
  const env = { ...process.env, MODERATION_PASSWORD: site.secrets.MODERATION_PASSWORD };
  return new Promise((resolve) =>
    execFile(process.execPath, program, { cwd: clone, env }, (error, stdout, stderr) => {
      said.push(stdout + stderr);
      resolve({ code: error ? Number(error.code ?? 1) : 0, said: stdout + stderr });
    }),
  );
}

const sums = (text: string) => text.split('\n').filter((line) => / read = /.test(line));

test('a blog moves in by one command, and its articles are read with their conversations', async () => {
  const dry = await run();
  expect(dry).toMatchObject({ code: 0, said: expect.stringContaining('Nothing was written') });
  expect(existsSync(join(clone, 'src/articles/a-day-in-baku.md'))).toBe(false);
  const real = await run('--apply');
  expect(real.code).toBe(0);
  expect(sums(real.said)).toEqual(sums(dry.said));
  expect(sums(real.said)).toContain('comments: 3 read = 3 imported + 0 there already + 0 skipped');
  execFileSync(process.execPath, ['src/tools/compile.ts'], { cwd: clone });
  build(join(folder, 'built'), clone);
  await site.redeploy({}, join(folder, 'built'));
  const page = await site.visitor().open('/articles/a-day-in-baku');
  const [thread, reply, ...others] = page.html.querySelectorAll('[id^=comment-]');
  expect(thread?.text).toContain('I was there.');
  expect(reply?.text).toContain('So was I, says …');
  expect(others).toEqual([]);
  const old = await fetch(`${site.url}/2014/01/14/a-day-in-baku/`, { redirect: 'manual' });
  expect([old.status, old.headers.get('Location')]).toEqual([
    301,
    expect.stringMatching(/\/articles\/a-day-in-baku$/),
  ]);
  const twice = await run('--apply');
  expect(sums(twice.said)).toContain('comments: 3 read = 0 imported + 3 there already + 0 skipped');
  expect(sums(twice.said)).toContain('articles: 1 read = 0 imported + 1 there already + 0 skipped');
}, 240_000);

test('a site that refuses ends it with 1, and with what to do', async () => {
  const args = ['src/tools/import.ts', file, '--apply', '--site', site.url];
  const env = { ...process.env, MODERATION_PASSWORD: 'not the password' };
  const { code, text } = await new Promise<{ code: number; text: string }>((resolve) =>
    execFile(process.execPath, args, { cwd: clone, env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), text: stdout + stderr }),
    ),
  );
  said.push(text);
  expect(code).toBe(1);
  expect(text).toContain('does not take the moderation password');
});

test('no address of the old site is in anything that was written, logged or said', () => {
  const hay = [
    ...filesIn(join(clone, 'src')),
    ...filesIn(site.folder),
    { name: 'the report', bytes: readFileSync(join(clone, 'import-report.txt')) },
    { name: 'what was said', bytes: Buffer.from(said.join('\n')) },
    { name: 'the log', bytes: Buffer.from(site.logs.join('\n')) },
  ];
  expect(search(hay, addresses.flatMap(needlesOf))).toEqual([]);
});
