import { expect, test } from 'vitest';
import { Keys } from '../../src/model/keys.ts';
import { isManageKey, manageKey, signToken, tokenAge } from '../../src/model/tokens.ts';

const now = Date.UTC(2026, 0, 1);
const keys = await Keys.derive('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8');
if (!keys) throw new Error('no keys');
const token = await signToken(keys, 'view', 'a comment', now);

test('a token tells how old it is', async () => {
  expect(await tokenAge(keys, 'view', 'a comment', token, now)).toBe(0);
  expect(await tokenAge(keys, 'view', 'a comment', token, now + 5000)).toBe(5000);
});

test('a token from a clock that runs ahead is as good as new', async () => {
  expect(await tokenAge(keys, 'view', 'a comment', token, now - 1)).toBe(0);
  expect(await tokenAge(keys, 'view', 'a comment', token, now - 3_600_000)).toBe(0);
});

test('a token is good for its own use and subject alone', async () => {
  expect(await tokenAge(keys, 'form', 'a comment', token, now)).toBeUndefined();
  expect(await tokenAge(keys, 'view', 'another', token, now)).toBeUndefined();
});

test.each([
  [''],
  ['.'],
  ['zz'],
  ['zz.'],
  [`${(now - 1).toString(36)}.${token.split('.')[1]}`],
  [`${token}x`],
  [`${token}.x`],
  [token.replace('.', '!.')],
  [token.toUpperCase()],
  ['\u0000'],
])('%j is no token of ours', async (forged) => {
  expect(await tokenAge(keys, 'view', 'a comment', forged, now)).toBeUndefined();
});

test('a manage key is good for its comment alone, and shows no id that stands beside hashes', async () => {
  const keys = await Keys.derive('dGVzdHMgc2lnbiBhbmQgaGFzaCB3aXRoIHRoaXMga2V5IQ');
  const others = await Keys.derive('b3RoZXJzIHNpZ24gYW5kIGhhc2ggd2l0aCB0aGlzIGtleQ');
  if (!keys || !others) throw new Error('no keys');
  const key = await manageKey(keys, 'one');
  expect(key).toMatch(/^[\w-]{11}\.[\w-]{43}$/);
  expect(key).not.toContain(keys.id);
  expect(await isManageKey(keys, 'one', key)).toBe(true);
  expect(await isManageKey(keys, 'two', key)).toBe(false);
  expect(await isManageKey(others, 'one', key)).toBe(false);
  for (const wrong of [
    '',
    '.',
    key.slice(1),
    key.split('.')[1] ?? '',
    `${keys.id}.${key.split('.')[1]}`,
  ])
    expect(await isManageKey(keys, 'one', wrong)).toBe(false);
});
