// The addresses that a file holds, in memory alone: so that none of them stands in what everybody reads.
import { hash } from 'node:crypto';
import { normaliseEmail } from '../model/email.ts';
import { addressesIn } from '../model/giveaway.ts';

const instead = '…';

export class Addresses {
  /** 48 bits of the hash of each: a million of them need as much room as a picture. */
  readonly #known = new Set<number>();

  add(typed: string): void {
    const address = normaliseEmail(typed);
    if (address) this.#known.add(digestOf(address));
  }

  /** Whether one of them stands in a text. */
  isIn(text: string): boolean {
    return (
      text.includes('@') && addressesIn(text).some((address) => this.#known.has(digestOf(address)))
    );
  }

  /** A text of a commenter without any of them. @param own the commenter's, known or not */
  hidden(text: string, own: string): string {
    if (!/@|%40/.test(text)) return text;
    const mine = normaliseEmail(own);
    const told = addressesIn(text).filter((one) => one === mine || this.#known.has(digestOf(one)));
    const typed = own.trim();
    const all = new Set([...told, ...(typed.includes('@') ? [typed] : [])]);
    return [...all].reduce(
      (shown, address) => shown.replace(new RegExp(RegExp.escape(address), 'giu'), instead),
      text,
    );
  }
}

const digestOf = (address: string) => hash('sha256', address, 'buffer').readUIntBE(0, 6);
