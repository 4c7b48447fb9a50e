// What became of every row of a file that is imported. Names, addresses and texts of people have no place in it.
import { closeSync, openSync, writeSync } from 'node:fs';

/** Where a row stands in its file, and what it is called there. */
export interface Place {
  readonly line: number;
  /** As the file has it, or the slug. */
  readonly id: string;
}

interface Sum {
  read: number;
  imported: number;
  there: number;
  readonly skipped: Map<string, { count: number; readonly first: Place }>;
  readonly remarks: Map<string, { count: number; readonly first: Place }>;
}

/** Adds up, kind by kind, and writes each row that was left out, or changed, into a file. */
export class ImportReport {
  readonly #sums = new Map<string, Sum>();
  readonly #file: string;
  readonly #handle: number;
  readonly #faults = new Map<string, { count: number; readonly first: number }>();

  readonly #hints: string[] = [];

  /** @param file which is written anew */
  constructor(file: string) {
    this.#file = file;
    this.#handle = openSync(file, 'w');
  }

  /** A row of that kind was read. What became of it is told once, later. */
  read(kind: string): void {
    this.#sumOf(kind).read++;
  }

  imported(kind: string): void {
    this.#sumOf(kind).imported++;
  }

  /** An earlier import has brought it. */
  there(kind: string): void {
    this.#sumOf(kind).there++;
  }

  skipped(kind: string, place: Place, reason: string): void {
    this.#count(this.#sumOf(kind).skipped, place, reason);
    this.#write(`${kind}: ${inWords(place)} skipped: ${reason}`);
  }

  /** Something about a row that was imported, and not quite as it was. */
  remark(kind: string, place: Place, what: string): void {
    this.#count(this.#sumOf(kind).remarks, place, what);
    this.#write(`${kind}: ${inWords(place)} ${what}`);
  }

  /** What to do next, for whoever reads the sums. */
  hint(what: string): void {
    this.#hints.push(what);
  }

  /** A line for the file alone. */
  note(line: string): void {
    this.#write(line);
  }

  /** What could not be read as it should be. */
  fault(line: number, message: string): void {
    const known = this.#faults.get(message);
    if (known) known.count++;
    else this.#faults.set(message, { count: 1, first: line });
    this.#write(`file: line ${line}: ${message}`);
  }

  /** Whether every row that was read is accounted for. */
  get addsUp(): boolean {
    return [...this.#sums.values()].every(
      (sum) => sum.read === sum.imported + sum.there + totalOf(sum),
    );
  }

  /** The sums, with the first of each reason; ends the file with the same. @returns what to show */
  end(title: string): string {
    const lines = [
      title,
      ...[...this.#sums].flatMap(([kind, sum]) => [
        `${kind}: ${sum.read} read = ${sum.imported} imported + ${sum.there} there already + ${totalOf(sum)} skipped`,
        ...listed('skipped', sum.skipped),
        ...listed('remark', sum.remarks),
      ]),
      ...[...this.#faults].map(
        ([message, { count, first }]) =>
          `  not well-formed, ${count}×, first on line ${first}: ${message}`,
      ),
      ...(this.addsUp
        ? []
        : ['These sums do not add up. This is a fault of the import: please report it.']),
    ];
    for (const line of ['', ...lines]) this.#write(line);
    closeSync(this.#handle);
    return [
      ...lines,
      ...this.#hints,
      `Every row that was left out or changed, by line: ${this.#file}`,
    ].join('\n');
  }

  #sumOf(kind: string): Sum {
    const known = this.#sums.get(kind);
    if (known) return known;
    const sum = { read: 0, imported: 0, there: 0, skipped: new Map(), remarks: new Map() };
    this.#sums.set(kind, sum);
    return sum;
  }

  #count(reasons: Sum['skipped'], place: Place, reason: string): void {
    const known = reasons.get(reason);
    if (known) known.count++;
    else reasons.set(reason, { count: 1, first: place });
  }

  #write(line: string): void {
    writeSync(this.#handle, `${line.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')}\n`);
  }
}

const totalOf = ({ skipped }: Sum) =>
  [...skipped.values()].reduce((sum, { count }) => sum + count, 0);

/** An id that looks like none may be anything, an address too. */
const inWords = ({ line, id }: Place) =>
  `line ${line}${/^[\w-]{1,200}$/.test(id) ? ` (${id})` : ''}:`;

const listed = (name: string, reasons: Sum['skipped']) =>
  [...reasons].map(
    ([reason, { count, first }]) => `  ${name}, ${count}×, first ${inWords(first)} ${reason}`,
  );
