// One secret, one key for each use. A token made for one purpose is worth nothing for another, and
// the key that hashes addresses signs nothing that a reader ever sees.

/** What a key is for; each is derived under a label of its own. */
export type Use =
  | 'email'
  | 'commenter'
  | 'edition'
  | 'face'
  | 'form'
  | 'glimpse'
  | 'manage'
  | 'pass'
  | 'retry'
  | 'view'
  | 'visitor'
  | 'webhook';

const hmac = { name: 'HMAC', hash: 'SHA-256', length: 256 } as const;
const base64url = { alphabet: 'base64url', omitPadding: true } as const;
const leastBytes = 32;

/** What is wrong with the secrets, if they make no keys. */
export type KeyFault = 'missing' | 'malformed' | 'short' | 'previous';

/**
 * @param secretKey as {@link Keys.derive} takes it
 * @param previous each as good as that one
 */
export function keyFault(
  secretKey: string | undefined,
  previous: readonly string[],
): KeyFault | undefined {
  const faultOf = (text: string) => {
    const secret = decodeBase64url(text);
    if (!secret) return 'malformed';
    return secret.length < leastBytes ? 'short' : undefined;
  };
  if (!secretKey) return 'missing';
  return faultOf(secretKey) ?? (previous.some(faultOf) ? 'previous' : undefined);
}

/** Keys that were used before these. */
export interface Elders {
  readonly secretKeys: readonly string[];
  /** Whether somebody else may have them: then they find addresses, and what was signed with them is refused. */
  readonly areLeaked: boolean;
}

/** The keys derived from one `SECRET_KEY`: HKDF-SHA-256 (RFC 5869), a label for each use, a salt for what is to be forgotten. */
export class Keys {
  /** Names the root without giving it away: 8 derived bytes, base64url. Kept beside each hash. */
  readonly id: string;
  /** Older keys: under them addresses are still found. */
  readonly elders: readonly Keys[];
  /** Those whose signatures are believed: all of them, or none after a leak. */
  readonly trustedElders: readonly Keys[];
  readonly #root: CryptoKey;
  readonly #derived = new Map<string, CryptoKey>();

  private constructor(id: string, root: CryptoKey, elders: readonly Keys[], areTrusted: boolean) {
    this.id = id;
    this.#root = root;
    this.elders = elders;
    this.trustedElders = areTrusted ? elders : [];
  }

  /** These, and the elders that are trusted: what any of them made is believed. */
  get believed(): readonly Keys[] {
    return [this, ...this.trustedElders];
  }

  /**
   * @param secretKey base64url of at least 32 bytes
   * @returns undefined where {@link keyFault} says what is wrong: there is no weaker way on
   */
  static async derive(
    secretKey: string | undefined,
    { secretKeys, areLeaked }: Elders = { secretKeys: [], areLeaked: false },
  ): Promise<Keys | undefined> {
    const secret = decodeBase64url(secretKey ?? '');
    if (!secret || keyFault(secretKey, secretKeys)) return undefined;
    const elders = await Promise.all(secretKeys.map((elder) => Keys.derive(elder)));
    const root = await crypto.subtle.importKey('raw', secret, 'HKDF', false, [
      'deriveBits',
      'deriveKey',
    ]);
    const bits = await crypto.subtle.deriveBits(labelled('key id'), root, 64);
    const id = new Uint8Array(bits).toBase64(base64url);
    const others = elders.flatMap((elder) => (elder && elder.id !== id ? [elder] : []));
    return new Keys(id, root, others, !areLeaked);
  }

  /**
   * HMAC-SHA-256 of `message` under the key for this use, base64url, 43 characters.
   * @param salt makes another key of it: when the salt is forgotten, so is the key
   */
  async mac(use: Use, message: string, salt = ''): Promise<string> {
    const key = await this.#key(use, salt);
    const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(message));
    return new Uint8Array(mac).toBase64(base64url);
  }

  /**
   * Whether `mac` was made by {@link Keys.mac} of these keys or of a trusted elder; takes as long for a near miss
   * as for a far one.
   */
  async isMac(use: Use, message: string, mac: string): Promise<boolean> {
    const bytes = decodeBase64url(mac);
    if (!bytes) return false;
    const key = await this.#key(use, '');
    if (await crypto.subtle.verify('HMAC', key, bytes, encoder.encode(message))) return true;
    const elders = await Promise.all(
      this.trustedElders.map((elder) => elder.isMac(use, message, mac)),
    );
    return elders.includes(true);
  }

  /** The key for `webhook`, base64: the only one that is shown, since whoever receives a message verifies it with it. */
  async webhookSecret(): Promise<string> {
    const bits = await crypto.subtle.deriveBits(labelled('webhook'), this.#root, 256);
    return new Uint8Array(bits).toBase64();
  }

  async #key(use: Use, salt: string): Promise<CryptoKey> {
    const name = `${use} ${salt}`;
    const known = this.#derived.get(name);
    if (known) return known;
    const key = await crypto.subtle.deriveKey(labelled(use, salt), this.#root, hmac, false, [
      'sign',
      'verify',
    ]);
    this.#derived.set(name, key);
    return key;
  }
}

/** A fresh random id that nobody can guess: 16 bytes, base64url. */
export function randomId(): string {
  return crypto.getRandomValues(new Uint8Array(16)).toBase64(base64url);
}

const encoder = new TextEncoder();

const labelled = (label: string, salt = '') => ({
  name: 'HKDF',
  hash: 'SHA-256',
  salt: encoder.encode(salt),
  info: encoder.encode(`broadside ${label}`),
});

function decodeBase64url(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(text, { alphabet: 'base64url' });
  } catch {
    return undefined;
  }
}
