// A post or a page of a blog as an article or a page here: its story in Markdown, and what stands above it.
import * as v from 'valibot';
import type { Addresses } from '../addresses.ts';
import { withoutWordPress } from '../gutenberg.ts';
import { isHopeless, lineOf } from '../html.ts';
import { encoded, type Manuscript, pictureFolder, sourceOf } from '../shelf.ts';
import { storyOf } from '../story-markdown.ts';
import { type Item, itemOf, metaOf, storyFieldsOf } from '../wxr.ts';
import type { Row } from '../xml.ts';
import type { Plan, Plans } from './plans.ts';
import type { OldSite } from './site.ts';
import type { Uploads } from './uploads.ts';

/** What a manuscript is made with. */
export interface Sources {
  readonly site: OldSite;
  readonly plans: Plans;
  readonly uploads: Uploads;
  readonly addresses: Addresses;
  /** Of what names none. */
  readonly language: string;
}

export interface Made {
  readonly manuscript: Manuscript;
  /** What is to be told of it. */
  readonly remarks: ReadonlySet<string>;
  /** Where the pictures that it shows lie, by their old addresses; undefined where they are not here. */
  readonly pictures: ReadonlyMap<string, string | undefined>;
}

/** @returns why it can be none, in words, where it cannot */
export function manuscriptOf(row: Row, plan: Plan, sources: Sources): Made | string {
  const edited = new Editing(row, plan, sources);
  plan.offset = edited.offset;
  return edited.made();
}

/** In UTF-16 units: the longest that people have written are a tenth of it. */
const longestStory = 1_000_000;

/** One post on its way. */
class Editing {
  readonly #plan: Plan;
  readonly #sources: Sources;
  readonly #item: Item;
  readonly #fields: ReturnType<typeof storyFieldsOf>;
  readonly #meta: ReadonlyMap<string, string>;
  readonly #remarks = new Set<string>();
  readonly #pictures = new Map<string, string | undefined>();

  constructor(row: Row, plan: Plan, sources: Sources) {
    this.#plan = plan;
    this.#sources = sources;
    this.#item = itemOf(row);
    this.#fields = storyFieldsOf(row);
    this.#meta = new Map(metaOf(row).map(({ key, value }) => [key, value]));
  }

  /** Of its clock, in minutes. */
  get offset(): number | undefined {
    return this.#fields.publishedAt?.offset;
  }

  made(): Made | string {
    const { kind, slug } = this.#plan;
    const { content } = this.#fields;
    if (content.length > longestStory) return 'its text is longer than a million characters';
    if (isHopeless(content)) return 'its HTML has hundreds of tags without an end';
    const story = this.#storyIn(content);
    if (story === undefined) return 'its HTML cannot be read';
    const headline = this.#headline();
    const markdown = this.#orInstead(story, headline);
    const front = this.#front(headline);
    if (this.#sources.addresses.isIn(sourceOf({ front, markdown })))
      this.#remarks.add('an address of somebody in the file stands in it, and was left there');
    const pictures = [...this.#pictures.values()].flatMap((path) => path ?? []);
    return {
      manuscript: { kind, slug, front, markdown, pictures },
      remarks: this.#remarks,
      pictures: this.#pictures,
    };
  }

  #storyIn(content: string): string | undefined {
    const { plans, site, uploads } = this.#sources;
    try {
      const html = withoutWordPress(content, {
        upload: (id) => uploads.find(id),
        own: () => uploads.of(this.#item.id),
        told: (what) => this.#remarks.add(`${what} stands in it as code`),
      });
      return storyOf(html, {
        base: URL.parse(this.#item.link)?.href ?? site.url?.href,
        linkTo: (url) => plans.linkTo(url, this.#plan.isDraft),
        pictureAt: (url) => this.#pictureAt(url),
        footnotes: footnotesIn(this.#meta.get('footnotes')),
        told: (what) => this.#remarks.add(`it has no place for ${what}`),
      });
    } catch (error) {
      if (error instanceof RangeError) return undefined; // nested deeper than any stack
      throw error;
    }
  }

  #pictureAt(url: string): string | undefined {
    const path = this.#sources.uploads.pathOf(url);
    this.#pictures.set(url, path);
    return path && `${pictureFolder}/${encoded(path)}`;
  }

  #headline(): string {
    if (this.#item.title) return this.#item.title;
    this.#remarks.add('it has no headline: its first words, or its slug, stand in that place');
    return wordsOf(lineOf(this.#fields.content.slice(0, 2000))) || this.#plan.slug;
  }

  /** No story is without a word: the first that has one stands in for it. */
  #orInstead(story: string, headline: string): string {
    if (hasWords(story)) return story;
    this.#remarks.add('it has no text: its headline stands in that place');
    const words = [headline, this.#plan.slug].find(hasWords) ?? '';
    return storyOf(`<p>${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`, nowhere);
  }

  /** Keys of the front matter in the order in which they are written. */
  #front(headline: string): Manuscript['front'] {
    const { excerpt, publishedAt, updatedAt } = this.#fields;
    const { kind, aliases, isDraft } = this.#plan;
    const { language } = this.#sources.site;
    const dek = lineOf(excerpt.replace(/\[[^\]]*\]/g, ''));
    // What was changed before it was published is no change.
    const isUpdated = updatedAt && updatedAt.time > (publishedAt?.time ?? 0);
    const isOther = isTag(language) && baseOf(language) !== baseOf(this.#sources.language);
    const ofArticle = kind === 'articles' ? this.#ofArticle(headline) : undefined;
    return {
      headline,
      ...(dek && dek !== headline && { dek }),
      ...ofArticle?.above,
      ...(isUpdated && { updatedAt: updatedAt.text }),
      ...ofArticle?.below,
      ...(aliases.length > 0 && { aliases }),
      ...(isOther && { language }),
      ...(isDraft && { draft: true }),
    };
  }

  /** What pages have not. */
  #ofArticle(headline: string) {
    const { publishedAt, creator, takesComments } = this.#fields;
    if (!publishedAt) this.#remarks.add('it has no date: it is dated 1970-01-01');
    const byline = this.#byline(creator);
    const tags = this.#tags();
    const upload = this.#sources.uploads.find(this.#meta.get('_thumbnail_id') ?? '');
    const src = upload && this.#pictureAt(upload.url);
    const alt = upload?.alt || lineOf(upload?.caption ?? '') || headline;
    return {
      above: { byline, publishedAt: publishedAt?.text ?? '1970-01-01' },
      below: {
        ...(tags.length > 0 && { tags }),
        ...(src && { image: { src, alt } }),
        ...(!takesComments && { comments: 'closed' }),
      },
    };
  }

  #byline(creator: string): string {
    const { authors, title } = this.#sources.site;
    const name = lineOf(authors.get(creator) ?? creator);
    if (name && !/\S@\S/.test(name)) return name;
    this.#remarks.add(
      'who wrote it has no name in the file: the name of the site stands in that place',
    );
    return title || 'Unknown';
  }

  #tags(): readonly string[] {
    const { terms } = this.#fields;
    const own = terms.filter(({ domain }) => domain === 'category' || domain === 'post_tag');
    if (own.length < terms.length)
      this.#remarks.add('it has no place for formats and taxonomies of its own');
    const names = new Map(own.map(({ name }) => [name.toLowerCase(), name]));
    return [...names].flatMap(([key, name]) => (key && key !== 'uncategorized' ? [name] : []));
  }
}

const hasWords = (text: string) => /[\p{L}\p{N}]/u.test(text);

/** As a headline: some words of a beginning. */
const wordsOf = (text: string) =>
  text.length > 80 ? `${text.slice(0, 80).replace(/\s+\S*$/, '')}…` : text;

const baseOf = (language: string) => language.split('-')[0]?.toLowerCase();

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
