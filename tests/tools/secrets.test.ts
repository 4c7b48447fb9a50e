import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { makeSecrets, moderationPassword } from '../../src/tools/secrets.ts';

const here = mkdtempSync(join(tmpdir(), 'broadside-secrets-'));
afterAll(() => rmSync(here, { recursive: true }));

const made = (name: string) => {
  const file = join(here, name);
  makeSecrets(file);
  return { file, secrets: parseEnv(readFileSync(file, 'utf8')) };
};

test('new secrets are random, long, and for their owner’s eyes only', () => {
  const [one, other] = [made('one'), made('other')];
  const { SECRET_KEY = '', MODERATION_PASSWORD = '' } = one.secrets;
  expect(Buffer.from(SECRET_KEY, 'base64url')).toHaveLength(32);
  expect(MODERATION_PASSWORD.length).toBeGreaterThanOrEqual(12);
  expect(SECRET_KEY).not.toBe(other.secrets.SECRET_KEY);
  expect(MODERATION_PASSWORD).not.toBe(other.secrets.MODERATION_PASSWORD);
  expect(statSync(one.file).mode & 0o777).toBe(0o600);
  expect(moderationPassword(one.file)).toBe(MODERATION_PASSWORD);
});

test('as a command it makes them once, and never says them', () => {
  const file = join(here, 'by-command');
  const run = () => execFileSync(process.execPath, ['src/tools/secrets.ts', file]).toString();
  const first = run();
  expect(first).toContain('holds new secrets');
  const before = readFileSync(file, 'utf8');
  const { SECRET_KEY, MODERATION_PASSWORD } = parseEnv(before);
  const again = run();
  expect(again).toContain('stays as it is');
  for (const secret of [SECRET_KEY, MODERATION_PASSWORD])
    expect(first + again).not.toContain(secret);
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('secrets that are there already stay as they are', () => {
  const file = join(here, 'kept');
  writeFileSync(file, '# mine\nSECRET_KEY="kept"\n');
  makeSecrets(file);
  expect(readFileSync(file, 'utf8')).toBe('# mine\nSECRET_KEY="kept"\n');
  expect(moderationPassword(file)).toBeUndefined();
});
