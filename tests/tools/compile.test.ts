import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { languages } from '../../src/strings/languages.ts';
import { copyProject } from '../copy.ts';

const copy = copyProject();
afterAll(() => rmSync(copy, { recursive: true }));

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

test('what is half written never lies among the static files, where another that compiles would clear it away', () => {
  const hook = `import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const { writeFileSync } = fs;
    fs.writeFileSync = (file, ...rest) => {
      console.log(String(file));
      writeFileSync(file, ...rest);
    };
    syncBuiltinESMExports();`;
  const args = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`];
  const { stdout } = spawnSync(process.execPath, [...args, 'src/tools/compile.ts'], {
    cwd: copy,
    encoding: 'utf8',
  });
  const written = stdout.trim().split('\n');
  expect(written.length).toBeGreaterThan(10);
  expect(written.filter((file) => file.includes('public'))).toEqual([]);
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

const served = (folder: string) => {
  const path = join(copy, 'build/public', folder);
  return existsSync(path) ? readdirSync(path).sort() : [];
};

test('a picture is drawn once for each article, and again when its headline changes', () => {
  writeFileSync(join(copy, 'src/articles/draft.md'), article('As it was'));
  expect(compile().status).toBe(0);
  const before = served('pictures');
  const drawnAt = (name: string) => statSync(join(copy, 'build/public/pictures', name)).mtimeMs;
  const times = before.map(drawnAt);
  expect(compile().status).toBe(0);
  expect(served('pictures').map(drawnAt)).toEqual(times);
  writeFileSync(join(copy, 'src/articles/draft.md'), article('As it is'));
  expect(compile().status).toBe(0);
  const after = served('pictures');
  expect(after).toHaveLength(before.length);
  expect(after.filter((name) => !before.includes(name))).toHaveLength(1);
});

test('texts travel in the bundle as long as there is room, the newest first', () => {
  // What each language says lies beside it always, in three parts.
  const always = served('texts');
  expect(always).toHaveLength(3 * Object.keys(languages).length);
  const long = (year: number) =>
    article(`The year ${year}`)
      .replace('2026-11-24', `${year}-01-01`)
      .replace('Text.', `${'word '.repeat(40_000)}${year}.`);
  for (const year of [2001, 2002, 2003]) {
    writeFileSync(join(copy, `src/articles/year-${year}.md`), long(year));
  }
  expect(compile().status).toBe(0);
  const beside = served('texts').map((name) =>
    readFileSync(join(copy, 'build/public/texts', name), 'utf8'),
  );
  expect(built('texts.ts')).toContain('2003.');
  expect(built('texts.ts')).toContain('2002.');
  expect(built('texts.ts')).not.toContain('2001.');
  expect(beside.some((text) => text.includes('2001.'))).toBe(true);
  expect(statSync(join(copy, 'build/texts.ts')).size).toBeLessThan(0.55 * 1024 * 1024);
  for (const year of [2001, 2002, 2003]) rmSync(join(copy, `src/articles/year-${year}.md`));
  expect(compile().status).toBe(0);
  expect(served('texts')).toEqual(always);
});

test('a file that could never be asked for is a fault', () => {
  mkdirSync(join(copy, 'src/public/articles'));
  writeFileSync(
    join(copy, 'src/public/articles/map.svg'),
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
  );
  const { status, stderr } = compile();
  rmSync(join(copy, 'src/public/articles'), { recursive: true });
  expect(status).toBe(1);
  expect(stderr).toContain(
    'src/public/articles/map.svg:1: would never be served: the Worker answers below /articles',
  );
});

test('what a draft showed is not left among the static files', () => {
  writeFileSync(join(copy, 'src/public/old.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  const draft = article('Secret').replace('---\nText', 'draft: true\n---\nText');
  writeFileSync(join(copy, 'src/articles/draft.md'), draft);
  expect(compile({ DRAFTS: 'shown' }).status).toBe(0);
  const withDraft = served('pictures');
  rmSync(join(copy, 'src/public/old.svg'));
  expect(compile().status).toBe(0);
  expect(served('pictures')).toHaveLength(withDraft.length - 1);
  expect(served('')).not.toContain('old.svg');
});
