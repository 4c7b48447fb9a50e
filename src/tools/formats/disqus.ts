// Disqus: comments alone. Two readings of one file: the first learns what the threads stand under, and finds their
// articles here; the second sends the comments.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { findOld } from '../../model/old-path.ts';
import { Addresses } from '../addresses.ts';
import { Conversation } from '../conversation.ts';
import type { Report } from '../faults.ts';
import { kept } from '../file-text.ts';
import { foreignId } from '../foreign-id.ts';
import { lineOf } from '../html.ts';
import { type Intake, takeIn } from '../intake.ts';
import { SiteError } from '../site.ts';
import { slugOf } from '../slug.ts';
import {
  childOf,
  type Element,
  fieldOf,
  type Grammar,
  namesIn,
  type Row,
  readRows,
} from '../xml.ts';
import type { Format } from './format.ts';

export const disqus: Format = {
  name: 'Disqus (XML)',
  recognises: (head) =>
    /<(\w+:)?disqus\b/.test(head) || /xmlns="https?:\/\/disqus\.com\/?"/.test(head),
  bring: (file, desk) => takeIn(file, desk, bringDisqus),
};

export async function bringDisqus(file: string, desk: Intake): Promise<void> {
  const heard: Report = (line, what) => desk.report.fault(line, what);
  const forum = new Forum(desk, `${file}.mapping.json`);
  for await (const row of readRows(file, grammar, heard, desk.reading('reading'))) forum.learn(row);
  forum.settle();
  const conversation = new Conversation(desk.send, desk.report, forum.addresses);
  for await (const row of readRows(file, grammar, () => {}, desk.reading('comments')))
    await forum.converse(row, conversation);
  await conversation.end();
}

const grammar: Grammar = {
  prefixOf: (namespace) => {
    if (/\/\/disqus\.com\/disqus-internals\/?$/.test(namespace)) return 'dsq';
    return /\/\/disqus\.com\/?$/.test(namespace) ? '' : undefined;
  },
  lists: namesIn('disqus'),
  rows: namesIn('post'),
  holders: namesIn('disqus category thread post author'),
  texts: namesIn(
    'id forum link title message createdAt isClosed isDeleted isSpam isDefault isApproved email name isAnonymous username parent',
  ),
  silent: namesIn('ipAddress username'),
};

/** A page of the old site, with the article that it became. */
interface Thread {
  readonly id: string;
  readonly line: number;
  readonly link: string;
  /** As the old site called it. */
  readonly identifier: string;
  slug: string | undefined;
  count: number;
}

const Mapping = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string()));

/** In ms since 1970: no ULID is of a later moment. */
const endOfTime = 2 ** 48;

class Forum {
  readonly addresses = new Addresses();
  readonly #desk: Intake;
  readonly #mappingFile: string;
  readonly #mapping: ReadonlyMap<string, string>;
  readonly #threads = new Map<string, Thread>();
  readonly #aliases = new Map<string, string>();

  constructor(desk: Intake, mappingFile: string) {
    this.#desk = desk;
    this.#mappingFile = mappingFile;
    this.#mapping = readMapping(mappingFile);
    for (const [alias, to] of desk.shelf.aliases()) this.#aliases.set(alias, to);
  }

  learn(row: Row): void {
    const { element } = row;
    const { report } = this.#desk;
    if (element.name === 'thread') this.#learnThread(row);
    else if (element.name === 'post') {
      report.read('comments');
      const thread = this.#threads.get(internalId(childOf(element, 'thread')));
      if (thread) thread.count++;
      for (const field of ['email', 'name'])
        this.addresses.add(fieldOf(childOf(element, 'author'), field));
    } else if (element.name === 'category') {
      report.read('categories');
      report.skipped(
        'categories',
        { line: element.line, id: '' },
        'they are nothing that readers see',
      );
    }
  }

  /** Says which threads belong to what, and writes down those that belong to nothing yet. */
  settle(): void {
    const { report } = this.#desk;
    const lost = new Map<string, string>();
    for (const thread of this.#threads.values()) {
      thread.slug = this.#articleOf(thread);
      const place = { line: thread.line, id: thread.id };
      const name = this.#nameOf(thread);
      if (thread.slug) report.imported('threads');
      else if (thread.count === 0) report.skipped('threads', place, 'nobody commented there');
      else {
        report.skipped(
          'threads',
          place,
          this.#mapping.get(name) === '' && this.#desk.isApplied
            ? 'no article was written behind it in the mapping'
            : 'no article here was found for it',
        );
        lost.set(name, '');
      }
    }
    if (lost.size === 0) return;
    writeFileSync(
      this.#mappingFile,
      `${JSON.stringify({ ...Object.fromEntries(lost), ...Object.fromEntries(this.#mapping) }, null, 2)}\n`,
    );
    report.hint(
      `Threads that belong to no article stand in ${this.#mappingFile}: write the slug of an article behind each, and run this again.`,
    );
  }

  async converse({ element, isCut, number }: Row, conversation: Conversation): Promise<void> {
    if (element.name !== 'post') return;
    const written = internalId(element) || fieldOf(element, 'id').trim();
    const key = written || `row ${number}`;
    const place = { line: element.line, id: written };
    const author = childOf(element, 'author');
    const thread = this.#threads.get(internalId(childOf(element, 'thread')));
    const createdAt = Date.parse(zoned(fieldOf(element, 'createdAt').trim()));
    const refusal =
      (isCut && 'the file ends in the middle of it') ||
      (isTrue(element, 'isDeleted') && 'it was deleted there') ||
      (!thread && 'its thread is not in the file') ||
      (!thread?.slug && 'no article here was found for its thread') ||
      (!(createdAt > 0 && createdAt < endOfTime) && 'it has no date');
    if (refusal || !thread?.slug)
      return conversation.leftOut(key, place, refusal || 'it has no article');
    const html = fieldOf(element, 'message');
    const name = lineOf(fieldOf(author, 'name'));
    await conversation.add({
      ...place,
      key,
      parentKey: internalId(childOf(element, 'parent')),
      ulid: foreignId(
        createdAt,
        'disqus',
        fieldOf(element, 'forum').trim(),
        thread.id,
        written || `${name} ${html}`,
      ),
      slug: thread.slug,
      name,
      email: fieldOf(author, 'email').trim(),
      website: '',
      html,
      status: isTrue(element, 'isSpam')
        ? 'spam'
        : isFalse(element, 'isApproved')
          ? 'pending'
          : 'approved',
      createdAt,
    });
  }

  #learnThread({ element, isCut }: Row): void {
    const { report } = this.#desk;
    report.read('threads');
    this.addresses.add(fieldOf(childOf(element, 'author'), 'email'));
    const id = internalId(element);
    const place = { line: element.line, id };
    if (isCut || !id || this.#threads.has(id))
      report.skipped(
        'threads',
        place,
        isCut ? 'the file ends in the middle of it' : 'it has no id, or that of another',
      );
    else
      this.#threads.set(id, {
        id,
        line: element.line,
        link: kept(fieldOf(element, 'link').trim()),
        identifier: kept(fieldOf(element, 'id').trim()),
        slug: undefined,
        count: 0,
      });
  }

  /** By where it stood, by what it was called, by what somebody wrote down for it, and last by how its address ends. */
  #articleOf(thread: Thread): string | undefined {
    const { shelf } = this.#desk;
    for (const place of [thread.link, thread.identifier]) {
      const url = URL.parse(place, 'https://site.example');
      if (!place || !url) continue;
      const to = findOld(this.#aliases, url);
      const own = /^\/(articles\/[^/]+)\/?$/.exec(url.pathname)?.[1];
      for (const found of [to, own]) {
        const [, slug] = /^articles\/(.+)$/.exec(found ?? '') ?? [];
        if (slug && shelf.has('articles', slug)) return slug;
      }
    }
    const written = this.#mapping
      .get(this.#nameOf(thread))
      ?.trim()
      .replace(/^.*\/articles\//, '');
    if (written && shelf.has('articles', written)) return written;
    const last = slugOf(
      URL.parse(thread.link)
        ?.pathname.split('/')
        .filter(Boolean)
        .at(-1)
        ?.replace(/\.html?$/, '') ?? '',
    );
    return last && shelf.has('articles', last) ? last : undefined;
  }

  /** What people find a thread by in the mapping, which is a file: it holds the address of nobody. */
  #nameOf({ link, identifier, id }: Thread): string {
    const name = link || identifier || id;
    return this.addresses.isIn(name) ? id : name;
  }
}

function readMapping(file: string): ReadonlyMap<string, string> {
  if (!existsSync(file)) return new Map();
  const { success, output } = v.safeParse(Mapping, readFileSync(file, 'utf8'));
  if (success) return new Map(Object.entries(output));
  throw new SiteError(`${file} is no JSON, or holds more than texts.`, 'mend it, or delete it.');
}

const isTrue = (element: Element, name: string) => /^\s*(true|1)\s*$/i.test(fieldOf(element, name));
const isFalse = (element: Element, name: string) =>
  /^\s*(false|0)\s*$/i.test(fieldOf(element, name));

/** Whatever the file calls the prefix of Disqus's own ids. */
const internalId = ({ attributes }: Element) =>
  (Object.entries(attributes).find(([name]) => /(^|:)id$/.test(name))?.[1] ?? '')
    .trim()
    // Without quotes around it, the end of the tag is taken for one of it.
    .replace(/\/$/, '');

/** Disqus writes UTC, and does not always say so. */
const zoned = (text: string) =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text) ? `${text}Z` : text;
