// WordPress: three readings of one file. The first learns what there is, the second makes articles and pages of it,
// the third sends the comments, when it is known what became of each article.
import * as v from 'valibot';
import type { Foreign } from '../../model/imports.ts';
import { oldPathOf } from '../../model/old-path.ts';
import { Addresses } from '../addresses.ts';
import { Conversation } from '../conversation.ts';
import { decoded } from '../decoded.ts';
import type { Report } from '../faults.ts';
import { foreignId } from '../foreign-id.ts';
import { type Upload, withoutWordPress } from '../gutenberg.ts';
import { isHopeless, lineOf } from '../html.ts';
import type { Place } from '../import-report.ts';
import { type Intake, takeIn } from '../intake.ts';
import {
  encoded,
  type Kind,
  type Manuscript,
  pictureFolder,
  type Shelved,
  sourceOf,
} from '../shelf.ts';
import { freeSlug, slugOf } from '../slug.ts';
import { type Origin, storyOf } from '../story-markdown.ts';
import { type Item, itemCommentOf, itemOf, metaOf, storyFieldsOf, wxr } from '../wxr.ts';
import { fieldOf, kept, type Row, readRows } from '../xml.ts';
import type { Format } from './format.ts';

export const wordpress: Format = {
  name: 'WordPress (WXR)',
  recognises: (head) =>
    /<rss\b/.test(head) &&
    (/\/\/wordpress\.org\/export\//.test(head) ||
      /<wp:wxr_version>|generator="WordPress/.test(head)),
  bring: (file, desk) => takeIn(file, desk, bringWordPress),
};

export async function bringWordPress(file: string, desk: Intake): Promise<void> {
  const heard: Report = (line, what) => desk.report.fault(line, what);
  const unheard: Report = () => {};
  const blog = new Blog(desk);
  for await (const row of readRows(file, wxr, heard, desk.reading('reading'))) blog.learn(row);
  blog.settle();
  for await (const row of readRows(file, wxr, unheard, desk.reading('articles'))) blog.shelve(row);
  const conversation = new Conversation(desk.send, desk.report, blog.addresses);
  for await (const row of readRows(file, wxr, unheard, desk.reading('comments')))
    await blog.converse(row, conversation);
  await conversation.end();
}

/** An article or a page that is to be. */
interface Plan {
  readonly kind: Kind;
  readonly slug: string;
  readonly place: Place;
  /** Its id there, or what it is told by instead. */
  readonly id: string;
  readonly isDraft: boolean;
  /** Old paths that lead to it. */
  readonly aliases: readonly string[];
  /** Of its clock, in minutes. */
  offset: number | undefined;
  /** Why it, and its comments, were left out. */
  reason: string | undefined;
}

const leftOut = new Map(
  Object.entries({
    attachment: { kind: 'attachments', reason: 'pictures come with the articles that show them' },
    nav_menu_item: { kind: 'menu items', reason: 'there are no menus here' },
    revision: { kind: 'revisions', reason: 'only what was published last is imported' },
    wp_block: { kind: 'reusable blocks', reason: 'where an article uses it, its place is marked' },
  }),
);

/** What an article needs of what plug-ins and WordPress keep beside it. */
const usedFields = new Set([
  '_thumbnail_id',
  '_wp_old_slug',
  'footnotes',
  '_wp_attachment_image_alt',
]);

/** In UTF-16 units: the longest that people have written are a tenth of it. */
const longestStory = 1_000_000;

class Blog {
  readonly addresses = new Addresses();
  readonly #desk: Intake;
  /** By the number of their rows. */
  readonly #items = new Map<number, Plan | { readonly reason: string }>();
  readonly #ids = new Set<string>();
  readonly #slugs: Readonly<Record<Kind, Set<string>>> = { articles: new Set(), pages: new Set() };
  /** Where an old path leads: `articles/a-day-in-baku`. */
  readonly #paths = new Map<string, string>();
  /** Where links from published articles may lead. */
  readonly #targets = new Set<string>();
  readonly #uploads = new Map<string, Upload>();
  readonly #uploadsOf = new Map<string, string[]>();
  /** The name that each login writes under. */
  readonly #authors = new Map<string, string>();
  #title = '';
  #home: URL | undefined;
  #language = '';

  constructor(desk: Intake) {
    this.#desk = desk;
    for (const [alias, to] of desk.shelf.aliases()) this.#paths.set(alias, to);
  }

  /** The first reading. */
  learn(row: Row): void {
    const { element } = row;
    const { name, line, text } = element;
    if (name === 'item') this.#learnItem(row);
    else if (name === 'wp:comment') this.#learnComment(row);
    else if (name === 'wp:author') this.#learnAuthor(row);
    else if (/^wp:(category|tag|term)$/.test(name))
      this.#skip(
        'categories and tags',
        { line, id: '' },
        'they come with the articles that have them',
      );
    else if (name === 'title') this.#title = lineOf(text);
    else if (name === 'language') this.#language = text.trim();
    else if (name === 'link' || name === 'wp:base_blog_url')
      this.#home = URL.parse(text.trim()) ?? this.#home;
  }

  /** When the whole file is known. */
  settle(): void {
    const { shelf } = this.#desk;
    for (const [number, plan] of this.#items) {
      if (!('slug' in plan)) continue;
      const { kind, slug, isDraft, aliases } = plan;
      // What has the slug of another here is left out: nothing leads to it.
      if (shelf.has(kind, slug) && !shelf.isSame(kind, slug, aliases.map(normal))) continue;
      this.#items.set(number, { ...plan, aliases: this.#free(plan) });
      if (!isDraft) this.#targets.add(`${kind}/${slug}`);
    }
  }

  /** The second reading. */
  shelve(row: Row): void {
    const plan = row.element.name === 'item' && this.#items.get(row.number);
    if (!plan || !('slug' in plan)) return;
    const { kind, slug, place } = plan;
    const { report, shelf, isApplied } = this.#desk;
    const made = this.#manuscriptOf(row, plan);
    if (typeof made === 'string') {
      plan.reason = `its article was left out: ${made}`;
      report.skipped(kind, place, made);
      return;
    }
    const shelved = shelf.add(made.manuscript, isApplied);
    if ('fault' in shelved) {
      plan.reason = 'its article was left out: our compiler does not take it';
      report.skipped(kind, place, `our compiler does not take it: it ${shelved.fault}`);
    } else if (shelved.became === 'written') {
      report.imported(kind);
      for (const what of made.remarks) report.remark(kind, place, what);
    } else if (shelved.became === 'there' || shelf.isSame(kind, slug, plan.aliases.map(normal))) {
      report.there(kind);
      if (shelved.became === 'other')
        report.remark(kind, place, 'stands here already, and was changed since: it stays as it is');
    } else {
      plan.reason = 'its article was left out: another one here has its slug';
      report.skipped(kind, place, 'another one here has its slug, and stays as it is');
    }
    for (const [url, path] of made.pictures) this.#tellPicture(url, path, plan, shelved);
  }

  /** The third. */
  async converse(row: Row, conversation: Conversation): Promise<void> {
    if (row.element.name !== 'wp:comment' || kindOf(row) !== 'comments') return;
    const comment = itemCommentOf(row);
    const plan = row.within === undefined ? undefined : this.#items.get(row.within);
    const place = { line: comment.line, id: comment.id };
    const key = `${row.within} ${comment.id || row.number}`;
    const parentKey = comment.parent && `${row.within} ${comment.parent}`;
    const refusal = this.#refusal(row, plan);
    const at = comment.at && plan && 'offset' in plan ? inUtc(comment.at, plan.offset) : undefined;
    if (refusal !== undefined || !plan || !('slug' in plan))
      return conversation.leftOut(key, place, refusal ?? 'it belongs to nothing in the file');
    if (at === undefined || at <= 0) return conversation.leftOut(key, place, 'it has no date');
    if (!statuses.has(comment.approved))
      this.#desk.report.remark(
        'comments',
        place,
        'its status is unknown here: it waits for a moderator',
      );
    await conversation.add({
      ...place,
      key,
      parentKey,
      ulid: foreignId(
        at,
        'wordpress',
        this.#home?.host ?? '',
        plan.id,
        comment.id || `${comment.name} ${comment.content}`,
      ),
      slug: plan.slug,
      name: comment.name,
      email: comment.email,
      website: comment.website,
      html: comment.content,
      status: statuses.get(comment.approved) ?? 'pending',
      createdAt: at,
    });
  }

  #learnItem(row: Row): void {
    const item = itemOf(row);
    const place = { line: item.line, id: item.id };
    const known = leftOut.get(item.type);
    const kind =
      kindsOf.get(item.type) ??
      known?.kind ??
      `items of type ${/^[\w-]{1,40}$/.test(item.type) ? item.type : 'unknown'}`;
    const isUpload = item.type === 'attachment';
    if (isUpload && !row.isCut) this.#learnUpload(row, item);
    const reason =
      (row.isCut && 'the file ends in the middle of it') ||
      (item.status === 'trash' && 'it was in the bin') ||
      (item.id && this.#ids.has(item.id) && 'another of its id came before') ||
      (!kindsOf.has(item.type) && (known?.reason ?? 'articles and pages alone have a place here'));
    if (item.id) this.#ids.add(kept(item.id));
    if (typeof reason === 'string' && reason) {
      this.#items.set(row.number, {
        reason: `it belongs to one of the ${kind} that was left out: ${reason}`,
      });
      this.#skip(kind, place, reason);
    } else this.#plan(row, item, kindsOf.get(item.type) ?? 'articles');
    this.addresses.add(fieldOf(row.element, 'dc:creator'));
    for (const { key, value, line } of metaOf(row)) {
      this.addresses.add(value);
      this.#desk.report.read('fields of posts');
      if (usedFields.has(key) && !(reason && !isUpload))
        this.#desk.report.imported('fields of posts');
      else
        this.#desk.report.skipped(
          'fields of posts',
          { line, id: '' },
          'they belong to WordPress, or to plug-ins',
        );
    }
  }

  #plan(row: Row, item: Item, kind: Kind): void {
    const { report } = this.#desk;
    report.read(kind);
    const wanted = wantedSlug(item, kind, row.number);
    const slug = freeSlug(wanted.slug, this.#slugs[kind]);
    this.#slugs[kind].add(slug);
    const place = { line: item.line, id: slug };
    const { isDraft, remark } = standingOf(item);
    if (wanted.own && slug !== wanted.own)
      report.remark(kind, place, 'its slug was made valid here, or its own');
    if (!item.type) report.remark(kind, place, 'its type is missing: it was taken for a post');
    if (remark) report.remark(kind, place, remark);
    const former = metaOf(row).flatMap(({ key, value }) => (key === '_wp_old_slug' ? value : []));
    const aliases = oldPathsOf(item, kind, former, this.#home);
    const id = kept(idOf(item) || item.link || slug);
    const plan: Plan = {
      kind,
      slug,
      place,
      isDraft,
      aliases,
      id,
      offset: undefined,
      reason: undefined,
    };
    this.#items.set(row.number, plan);
  }

  /** Those that nothing else has, and that are no place of this site; in the order of the file. */
  #free({ kind, slug, aliases, place }: Plan): readonly string[] {
    const to = `${kind}/${slug}`;
    const seen = new Set<string>();
    return aliases.filter((alias) => {
      const path = normal(alias);
      if (!path || path === `/${to}` || seen.has(path) || alias.startsWith('//')) return false;
      seen.add(path);
      const holder = this.#paths.get(path);
      const isFree = holder === undefined || holder === to;
      if (isFree && !/^\/(articles|pages)\/[^/]+$/.test(path)) this.#paths.set(path, to);
      else
        this.#desk.report.remark(
          kind,
          place,
          'one of its old addresses leads to something else here',
        );
      return this.#paths.get(path) === to;
    });
  }

  #learnUpload(row: Row, { id, parent }: Item): void {
    const url = fieldOf(row.element, 'wp:attachment_url').trim();
    if (!id || !url) return;
    const alt = metaOf(row).find(({ key }) => key === '_wp_attachment_image_alt')?.value ?? '';
    const caption = fieldOf(row.element, 'excerpt:encoded');
    this.#uploads.set(id, {
      url: kept(url),
      alt: kept(lineOf(alt)),
      caption: kept(caption.slice(0, 2000)),
    });
    if (parent === '0') return;
    const others = this.#uploadsOf.get(parent);
    if (others) others.push(id);
    else this.#uploadsOf.set(parent, [id]);
  }

  #learnComment(row: Row): void {
    const { element } = row;
    const { report } = this.#desk;
    for (const field of ['author_email', 'author', 'author_url'])
      this.addresses.add(fieldOf(element, `wp:comment_${field}`));
    for (const { name, line } of element.children)
      if (name === 'wp:commentmeta')
        this.#skip(
          'fields of comments',
          { line, id: '' },
          'they belong to plug-ins, and may hold addresses',
        );
    const kind = kindOf(row);
    report.read(kind);
    const place = { line: element.line, id: fieldOf(element, 'wp:comment_id').trim() };
    if (/backs$/.test(kind)) report.skipped(kind, place, 'no reader wrote it');
    else if (kind !== 'comments') report.skipped(kind, place, 'comments alone have a place here');
  }

  #learnAuthor({ element }: Row): void {
    const login = fieldOf(element, 'wp:author_login').trim();
    this.addresses.add(fieldOf(element, 'wp:author_email'));
    this.addresses.add(login);
    const name = lineOf(fieldOf(element, 'wp:author_display_name'));
    if (login) this.#authors.set(kept(login), kept(name || login));
    this.#skip(
      'authors',
      { line: element.line, id: '' },
      'their names come with what they wrote, and nothing else of them',
    );
  }

  #skip(kind: string, place: Place, reason: string): void {
    this.#desk.report.read(kind);
    this.#desk.report.skipped(kind, place, reason);
  }

  /** @returns why it can be none, or all of it */
  #manuscriptOf(row: Row, plan: Plan): string | Made {
    const item = itemOf(row);
    const fields = storyFieldsOf(row);
    plan.offset = fields.publishedAt?.offset;
    if (fields.content.length > longestStory) return 'its text is longer than a million characters';
    if (isHopeless(fields.content)) return 'its HTML has hundreds of tags without an end';
    const remarks = new Set<string>();
    const pictures = new Map<string, string | undefined>();
    const pictureAt = (url: string) => {
      const path = this.#pictureOf(url);
      pictures.set(url, path);
      return path && `${pictureFolder}/${encoded(path)}`;
    };
    const meta = new Map(metaOf(row).map(({ key, value }) => [key, value]));
    const footnotes = footnotesIn(meta.get('footnotes'));
    const read = this.#storyOf(fields.content, item, plan, { pictureAt, remarks, footnotes });
    if (read === undefined) return 'its HTML cannot be read';
    const headline = item.title || wordsOf(lineOf(fields.content.slice(0, 2000))) || plan.slug;
    if (!item.title)
      remarks.add('it has no headline: its first words, or its slug, stand in that place');
    const markdown = withWords(read, [headline, plan.slug], remarks);
    const lead =
      plan.kind === 'articles' ? this.#uploads.get(meta.get('_thumbnail_id') ?? '') : undefined;
    const src = lead && pictureAt(lead.url);
    const image = src && { src, alt: lead.alt || lineOf(lead.caption) || headline };
    const front = {
      headline,
      ...deckOf(fields.excerpt, headline),
      ...(plan.kind === 'articles' && this.#signedOf(fields, remarks)),
      ...updateOf(fields),
      ...(plan.kind === 'articles' && this.#tagsOf(fields.terms, remarks)),
      ...(image && { image }),
      ...(plan.kind === 'articles' && !fields.takesComments && { comments: 'closed' }),
      ...(plan.aliases.length > 0 && { aliases: plan.aliases }),
      ...(isForeign(this.#language, this.#desk.language) && { language: this.#language }),
      ...(plan.isDraft && { draft: true }),
    };
    if (this.addresses.isIn(sourceOf({ front, markdown })))
      remarks.add('an address of somebody in the file stands in it, and was left there');
    const found = [...pictures.values()].flatMap((path) => path ?? []);
    const { kind, slug } = plan;
    return { manuscript: { kind, slug, front, markdown, pictures: found }, remarks, pictures };
  }

  #storyOf(
    content: string,
    item: Item,
    { isDraft }: Plan,
    {
      pictureAt,
      remarks,
      footnotes,
    }: Pick<Origin, 'pictureAt' | 'footnotes'> & { readonly remarks: Set<string> },
  ): string | undefined {
    try {
      const html = withoutWordPress(content, {
        upload: (id) => this.#uploads.get(id),
        own: () =>
          (this.#uploadsOf.get(item.id) ?? []).flatMap((id) => this.#uploads.get(id) ?? []),
        told: (what) => remarks.add(`${what} stands in it as code`),
      });
      return storyOf(html, {
        base: URL.parse(item.link)?.href ?? this.#home?.href,
        linkTo: (url) => this.#linkTo(url, isDraft),
        pictureAt,
        footnotes,
        told: (what) => remarks.add(`it has no place for ${what}`),
      });
    } catch (error) {
      if (error instanceof RangeError) return undefined; // nested deeper than any stack
      throw error;
    }
  }

  /** A link of the old site leads to what became of its target here, unless that is a draft. */
  #linkTo(href: string, isDraft: boolean): string {
    const url = URL.parse(href);
    if (!url || !this.#home || bare(url.host) !== bare(this.#home.host)) return href;
    const to = this.#paths.get(oldPathOf(url));
    return to && (isDraft || this.#targets.has(to)) ? `/${to}` : href;
  }

  #pictureOf(href: string): string | undefined {
    const url = URL.parse(href);
    const path = url && decoded(url.pathname);
    const [, below] = /(?:\/wp-content\/uploads|\/files)\/(.+)$/.exec(path ?? '') ?? [];
    const own = below ?? (url?.host.endsWith('.files.wordpress.com') ? path?.slice(1) : undefined);
    if (!own) return undefined;
    const { shelf } = this.#desk;
    return shelf.picture(own) ?? shelf.picture(own.replace(/-\d+x\d+(\.\w+)$/, '$1'));
  }

  #tellPicture(
    url: string,
    path: string | undefined,
    { place, reason }: Plan,
    shelved: Shelved,
  ): void {
    const { report } = this.#desk;
    report.read('pictures');
    const at = { line: place.line, id: '' };
    if (reason) report.skipped('pictures', at, 'its article was left out');
    else if (!path) {
      report.skipped(
        'pictures',
        at,
        'it lies in no media folder that was given: a link stands in its place',
      );
      report.note(`pictures: line ${at.line}: ${this.addresses.hidden(url, '')}`);
    } else if ('became' in shelved && shelved.became === 'written') report.imported('pictures');
    else report.there('pictures');
  }

  /** Who wrote it, and when. */
  #signedOf({ creator, publishedAt }: StoryFields, remarks: Set<string>) {
    if (!publishedAt) remarks.add('it has no date: it is dated 1970-01-01');
    const name = lineOf(this.#authors.get(creator) ?? creator);
    const isName = name && !/\S@\S/.test(name);
    if (!isName)
      remarks.add(
        'who wrote it has no name in the file: the name of the site stands in that place',
      );
    return {
      byline: isName ? name : this.#title || 'Unknown',
      publishedAt: publishedAt?.text ?? '1970-01-01',
    };
  }

  #tagsOf(terms: StoryFields['terms'], remarks: Set<string>) {
    const own = terms.filter(({ domain }) => domain === 'category' || domain === 'post_tag');
    if (own.length < terms.length)
      remarks.add('it has no place for formats and taxonomies of its own');
    const names = new Map(own.map(({ name }) => [name.toLowerCase(), name]));
    const tags = [...names].flatMap(([key, name]) => (key && key !== 'uncategorized' ? name : []));
    return tags.length > 0 && { tags };
  }

  #refusal(row: Row, plan: Plan | { readonly reason: string } | undefined): string | undefined {
    if (row.isCut) return 'the file ends in the middle of it';
    if (fieldOf(row.element, 'wp:comment_approved').trim() === 'trash') return 'it was in the bin';
    if (plan && 'kind' in plan && plan.kind === 'pages') return 'pages have no comments here';
    return plan?.reason;
  }
}

const kindsOf = new Map<string, Kind>([
  ['post', 'articles'],
  ['page', 'pages'],
  ['', 'articles'],
]);

const statuses = new Map<string, Foreign['status']>([
  ['1', 'approved'],
  ['approve', 'approved'],
  ['approved', 'approved'],
  ['0', 'pending'],
  ['hold', 'pending'],
  ['spam', 'spam'],
  ['post-trashed', 'rejected'],
]);

/** Of what wrote a comment: people, or other sites. */
function kindOf({ element }: Row): string {
  const type = fieldOf(element, 'wp:comment_type').trim();
  if (type === '' || type === 'comment') return 'comments';
  if (type === 'pingback' || type === 'trackback') return `${type}s`;
  return `comments of type ${/^[\w-]{1,40}$/.test(type) ? type : 'unknown'}`;
}

/** A comment whose time is not told in UTC was written by the clock of its article. */
const inUtc = (
  { time, offset }: { readonly time: number; readonly offset: number | undefined },
  ofArticle = 0,
) => (offset === undefined ? time - ofArticle * 60_000 : time);

const normal = (path: string) => {
  const url = URL.parse(path, 'https://site.example');
  return url ? oldPathOf(url) : '';
};

const bare = (host: string) => host.replace(/^www\./, '');

interface Made {
  readonly manuscript: Manuscript;
  /** What is to be told of it. */
  readonly remarks: ReadonlySet<string>;
  /** By their old addresses, where they lie in the media folder. */
  readonly pictures: ReadonlyMap<string, string | undefined>;
}

type StoryFields = ReturnType<typeof storyFieldsOf>;

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
  const told = /^[\w-]{1,20}$/.test(status) ? status : 'missing';
  return { isDraft: true, remark: `its status is ${told}: it is a draft here` };
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

/** No story is without a word: the first that has one stands in for it. */
function withWords(markdown: string, others: readonly string[], remarks: Set<string>): string {
  const hasWords = (text: string) => /[\p{L}\p{N}]/u.test(text);
  if (hasWords(markdown)) return markdown;
  remarks.add('it has no text: its headline stands in that place');
  const words = others.find(hasWords) ?? '';
  return storyOf(`<p>${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`, nowhere);
}

function deckOf(excerpt: string, headline: string) {
  const dek = lineOf(excerpt.replace(/\[[^\]]*\]/g, ''));
  return dek && dek !== headline && { dek };
}

/** What was changed before it was published is no change. */
const updateOf = ({ publishedAt, updatedAt }: StoryFields) =>
  updatedAt && updatedAt.time > (publishedAt?.time ?? 0) && { updatedAt: updatedAt.text };

/** Whether it is a language, and another than that of the site. */
const isForeign = (language: string, ours: string) =>
  isTag(language) && language.split('-')[0]?.toLowerCase() !== ours.split('-')[0]?.toLowerCase();

/** As a headline: some words of a beginning. */
const wordsOf = (text: string) =>
  text.length > 80 ? `${text.slice(0, 80).replace(/\s+\S*$/, '')}…` : text;

function isTag(language: string): boolean {
  try {
    return new Intl.Locale(language).language !== '';
  } catch {
    return false;
  }
}

const Footnotes = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ id: v.string(), content: v.string() })),
);

function footnotesIn(json = '[]'): ReadonlyMap<string, string> {
  const { success, output } = v.safeParse(Footnotes, json);
  return new Map(success ? output.map(({ id, content }) => [id, content]) : []);
}

const nowhere = {
  base: undefined,
  linkTo: (url: string) => url,
  pictureAt: () => undefined,
  footnotes: new Map<string, string>(),
  told: () => {},
};
