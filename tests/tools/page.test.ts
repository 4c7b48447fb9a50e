import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compilePage } from '../../src/tools/page.ts';

const { page, desk } = compilePage('src');

test('the script is at most 3 KB compressed', () => {
  expect(brotliCompressSync(page.scheme + page.script).length).toBeLessThanOrEqual(3 * 1024);
});

test.each([
  ['style', page.style, page.styleHash],
  ['script', page.script, page.scriptHash],
  ['script in the head', page.scheme, page.schemeHash],
  ['style of the desk', desk.style, page.deskStyleHash],
  ['script of the desk', desk.script, page.deskScriptHash],
])('the hash of the %s is the one that a browser computes', (_, text, hash) => {
  expect(text.length).toBeGreaterThan(100);
  expect(hash).toBe(`'sha256-${createHash('sha256').update(text).digest('base64')}'`);
});

test('neither can end the element that it stands in, whatever is written in it', () => {
  const src = mkdtempSync(join(tmpdir(), 'broadside-page-'));
  for (const part of ['views', 'client']) mkdirSync(join(src, part));
  writeFileSync(join(src, 'views/sheet.css'), 'p::after { content: "</style>"; }');
  for (const other of ['desk', 'scheme']) writeFileSync(join(src, `client/${other}.ts`), '');
  writeFileSync(join(src, 'views/desk.css'), '');
  writeFileSync(join(src, 'client/page.ts'), 'document.title = "</script>" + `</SCRIPT >`;');
  const { page: hostile } = compilePage(src);
  rmSync(src, { recursive: true });
  expect(hostile.style).toContain('style>');
  expect(hostile.script.toLowerCase()).toContain('script>');
  for (const { style, script } of [page, hostile])
    expect(style + script).not.toMatch(/<\/(style|script)|<!--/i);
});
