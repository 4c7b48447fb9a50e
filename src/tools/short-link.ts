import { createHash } from 'node:crypto';

/** Digits and letters that are not mistaken for each other when they are read aloud or copied by hand. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * The code of a short link: 35 bits of the slug's SHA-256, in Crockford's base 32. It is printed on paper
 * and stands in messages for ever, so this must never give another.
 */
export function codeOf(slug: string): string {
  const bits = createHash('sha256').update(slug).digest().readBigUInt64BE();
  return Array.from(
    { length: 7 },
    (_, place) => letters[Number((bits >> BigInt(59 - place * 5)) & 31n)],
  ).join('');
}
