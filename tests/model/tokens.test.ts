import { expect, test } from 'vitest';
import { Keys } from '../../src/model/keys.ts';
import { signToken, tokenAge } from '../../src/model/tokens.ts';

const now = Date.UTC(2026, 0, 1);
const keys = await Keys.derive('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8');
if (!keys) throw new Error('no keys');
const token = await signToken(keys, 'view', 'a comment', now);

test('a token tells how old it is', async () => {
  expect(await tokenAge(keys, 'view', 'a comment', token, now)).toBe(0);
  expect(await tokenAge(keys, 'view', 'a comment', token, now + 5000)).toBe(5000);
});

test('a token from the future is not believed', async () => {
  expect(await tokenAge(keys, 'view', 'a comment', token, now - 1)).toBeUndefined();
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
