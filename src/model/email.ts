// An email address comes in, a keyed hash stays. Nothing else of it is kept anywhere.
import type { Keys } from './keys.ts';

/**
 * One form for the many ways of typing one address: NFC, no blanks around, lower case, the domain in
 * ASCII (IDNA, as the URL standard does it). Dots and plus tags stay: whether they matter is for the
 * mail host to say.
 * @returns undefined for what cannot be an address: no `@`, blanks inside, a domain without a dot,
 * over 254 characters, over 64 before the `@` (RFC 5321, 4.5.3.1)
 */
export function normaliseEmail(typed: string): string | undefined {
  const [, local, domain] =
    /^([^\s\p{C}@<>()[\]:;,\\"]{1,64})@([^\s\p{C}@]+)$/u.exec(trimmed(typed)) ?? [];
  const host = domain && asciiHost(domain);
  if (!local || !host) return undefined;
  const email = `${local}@${host}`;
  return email.length <= 254 ? email : undefined;
}

/** HMAC-SHA-256 under the key for email, of a domain-separation label and the normal form. */
export const hashEmail = (keys: Keys, email: string): Promise<string> =>
  keys.mac('email', `broadside email\n${email}`);

const trimmed = (typed: string) => typed.normalize('NFC').trim().toLowerCase().normalize('NFC');

/** Labels of letters, digits and inner hyphens; the last begins with a letter, so no IP address fits. */
const hostName = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

/** As the URL standard writes it; undefined for what can be no host of an address. */
export function asciiHost(domain: string): string | undefined {
  if (domain.length > 253 || /[/?#\\:%[\]<>^|]/.test(domain)) return undefined;
  const host = URL.parse(`https://${domain.replace(/\.$/, '')}`)?.hostname;
  return host && hostName.test(host) ? host : undefined;
}
