// How a comment, and whoever wrote it, is known again without being named.
import { hashEmail } from './email.ts';
import type { Keys } from './keys.ts';

/** Marks made under one key. */
export interface Marks {
  /** Of the key that made them. */
  readonly keyId: string;
  /** Of the address that was typed. */
  readonly emailHash: string;
  /** Of the random cookie: the same for who is proven to be the same. */
  readonly commenterHash: string;
  /** The same for whoever sends the same form again. */
  readonly retryKey: string;
  /** The same for whoever says the same again, if they are proven. */
  readonly textKey: string;
  /** The same for everybody who says the same, wherever. */
  readonly saidKey: string;
}

/** What is marked. */
export interface Marked {
  /** In the normal form of `normaliseEmail`. */
  readonly email: string;
  /** What the cookie holds. */
  readonly proof: string;
  /** Names the served form. One page may reach many readers, so a retry is told by more than that. */
  readonly form: string;
  readonly slug: string;
  readonly parent: string;
  readonly body: string;
}

export async function marksOf(keys: Keys, marked: Marked): Promise<Marks> {
  const { email, proof, form, slug, parent, body } = marked;
  const [emailHash, commenterHash] = await Promise.all([
    hashEmail(keys, email),
    keys.mac('commenter', proof),
  ]);
  const [retryKey, textKey, saidKey] = await Promise.all([
    keys.mac('retry', `form ${JSON.stringify([form, slug, parent, emailHash, body])}`),
    textKeyOf(keys, commenterHash, slug, parent, body),
    saidKeyOf(keys, body),
  ]);
  return { keyId: keys.id, emailHash, commenterHash, retryKey, textKey, saidKey };
}

/** To two people the same may be said, and often is: thank you. @param parent '' for a comment of its own */
export const textKeyOf = (
  keys: Keys,
  commenterHash: string,
  slug: string,
  parent: string,
  body: string,
): Promise<string> =>
  keys.mac('retry', `text ${JSON.stringify([commenterHash, slug, parent, body])}`);

/** Blanks, case and punctuation do not make another text. */
export const saidKeyOf = (keys: Keys, body: string): Promise<string> =>
  keys.mac('retry', `said ${body.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')}`);
