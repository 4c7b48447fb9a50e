import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesIn, needlesOf, search } from './needles.ts';

// What the privacy tests look for is found when it is there: each line writes an address down by
// hand or by other means than the search does, and names the one needle that must find it.
const typed = 'Quill.Vole@News.Example';
const normal = 'quill.vole@news.example';
const hash = (name: string, text: string) => createHash(name).update(text).digest();
const inBase64 = (text: string) => btoa(text);
const inBase64url = (text: string) =>
  btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const written: [needle: string, planted: string | Buffer][] = [
  ['as it is', `It was ${typed} who wrote.`],
  ['as it is', normal],
  ['as it is', 'QUILL.VOLE@NEWS.EXAMPLE'],
  ['local part as it is', 'quill.vole, at home'],
  ['reversed', 'elpmaxe.swen@elov.lliuq'],
  ['in ROT13', 'Dhvyy.Ibyr@Arjf.Rknzcyr'],
  ['with %40', 'email=quill.vole%40news.example&body='],
  ['as a URL component', new URLSearchParams({ email: typed }).toString()],
  [
    'percent-encoded throughout',
    '%71%75%69%6C%6C%2E%76%6F%6C%65%40%6E%65%77%73%2E%65%78%61%6D%70%6C%65',
  ],
  ['with &#64;', '<a>Quill.Vole&#64;News.Example</a>'],
  ['with &#x40;', '<a>quill.vole&#x40;news.example</a>'],
  ['with &commat;', '<a>quill.vole&commat;news.example</a>'],
  ['with \\u0040', '{"email":"Quill.Vole\\u0040News.Example"}'],
  ['quoted-printable', 'quill.vole=40news.example'],
  ['in hex', '7175696c6c2e766f6c65406e6577732e6578616d706c65'],
  ['in hex', '7175696C6C2E766F6C65406E6577732E6578616D706C65'],
  ['in UTF-16LE', Buffer.from([...normal].flatMap((letter) => [letter.charCodeAt(0), 0]))],
  ['in UTF-16BE', Buffer.from([...typed].flatMap((letter) => [0, letter.charCodeAt(0)]))],
  ...[normal, typed, typed.toUpperCase()].flatMap((text): [string, string][] => [
    ['in base64, shifted by 0', inBase64(`${text} wrote`)],
    ['in base64, shifted by 1', inBase64(`>${text} wrote`)],
    ['in base64, shifted by 2', inBase64(`>>${text} wrote`)],
    ['in base64url, shifted by 0', inBase64url(`???${text} wrote`)],
    ['in base64url, shifted by 1', inBase64url(`????${text} wrote`)],
    ['in base64url, shifted by 2', inBase64url(`?????${text} wrote`)],
  ]),
  ...[normal, typed].flatMap((text) =>
    ['md5', 'sha1', 'sha256'].flatMap((name): [string, string | Buffer][] => [
      [`${name}, raw`, hash(name, text)],
      [`${name}, raw`, hash(name, text).subarray(0, 8)],
      [`${name}, hex`, hash(name, text).toString('hex')],
      [`${name}, hex`, hash(name, text).subarray(0, 8).toString('hex').toUpperCase()],
      [`${name}, base64`, hash(name, text).toString('base64')],
      [`${name}, base64`, hash(name, text).subarray(0, 8).toString('base64')],
      [`${name}, base64url`, hash(name, text).toString('base64url')],
    ]),
  ),
];

test.each(written)('an address %s is found in a file', (needle, planted) => {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-planted-'));
  mkdirSync(join(folder, 'deep'));
  const noise = Buffer.from([0, 255, 13, 10]);
  writeFileSync(join(folder, 'deep/file'), Buffer.concat([noise, Buffer.from(planted), noise]));
  const found = search(filesIn(folder), needlesOf(typed));
  rmSync(folder, { recursive: true });
  expect(found).toContainEqual({ what: needle, where: 'file' });
});

test('every needle was put to that test', () => {
  const tried = new Set(written.map(([needle]) => needle));
  const all = new Set(needlesOf(typed).map(({ what }) => what.replace('local part ', '')));
  expect([...all].filter((what) => !tried.has(what))).toEqual([]);
});

test('another address is not taken for it', () => {
  const other = Buffer.from('quill.mole@news.example, vole@news.example, Quill@News.Example');
  expect(search([{ name: 'other', bytes: other }], needlesOf(typed))).toEqual([]);
});
