// Elements of a WordPress export, WXR 1.2, as its importer reads them.
import { Temporal } from 'temporal-polyfill';
import type { Tree } from '../model/body.ts';
import type { Status } from '../model/moderation.ts';
import { commentHtml, escaped } from './wordpress-blocks.ts';
import type { CommentRow } from './wordpress-comments.ts';
import type { Author, Tag } from './wordpress-names.ts';

/** What an item says of itself. */
export interface Item {
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

/** What the file says of the site. */
export interface Channel {
  readonly name: string;
  readonly url: string;
  readonly language: string;
  /** Of the newest article. */
  readonly date: Date;
}

export class WxrWriter {
  /** Characters that no XML can hold: they are left out. */
  unspeakable = 0;
  readonly #timeZone: string;

  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  head({ name, url, language, date }: Channel): string {
    return `<?xml version="1.0" encoding="UTF-8"?>
<!-- ${said} -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>${this.#text(name)}</title>
<link>${this.#text(url)}</link>
<description></description>
<pubDate>${date.toUTCString()}</pubDate>
<language>${this.#text(language)}</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>${this.#text(url)}</wp:base_site_url>
<wp:base_blog_url>${this.#text(url)}</wp:base_blog_url>
`;
  }

  author(name: string, { number, login }: Author): string {
    return `<wp:author><wp:author_id>${number}</wp:author_id><wp:author_login>${this.#cdata(login)}</wp:author_login><wp:author_email></wp:author_email><wp:author_display_name>${this.#cdata(escaped(name))}</wp:author_display_name><wp:author_first_name></wp:author_first_name><wp:author_last_name></wp:author_last_name></wp:author>\n`;
  }

  tag({ slug, name }: Tag, number: number): string {
    return `<wp:tag><wp:term_id>${number}</wp:term_id><wp:tag_slug>${this.#cdata(slug)}</wp:tag_slug><wp:tag_name>${this.#cdata(escaped(name))}</wp:tag_name></wp:tag>\n`;
  }

  item(item: Item): string {
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
<wp:post_date>${this.#cdata(this.local(item.date))}</wp:post_date>
<wp:post_date_gmt>${this.#cdata(inUtc(item.date))}</wp:post_date_gmt>
<wp:post_modified>${this.#cdata(this.local(modified))}</wp:post_modified>
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

  comment(row: CommentRow, number: number, parent: number): string {
    const at = new Date(row.created_at).toISOString();
    const tree: Tree = JSON.parse(row.tree);
    return `<wp:comment>
<wp:comment_id>${number}</wp:comment_id>
<wp:comment_author>${this.#cdata(escaped(row.name))}</wp:comment_author>
<wp:comment_author_email></wp:comment_author_email>
<wp:comment_author_url>${this.#text(row.website ?? '')}</wp:comment_author_url>
<wp:comment_author_IP></wp:comment_author_IP>
<wp:comment_date>${this.#cdata(this.local(at))}</wp:comment_date>
<wp:comment_date_gmt>${this.#cdata(inUtc(at))}</wp:comment_date_gmt>
<wp:comment_content>${this.#cdata(commentHtml(tree))}</wp:comment_content>
<wp:comment_approved>${this.#cdata(approvals[row.status])}</wp:comment_approved>
<wp:comment_type>${this.#cdata('comment')}</wp:comment_type>
<wp:comment_parent>${parent}</wp:comment_parent>
<wp:comment_user_id>0</wp:comment_user_id>
${this.meta('comment', 'broadside_id', row.id)}${row.role ? this.meta('comment', 'broadside_role', row.role) : ''}</wp:comment>
`;
  }

  category({ slug, name }: Tag): string {
    return `<category domain="post_tag" nicename="${slug}">${this.#cdata(escaped(name))}</category>\n`;
  }

  attachmentUrl(url: string): string {
    return `<wp:attachment_url>${this.#cdata(url)}</wp:attachment_url>\n`;
  }

  meta(of: 'post' | 'comment', key: string, value: string): string {
    return `<wp:${of}meta>\n<wp:meta_key>${this.#cdata(key)}</wp:meta_key>\n<wp:meta_value>${this.#cdata(value)}</wp:meta_value>\n</wp:${of}meta>\n`;
  }

  /** A moment as clocks in the site's time zone show it. */
  local(moment: string): string {
    const local = Temporal.Instant.from(moment).toZonedDateTimeISO(this.#timeZone);
    return local.toString().slice(0, 19).replace('T', ' ');
  }

  #text = (text: string): string => escaped(this.#clean(text));

  /** What ends CDATA is written in two: the form that each of the importer's parsers puts together again. */
  #cdata = (text: string): string =>
    `<![CDATA[${this.#clean(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

  #clean(text: string): string {
    return text.toWellFormed().replace(notInXml, () => {
      this.unspeakable += 1;
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
