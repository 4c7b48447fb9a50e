// Comments on their way to the site: what is answered goes before its answers, in parcels that the site takes. The
// addresses in them are in memory alone, until they are handed over.
import type { Fate, Foreign } from '../model/imports.ts';
import type { Addresses } from './addresses.ts';
import type { ImportReport, Place } from './import-report.ts';
import { foreignOf, type Remark, type Told, toldOf } from './remark.ts';

/** @returns what became of each, in the same order */
export type Send = (comments: readonly Foreign[]) => Promise<readonly Fate[]>;

type Parcel = Foreign & { readonly place: Place; readonly key: string };

const kind = 'comments';

/** Comments that are held before they are sent: the site parts them as its Worker takes them. */
const atOnce = 100;

/** One import's comments. Parents are told by their keys, which are different for all of it. */
export class Conversation {
  readonly #send: Send;
  readonly #report: ImportReport;
  readonly #addresses: Addresses;
  /** What became of each key: its id here, or undefined where it was left out. */
  readonly #settled = new Map<string, string | undefined>();
  /** Answers to what did not come yet. */
  readonly #waiting = new Map<string, Told[]>();
  #parcels: Parcel[] = [];

  constructor(send: Send, report: ImportReport, addresses: Addresses) {
    this.#send = send;
    this.#report = report;
    this.#addresses = addresses;
  }

  /** Takes a comment that was left out: what answers it begins a thread of its own. */
  async leftOut(key: string, place: Place, reason: string): Promise<void> {
    this.#report.skipped(kind, place, reason);
    this.#settled.set(key, undefined);
    await this.#release(key);
  }

  async add(remark: Remark): Promise<void> {
    const { line, id, key, parentKey } = remark;
    const told = toldOf(remark, this.#addresses, this.#sayOf({ line, id }));
    if (parentKey === '' || this.#settled.has(parentKey)) {
      await this.#take(told);
      await this.#release(key);
      return;
    }
    const others = this.#waiting.get(parentKey);
    if (others) others.push(told);
    else this.#waiting.set(parentKey, [told]);
  }

  /** Nothing more comes that could be answered: sends what is left. */
  async end(): Promise<void> {
    const all = [...this.#waiting.values()].flat();
    const keys = new Set(all.map(({ key }) => key));
    const lost = all.filter(({ parentKey }) => !keys.has(parentKey));
    // What is left without them answers itself in a ring, which is opened at its oldest.
    const oldest = all.toSorted((a, b) => a.createdAt - b.createdAt);
    for (const { parentKey } of [...lost, ...oldest]) await this.#release(parentKey);
    await this.#post();
  }

  /** Takes what waited for a comment of which it is known now what became of it, and what waited for that. */
  async #release(key: string): Promise<void> {
    const queue = [key];
    for (const settled of queue) {
      const answers = this.#waiting.get(settled) ?? [];
      this.#waiting.delete(settled);
      for (const answer of answers) {
        await this.#take(answer);
        queue.push(answer.key);
      }
    }
  }

  async #take(remark: Told): Promise<void> {
    const { line, id: named, key, parentKey } = remark;
    const parentId = this.#settled.get(parentKey) ?? null;
    const place = { line, id: named };
    if (this.#settled.has(key))
      return this.#report.skipped(kind, place, 'another of its id came before');
    const say = this.#sayOf(place);
    const made = foreignOf(remark, parentId, this.#addresses, say);
    if (!made) this.#report.skipped(kind, place, 'it has no text');
    else {
      if (parentKey !== '' && parentId === null)
        say('begins a thread: what it answers was left out, or is not in the file');
      if (this.#parcels.length === atOnce) await this.#post();
      this.#parcels.push({ ...made, place, key });
    }
    this.#settled.set(key, made?.id);
  }

  #sayOf = (place: Place) => (what: string) => this.#report.remark(kind, place, what);

  async #post(isSecond = false): Promise<void> {
    const parcels = this.#parcels;
    this.#parcels = [];
    if (parcels.length === 0) return;
    const told = await this.#send(parcels.map(({ place: _, key: __, ...parcel }) => parcel));
    // Not by their ids: two that have no id there, and say the same, have one here.
    const fates = new Map(parcels.map((parcel, at) => [parcel, told[at]]));
    const orphans = parcels.filter((one) => fates.get(one)?.became === 'parentGone' && !isSecond);
    const gone = new Set(orphans.map(({ id }) => id));
    for (const parcel of parcels.filter((one) => !gone.has(one.id)))
      this.#tell(parcel, fates.get(parcel));
    if (orphans.length === 0) return;
    this.#parcels = orphans.map((orphan) => {
      if (orphan.parentId !== null && gone.has(orphan.parentId)) return orphan;
      this.#sayOf(orphan.place)('begins a thread: the site does not have what it answers');
      return { ...orphan, parentId: null };
    });
    await this.#post(true);
  }

  #tell({ place, key }: Parcel, fate: Fate | undefined): void {
    switch (fate?.became) {
      case 'imported':
        this.#report.imported(kind);
        if (fate.remark)
          this.#report.remark(kind, place, 'came with no address, and belongs to nobody');
        return;
      case 'there':
        this.#report.there(kind);
        return;
      case 'erased':
        this.#report.skipped(kind, place, 'its author erased it here, and it stays erased');
        break;
      default:
        this.#report.skipped(
          kind,
          place,
          `the site has no use for it (${fate?.why ?? fate?.became ?? 'no answer'})`,
        );
    }
    this.#settled.set(key, undefined);
  }
}
