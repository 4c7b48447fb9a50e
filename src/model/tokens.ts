// Signed tokens: what a page carries so that the next request can be believed.
import type { Keys } from './keys.ts';

type TokenUse = 'form' | 'view' | 'glimpse';

/** A token that says: made at `now` (ms), for this use and subject. Letters, digits, `-_.` only. */
export async function signToken(keys: Keys, use: TokenUse, subject: string, now: number) {
  return `${now.toString(36)}.${await keys.mac(use, `${now} ${subject}`)}`;
}

/**
 * How long ago a token was made, in ms; 0 for one from the future, since clocks do not agree: what one machine made
 * another may look at a moment before.
 * @returns undefined for a token that is not ours, or is for another subject
 */
export async function tokenAge(
  keys: Keys,
  use: TokenUse,
  subject: string,
  token: string,
  now: number,
): Promise<number | undefined> {
  const [, stamp = '', mac = ''] = /^([0-9a-z]+)\.([\w-]{43})$/.exec(token) ?? [];
  const madeAt = Number.parseInt(stamp, 36);
  const isOurs = await keys.isMac(use, `${madeAt} ${subject}`, mac);
  return isOurs ? Math.max(0, now - madeAt) : undefined;
}

/** What its author manages a comment with: made of its id, with its key's id in front, and kept nowhere. */
export const manageKey = async (keys: Keys, id: string): Promise<string> =>
  `${await manageKeyId(keys)}.${await keys.mac('manage', id)}`;

export async function isManageKey(keys: Keys, id: string, key: string): Promise<boolean> {
  const [keyId, mac = ''] = key.split('.');
  const ids = await Promise.all(keys.believed.map(manageKeyId));
  return ids.some((known) => known === keyId) && (await keys.isMac('manage', id, mac));
}

/** Not the id that stands beside hashes: what is in the database is on no page. */
const manageKeyId = async (keys: Keys): Promise<string> =>
  (await keys.mac('manage', 'key id')).slice(0, 11);
