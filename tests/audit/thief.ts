// What somebody can try who has stolen the database, and knows the code, but not the key.
import { createHash, createHmac, hkdfSync } from 'node:crypto';

/** A way to make 43 characters of base64url out of an address: one of them is the true one. */
export interface Attempt {
  readonly how: string;
  readonly hash: (email: string) => string;
}

/** What may have gone into a hash. */
const messages: readonly (readonly [what: string, of: (email: string) => string])[] = [
  ['the address', (email) => email],
  ['the address in small letters', (email) => email.toLowerCase()],
  ['label and address', (email) => `broadside email\n${email.toLowerCase()}`],
];

/** Hashes that need no key: of the address as typed and in small letters, with the label and without. */
export const keyless: readonly Attempt[] = ['md5', 'sha1', 'sha256', 'sha512'].flatMap((name) =>
  messages.map(([what, messageOf]) => ({
    how: `${name} of ${what}`,
    hash: (email: string) =>
      createHash(name).update(messageOf(email)).digest('base64url').slice(0, 43),
  })),
);

/** The documented hash, and those that a careless site would have made instead, under one secret. */
export function keyed(secret: Buffer): readonly Attempt[] {
  const keys = [
    ['the secret itself', secret],
    ...labels.map((label) => [`HKDF "${label}"`, derived(secret, label)] as const),
  ] as const;
  return keys.flatMap(([key, bytes]) =>
    messages.map(([what, messageOf]) => ({
      how: `HMAC under ${key} of ${what}`,
      hash: (email: string) =>
        createHmac('sha256', bytes).update(messageOf(email)).digest('base64url'),
    })),
  );
}

/** A text as the bytes that it might stand for. */
export const secretsIn = (text: string): readonly Buffer[] => [
  Buffer.from(text),
  Buffer.from(text, 'base64url'),
  Buffer.from(text, 'hex'),
];

const labels = ['broadside email', 'broadside commenter', 'email', ''];

function derived(secret: Buffer, label: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', label, 32));
}
