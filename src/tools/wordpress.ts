// The site in WordPress's own export format, WXR 1.2, as its importer reads it.
import { rm, writeFile } from 'node:fs/promises';
import { parse } from 'node-html-parser';
import type { Picture } from '../model/articles.ts';
import { nearest } from '../strings/languages.ts';
import { plural } from '../strings/say.ts';
import type { CompiledArticle, CompiledPage } from './articles.ts';
import { blocksOf, escaped } from './wordpress-blocks.ts';
import { type Answer, type CommentRow, commentsOn, layAside } from './wordpress-comments.ts';
import { type Author, authorsOf, folded, type Tag, tagsOf } from './wordpress-names.ts';
import { type Item, WxrWriter } from './wxr-writer.ts';

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
  /** Characters that no XML holds: they are left out. */
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
  /** Where comments lie until they are written. */
  readonly #parts: string;
  readonly #wxr: WxrWriter;
  /** The oldest first, and numbered so: what is published later does not change the number of what was. */
  readonly #articles: readonly CompiledArticle[];
  readonly #authors: ReadonlyMap<string, Author>;
  /** By their folded names. */
  readonly #tags: ReadonlyMap<string, Tag>;
  /** Their numbers, by where they lie. */
  readonly #pictures = new Map<string, number>();
  readonly #firstPicture: number;

  constructor(order: WordPressOrder, parts: string) {
    this.#order = order;
    this.#parts = parts;
    this.#wxr = new WxrWriter(order.site.timeZone);
    this.#articles = order.articles.toReversed();
    this.#firstPicture = order.articles.length + order.pages.length + 1;
    this.#authors = authorsOf(this.#articles);
    this.#tags = tagsOf(order.articles);
  }

  /** Lays comments aside by their article. */
  async sortComments(): Promise<void> {
    const known = new Set(this.#articles.map(({ slug }) => slug));
    this.report.homeless = await layAside(this.#order.comments, this.#parts, known);
  }

  async *document(): AsyncIterable<string> {
    yield* this.#head();
    for (const [index, article] of this.#articles.entries())
      yield* this.#entry(article, index + 1, await this.#commentsOn(article.slug));
    const first = this.#articles.length + 1;
    for (const [index, page] of this.#order.pages.entries())
      yield* this.#entry(page, first + index, '');
    yield '</channel>\n</rss>\n';
    this.report.unspeakable = this.#wxr.unspeakable;
  }

  *#head(): Iterable<string> {
    const now = new Date(this.#order.now).toISOString();
    const dates = this.#articles.map(({ publishedAt }) => publishedAt).filter((at) => at <= now);
    yield this.#wxr.head({ ...this.#order.site, date: new Date(dates.at(-1) ?? 0) });
    for (const [name, author] of this.#authors) yield this.#wxr.author(name, author);
    for (const [index, tag] of [...this.#tags.values()].entries())
      yield this.#wxr.tag(tag, index + 1);
    yield '<generator>Broadside</generator>\n';
  }

  /** An article or a page, and behind it the pictures that it shows. */
  *#entry(entry: Entry, number: number, comments: string): Iterable<string> {
    const isArticle = 'publishedAt' in entry;
    const pictures = this.#picturesOf(entry);
    this.report[isArticle ? 'articles' : 'pages'] += 1;
    yield this.#wxr.item(
      isArticle ? this.#postOf(entry, number, pictures, comments) : this.#pageOf(entry, number),
    );
    for (const picture of pictures.filter(({ isNew }) => isNew))
      yield this.#wxr.item(this.#attachmentOf(picture, entry, number));
  }

  #postOf(
    article: CompiledArticle,
    number: number,
    pictures: readonly Shown[],
    comments: string,
  ): Item {
    const { slug, publishedAt, tags, byline, image } = article;
    const wxr = this.#wxr;
    const everybody = byline.map(({ name }) => name).join(', ');
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
        ...tags.flatMap((tag) => this.#tags.get(folded(tag)) ?? []).map((tag) => wxr.category(tag)),
        ...(lead ? [wxr.meta('post', '_thumbnail_id', String(lead.number))] : []),
        ...(byline.length > 1 ? [wxr.meta('post', 'byline', everybody)] : []),
        ...former.map((old) => wxr.meta('post', '_wp_old_slug', old)),
        comments,
      ],
    };
  }

  #pageOf(page: CompiledPage, number: number): Item {
    return {
      number,
      type: 'page',
      title: page.headline,
      link: `${this.#order.site.url}/pages/${page.slug}`,
      creator: '',
      content: this.#storyOf(page),
      excerpt: page.dek ?? '',
      date: this.#dateOf(page),
      name: page.slug,
      status: page.draft ? 'draft' : 'publish',
      isOpen: false,
      more: [],
    };
  }

  /** Pages are not dated here, and must be there: as the oldest article, if nobody says when they last changed. */
  #dateOf(entry: Entry): string {
    if ('publishedAt' in entry) return entry.publishedAt;
    return entry.updatedAt ?? this.#articles[0]?.publishedAt ?? new Date(0).toISOString();
  }

  #attachmentOf({ number, picture }: Shown, entry: Entry, parent: number): Item {
    const { url } = this.#order.site;
    const date = this.#dateOf(entry);
    const month = this.#wxr.local(date).slice(0, 7).replace('-', '/');
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
        this.#wxr.attachmentUrl(url + picture.src),
        this.#wxr.meta('post', '_wp_attached_file', `${month}/${name}`),
        ...(picture.alt ? [this.#wxr.meta('post', '_wp_attachment_image_alt', picture.alt)] : []),
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
    const numbers = new Map<string, number>();
    const answers = await commentsOn(slug, this.#parts);
    return answers.map((answer) => this.#comment(answer, numbers)).join('');
  }

  /** @param numbers of the comments before it, by their ids */
  #comment({ row, parent = '', isMovedUp }: Answer, numbers: Map<string, number>): string {
    if (row.status === 'deleted') {
      this.report.deleted += 1;
      return '';
    }
    if (isMovedUp) this.report.movedUp += 1;
    this.report.comments += 1;
    numbers.set(row.id, this.report.comments);
    return this.#wxr.comment(row, this.report.comments, numbers.get(parent) ?? 0);
  }
}

/** What a story says of a picture that it shows. */
const altIn = (html: string, src: string): string =>
  parse(html)
    .querySelectorAll('img')
    .find((picture) => picture.getAttribute('src') === src)
    ?.getAttribute('alt') ?? '';
