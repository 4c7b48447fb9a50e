// What everybody reads must not give away what was typed for nobody, however it is written there.
import { asciiHost, hashEmail, normaliseEmail } from './email.ts';
import type { Keys } from './keys.ts';

/** Whether an address stands in a text. */
export const givesAway = (seen: string, email: string): boolean =>
  folded(seen).includes(folded(email));

/** The same when nothing but the address's hash is left. @param keys those that made it */
export async function givesAwayHashed(
  keys: Keys,
  seen: string,
  emailHash: string,
): Promise<boolean> {
  const hashes = await Promise.all(addressesIn(seen).map((address) => hashEmail(keys, address)));
  return hashes.includes(emailHash);
}

/** Everything in a text that may be an email address, in the normal form of {@link normaliseEmail}. */
export function addressesIn(seen: string): readonly string[] {
  const text = folded(seen);
  const found = new Set<string>();
  let place = text.indexOf('@');
  for (let count = 0; place >= 0 && count < mostAddresses; count++) {
    for (const address of addressesAt(text, place)) found.add(address);
    place = text.indexOf('@', place + 1);
  }
  return [...found];
}

/** Signs `@` that are looked at, from the first on: each costs the making of a hash or two. */
const mostAddresses = 40;

/** What stands before a sign such as `=` may belong to the address, or to what the address stands in. */
function addressesAt(text: string, place: number): readonly string[] {
  const local = localPart(text.slice(Math.max(0, place - 64), place));
  const host = hostPart(text.slice(place + 1, place + 254));
  return [local, local.replace(/^.*[^\p{L}\p{N}._+-]|^[._+-]+/u, '')].flatMap(
    (part) => normaliseEmail(`${part}@${host.replace(/[.-]+$/, '')}`) ?? [],
  );
}

const localPart = (before: string) =>
  /[^\s\p{Ps}\p{Pe}\p{Pi}\p{Pf}\u2010-\u2015@<>:;,"\\|]*$/u.exec(before)?.[0] ?? '';

const hostPart = (behind: string) => /^[\p{L}\p{M}\p{N}.-]*/u.exec(behind)?.[0] ?? '';

/**
 * Percent-encoding undone, what joins letters unseen taken out, letters made plain and small. Of accents upon
 * accents four stay: to sort a thousand of them takes a Worker's whole time.
 */
const folded = (text: string) =>
  withAsciiHosts(
    decoded(text)
      .replace(/[\p{DI}\p{Cf}]/gu, '')
      .replace(/(\p{M}{4})\p{M}+/gu, '$1')
      .normalize('NFKC')
      .toLowerCase(),
  );

/** A text with the host of each address in it as {@link normaliseEmail} would write it. */
function withAsciiHosts(text: string): string {
  let count = 0;
  return text.replace(/@([\p{L}\p{M}\p{N}.-]+)/gu, (at, host) => {
    if (/^[\x21-\x7e]+$/.test(host) || ++count > mostAddresses) return at;
    const ascii = asciiHost(host);
    return ascii ? `@${ascii}` : at;
  });
}

/** Encodings of encodings that are undone: a text can hold thousands, and each costs a reading. */
const mostEncodings = 5;

/** Percent-encoding undone, and encoding of encoding; what is none stays. */
function decoded(text: string, depth = mostEncodings): string {
  const once = text.replace(/(%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
  return once === text || depth === 1 ? once : decoded(once, depth - 1);
}
