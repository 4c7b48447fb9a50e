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

/** The documented MAC of a visitor: without a salt first, and then with that of the day. */
export function visitorUnder(root: Buffer, traits: readonly string[], salt: string): string {
  const mac = (key: Buffer, message: string) =>
    createHmac('sha256', key).update(message).digest('base64url');
  const unsalted = mac(derived(root, 'broadside visitor'), traits.join('\n'));
  return mac(derived(root, 'broadside visitor', salt), unsalted);
}

/** What a careless site would keep of a visitor, and somebody with the salts could make again. */
export function visitorGuesses(traits: readonly string[], salt: string): readonly string[] {
  const texts = [traits.join('\n'), traits.join(' '), traits.join(''), ...traits];
  const salted = texts.flatMap((text) => [text, salt + text, text + salt, `${salt}\n${text}`]);
  const roots = ['', salt, '\0'.repeat(32), 'broadside visitor'].flatMap(secretsIn);
  return [
    ...salted.flatMap((text) =>
      ['md5', 'sha1', 'sha256'].map((name) => createHash(name).update(text).digest('base64url')),
    ),
    ...roots.flatMap((root) => [
      visitorUnder(root, traits, salt),
      ...texts.map((text) => createHmac('sha256', root).update(text).digest('base64url')),
    ]),
  ];
}

function derived(secret: Buffer, label: string, salt = ''): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, label, 32));
}
