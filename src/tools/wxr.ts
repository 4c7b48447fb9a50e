// WordPress's own format of export, WXR 1.0 to 1.2: what its elements are called, and what they mean.
import { lineOf } from './html.ts';
import { type Element, fieldOf, type Grammar, namesIn, type Row } from './xml.ts';

const fieldsOfItems = `title link pubDate dc:creator guid description content:encoded excerpt:encoded
  wp:post_id wp:post_date wp:post_date_gmt wp:post_modified wp:post_modified_gmt wp:comment_status wp:ping_status
  wp:post_name wp:status wp:post_parent wp:menu_order wp:post_type wp:post_password wp:is_sticky wp:attachment_url
  category wp:meta_key wp:meta_value`;
const fieldsOfComments = `wp:comment_id wp:comment_author wp:comment_author_email wp:comment_author_url
  wp:comment_author_IP wp:comment_agent wp:comment_date wp:comment_date_gmt wp:comment_content wp:comment_approved
  wp:comment_type wp:comment_parent wp:comment_user_id`;
const fieldsOfTheRest = `language generator wp:wxr_version wp:base_site_url wp:base_blog_url
  wp:author_id wp:author_login wp:author_email wp:author_display_name wp:author_first_name wp:author_last_name
  wp:term_id wp:term_taxonomy wp:term_slug wp:term_parent wp:term_name wp:term_description wp:cat_name
  wp:category_nicename wp:category_parent wp:category_description wp:tag_slug wp:tag_name wp:tag_description`;

export const wxr: Grammar = {
  prefixOf: (namespace) => [...prefixes].find(([pattern]) => pattern.test(namespace))?.[1],
  lists: namesIn('channel'),
  rows: namesIn('item wp:comment'),
  holders: namesIn(
    'rss channel item wp:comment wp:postmeta wp:commentmeta wp:author wp:category wp:tag wp:term wp:termmeta',
  ),
  texts: namesIn(`${fieldsOfItems} ${fieldsOfComments} ${fieldsOfTheRest}`),
  // Plug-ins keep addresses and more about people in their own fields.
  silent: namesIn('wp:comment_author_IP wp:comment_agent wp:commentmeta wp:comment_user_id'),
};

const prefixes: readonly (readonly [RegExp, string])[] = [
  [/\/\/wordpress\.org\/export\/[\d.]+\/excerpt\/?$/, 'excerpt'],
  [/\/\/wordpress\.org\/export\/[\d.]+\/?$/, 'wp'],
  [/\/\/purl\.org\/rss\/1\.0\/modules\/content\/?$/, 'content'],
  [/\/\/purl\.org\/dc\/elements\/1\.1\/?$/, 'dc'],
];

/** The text of a child, without blanks around it. */
const wordOf = (element: Element, name: string) => fieldOf(element, name).trim();

/** A post, a page, or anything else that WordPress keeps in the same table. */
export interface Item {
  readonly line: number;
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly link: string;
  /** As the slug is stored: percent-encoded where it is no ASCII. */
  readonly name: string;
  readonly title: string;
  readonly hasPassword: boolean;
  readonly parent: string;
}

export const itemOf = ({ element }: Row): Item => ({
  line: element.line,
  id: wordOf(element, 'wp:post_id'),
  type: wordOf(element, 'wp:post_type'),
  status: wordOf(element, 'wp:status'),
  link: wordOf(element, 'link'),
  name: wordOf(element, 'wp:post_name'),
  title: lineOf(fieldOf(element, 'title')),
  hasPassword: fieldOf(element, 'wp:post_password') !== '',
  parent: wordOf(element, 'wp:post_parent'),
});

/** What else a post says of itself. */
export const storyFieldsOf = ({ element }: Row) => ({
  creator: wordOf(element, 'dc:creator'),
  content: fieldOf(element, 'content:encoded'),
  excerpt: fieldOf(element, 'excerpt:encoded'),
  takesComments: wordOf(element, 'wp:comment_status') !== 'closed',
  publishedAt: momentOf(element, 'wp:post_date') ?? pubDateOf(element),
  updatedAt: momentOf(element, 'wp:post_modified'),
  terms: element.children.flatMap(({ name, attributes, text }) =>
    name === 'category' ? [{ domain: attributes.domain ?? 'category', name: lineOf(text) }] : [],
  ),
});

/** The fields that plug-ins, and WordPress itself, keep beside a post. */
export const metaOf = ({ element }: Row) =>
  element.children
    .filter(({ name }) => name === 'wp:postmeta')
    .map((meta) => ({
      key: wordOf(meta, 'wp:meta_key'),
      value: fieldOf(meta, 'wp:meta_value'),
      line: meta.line,
    }));

export interface ItemComment {
  readonly line: number;
  readonly id: string;
  readonly parent: string;
  readonly type: string;
  readonly approved: string;
  readonly name: string;
  readonly email: string;
  readonly website: string;
  /** HTML, in which line ends mean something. */
  readonly content: string;
  readonly at: Moment | undefined;
}

export const itemCommentOf = ({ element }: Row): ItemComment => ({
  line: element.line,
  id: wordOf(element, 'wp:comment_id'),
  parent: wordOf(element, 'wp:comment_parent').replace(/^0+$/, ''),
  type: wordOf(element, 'wp:comment_type'),
  approved: wordOf(element, 'wp:comment_approved'),
  name: lineOf(fieldOf(element, 'wp:comment_author')),
  email: wordOf(element, 'wp:comment_author_email'),
  website: wordOf(element, 'wp:comment_author_url'),
  content: fieldOf(element, 'wp:comment_content'),
  at: momentOf(element, 'wp:comment_date'),
});

/** A time as the site's own clocks had it. */
export interface Moment {
  /** In ms since 1970; without a zone as if it were UTC. */
  readonly time: number;
  /** With its zone, where the file says it by the same time in UTC beside it. */
  readonly text: string;
  /** In minutes; undefined where it is not known. */
  readonly offset: number | undefined;
}

/** What is dated 0000-00-00 has no date. */
function momentOf(element: Element, name: string): Moment | undefined {
  const local = millisecondsOf(wordOf(element, name));
  const utc = millisecondsOf(wordOf(element, `${name}_gmt`));
  if (utc === undefined)
    return local === undefined ? undefined : { time: local, text: isoOf(local), offset: undefined };
  const offset = local === undefined ? 0 : (local - utc) / 60_000;
  const isZone = Math.abs(offset) <= 14 * 60 && offset % 15 === 0;
  return isZone
    ? { time: utc, text: isoOf(utc + offset * 60_000) + zoneOf(offset), offset }
    : { time: utc, text: `${isoOf(utc)}Z`, offset: 0 };
}

function pubDateOf(element: Element): Moment | undefined {
  const time = Date.parse(wordOf(element, 'pubDate'));
  return time > 0 ? { time, text: `${isoOf(time)}Z`, offset: 0 } : undefined;
}

function millisecondsOf(text: string): number | undefined {
  const [, date, hour = '00:00', second = '00'] =
    /^([1-9]\d{3}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(?::(\d\d))?)?/.exec(text) ?? [];
  const time = date ? Date.parse(`${date}T${hour}:${second}Z`) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

const isoOf = (time: number) => new Date(time).toISOString().slice(0, 19);

function zoneOf(offset: number): string {
  if (offset === 0) return 'Z';
  const two = (number: number) => String(number).padStart(2, '0');
  const minutes = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
