// WordPress: three readings of one file. The first learns what there is, the second makes articles and pages of it,
// the third sends the comments, when it is known what became of each article.
import { Addresses } from '../addresses.ts';
import { converse, kindOf } from '../blog/comments.ts';
import { type Made, manuscriptOf } from '../blog/manuscripts.ts';
import { isPlan, normal, type Plan, Plans } from '../blog/plans.ts';
import type { OldSite } from '../blog/site.ts';
import { Uploads } from '../blog/uploads.ts';
import { Conversation } from '../conversation.ts';
import type { Report } from '../faults.ts';
import { kept } from '../file-text.ts';
import { lineOf } from '../html.ts';
import type { Place } from '../import-report.ts';
import { type Intake, takeIn } from '../intake.ts';
import type { Shelved } from '../shelf.ts';
import { itemOf, metaOf, wxr } from '../wxr.ts';
import { fieldOf, type Row, readRows } from '../xml.ts';
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

/** What an article needs of what plug-ins and WordPress keep beside it. */
const usedFields = new Set([
  '_thumbnail_id',
  '_wp_old_slug',
  'footnotes',
  '_wp_attachment_image_alt',
]);

class Blog {
  readonly addresses = new Addresses();
  readonly #desk: Intake;
  readonly #site: OldSite = { title: '', url: undefined, language: '', authors: new Map() };
  readonly #plans: Plans;
  readonly #uploads: Uploads;

  constructor(desk: Intake) {
    this.#desk = desk;
    this.#plans = new Plans(desk.report, desk.shelf, this.#site);
    this.#uploads = new Uploads(desk.shelf);
  }

  /** The first reading. */
  learn(row: Row): void {
    const { name, line, text } = row.element;
    if (name === 'item') this.#learnItem(row);
    else if (name === 'wp:comment') this.#learnComment(row);
    else if (name === 'wp:author') this.#learnAuthor(row);
    else if (/^wp:(category|tag|term)$/.test(name))
      this.#skip('categories and tags', line, 'they come with the articles that have them');
    else if (name === 'title') this.#site.title = lineOf(text);
    else if (name === 'language') this.#site.language = text.trim();
    else if (name === 'link' || name === 'wp:base_blog_url')
      this.#site.url = URL.parse(text.trim()) ?? this.#site.url;
  }

  /** When the whole file is known. */
  settle(): void {
    this.#plans.settle();
  }

  /** The second reading. */
  shelve(row: Row): void {
    const plan = row.element.name === 'item' ? this.#plans.at(row.number) : undefined;
    if (!isPlan(plan)) return;
    const { language, shelf, isApplied, report } = this.#desk;
    const [site, plans, uploads] = [this.#site, this.#plans, this.#uploads];
    const { addresses } = this;
    const made = manuscriptOf(row, plan, { site, plans, uploads, addresses, language });
    if (typeof made === 'string') {
      plan.reason = `its article was left out: ${made}`;
      report.skipped(plan.kind, plan.place, made);
      return;
    }
    const shelved = shelf.add(made.manuscript, isApplied);
    this.#tellArticle(plan, made, shelved);
    for (const [url, path] of made.pictures) this.#tellPicture(url, path, plan, shelved);
  }

  /** The third. */
  async converse(row: Row, conversation: Conversation): Promise<void> {
    if (row.element.name !== 'wp:comment' || kindOf(row) !== 'comments') return;
    const host = this.#site.url?.host ?? '';
    await converse(row, this.#plans.at(row.within), host, conversation, this.#desk.report);
  }

  #learnItem(row: Row): void {
    const item = itemOf(row);
    const isUpload = item.type === 'attachment';
    if (isUpload && !row.isCut) this.#uploads.learn(row, item);
    const isUsed = this.#plans.learn(row, item) || isUpload;
    const kind = 'fields of posts';
    const { report } = this.#desk;
    this.addresses.add(fieldOf(row.element, 'dc:creator'));
    for (const { key, value, line } of metaOf(row)) {
      this.addresses.add(value);
      report.read(kind);
      if (isUsed && usedFields.has(key)) report.imported(kind);
      else report.skipped(kind, { line, id: '' }, 'they belong to WordPress, or to plug-ins');
    }
  }

  #learnComment(row: Row): void {
    const { element } = row;
    const { report } = this.#desk;
    for (const field of ['author_email', 'author', 'author_url'])
      this.addresses.add(fieldOf(element, `wp:comment_${field}`));
    for (const { name, line } of element.children)
      if (name === 'wp:commentmeta')
        this.#skip('fields of comments', line, 'they belong to plug-ins, and may hold addresses');
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
    if (login) this.#site.authors.set(kept(login), kept(name || login));
    this.#skip(
      'authors',
      element.line,
      'their names come with what they wrote, and nothing else of them',
    );
  }

  /** What nothing is made of. */
  #skip(kind: string, line: number, reason: string): void {
    this.#desk.report.read(kind);
    this.#desk.report.skipped(kind, { line, id: '' }, reason);
  }

  #tellArticle(plan: Plan, { remarks }: Made, shelved: Shelved): void {
    const { kind, slug, place, aliases } = plan;
    const { report, shelf } = this.#desk;
    if ('fault' in shelved) {
      plan.reason = 'its article was left out: our compiler does not take it';
      report.skipped(kind, place, `our compiler does not take it: it ${shelved.fault}`);
    } else if (shelved.became === 'written') {
      report.imported(kind);
      for (const what of remarks) report.remark(kind, place, what);
    } else if (shelved.became === 'there' || shelf.isSame(kind, slug, aliases.map(normal))) {
      report.there(kind);
      if (shelved.became === 'other')
        report.remark(kind, place, 'stands here already, and was changed since: it stays as it is');
    } else {
      plan.reason = 'its article was left out: another one here has its slug';
      report.skipped(kind, place, 'another one here has its slug, and stays as it is');
    }
  }

  #tellPicture(url: string, path: string | undefined, plan: Plan, shelved: Shelved): void {
    const kind = 'pictures';
    const { report } = this.#desk;
    const place: Place = { line: plan.place.line, id: '' };
    report.read(kind);
    if (plan.reason) report.skipped(kind, place, 'its article was left out');
    else if (!path) {
      report.skipped(
        kind,
        place,
        'it lies in no media folder that was given: a link stands in its place',
      );
      report.note(`${kind}: line ${place.line}: ${this.addresses.hidden(url, '')}`);
    } else if ('became' in shelved && shelved.became === 'written') report.imported(kind);
    else report.there(kind);
  }
}
