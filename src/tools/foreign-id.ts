import { createHash } from 'node:crypto';
import { encodeTime } from 'ulid';

/** Crockford's alphabet, as ULIDs are written. */
const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The id of a comment that comes from elsewhere: always the same one for the same comment, so that it is imported once.
 * @param createdAt in ms since 1970: ids sort by time
 * @param names what tells the comment from all others: format, site, and the ids that it had there
 */
export function foreignId(createdAt: number, ...names: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(names)).digest();
  const bits = BigInt(`0x${digest.subarray(0, 10).toString('hex')}`);
  const chance = Array.from(
    { length: 16 },
    (_, at) => signs[Number((bits >> BigInt(75 - 5 * at)) & 31n)],
  );
  return encodeTime(createdAt, 10) + chance.join('');
}
