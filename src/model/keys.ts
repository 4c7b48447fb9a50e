// One secret, one key for each use. A token made for one purpose is worth nothing for another, and
// the key that hashes addresses signs nothing that a reader ever sees.

/** What a key is for; each is derived under a label of its own. */
export type Use = 'email' | 'commenter' | 'face' | 'form' | 'manage' | 'retry' | 'view' | 'visitor';

const hmac = { name: 'HMAC', hash: 'SHA-256', length: 256 } as const;
const base64url = { alphabet: 'base64url', omitPadding: true } as const;
const leastBytes = 32;

/** The keys derived from one `SECRET_KEY`: HKDF-SHA-256 (RFC 5869), a label for each use, a salt for what is to be forgotten. */
export class Keys {
  /** Names the root without giving it away: 8 derived bytes, base64url. Kept beside each hash. */
  readonly id: string;
  readonly #root: CryptoKey;
  readonly #derived = new Map<string, CryptoKey>();

  private constructor(id: string, root: CryptoKey) {
    this.id = id;
    this.#root = root;
  }

  /**
   * @param secretKey base64url of at least 32 bytes
   * @returns undefined when it is missing, short or not base64url: there is no weaker way on
   */
  static async derive(secretKey: string | undefined): Promise<Keys | undefined> {
    const secret = decodeBase64url(secretKey ?? '');
    if (!secret || secret.length < leastBytes) return undefined;
    const root = await crypto.subtle.importKey('raw', secret, 'HKDF', false, [
      'deriveBits',
      'deriveKey',
    ]);
    const id = await crypto.subtle.deriveBits(labelled('key id'), root, 64);
    return new Keys(new Uint8Array(id).toBase64(base64url), root);
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

  /** Whether `mac` was made by {@link Keys.mac}; takes as long for a near miss as for a far one. */
  async isMac(use: Use, message: string, mac: string): Promise<boolean> {
    const bytes = decodeBase64url(mac);
    if (!bytes) return false;
    return crypto.subtle.verify('HMAC', await this.#key(use, ''), bytes, encoder.encode(message));
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
