// Comments on their way to the site: what is answered goes before its answers, in parcels that the site takes. The
// addresses in them are in memory alone, until they are handed over.
import { limits, parseName, parseText } from '../model/draft.ts';
import type { Fate, Foreign } from '../model/imports.ts';
import { publicUrl } from '../model/web-address.ts';
import type { Addresses } from './addresses.ts';
import type { ImportReport, Place } from './import-report.ts';
import { typedComment } from './markdown.ts';

/** @returns what became of each, in the same order */
export type Send = (comments: readonly Foreign[]) => Promise<readonly Fate[]>;

/** A comment as its format has it. */
export interface Remark extends Place, Omit<Foreign, 'id' | 'parentId' | 'website' | 'body'> {
  /** What it is called here. */
  readonly ulid: string;
  /** Its id there, and that of what it answers; '' where it answers nothing. */
  readonly key: string;
  readonly parentKey: string;
  /** As it was typed. */
  readonly website: string;
  /** HTML, in which line ends mean something. */
  readonly html: string;
}

/** The same once it is Markdown, without addresses. */
type Told = Omit<Remark, 'html'> & Pick<Foreign, 'body'>;

type Parcel = Foreign & { readonly place: Place; readonly key: string };

const kind = 'comments';
const mostParcels = 100;
/** In UTF-8, with room for what stands around them. */
const mostBytes = 120 * 1024;

/** One import's comments. Parents are told by their keys, which must be different for all that are added before a flush. */
export class Conversation {
  readonly #send: Send;
  readonly #report: ImportReport;
  readonly #addresses: Addresses;
  /** What became of each key: its id here, or undefined where it was left out. */
  readonly #settled = new Map<string, string | undefined>();
  /** Answers to what did not come yet. */
  readonly #waiting = new Map<string, Told[]>();
  #parcels: Parcel[] = [];
  #bytes = 0;

  constructor(send: Send, report: ImportReport, addresses: Addresses) {
    this.#send = send;
    this.#report = report;
    this.#addresses = addresses;
  }

  /** Takes a comment that was left out: what answers it begins a thread of its own. */
  async leftOut(key: string, place: Place, reason: string): Promise<void> {
    this.#report.skipped(kind, place, reason);
    await this.#settle(key, undefined);
  }

  async add({ html, ...remark }: Remark): Promise<void> {
    const { key, parentKey, email } = remark;
    if (this.#settled.has(key))
      return this.#report.skipped(kind, remark, 'another of its id came before');
    const told = { ...remark, body: this.#markdownOf(html, email, remark) };
    if (parentKey === '' || this.#settled.has(parentKey)) return this.#take(told);
    const others = this.#waiting.get(parentKey);
    if (others) others.push(told);
    else this.#waiting.set(parentKey, [told]);
  }

  /** Nothing more comes that could be answered by what was added so far, or answers it. */
  async flush(): Promise<void> {
    const all = [...this.#waiting.values()].flat();
    const keys = new Set(all.map(({ key }) => key));
    const lost = all.filter(({ parentKey }) => !keys.has(parentKey));
    // What is left without them answers itself in a ring, which is opened at its oldest.
    const oldest = all.toSorted((a, b) => a.createdAt - b.createdAt);
    for (const { parentKey } of [...lost, ...oldest])
      if (this.#waiting.has(parentKey)) await this.#settle(parentKey, undefined);
    this.#settled.clear();
  }

  /** Sends what is left. */
  async end(): Promise<void> {
    await this.flush();
    await this.#post();
  }

  /** Nobody's address is told to everybody, whoever wrote it down. */
  #markdownOf(html: string, own: string, place: Place): string {
    let wasHidden = false;
    const hidden = (text: string) => {
      const shown = this.#addresses.hidden(text, own);
      wasHidden ||= shown !== text;
      return shown;
    };
    // What stood in two texts of its HTML may stand in one of its Markdown.
    const markdown = hidden(typedComment(html, hidden));
    if (wasHidden)
      this.#report.remark(
        kind,
        place,
        'an address of its own, or of somebody in the file, was taken out of it',
      );
    return markdown;
  }

  async #settle(key: string, id: string | undefined): Promise<void> {
    const queue: [string, string | undefined][] = [[key, id]];
    this.#settled.set(key, id);
    for (const [settled] of queue) {
      const answers = this.#waiting.get(settled) ?? [];
      this.#waiting.delete(settled);
      for (const answer of answers) await this.#take(answer, (key, id) => queue.push([key, id]));
    }
  }

  async #take(remark: Told, told?: (key: string, id: string | undefined) => void): Promise<void> {
    const parentId = this.#settled.get(remark.parentKey) ?? null;
    const place = { line: remark.line, id: remark.id };
    const made = this.#parcelOf(remark, parentId, place);
    if (!made) this.#report.skipped(kind, place, 'it has no text');
    const id = made?.id;
    if (made) {
      if (remark.parentKey !== '' && parentId === null)
        this.#report.remark(
          kind,
          place,
          'begins a thread: what it answers was left out, or is not in the file',
        );
      await this.#pack({ ...made, place, key: remark.key });
    }
    this.#settled.set(remark.key, id);
    if (told) told(remark.key, id);
    else if (this.#waiting.has(remark.key)) await this.#settle(remark.key, id);
  }

  /** As the form would take it. */
  #parcelOf(remark: Told, parentId: string | null, place: Place): Foreign | undefined {
    const say = (what: string) => this.#report.remark(kind, place, what);
    const { slug, status, createdAt, email } = remark;
    const body = this.#bodyOf(remark, say);
    if (body === undefined) return undefined;
    const website = this.#websiteOf(remark, say);
    return {
      id: remark.ulid,
      slug,
      parentId,
      name: this.#nameOf(remark, say),
      email,
      website,
      body,
      status,
      createdAt,
    };
  }

  #bodyOf({ body }: Told, say: (what: string) => void): string | undefined {
    const points = [...body.slice(0, 2 * limits.body + 2)];
    const isLong = points.length > limits.body;
    if (isLong) say(`its text was cut at ${limits.body} characters`);
    const cut = isLong
      ? `${points
          .slice(0, limits.body - 1)
          .join('')
          .replace(/\s+\S*$/, '')}…`
      : body;
    const parsed = parseText(cut);
    return 'text' in parsed ? parsed.text.body : undefined;
  }

  #nameOf({ name, email }: Told, say: (what: string) => void): string {
    const shown = this.#addresses.hidden(name, email);
    const cut = [...shown].slice(0, limits.name).join('');
    const parsed = parseName(cut);
    if ('fault' in parsed || shown !== name) {
      say('its name is missing, or is an address: it is signed Anonymous');
      return 'Anonymous';
    }
    if (cut !== shown) say(`its name was cut at ${limits.name} characters`);
    return parsed.name;
  }

  #websiteOf({ website, email }: Told, say: (what: string) => void): string | null {
    if (!website) return null;
    const url = publicUrl(/^[a-z][a-z0-9+.-]*:/i.test(website) ? website : `https://${website}`);
    if (url && url.length <= limits.website && this.#addresses.hidden(url, email) === url)
      return url;
    say('its website is no address on the web, or a long one, and was left out');
    return null;
  }

  async #pack(parcel: Parcel): Promise<void> {
    const bytes = Buffer.byteLength(JSON.stringify(parcel));
    if (this.#parcels.length === mostParcels || this.#bytes + bytes > mostBytes) await this.#post();
    this.#parcels.push(parcel);
    this.#bytes += bytes;
  }

  async #post(isSecond = false): Promise<void> {
    const parcels = this.#parcels;
    this.#parcels = [];
    this.#bytes = 0;
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
      this.#report.remark(
        kind,
        orphan.place,
        'begins a thread: the site does not have what it answers',
      );
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
    if (this.#settled.has(key)) this.#settled.set(key, undefined);
  }
}
