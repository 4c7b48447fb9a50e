import { expect, test } from 'vitest';
import { hashEmail, normaliseEmail } from '../../src/model/email.ts';
import { Keys } from '../../src/model/keys.ts';

test.each([
  ['reader@news.example', 'reader@news.example'],
  ['  reader@news.example\t', 'reader@news.example'],
  ['Reader@NEWS.Example', 'reader@news.example'],
  ['reader+tag@news.example', 'reader+tag@news.example'],
  ['first.last@news.example', 'first.last@news.example'],
  ['reader@news.example.', 'reader@news.example'],
  ['reader@bücher.example', 'reader@xn--bcher-kva.example'],
  ['reader@BÜCHER.example', 'reader@xn--bcher-kva.example'],
  ['reader@xn--bcher-kva.example', 'reader@xn--bcher-kva.example'],
  ['zoe\u0308@news.example', 'zoë@news.example'],
  ['ZOË@news.example', 'zoë@news.example'],
  ['读者@新闻.example', '读者@xn--efvy88h.example'],
])('%j is %j', (typed, normal) => {
  expect(normaliseEmail(typed)).toBe(normal);
});

test.each([
  [''],
  ['reader'],
  ['<reader@news.example'],
  ['(reader)@news.example'],
  ['mailto:reader@news.example'],
  ['"odd"@news.example'],
  ['@news.example'],
  ['reader@'],
  ['reader@news'],
  ['reader@localhost'],
  ['reader@127.0.0.1'],
  ['reader@2130706433'],
  ['reader@[::1]'],
  ['two words@news.example'],
  ['reader@news .example'],
  ['reader@@news.example'],
  ['reader@news..example'],
  ['reader@-news.example'],
  ['reader@news.example/path'],
  ['reader@news.example?query'],
  ['reader@news.example:25'],
  ['reader\u0000@news.example'],
  [`${'a'.repeat(65)}@news.example`],
  [`reader@${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(60)}.example`],
])('%j is no address', (typed) => {
  expect(normaliseEmail(typed)).toBeUndefined();
});

test('a hash is the same for one address, and tells nothing without it', async () => {
  const keys = await Keys.derive('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8');
  const others = await Keys.derive('ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8');
  if (!keys || !others) throw new Error('no keys');
  const hashed = await hashEmail(keys, 'reader@news.example');
  expect(hashed).toEqual(await hashEmail(keys, 'reader@news.example'));
  expect(hashed).toMatch(/^[\w-]{43}$/);
  expect(hashed).not.toBe(await hashEmail(others, 'reader@news.example'));
  expect(hashed).not.toBe(await hashEmail(keys, 'other@news.example'));
});
