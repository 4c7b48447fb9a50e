// Every way in which an address might be written down, and a search for all of them.
import { createHash } from 'node:crypto';

export interface Needle {
  readonly what: string;
  readonly bytes: Buffer;
}

/** An address in every encoding, and the hashes of it that need no key. */
export function needlesOf(address: string): Needle[] {
  const lower = address.toLowerCase();
  const [local = ''] = address.split('@');
  const texts: [string, string][] = [
    ['as typed', address],
    ['in small letters', lower],
    ['in capitals', address.toUpperCase()],
    ['before the @', local],
    ['reversed', [...address].reverse().join('')],
    ['with %40', address.replace('@', '%40')],
    ['as a URL component', encodeURIComponent(address)],
    ['percent-encoded', percent(address)],
    ['percent-encoded in capitals', percent(address).toUpperCase()],
    ['with &#64;', address.replace('@', '&#64;')],
    ['with &#x40;', address.replace('@', '&#x40;')],
    ['with \\u0040', address.replace('@', '\\u0040')],
    ['quoted-printable', address.replace('@', '=40')],
    ['in ROT13', rot13(address)],
    ['in hex', Buffer.from(address).toString('hex')],
    ['in hex, capitals', Buffer.from(address).toString('hex').toUpperCase()],
  ];
  const binary: [string, Buffer][] = [
    ['in UTF-16LE', Buffer.from(address, 'utf16le')],
    ['in UTF-16BE', Buffer.from(address, 'utf16le').swap16()],
  ];
  const hashes = ['md5', 'sha1', 'sha256'].flatMap((name) =>
    [address, lower, `${lower}\n`].flatMap((text, index) => {
      const digest = createHash(name).update(text).digest();
      const what = `${name} ${['as typed', 'normal', 'with a line end'][index]}`;
      return [
        { what: `${what}, first 8 bytes`, bytes: digest.subarray(0, 8) },
        { what: `${what}, hex`, bytes: Buffer.from(digest.toString('hex').slice(0, 16)) },
        {
          what: `${what}, hex capitals`,
          bytes: Buffer.from(digest.toString('hex').slice(0, 16).toUpperCase()),
        },
        { what: `${what}, base64`, bytes: Buffer.from(digest.toString('base64').slice(0, 11)) },
        {
          what: `${what}, base64url`,
          bytes: Buffer.from(digest.toString('base64url').slice(0, 11)),
        },
      ];
    }),
  );
  return [
    ...texts.map(([what, text]) => ({ what, bytes: Buffer.from(text) })),
    ...binary.map(([what, bytes]) => ({ what, bytes })),
    ...base64Needles(address),
    ...base64Needles(lower),
    ...hashes,
  ];
}

/** What of the needles is in the hay, and where. */
export function search(
  hay: readonly { name: string; bytes: Buffer }[],
  needles: readonly Needle[],
): { what: string; where: string }[] {
  return hay.flatMap(({ name, bytes }) =>
    needles
      .filter((needle) => bytes.includes(needle.bytes))
      .map(({ what }) => ({ what, where: name })),
  );
}

/** Base64 of a text inside another looks three ways, by where it begins; its edges depend on the neighbours. */
function base64Needles(text: string): Needle[] {
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

const percent = (text: string) => Buffer.from(text).toString('hex').replace(/../g, '%$&');

const rot13 = (text: string) =>
  text.replace(/[a-z]/gi, (letter) => {
    const first = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
  });
