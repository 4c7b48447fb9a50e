import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const copy = mkdtempSync(join(tmpdir(), 'broadside-compile-'));
afterAll(() => rmSync(copy, { recursive: true }));

for (const part of ['package.json', 'tsconfig.json', 'wrangler.toml', 'src']) {
  cpSync(part, join(copy, part), { recursive: true });
}
symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));

const compile = (env: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, ['src/tools/compile.ts'], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
const article = (headline: string) =>
  `---\nheadline: ${headline}\nbyline: Leyla\npublishedAt: 2026-11-24\n---\nText.\n`;
const built = (name: string) => readFileSync(join(copy, 'build', name), 'utf8');

test('a wrong article stops the build, says where and why, and leaves the last good one', () => {
  expect(compile()).toMatchObject({ status: 0, stderr: '' });
  const before = [built('articles.ts'), built('page.ts')];
  writeFileSync(join(copy, 'src/articles/wrong.md'), '---\nbyline: Leyla\n---\nText.\n');
  writeFileSync(join(copy, 'src/articles/right.md'), article('Beside it'));
  const { status, stderr } = compile();
  expect(status).toBe(1);
  expect(stderr.split('\n').filter(Boolean)).toEqual([
    'src/articles/wrong.md:1: headline is missing: add it to the front matter.',
    'src/articles/wrong.md:1: publishedAt is missing: add it to the front matter.',
  ]);
  expect([built('articles.ts'), built('page.ts')]).toEqual(before);
});

test('a time zone that is none is told where it stands', () => {
  const settings = readFileSync(join(copy, 'wrangler.toml'), 'utf8');
  writeFileSync(join(copy, 'wrangler.toml'), settings.replace('"UTC"', '"Baku"'));
  const { status, stderr } = compile();
  writeFileSync(join(copy, 'wrangler.toml'), settings);
  expect(status).toBe(1);
  expect(stderr).toBe('wrangler.toml: TIME_ZONE must be a time zone such as UTC or Asia/Baku.\n');
});

test('a new article is in the next build', () => {
  writeFileSync(join(copy, 'src/articles/wrong.md'), article('Mended'));
  expect(compile().status).toBe(0);
  expect(built('articles.ts')).toContain('Mended');
});

test('a draft is in the build of `npm start`, and in no other', () => {
  writeFileSync(
    join(copy, 'src/articles/draft.md'),
    '---\nheadline: Unfinished\nbyline: Leyla\npublishedAt: 2026-11-24\ndraft: true\n---\nText.\n',
  );
  expect(compile({ DRAFTS: 'shown' }).status).toBe(0);
  expect(built('articles.ts')).toContain('Unfinished');
  expect(compile().status).toBe(0);
  expect(built('articles.ts')).not.toContain('Unfinished');
});
