// What is to become of each post and page of a blog: its slug here, and the old addresses that lead to it.
import { oldPathOf } from '../../model/old-path.ts';
import { decoded } from '../decoded.ts';
import { kept } from '../file-text.ts';
import type { ImportReport, Place } from '../import-report.ts';
import type { Kind, Shelf } from '../shelf.ts';
import { freeSlug, slugOf } from '../slug.ts';
import { type Item, metaOf } from '../wxr.ts';
import type { Row } from '../xml.ts';
import type { OldSite } from './site.ts';

/** An article or a page that is to be. */
export interface Plan {
  readonly kind: Kind;
  readonly slug: string;
  readonly place: Place;
  /** Its id there, or what it is told by instead. */
  readonly id: string;
  readonly isDraft: boolean;
  /** Old paths that lead to it. */
  aliases: readonly string[];
  /** Of its clock, in minutes. */
  offset: number | undefined;
  /** Why it, and its comments, were left out. */
  reason: string | undefined;
}

/** What nothing is made of, and why its comments were left out. */
export interface LeftOut {
  readonly reason: string;
}

export const isPlan = (one: Plan | LeftOut | undefined): one is Plan =>
  one !== undefined && 'slug' in one;

export class Plans {
  readonly #report: ImportReport;
  readonly #shelf: Shelf;
  readonly #site: OldSite;
  readonly #byRow = new Map<number, Plan | LeftOut>();
  readonly #ids = new Set<string>();
  readonly #slugs: Readonly<Record<Kind, Set<string>>> = { articles: new Set(), pages: new Set() };
  /** Where an old path leads: `articles/a-day-in-baku`. */
  readonly #paths: Map<string, string>;
  /** Where links from published articles may lead. */
  readonly #targets = new Set<string>();

  constructor(report: ImportReport, shelf: Shelf, site: OldSite) {
    this.#report = report;
    this.#shelf = shelf;
    this.#site = site;
    this.#paths = new Map(shelf.aliases());
  }

  /** @returns whether something is to be made of it */
  learn(row: Row, item: Item): boolean {
    const kind = kindsOf.get(item.type);
    const reason = this.#reasonAgainst(row, item);
    if (item.id) this.#ids.add(kept(item.id));
    if (kind !== undefined && reason === undefined) this.#plan(row, item, kind);
    else this.#leaveOut(row, item, reason ?? '');
    return reason === undefined;
  }

  /** What is planned for a row, by its number. */
  at(row: number | undefined): Plan | LeftOut | undefined {
    return row === undefined ? undefined : this.#byRow.get(row);
  }

  /** When all are known: each has the old paths that nothing else has, first come, first served. */
  settle(): void {
    for (const plan of this.#byRow.values()) {
      // What has the slug of another here is left out: nothing leads to it.
      if (!isPlan(plan) || this.#isTaken(plan)) continue;
      plan.aliases = this.#free(plan);
      if (!plan.isDraft) this.#targets.add(`${plan.kind}/${plan.slug}`);
    }
  }

  /** A link of the old site leads to what became of its target here, unless that is a draft. */
  linkTo(href: string, isDraft: boolean): string {
    const url = URL.parse(href);
    const { url: home } = this.#site;
    if (!url || !home || bare(url.host) !== bare(home.host)) return href;
    const to = this.#paths.get(oldPathOf(url));
    return to && (isDraft || this.#targets.has(to)) ? `/${to}` : href;
  }

  #reasonAgainst({ isCut }: Row, { id, type, status }: Item): string | undefined {
    if (isCut) return 'the file ends in the middle of it';
    if (status === 'trash') return 'it was in the bin';
    if (id && this.#ids.has(id)) return 'another of its id came before';
    if (kindsOf.has(type)) return undefined;
    return unplaced.get(type)?.reason ?? 'articles and pages alone have a place here';
  }

  #leaveOut(row: Row, { type, line, id }: Item, reason: string): void {
    const kind =
      kindsOf.get(type) ?? unplaced.get(type)?.kind ?? `items of type ${safe(type) ?? 'unknown'}`;
    this.#byRow.set(row.number, {
      reason: `it belongs to one of the ${kind} that was left out: ${reason}`,
    });
    this.#report.read(kind);
    this.#report.skipped(kind, { line, id }, reason);
  }

  #plan(row: Row, item: Item, kind: Kind): void {
    this.#report.read(kind);
    const wanted = wantedSlug(item, kind, row.number);
    const slug = freeSlug(wanted.slug, this.#slugs[kind]);
    this.#slugs[kind].add(slug);
    const place = { line: item.line, id: slug };
    const say = (what: string) => this.#report.remark(kind, place, what);
    const { isDraft, remark } = standingOf(item);
    if (wanted.own && slug !== wanted.own) say('its slug was made valid here, or its own');
    if (!item.type) say('its type is missing: it was taken for a post');
    if (remark) say(remark);
    const former = metaOf(row).flatMap(({ key, value }) => (key === '_wp_old_slug' ? value : []));
    this.#byRow.set(row.number, {
      ...{ kind, slug, place, isDraft },
      id: kept(idOf(item) || item.link || slug),
      aliases: oldPathsOf(item, kind, former, this.#site.url),
      offset: undefined,
      reason: undefined,
    });
  }

  #isTaken({ kind, slug, aliases }: Plan): boolean {
    const shelf = this.#shelf;
    return shelf.has(kind, slug) && !shelf.isSame(kind, slug, aliases.map(normal));
  }

  /** Those that nothing else has, and that are no place of this site; in the order of the file. */
  #free({ kind, slug, aliases, place }: Plan): readonly string[] {
    const to = `${kind}/${slug}`;
    const seen = new Set<string>();
    return aliases.filter((alias) => {
      const path = normal(alias);
      if (!path || path === `/${to}` || seen.has(path) || alias.startsWith('//')) return false;
      seen.add(path);
      const holder = this.#paths.get(path) ?? to;
      if (holder === to && !/^\/(articles|pages)\/[^/]+$/.test(path)) this.#paths.set(path, to);
      else
        this.#report.remark(kind, place, 'one of its old addresses leads to something else here');
      return this.#paths.get(path) === to;
    });
  }
}

/** An alias as a key. */
export const normal = (path: string): string => {
  const url = URL.parse(path, 'https://site.example');
  return url ? oldPathOf(url) : '';
};

const kindsOf = new Map<string, Kind>([
  ['post', 'articles'],
  ['page', 'pages'],
  ['', 'articles'],
]);

const unplaced = new Map(
  Object.entries({
    attachment: { kind: 'attachments', reason: 'pictures come with the articles that show them' },
    nav_menu_item: { kind: 'menu items', reason: 'there are no menus here' },
    revision: { kind: 'revisions', reason: 'only what was published last is imported' },
    wp_block: { kind: 'reusable blocks', reason: 'where an article uses it, its place is marked' },
  }),
);

/** A word of WordPress; what a plug-in, or a fault of the file, put there may be anything, an address too. */
export const safe = (word: string): string | undefined =>
  /^[\w-]{1,40}$/.test(word) ? word : undefined;

/** Its number, which the file may say in its address alone. */
const idOf = ({ id, link }: Item) =>
  id || (/^\?p(?:age_id)?=(\d+)$/.exec(URL.parse(link)?.search ?? '')?.[1] ?? '');

/** @returns `own` as it was there, and `slug` as it can be here */
function wantedSlug(item: Item, kind: Kind, number: number) {
  const path = URL.parse(item.link)?.pathname.split('/').filter(Boolean) ?? [];
  const own = decoded(item.name || (path.at(-1) ?? ''));
  const noun = kind === 'articles' ? 'article' : 'page';
  return { own, slug: slugOf(own) || slugOf(item.title) || `${noun}-${idOf(item) || number}` };
}

/** What was not for everybody there is for nobody here, until somebody says so. */
function standingOf({ status, hasPassword }: Item): { isDraft: boolean; remark?: string } {
  if (hasPassword) return { isDraft: true, remark: 'it has a password: it is a draft here' };
  if (status === 'publish' || status === 'future') return { isDraft: false };
  if (status === 'draft') return { isDraft: true };
  return {
    isDraft: true,
    remark: `its status is ${safe(status) ?? 'missing'}: it is a draft here`,
  };
}

/** Where it was found: by its address, by that under its earlier slugs, and by its number. */
function oldPathsOf(item: Item, kind: Kind, former: readonly string[], home: URL | undefined) {
  const url = URL.parse(kept(item.link));
  const link = url && /^https?:$/.test(url.protocol) ? url : undefined;
  const id = idOf(item);
  const base = home?.pathname.replace(/\/$/, '') ?? '';
  const earlier = (slug: string) =>
    link?.pathname.replace(/[^/]+(\/?)$/, `${encodeURIComponent(decoded(slug))}$1`) ?? '';
  return [
    ...(link ? [link.pathname + link.search, ...former.filter(Boolean).map(earlier)] : []),
    ...(id ? [`${base}/?${kind === 'articles' ? 'p' : 'page_id'}=${id}`] : []),
  ];
}

const bare = (host: string) => host.replace(/^www\./, '');
