import { createHash } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compilePage } from '../../src/tools/page.ts';

const page = compilePage('src');

test('the script is at most 3 KB compressed', () => {
  expect(brotliCompressSync(page.script).length).toBeLessThan(3 * 1024);
});

test.each([
  ['style', page.style, page.styleHash],
  ['script', page.script, page.scriptHash],
])('the hash of the %s is the one that a browser computes', (_, text, hash) => {
  expect(text.length).toBeGreaterThan(100);
  expect(hash).toBe(`'sha256-${createHash('sha256').update(text).digest('base64')}'`);
});

test('neither can end the element that it stands in', () => {
  expect(page.style + page.script).not.toMatch(/<\/(style|script)|<!--/i);
});
