// The site in WordPress's own export format, WXR 1.2, as its importer reads it.
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import type { Picture } from '../model/articles.ts';
import type { Tree } from '../model/body.ts';
import type { Status } from '../model/moderation.ts';
import { nearest } from '../strings/languages.ts';
import { plural } from '../strings/say.ts';
import type { CompiledArticle, CompiledPage } from './articles.ts';
import { blocksOf, commentHtml, escaped } from './wordpress-blocks.ts';

/** What of a comment's row goes along. Nothing else of it is looked at. */
export interface CommentRow {
  readonly id: string;
  readonly slug: string;
  readonly parent_id: string | null;
  readonly name: string;
  readonly role: string | null;
  readonly website: string | null;
  /** JSON: see src/model/body.ts. */
  readonly tree: string;
  readonly status: Status;
  /** Milliseconds since 1970. */
  readonly created_at: number;
}

export interface WordPressOrder {
  /** What is written. */
  readonly file: string;
  readonly site: {
    readonly name: string;
    /** The origin under which readers, and WordPress itself, find the pictures. */
    readonly url: string;
    readonly language: string;
    readonly timeZone: string;
  };
  /** Drafts among them. */
  readonly articles: readonly CompiledArticle[];
  readonly pages: readonly CompiledPage[];
  /** In any order; read once. */
  readonly comments: AsyncIterable<CommentRow>;
  /** Whether conversations take comments, by the slug of their article, where the desk said so. */
  readonly isOpen?: ReadonlyMap<string, boolean>;
  /** What is dated later is to be published then. */
  readonly now: number;
}

/** What went into the file, and what did not. */
export interface WordPressReport {
  articles: number;
  pages: number;
  pictures: number;
  comments: number;
  /** Comments that were deleted: they are left out. */
  deleted: number;
  /** Comments that answered those: they answer now what those had answered. */
  movedUp: number;
  /** Comments on articles that are not here: WordPress has no place for them. */
  homeless: number;
  /** Characters that no XML can hold: they are left out. */
  unspeakable: number;
}

/**
 * Writes the file. Holds the comments of one article at a time; until they are written, the others wait in a folder
 * beside it. Twice the same site gives twice the same bytes.
 */
export async function writeWordPress(order: WordPressOrder): Promise<WordPressReport> {
  const parts = `${order.file}.parts`;
  const press = new WordPressPress(order, parts);
  try {
    await press.sortComments();
    await writeFile(order.file, press.document());
  } finally {
    await rm(parts, { recursive: true, force: true });
  }
  return press.report;
}

type Entry = CompiledArticle | CompiledPage;

interface Shown {
  readonly number: number;
  readonly isNew: boolean;
  readonly picture: Pick<Picture, 'src' | 'alt' | 'credit'>;
}

interface Author {
  readonly number: number;
  readonly login: string;
}

/** What an item says of itself. */
interface Item {
  readonly number: number;
  readonly type: 'post' | 'page' | 'attachment';
  readonly title: string;
  readonly link: string;
  readonly creator: string;
  readonly content?: string;
  readonly excerpt: string;
  /** UTC, as ISO 8601. */
  readonly date: string;
  readonly modified?: string | undefined;
  readonly name: string;
  readonly status: 'publish' | 'future' | 'draft' | 'inherit';
  readonly isOpen: boolean;
  readonly parent?: number;
  readonly more: readonly string[];
}

/** Comments that are held before they are laid aside. */
const atOnce = 2000;

class WordPressPress {
  readonly report: WordPressReport = {
    articles: 0,
    pages: 0,
    pictures: 0,
    comments: 0,
    deleted: 0,
    movedUp: 0,
    homeless: 0,
    unspeakable: 0,
  };
  readonly #order: WordPressOrder;
  readonly #parts: string;
  /** The oldest first, and numbered so: what is published later does not change the number of what was. */
  readonly #articles: readonly CompiledArticle[];
  readonly #authors: ReadonlyMap<string, Author>;
  /** By how they are written in lower case. */
  readonly #tags: ReadonlyMap<string, { readonly slug: string; readonly name: string }>;
  /** Their numbers, by where they lie. */
  readonly #pictures = new Map<string, number>();
  readonly #firstPicture: number;

  constructor(order: WordPressOrder, parts: string) {
    this.#order = order;
    this.#parts = parts;
    this.#articles = order.articles.toReversed();
    this.#firstPicture = order.articles.length + order.pages.length + 1;
    this.#authors = authorsOf(this.#articles);
    this.#tags = tagsOf(order.articles);
  }

  /** Lays comments aside by their article. */
  async sortComments(): Promise<void> {
    await mkdir(this.#parts, { recursive: true });
    const known = new Set(this.#articles.map(({ slug }) => slug));
    let held: CommentRow[] = [];
    for await (const row of this.#order.comments) {
      if (known.has(row.slug)) held.push(row);
      else this.report.homeless += 1;
      if (held.length < atOnce) continue;
      await this.#layAside(held);
      held = [];
    }
    await this.#layAside(held);
  }

  async *document(): AsyncIterable<string> {
    yield* this.#head();
    for (const [index, article] of this.#articles.entries())
      yield* this.#entry(article, index + 1, await this.#commentsOn(article.slug));
    const first = this.#articles.length + 1;
    for (const [index, page] of this.#order.pages.entries())
      yield* this.#entry(page, first + index, '');
    yield '</channel>\n</rss>\n';
  }

  async #layAside(rows: readonly CommentRow[]): Promise<void> {
    for (const [slug, ofArticle] of Map.groupBy(rows, (row) => row.slug)) {
      const lines = ofArticle.map((row) => `${JSON.stringify(kept(row))}\n`);
      await appendFile(join(this.#parts, `${slug}.jsonl`), lines.join(''));
    }
  }

  *#head(): Iterable<string> {
    const { name, url, language } = this.#order.site;
    const now = new Date(this.#order.now).toISOString();
    const dates = this.#articles.map(({ publishedAt }) => publishedAt).filter((at) => at <= now);
    yield `<?xml version="1.0" encoding="UTF-8"?>
<!-- ${said} -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>${this.#text(name)}</title>
<link>${this.#text(url)}</link>
<description></description>
<pubDate>${new Date(dates.at(-1) ?? 0).toUTCString()}</pubDate>
<language>${this.#text(language)}</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>${this.#text(url)}</wp:base_site_url>
<wp:base_blog_url>${this.#text(url)}</wp:base_blog_url>
`;
    for (const [name, { number, login }] of this.#authors)
      yield `<wp:author><wp:author_id>${number}</wp:author_id><wp:author_login>${this.#cdata(login)}</wp:author_login><wp:author_email></wp:author_email><wp:author_display_name>${this.#cdata(escaped(name))}</wp:author_display_name><wp:author_first_name></wp:author_first_name><wp:author_last_name></wp:author_last_name></wp:author>\n`;
    for (const [index, { slug, name }] of [...this.#tags.values()].entries())
      yield `<wp:tag><wp:term_id>${index + 1}</wp:term_id><wp:tag_slug>${this.#cdata(slug)}</wp:tag_slug><wp:tag_name>${this.#cdata(escaped(name))}</wp:tag_name></wp:tag>\n`;
    yield '<generator>Broadside</generator>\n';
  }

  /** An article or a page, and behind it the pictures that it shows. */
  *#entry(entry: Entry, number: number, comments: string): Iterable<string> {
    const isArticle = 'publishedAt' in entry;
    const pictures = this.#picturesOf(entry);
    this.report[isArticle ? 'articles' : 'pages'] += 1;
    yield this.#item(
      isArticle ? this.#postOf(entry, number, pictures, comments) : this.#pageOf(entry, number),
    );
    for (const picture of pictures.filter(({ isNew }) => isNew))
      yield this.#item(this.#attachmentOf(picture, entry, number));
  }

  #postOf(
    article: CompiledArticle,
    number: number,
    pictures: readonly Shown[],
    comments: string,
  ): Item {
    const { slug, publishedAt, tags, byline, image } = article;
    const lead = image && pictures.find(({ picture }) => picture.src === image.src);
    const isLater = Date.parse(publishedAt) > this.#order.now;
    const former = article.aliases.flatMap(
      (path) => /^\/articles\/([^/?]+)$/.exec(path)?.[1] ?? [],
    );
    return {
      number,
      type: 'post',
      title: article.headline,
      link: `${this.#order.site.url}/articles/${slug}`,
      creator: this.#creatorOf(article),
      content: this.#storyOf(article) + this.#correctionsOf(article),
      excerpt: article.dek ?? '',
      date: publishedAt,
      modified: article.updatedAt,
      name: slug,
      status: article.draft ? 'draft' : isLater ? 'future' : 'publish',
      isOpen: this.#order.isOpen?.get(slug) ?? article.comments === 'open',
      more: [
        ...tags.flatMap((tag) => this.#tags.get(folded(tag)) ?? []).map(this.#category),
        ...(lead ? [this.#meta('post', '_thumbnail_id', String(lead.number))] : []),
        ...(byline.length > 1
          ? [this.#meta('post', 'byline', byline.map(({ name }) => name).join(', '))]
          : []),
        ...former.map((old) => this.#meta('post', '_wp_old_slug', old)),
        comments,
      ],
    };
  }

  /** Pages are not dated here, and must be there: as the oldest article, if nobody says when they last changed. */
  #pageOf(page: CompiledPage, number: number): Item {
    const [oldest] = this.#articles;
    return {
      number,
      type: 'page',
      title: page.headline,
      link: `${this.#order.site.url}/pages/${page.slug}`,
      creator: '',
      content: this.#storyOf(page),
      excerpt: page.dek ?? '',
      date: page.updatedAt ?? oldest?.publishedAt ?? new Date(0).toISOString(),
      name: page.slug,
      status: page.draft ? 'draft' : 'publish',
      isOpen: false,
      more: [],
    };
  }

  #attachmentOf({ number, picture }: Shown, entry: Entry, parent: number): Item {
    const { url } = this.#order.site;
    const date = 'publishedAt' in entry ? entry.publishedAt : this.#pageOf(entry, parent).date;
    const name = picture.src.replace(/^.*\//, '');
    this.report.pictures += 1;
    return {
      number,
      type: 'attachment',
      title: picture.alt || name,
      link: url + picture.src,
      creator: 'publishedAt' in entry ? this.#creatorOf(entry) : '',
      excerpt: picture.credit ?? '',
      date,
      name: name.replace(/\.\w+$/, ''),
      status: 'inherit',
      isOpen: false,
      parent,
      more: [
        `<wp:attachment_url>${this.#cdata(url + picture.src)}</wp:attachment_url>\n`,
        this.#meta(
          'post',
          '_wp_attached_file',
          `${this.#local(date).slice(0, 7).replace('-', '/')}/${name}`,
        ),
        ...(picture.alt ? [this.#meta('post', '_wp_attachment_image_alt', picture.alt)] : []),
      ],
    };
  }

  #creatorOf({ byline: [first] }: CompiledArticle): string {
    return this.#authors.get(first?.name ?? '')?.login ?? '';
  }

  #storyOf = ({ html }: Entry): string => blocksOf(html, this.#order.site.url);

  #correctionsOf({ corrections }: CompiledArticle): string {
    const { language, timeZone } = this.#order.site;
    if (corrections.length === 0) return '';
    const { words } = nearest(language);
    const dates = new Intl.DateTimeFormat(words.dates, { dateStyle: 'long', timeZone });
    const list = corrections.map(
      ({ date, text }) => `<p><b>${dates.format(Date.parse(date))}</b> ${escaped(text)}</p>`,
    );
    const title = `<h2>${plural(words, words.corrections, corrections.length)}</h2>`;
    return `\n\n${blocksOf(title + list.join(''), '')}`;
  }

  /** Numbered behind everything that is written. One that two of them show comes with the first. */
  #picturesOf(entry: Entry): readonly Shown[] {
    const lead = 'image' in entry ? entry.image : undefined;
    const sources = new Set([...(lead ? [lead.src] : []), ...entry.pictures.map(({ src }) => src)]);
    return [...sources].map((src) => {
      const shown = this.#pictures.get(src);
      const number = shown ?? this.#firstPicture + this.#pictures.size;
      this.#pictures.set(src, number);
      const picture = src === lead?.src ? lead : { src, alt: altIn(entry.html, src) };
      return { number, isNew: shown === undefined, picture };
    });
  }

  async #commentsOn(slug: string): Promise<string> {
    const lines = await readFile(join(this.#parts, `${slug}.jsonl`), 'utf8').catch(() => '');
    const rows = lines
      .split('\n')
      .filter(Boolean)
      .map((line): CommentRow => JSON.parse(line));
    const numbers = new Map<string, number>();
    const byId = new Map(rows.map((row) => [row.id, row]));
    return parentsFirst(rows, byId)
      .map((row) => {
        if (row.status === 'deleted') {
          this.report.deleted += 1;
          return '';
        }
        const parent = standingAbove(row, byId);
        if (parent !== row.parent_id) this.report.movedUp += 1;
        this.report.comments += 1;
        numbers.set(row.id, this.report.comments);
        return this.#comment(row, this.report.comments, numbers.get(parent ?? '') ?? 0);
      })
      .join('');
  }

  #comment(row: CommentRow, number: number, parent: number): string {
    const at = new Date(row.created_at).toISOString();
    const tree: Tree = JSON.parse(row.tree);
    return `<wp:comment>
<wp:comment_id>${number}</wp:comment_id>
<wp:comment_author>${this.#cdata(escaped(row.name))}</wp:comment_author>
<wp:comment_author_email></wp:comment_author_email>
<wp:comment_author_url>${this.#text(row.website ?? '')}</wp:comment_author_url>
<wp:comment_author_IP></wp:comment_author_IP>
<wp:comment_date>${this.#cdata(this.#local(at))}</wp:comment_date>
<wp:comment_date_gmt>${this.#cdata(inUtc(at))}</wp:comment_date_gmt>
<wp:comment_content>${this.#cdata(commentHtml(tree))}</wp:comment_content>
<wp:comment_approved>${this.#cdata(approvals[row.status])}</wp:comment_approved>
<wp:comment_type>${this.#cdata('comment')}</wp:comment_type>
<wp:comment_parent>${parent}</wp:comment_parent>
<wp:comment_user_id>0</wp:comment_user_id>
${this.#meta('comment', 'broadside_id', row.id)}${row.role ? this.#meta('comment', 'broadside_role', row.role) : ''}</wp:comment>
`;
  }

  #item(item: Item): string {
    const modified = item.modified ?? item.date;
    return `<item>
<title>${this.#cdata(escaped(item.title))}</title>
<link>${this.#text(item.link)}</link>
<pubDate>${new Date(item.date).toUTCString()}</pubDate>
<dc:creator>${this.#cdata(item.creator)}</dc:creator>
<guid isPermaLink="false">${this.#text(item.link)}</guid>
<description></description>
<content:encoded>${this.#cdata(item.content ?? '')}</content:encoded>
<excerpt:encoded>${this.#cdata(escaped(item.excerpt))}</excerpt:encoded>
<wp:post_id>${item.number}</wp:post_id>
<wp:post_date>${this.#cdata(this.#local(item.date))}</wp:post_date>
<wp:post_date_gmt>${this.#cdata(inUtc(item.date))}</wp:post_date_gmt>
<wp:post_modified>${this.#cdata(this.#local(modified))}</wp:post_modified>
<wp:post_modified_gmt>${this.#cdata(inUtc(modified))}</wp:post_modified_gmt>
<wp:comment_status>${this.#cdata(item.isOpen ? 'open' : 'closed')}</wp:comment_status>
<wp:ping_status>${this.#cdata('closed')}</wp:ping_status>
<wp:post_name>${this.#cdata(item.name)}</wp:post_name>
<wp:status>${this.#cdata(item.status)}</wp:status>
<wp:post_parent>${item.parent ?? 0}</wp:post_parent>
<wp:menu_order>0</wp:menu_order>
<wp:post_type>${this.#cdata(item.type)}</wp:post_type>
<wp:post_password></wp:post_password>
<wp:is_sticky>0</wp:is_sticky>
${item.more.join('')}</item>
`;
  }

  #category = ({ slug, name }: { slug: string; name: string }): string =>
    `<category domain="post_tag" nicename="${slug}">${this.#cdata(escaped(name))}</category>\n`;

  #meta = (of: 'post' | 'comment', key: string, value: string): string =>
    `<wp:${of}meta>\n<wp:meta_key>${this.#cdata(key)}</wp:meta_key>\n<wp:meta_value>${this.#cdata(value)}</wp:meta_value>\n</wp:${of}meta>\n`;

  /** As clocks in the site's time zone show it. */
  #local(moment: string): string {
    const local = Temporal.Instant.from(moment).toZonedDateTimeISO(this.#order.site.timeZone);
    return local.toString().slice(0, 19).replace('T', ' ');
  }

  #text = (text: string): string => escaped(this.#clean(text));

  /** What ends CDATA is written in two: the form that each of the importer's parsers puts together again. */
  #cdata = (text: string): string =>
    `<![CDATA[${this.#clean(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

  #clean(text: string): string {
    return text.toWellFormed().replace(notInXml, () => {
      this.report.unspeakable += 1;
      return '';
    });
  }
}

const said = `Made by Broadside, for Tools, Import, WordPress. No address is in this file: Broadside keeps the email addresses
of commenters only as keyed hashes, which cannot be turned back, and no IP addresses at all. So every
comment_author_email is empty, and WordPress knows nobody who wrote before. Comments that were deleted are left out;
what answered them answers what they had answered, as when a comment is deleted in WordPress. Where several people
signed, WordPress knows the first, and the custom field "byline" has them all.`;

/** What XML 1.0 (2.2) leaves out. */
const notInXml = /(?![\t\n\r\u007f-\u009f])\p{Cc}|[\ufffe\uffff]/gu;

const approvals: Readonly<Record<Status, string>> = {
  approved: '1',
  pending: '0',
  spam: 'spam',
  rejected: 'trash',
  deleted: 'trash',
};

const inUtc = (moment: string): string =>
  new Date(moment).toISOString().slice(0, 19).replace('T', ' ');

/** The rest of a row means nothing to WordPress, and is not laid on the disk once more. */
const kept = ({
  id,
  slug,
  parent_id,
  name,
  role,
  website,
  tree,
  status,
  created_at,
}: CommentRow) => ({
  id,
  slug,
  parent_id,
  name,
  role,
  website,
  tree,
  status,
  created_at,
});

type ById = ReadonlyMap<string, CommentRow>;

/** The importer must have met a comment before it meets what answers it. */
function parentsFirst(rows: readonly CommentRow[], byId: ById): readonly CommentRow[] {
  const placed = new Set<CommentRow>();
  for (const row of rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const line: CommentRow[] = [];
    for (
      let one: CommentRow | undefined = row;
      one && !placed.has(one) && !line.includes(one);
      one = byId.get(one.parent_id ?? '')
    )
      line.unshift(one);
    for (const one of line) placed.add(one);
  }
  return [...placed];
}

/** What a comment answers; of what was deleted, what that had answered. */
function standingAbove({ parent_id }: CommentRow, byId: ById): string | null {
  let above = byId.get(parent_id ?? '');
  for (let steps = byId.size; above?.status === 'deleted' && steps > 0; steps -= 1)
    above = byId.get(above.parent_id ?? '');
  return above?.id ?? null;
}

/** WordPress takes plain letters for a login: who has none of them is known by a number. */
function authorsOf(articles: readonly CompiledArticle[]): ReadonlyMap<string, Author> {
  const names = new Set(articles.flatMap(({ byline: [first] }) => first?.name ?? []));
  const taken = new Set<string>();
  return new Map(
    [...names].map((name, index) => {
      const plain = name
        .normalize('NFKD')
        .replace(/[^\w. -]/g, '')
        .trim()
        .toLowerCase();
      const login = unlike(plain.replace(/\s+/g, '.').slice(0, 50) || `author-${index + 1}`, taken);
      return [name, { number: index + 1, login }];
    }),
  );
}

/** By the spelling of the newest article. Their slugs are those that WordPress would make. */
function tagsOf(articles: readonly CompiledArticle[]) {
  const tags = new Map<string, { slug: string; name: string }>();
  const taken = new Set<string>();
  for (const name of articles.flatMap(({ tags }) => tags)) {
    if (tags.has(folded(name))) continue;
    const words =
      folded(name)
        .match(/[\p{L}\p{M}\p{N}_]+/gu)
        ?.join('-') ?? 'tag';
    const slug = unlike([...words].slice(0, 30).join(''), taken);
    tags.set(folded(name), { slug: encodeURIComponent(slug).toLowerCase(), name });
  }
  return tags;
}

const folded = (tag: string) => tag.normalize('NFC').toLowerCase();

/** A name that no other has. */
function unlike(name: string, taken: Set<string>): string {
  let own = name;
  for (let count = 2; taken.has(own); count += 1) own = `${name}-${count}`;
  taken.add(own);
  return own;
}

/** What a story says of a picture that it shows. */
function altIn(html: string, src: string): string {
  const tag = html.match(/<img[^>]*>/g)?.find((one) => one.includes(`src="${src}"`)) ?? '';
  return unescaped(/ alt="([^"]*)"/.exec(tag)?.[1] ?? '');
}

const unescaped = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
