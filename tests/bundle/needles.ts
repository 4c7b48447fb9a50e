// Every way in which an address might be written down, and a search for all of them.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Needle {
  /** What it would mean to find it; never the address itself. */
  readonly what: string;
  readonly bytes: Buffer;
}

export interface Hay {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A text in every encoding, and the hashes of it that need no key. Of an address, its local part too. */
export function needlesOf(text: string): Needle[] {
  const [local = ''] = text.split('@');
  return [
    ...named('', written(text)),
    ...named('local part ', local === text ? [] : written(local)),
    ...unique([text, text.toLowerCase()]).flatMap(hashed),
  ];
}

/** What of the needles is in the hay, and where: capitals and small letters are one. */
export function search(
  hay: readonly Hay[],
  needles: readonly Needle[],
): { what: string; where: string }[] {
  const folded = needles.map(({ what, bytes }) => ({ what, bytes: fold(bytes) }));
  return hay.flatMap(({ name, bytes }) => {
    const straw = fold(bytes);
    return folded
      .filter((needle) => straw.includes(needle.bytes))
      .map(({ what }) => ({ what, where: name }));
  });
}

/** Every file below a folder. */
export function filesIn(folder: string): Hay[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => ({ name, bytes: readFileSync(join(parentPath, name)) }));
}

type Encoding = readonly [what: string, encode: (text: string) => string | Buffer];

const encodings: readonly Encoding[] = [
  ['as it is', (text) => text],
  ['reversed', (text) => [...text].reverse().join('')],
  ['in ROT13', rot13],
  ['with %40', (text) => text.replace('@', '%40')],
  ['as a URL component', encodeURIComponent],
  ['percent-encoded throughout', (text) => hex(text).replace(/../g, '%$&')],
  ['with &#64;', (text) => text.replace('@', '&#64;')],
  ['with &#x40;', (text) => text.replace('@', '&#x40;')],
  ['with &commat;', (text) => text.replace('@', '&commat;')],
  ['with \\u0040', (text) => text.replace('@', '\\u0040')],
  ['quoted-printable', (text) => text.replace('@', '=40')],
  ['in hex', hex],
  ['in UTF-16LE', (text) => Buffer.from(text, 'utf16le')],
  ['in UTF-16BE', (text) => Buffer.from(text, 'utf16le').swap16()],
];

/** Encodings of letters are blind to case in {@link search}; base64 of capitals is another text. */
function written(text: string): Needle[] {
  const cases = unique([text, text.toLowerCase(), text.toUpperCase()]);
  return [
    ...encodings.flatMap(([what, encode]) =>
      cases.map((one) => ({ what, bytes: Buffer.from(encode(one)) })),
    ),
    ...cases.flatMap(base64),
  ];
}

/** Base64 of a text inside another looks three ways, by where it begins; its edges depend on the neighbours. */
function base64(text: string): Needle[] {
  return [0, 1, 2].flatMap((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]);
    return (['base64', 'base64url'] as const).map((encoding) => ({
      what: `in ${encoding}, shifted by ${shift}`,
      bytes: Buffer.from(
        padded
          .toString(encoding)
          .replace(/=+$/, '')
          .slice(shift && shift + 1, -2),
      ),
    }));
  });
}

/** The first 8 bytes of each hash: whoever keeps the whole of it keeps those too. */
function hashed(text: string): Needle[] {
  return ['md5', 'sha1', 'sha256'].flatMap((name) =>
    [text, `${text}\n`].flatMap((message) => {
      const digest = createHash(name).update(message).digest();
      return [
        { what: `${name}, raw`, bytes: digest.subarray(0, 8) },
        { what: `${name}, hex`, bytes: Buffer.from(digest.toString('hex').slice(0, 16)) },
        { what: `${name}, base64`, bytes: Buffer.from(digest.toString('base64').slice(0, 10)) },
        {
          what: `${name}, base64url`,
          bytes: Buffer.from(digest.toString('base64url').slice(0, 10)),
        },
      ];
    }),
  );
}

const named = (prefix: string, needles: readonly Needle[]) =>
  needles.map(({ what, bytes }) => ({ what: `${prefix}${what}`, bytes }));

const unique = (texts: readonly string[]) => [...new Set(texts)];

/** Byte by byte, so that it does to bytes that are no text the same on both sides. */
const fold = (bytes: Buffer) => Buffer.from(bytes.toString('latin1').toLowerCase(), 'latin1');

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}

function rot13(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const first = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
  });
}
