// WordPress: three readings of one file. The first learns what there is, the second makes articles and pages of it,
// the third sends the comments, when it is known what became of each article.
import * as v from 'valibot';
import { oldPathOf } from '../../model/old-path.ts';
import { Addresses } from '../addresses.ts';
import { Conversation } from '../conversation.ts';
import type { Report } from '../faults.ts';
import { foreignId } from '../foreign-id.ts';
import { type Upload, withoutWordPress } from '../gutenberg.ts';
import { isHopeless, lineOf } from '../html.ts';
import type { Place } from '../import-report.ts';
import { type Intake, takeIn } from '../intake.ts';
import { commentOf, storyOf } from '../markdown.ts';
import { encoded, type Kind, type Manuscript, pictureFolder, type Shelved } from '../shelf.ts';
import { freeSlug, slugOf } from '../slug.ts';
import {
  fieldOf,
  type Item,
  type ItemComment,
  itemCommentOf,
  itemOf,
  metaOf,
  storyFieldsOf,
  wxr,
} from '../wxr.ts';
import { type Row, readRows } from '../xml.ts';
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

const leftOut: Readonly<Record<string, { readonly kind: string; readonly reason: string }>> = {
  attachment: { kind: 'attachments', reason: 'pictures come with the articles that show them' },
  nav_menu_item: { kind: 'menu items', reason: 'there are no menus here' },
  revision: { kind: 'revisions', reason: 'only what was published last is imported' },
  wp_block: { kind: 'reusable blocks', reason: 'where an article uses it, its place is marked' },
};

/** What an article needs of what plug-ins and WordPress keep beside it. */
const usedFields = new Set([
  '_thumbnail_id',
  '_wp_old_slug',
  'footnotes',
  '_wp_attachment_image_alt',
]);

/** In UTF-16 units: the longest that people have written are a tenth of it. */
const longestStory = 1_000_000;
const longestComment = 100_000;

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
    for (const [number, plan] of this.#items)
      if ('slug' in plan) this.#items.set(number, { ...plan, aliases: this.#free(plan) });
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
    const { report } = this.#desk;
    const { hidden, wasHidden } = this.#hiding(comment.email);
    const body = bodyOf(comment, hidden);
    if (wasHidden())
      report.remark(
        'comments',
        place,
        'an address of its own, or of somebody in the file, was taken out of it',
      );
    if (!(comment.approved in statuses))
      report.remark('comments', place, 'its status is unknown here: it waits for a moderator');
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
      body,
      status: statuses[comment.approved] ?? 'pending',
      createdAt: at,
    });
  }

  #learnItem(row: Row): void {
    const item = itemOf(row);
    const place = { line: item.line, id: item.id };
    const known = leftOut[item.type];
    const kind =
      kindsOf[item.type] ??
      known?.kind ??
      `items of type ${/^[\w-]{1,40}$/.test(item.type) ? item.type : 'unknown'}`;
    const isUpload = item.type === 'attachment';
    if (isUpload && !row.isCut) this.#learnUpload(row, item);
    const reason =
      (row.isCut && 'the file ends in the middle of it') ||
      (item.status === 'trash' && 'it was in the bin') ||
      (item.id && this.#ids.has(item.id) && 'another of its id came before') ||
      (!(item.type in kindsOf) && (known?.reason ?? 'articles and pages alone have a place here'));
    if (item.id) this.#ids.add(kept(item.id));
    if (typeof reason === 'string' && reason) {
      this.#items.set(row.number, {
        reason: `it belongs to one of the ${kind} that was left out: ${reason}`,
      });
      this.#skip(kind, place, reason);
    } else this.#plan(row, item, kindsOf[item.type] ?? 'articles');
    for (const { key, line } of metaOf(row)) {
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
    const link = URL.parse(kept(item.link));
    const isLink = link && /^https?:$/.test(link.protocol);
    const last = (isLink && link.pathname.split('/').filter(Boolean).at(-1)) || '';
    const id = item.id || /^\?p(?:age_id)?=(\d+)$/.exec(isLink ? link.search : '')?.[1] || '';
    const own = decodedText(item.name || last);
    const wanted =
      slugOf(own) ||
      slugOf(item.title) ||
      `${kind === 'articles' ? 'article' : 'page'}-${id || row.number}`;
    const slug = freeSlug(wanted, this.#slugs[kind]);
    this.#slugs[kind].add(slug);
    const place = { line: item.line, id: slug };
    if (own && slug !== own) report.remark(kind, place, 'its slug was made valid here, or its own');
    if (!item.type) report.remark(kind, place, 'its type is missing: it was taken for a post');
    const isDraft = !(/^(publish|future)$/.test(item.status) && !item.hasPassword);
    if (item.hasPassword) report.remark(kind, place, 'it has a password: it is a draft here');
    else if (item.status === 'private')
      report.remark(kind, place, 'it is private: it is a draft here');
    else if (isDraft && item.status !== 'draft')
      report.remark(
        kind,
        place,
        `its status is ${/^[\w-]{1,20}$/.test(item.status) ? item.status : 'missing'}: it is a draft here`,
      );
    const base = this.#home?.pathname.replace(/\/$/, '') ?? '';
    const olds = metaOf(row).flatMap(({ key, value }) =>
      key === '_wp_old_slug' && value && isLink && last
        ? [link.pathname.replace(/[^/]+(\/?)$/, `${encodeURIComponent(decodedText(value))}$1`)]
        : [],
    );
    const aliases = [
      ...(isLink ? [link.pathname + link.search, ...olds] : []),
      ...(id ? [`${base}/?${kind === 'articles' ? 'p' : 'page_id'}=${id}`] : []),
    ];
    this.#items.set(row.number, {
      kind,
      slug,
      place,
      isDraft,
      aliases,
      id: kept(id || item.link || slug),
      offset: undefined,
      reason: undefined,
    });
    if (!isDraft) this.#targets.add(`${kind}/${slug}`);
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
    this.addresses.add(fieldOf(element, 'wp:comment_author_email'));
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
    if (kind !== 'comments') report.skipped(kind, place, 'no reader wrote it');
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

  /** @returns why it can be none, or the manuscript, with what is to be told of it, and its pictures by their old addresses */
  #manuscriptOf(
    row: Row,
    plan: Plan,
  ):
    | string
    | {
        manuscript: Manuscript;
        remarks: ReadonlySet<string>;
        pictures: ReadonlyMap<string, string | undefined>;
      } {
    const { kind, slug, isDraft } = plan;
    const item = itemOf(row);
    const fields = storyFieldsOf(row);
    plan.offset = fields.publishedAt?.offset;
    if (fields.content.length > longestStory) return 'its text is longer than a million characters';
    if (isHopeless(fields.content)) return 'its HTML has hundreds of tags without an end';
    const remarks = new Set<string>();
    const pictures = new Map<string, string | undefined>();
    const meta = new Map(metaOf(row).map(({ key, value }) => [key, value]));
    const pictureAt = (url: string) => {
      const path = this.#pictureOf(url);
      pictures.set(url, path);
      return path && `${pictureFolder}/${encoded(path)}`;
    };
    const markdown = this.#storyOf(
      fields.content,
      item,
      plan,
      pictureAt,
      remarks,
      footnotesIn(meta.get('footnotes')),
    );
    if (markdown === undefined) return 'its HTML cannot be read';
    const text = lineOf(fields.content.slice(0, 2000));
    const headline = item.title || wordsOf(text) || slug;
    if (!item.title)
      remarks.add('it has no headline: its first words, or its slug, stand in that place');
    const hasWords = /[\p{L}\p{N}]/u.test(markdown);
    if (!hasWords) remarks.add('it has no text: its headline stands in that place');
    const story = hasWords
      ? markdown
      : storyOf(
          `<p>${(/[\p{L}\p{N}]/u.test(headline) ? headline : slug).replaceAll('<', '&lt;')}</p>`,
          nowhere,
        );
    if (this.addresses.isIn(`${headline} ${story}`))
      remarks.add('an address of somebody in the file stands in its text, and was left there');
    const dek = lineOf(fields.excerpt.replace(/\[[^\]]*\]/g, ''));
    const published = fields.publishedAt;
    if (!published && kind === 'articles') remarks.add('it has no date: it is dated 1970-01-01');
    const updated =
      fields.updatedAt && fields.updatedAt.time > (published?.time ?? 0)
        ? fields.updatedAt
        : undefined;
    const upload = this.#uploads.get(meta.get('_thumbnail_id') ?? '');
    const lead = kind === 'articles' && upload ? pictureAt(upload.url) : undefined;
    const other =
      this.#language &&
      this.#language.split('-')[0]?.toLowerCase() !==
        this.#desk.language.split('-')[0]?.toLowerCase();
    const tags = kind === 'articles' ? this.#tagsOf(fields.terms, remarks) : [];
    const front = {
      headline,
      ...(dek && dek !== headline && { dek }),
      ...(kind === 'articles' && {
        byline: this.#bylineOf(fields.creator, remarks),
        publishedAt: published?.text ?? '1970-01-01',
      }),
      ...(updated && { updatedAt: updated.text }),
      ...(tags.length > 0 && { tags }),
      ...(lead && {
        image: { src: lead, alt: upload?.alt || lineOf(upload?.caption ?? '') || headline },
      }),
      ...(kind === 'articles' && !fields.takesComments && { comments: 'closed' }),
      ...(plan.aliases.length > 0 && { aliases: plan.aliases }),
      ...(other && isTag(this.#language) && { language: this.#language }),
      ...(isDraft && { draft: true }),
    };
    const found = [...pictures.values()].flatMap((path) => path ?? []);
    return {
      manuscript: { kind, slug, front, markdown: story, pictures: found },
      remarks,
      pictures,
    };
  }

  #storyOf(
    content: string,
    item: Item,
    { isDraft }: Plan,
    pictureAt: (url: string) => string | undefined,
    remarks: Set<string>,
    footnotes: ReadonlyMap<string, string>,
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
    const path = url && decodedText(url.pathname);
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
      report.note(`pictures: line ${at.line}: ${url}`);
    } else if ('became' in shelved && shelved.became === 'written') report.imported('pictures');
    else report.there('pictures');
  }

  #bylineOf(creator: string, remarks: Set<string>): string {
    const name = lineOf(this.#authors.get(creator) ?? creator);
    if (name && !/\S@\S/.test(name)) return name;
    remarks.add('who wrote it has no name in the file: the name of the site stands in that place');
    return this.#title || 'Unknown';
  }

  #tagsOf(
    terms: readonly { readonly domain: string; readonly name: string }[],
    remarks: Set<string>,
  ): readonly string[] {
    const own = terms.filter(({ domain }) => domain === 'category' || domain === 'post_tag');
    if (terms.some((term) => !own.includes(term)))
      remarks.add('it has no place for formats and taxonomies of its own');
    const names = new Map(own.map(({ name }) => [name.toLowerCase(), name]));
    return [...names].flatMap(([key, name]) => (key && key !== 'uncategorized' ? [name] : []));
  }

  #refusal(row: Row, plan: Plan | { readonly reason: string } | undefined): string | undefined {
    if (row.isCut) return 'the file ends in the middle of it';
    if (fieldOf(row.element, 'wp:comment_approved').trim() === 'trash') return 'it was in the bin';
    if (plan && 'kind' in plan && plan.kind === 'pages') return 'pages have no comments here';
    return plan?.reason;
  }

  #hiding(own: string) {
    let was = false;
    const hidden = (text: string) => {
      const shown = this.addresses.hidden(text, own);
      was ||= shown !== text;
      return shown;
    };
    return { hidden, wasHidden: () => was };
  }
}

const kindsOf: Readonly<Record<string, Kind>> = { post: 'articles', page: 'pages', '': 'articles' };

const statuses: Readonly<Record<string, 'approved' | 'pending' | 'spam' | 'rejected'>> = {
  '1': 'approved',
  approve: 'approved',
  approved: 'approved',
  '0': 'pending',
  hold: 'pending',
  spam: 'spam',
  'post-trashed': 'rejected',
};

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

function bodyOf({ content }: ItemComment, hidden: (text: string) => string): string {
  const html = content.slice(0, longestComment);
  const plain = () => html.replaceAll('<', '&lt;');
  return commentOf(`<typed-text>${isHopeless(html) ? plain() : html}</typed-text>`, hidden);
}

const normal = (path: string) => {
  const url = URL.parse(path, 'https://site.example');
  return url ? oldPathOf(url) : '';
};

const bare = (host: string) => host.replace(/^www\./, '');

/** What lives as long as the import must not hold on to the piece of the file that it was cut from. */
const kept = (text: string) => Buffer.from(text).toString();

function decodedText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

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
