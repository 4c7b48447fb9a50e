// The addresses that a file holds, in memory alone: so that none of them stands in what everybody reads.
import { hash } from 'node:crypto';
import { domainToUnicode } from 'node:url';
import { normaliseEmail } from '../model/email.ts';
import { addressesIn } from '../model/giveaway.ts';

const instead = '…';

/** What an address has in its middle, however often it was percent-encoded, and as mails have it. */
const middle = /[@＠﹫]|%(?:25)*40|=40/giu;

export class Addresses {
  /** 48 bits of the hash of each: a million of them need as much room as a picture. */
  readonly #known = new Set<number>();

  /** Learns every address in a field, whatever stands around it. */
  add(typed: string): void {
    for (const address of candidatesIn(typed.slice(0, longestField)))
      this.#known.add(digestOf(address));
  }

  /** Whether one of them stands in a text. */
  isIn(text: string): boolean {
    return this.#knownIn(text).size > 0;
  }

  /** A text of a commenter without any of them. @param own the commenter's, known or not */
  hidden(text: string, own: string): string {
    if (text.search(middle) < 0) return text;
    const typed = own.trim();
    const mine = [normaliseEmail(typed), typed.includes('@') && typed].flatMap((one) => one || []);
    const all = [...this.#knownIn(text), ...mine];
    return all.reduce((shown, address) => shown.replace(written(address), instead), text);
  }

  /** Those that are known, without what was typed behind them: `a@b.example.Then` holds one. */
  #knownIn(text: string): ReadonlySet<string> {
    const found = candidatesIn(text).flatMap(withShorter);
    return new Set(found.filter((one) => this.#known.has(digestOf(one))));
  }
}

const digestOf = (address: string) => hash('sha256', address, 'buffer').readUIntBE(0, 6);

/** Sign by sign, since the Worker that does the same looks at some of them alone. */
function candidatesIn(text: string): readonly string[] {
  const parts = text.split(middle);
  return parts.slice(1).flatMap((behind, at) => {
    const before = parts[at] ?? '';
    return addressesIn(`${before.slice(-longestLocal)}@${behind.slice(0, longestHost)}`);
  });
}

/** In UTF-16 units: whoever fills more of a field than this with addresses wastes our time. */
const longestField = 10_000;

/** In UTF-16 units, of what may be percent-encoded more than once. */
const longestLocal = 64 * 9;
const longestHost = 253 * 9;

/** An address, and what is left of it without the last part of its host, and the last two… */
function withShorter(address: string): readonly string[] {
  const [local = '', host = ''] = address.split('@');
  const ends = [...host.matchAll(/[.-]/g)].map(({ index }) => index);
  return [host, ...ends.slice(1).map((end) => host.slice(0, end))].map((one) => `${local}@${one}`);
}

/** An address as texts and URLs have it: in capitals, percent-encoded, with marks of Markdown, with an IDN host. */
function written(address: string): RegExp {
  const at = address.lastIndexOf('@') + 1;
  const host = address.slice(at);
  const hosts = new Set([host, domainToUnicode(host) || host]);
  const ways = [...hosts].map((one) =>
    [...(address.slice(0, at) + one)].map(signOf).join('[\\\\\\p{Cf}]*'),
  );
  return new RegExp(ways.join('|'), 'giu');
}

function signOf(sign: string): string {
  const plain = sign === '@' ? '(?:[@＠﹫]|=40)' : RegExp.escape(sign);
  const bytes = [...Buffer.from(sign)].map(
    (byte) => `%(?:25)*${byte.toString(16).padStart(2, '0')}`,
  );
  return `(?:${plain}|${bytes.join('')})`;
}
