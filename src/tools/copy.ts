// A copy of the running site that any file server can serve: what a reader finds from the front page, the archive,
// the feeds and the maps, and nothing that a reader does not find.
import * as v from 'valibot';
import type { Language } from '../strings/language.ts';
import { nearest } from '../strings/languages.ts';
import { CopyFolder } from './copy-folder.ts';
import { commentsOn, copyPage, leadOn, type Origins, sayGone } from './copy-page.ts';
import { commentFile, fileOf, linkTo, type Place, placeOf } from './copy-place.ts';
import { ask, askForJson, nameOf } from './copy-source.ts';

export interface Order {
  /** The origin of the running site. */
  readonly url: string;
  /** Where the copy is put; nothing may lie there. */
  readonly folder: string;
  /** Of the words that only a copy says. */
  readonly language: string;
  /** Old addresses and where they lead now, former short links among them. */
  readonly moved?: Iterable<readonly [path: string, to: string]>;
  /** Paths of articles and pages that nobody may see: a site that shows one is not copied. */
  readonly drafts?: ReadonlySet<string>;
  /** Is told how far it is: what was asked for, and what it knows of by then. */
  readonly onStep?: (done: number, known: number) => void;
}

export interface Copied {
  /** How the site calls itself: canonical links and feeds name it so. */
  readonly named: string;
  readonly files: number;
  /** Paths that are linked to and are not part of the copy: a page at each of them says so. */
  readonly gone: readonly string[];
  /** Old addresses that are made of a query, or taken by something else. */
  readonly lost: readonly string[];
}

/**
 * Copies a site, a few requests at a time, and counts no visit there. Twice the same site gives twice the same bytes.
 * @returns the drafts that the site shows, if it shows any: then nothing was written
 * @throws when the site does not answer
 */
export async function copySite(order: Order): Promise<Copied | { drafts: readonly string[] }> {
  const map = await (await ask(order.url, '/sitemap.xml')).text();
  const paths = [...map.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, loc = '']) => new URL(loc));
  const drafts = paths.flatMap(({ pathname }) => (order.drafts?.has(pathname) ? pathname : []));
  if (drafts.length > 0) return { drafts };
  const named = await nameOf(order.url);
  const folder = new CopyFolder(order.folder);
  const press = new Press(order, { asked: order.url, named }, folder);
  for (const path of [...beginnings, ...paths.map(({ pathname }) => pathname)]) press.want(path);
  await press.run();
  const lost = await press.leadOnFrom(order.moved ?? []);
  const gone = await press.fillGaps();
  return { named, files: folder.written, gone, lost };
}

/** What nothing need lead to. What is news is none in a copy. */
const beginnings = [
  '/',
  '/articles',
  '/privacy',
  '/feed.xml',
  '/atom.xml',
  '/feed.json',
  '/comments.atom',
  '/sitemap.xml',
  '/robots.txt',
  '/share',
];

/** Requests at a time: a site has readers besides. */
const hands = 4;

const ShareSheet = v.object({
  shortUrl: v.string(),
  networks: v.array(v.object({ url: v.string(), intent: v.string() })),
});

const Manifest = v.looseObject({
  id: v.string(),
  start_url: v.string(),
  icons: v.array(v.looseObject({ src: v.string() })),
});

class Press {
  readonly #order: Order;
  readonly #site: Origins;
  readonly #folder: CopyFolder;
  readonly #language: Language;
  /** What was wanted so far, by where it lies. */
  readonly #known = new Set<string>();
  readonly #waiting: string[] = [];
  #begun = 0;
  /** What is linked to without being asked for. */
  readonly #linked = new Map<string, string>();
  /** Of the articles that are worked at, and some that were. */
  readonly #intents = new Map<string, Promise<Intents>>();
  #done = 0;

  constructor(order: Order, site: Origins, folder: CopyFolder) {
    this.#order = order;
    this.#site = site;
    this.#folder = folder;
    this.#language = nearest(order.language);
  }

  /** @param path with its query, if that matters */
  want(path: string): void {
    this.#take(placeOf(new URL(path, this.#site.asked)));
  }

  /** @throws what went wrong first, once nothing is under way any more */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    const working = new Set<Promise<unknown>>();
    while (failures.length === 0 && (this.#begun < this.#waiting.length || working.size > 0)) {
      const path = working.size < hands ? this.#waiting[this.#begun] : undefined;
      if (path === undefined) {
        await Promise.race(working);
        continue;
      }
      this.#begun += 1;
      const work: Promise<unknown> = this.#copy(path)
        .catch((error: unknown) => failures.push(error))
        .finally(() => working.delete(work));
      working.add(work);
    }
    await Promise.all(working);
    if (failures.length > 0) throw failures[0];
  }

  /** Pages at old addresses. @returns the addresses that a copy cannot have */
  async leadOnFrom(moved: Iterable<readonly [string, string]>): Promise<readonly string[]> {
    const lost: string[] = [];
    for (const [path, to] of moved) {
      const target = placeOf(new URL(to, this.#site.asked));
      // What this site does not show leads nowhere.
      if (!('file' in target) || !this.#folder.has(target.file)) continue;
      const file = fileOf(path);
      const page = this.#leadingOn(linkTo(file, target.file));
      const isTaken = this.#folder.has(file);
      if (path.includes('?') || (isTaken && (await this.#folder.read(file)) !== page))
        lost.push(path);
      else if (!isTaken) await this.#folder.write(file, page);
    }
    return lost;
  }

  /** A page wherever something leads to and nothing lies. @returns the paths */
  async fillGaps(): Promise<readonly string[]> {
    const gaps = [...this.#linked].filter(([file]) => !this.#folder.has(file)).sort();
    for (const [file, path] of gaps) {
      const home = linkTo(file, 'index.html');
      const live = this.#site.named + path;
      await this.#folder.write(file, sayGone(this.#language, new URL(live).hostname, home, live));
    }
    return gaps.map(([, path]) => path);
  }

  #take(place: Place): void {
    if (place.kind === 'share') return;
    this.#linked.set(place.file, place.path);
    if (place.kind !== 'file' || this.#known.has(place.file)) return;
    this.#known.add(place.file);
    // Further comments come with their article, which knows what stands before them.
    const [, article] = /^(\/articles\/[^/]+)\/comments\?/.exec(place.path) ?? [];
    if (article) this.want(article);
    else this.#waiting.push(place.path);
  }

  async #copy(path: string): Promise<void> {
    const comments = new Map<string, string>();
    let next: URL | undefined = new URL(path, this.#site.asked);
    // The front page and a list of all comments show them once more: their places are with the article.
    const isPlace = /^\/articles\/[^/?]+$/.test(path);
    while (next) next = await this.#copyOne(next, comments, isPlace);
    this.#done += 1;
    this.#order.onStep?.(this.#done, this.#known.size);
  }

  /** @returns where the conversation goes on */
  async #copyOne(
    url: URL,
    comments: Map<string, string>,
    isPlace: boolean,
  ): Promise<URL | undefined> {
    const place = placeOf(url);
    if (place.kind !== 'file') return undefined;
    const answer = await ask(this.#site.asked, place.path);
    const location = answer.headers.get('Location');
    if (location) return this.#redirect(place.file, new URL(location, url));
    if (answer.status !== 200) {
      await answer.body?.cancel();
      return undefined;
    }
    if (!/^text\/html\b/.test(answer.headers.get('Content-Type') ?? ''))
      return this.#copyFile(place.file, answer);
    const source = await answer.text();
    const { html, places, next } = copyPage({
      source,
      url,
      file: place.file,
      site: this.#site,
      intents: await this.#intentsFor(source),
      comments,
    });
    await this.#folder.write(place.file, html);
    for (const one of places) this.#take(one);
    if (!isPlace) return undefined;
    await this.#place(commentsOn(source), place.file, comments);
    return next;
  }

  /** Where each comment stands, and a page at its own address that leads there. */
  async #place(ids: readonly string[], file: string, comments: Map<string, string>): Promise<void> {
    for (const id of ids) {
      comments.set(id, file);
      const own = commentFile(id);
      await this.#leadOn(own, linkTo(own, file, `#comment-${id}`));
    }
  }

  /** Where each network is asked to compose, for the article that a page lets its readers pass on. */
  #intentsFor(source: string): Promise<Intents> {
    const [, slug] = /href="\/articles\/([^/"]+)\/share\/\w/.exec(source) ?? [];
    const asked = this.#intents.get(slug ?? '') ?? this.#askIntents(slug);
    this.#intents.delete(slug ?? '');
    this.#intents.set(slug ?? '', asked);
    const [oldest = ''] = this.#intents.keys();
    if (this.#intents.size > 4 * hands) this.#intents.delete(oldest);
    return asked;
  }

  /** Asked of the share page, which counts nothing. What else an article has is not linked to: short link and card. */
  async #askIntents(slug: string | undefined): Promise<Intents> {
    if (!slug) return new Map();
    const path = `/articles/${slug}`;
    const sheet = v.parse(ShareSheet, await askForJson(this.#site.asked, `${path}/share`));
    const short = fileOf(new URL(sheet.shortUrl).pathname);
    if (!this.#folder.has(short)) await this.#leadOn(short, linkTo(short, fileOf(path)));
    this.want(`${path}/card`);
    return new Map(sheet.networks.map(({ url, intent }) => [new URL(url).pathname, intent]));
  }

  async #redirect(file: string, to: URL): Promise<undefined> {
    const isOurs = to.origin === this.#site.asked || to.origin === this.#site.named;
    const place = isOurs ? placeOf(to) : undefined;
    if (!place || !('file' in place)) return this.#leadOn(file, to.href);
    this.#take(place);
    return this.#leadOn(file, linkTo(file, place.file, to.hash));
  }

  #leadOn(file: string, to: string): Promise<undefined> {
    return this.#folder.write(file, this.#leadingOn(to));
  }

  #leadingOn = (to: string): string =>
    leadOn(this.#language, new URL(this.#site.named).hostname, to);

  async #copyFile(file: string, answer: Response): Promise<undefined> {
    if (file === 'manifest.json') return this.#copyManifest(file, await answer.text());
    if (file === 'robots.txt')
      return this.#folder.write(
        file,
        (await answer.text()).replace(/^Sitemap: .*\/news-.*\n/m, ''),
      );
    if (/(^|\/)(feed|atom|comments)\.(xml|json)$/.test(file))
      return this.#copyFeed(file, await answer.text());
    return this.#folder.write(file, answer.body ?? '');
  }

  /** It names the site itself, and stays as it is: readers of feeds know its entries by those names. */
  async #copyFeed(file: string, feed: string): Promise<undefined> {
    for (const [address] of feed.matchAll(/https?:\/\/[^\s"'<>&\\]+/g)) {
      const url = URL.parse(address);
      if (url?.origin === this.#site.named) this.#take(placeOf(url));
    }
    await this.#folder.write(file, feed);
    // Whoever follows comments by the name that their feed had finds it.
    const old = file.replace(/comments\.xml$/, 'comments.atom');
    if (old !== file) await this.#folder.write(old, feed);
  }

  #copyManifest(file: string, source: string): Promise<undefined> {
    const manifest = v.parse(v.pipe(v.string(), v.parseJson(), Manifest), source);
    const own = { id: './', start_url: './index.html' };
    const icons = manifest.icons.map((icon) => {
      this.want(icon.src);
      return { ...icon, src: linkTo(file, fileOf(icon.src)) };
    });
    return this.#folder.write(file, JSON.stringify({ ...manifest, ...own, icons }));
  }
}

type Intents = ReadonlyMap<string, string>;
