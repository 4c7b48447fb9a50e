// XML of any size, row by row: as lenient as can be, with the line of whatever is wrong. What a file declares about
// entities is never looked at.
import sax, { type SAXParser } from 'sax';
import type { Report } from './faults.ts';
import { chunksOf } from './file-text.ts';

export interface Element {
  readonly name: string;
  readonly line: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** What stands directly in it; of tags in a text, as they were written. */
  readonly text: string;
}

/** A row of the file, as soon as it was read. */
export interface Row {
  readonly element: Element;
  /** How many rows began before it. */
  readonly number: number;
  /** The number of the row that it stands in. */
  readonly within: number | undefined;
  /** Whether the file ends in the middle of it. */
  readonly isCut: boolean;
}

/** How a kind of file is built, by the names of its elements. */
export interface Grammar {
  /** Under which prefix the names of a namespace stand here, whatever the file calls it. */
  readonly prefixOf: (namespace: string) => string | undefined;
  /** What stands in these is a row. */
  readonly lists: ReadonlySet<string>;
  /** Rows that stand in others. */
  readonly rows: ReadonlySet<string>;
  /** What holds elements and no text. */
  readonly holders: ReadonlySet<string>;
  /** What holds text. A tag of another name in a text is part of it. */
  readonly texts: ReadonlySet<string>;
  /** What is told by its name alone: what stands in it is dropped as it is read. */
  readonly silent: ReadonlySet<string>;
}

/** The names of a grammar, in a text with blanks between them. */
export const namesIn = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** The first child of that name; where there is none, an empty one. */
export const childOf = ({ children }: Element, name: string): Element =>
  children.find((child) => child.name === name) ?? noElement;

/** The text of a child; '' where there is none. */
export const fieldOf = (element: Element, name: string): string => childOf(element, name).text;

/**
 * Reads a file from its beginning.
 * @param read is told how many bytes were read so far
 */
export async function* readRows(
  file: string,
  grammar: Grammar,
  report: Report,
  read: (bytes: number) => void = () => {},
): AsyncGenerator<Row> {
  const builder = new Builder(grammar, report);
  for await (const chunk of chunksOf(file, report, read)) {
    builder.write(chunk);
    yield* builder.taken();
    if (builder.isLost) break;
  }
  builder.end();
  yield* builder.taken();
}

const noElement: Element = { name: '', line: 0, attributes: {}, children: [], text: '' };

/** In UTF-16 units: no post and no comment is longer, and memory is not without end. */
const longestRow = 16 * 1024 * 1024;

/** How deep elements stand in each other: real files need five, and those with HTML between them some more. */
const deepest = 1000;

/** An element that is still open. */
interface Open {
  readonly element: { -readonly [Key in keyof Element]: Element[Key] } & { children: Element[] };
  readonly row: { readonly number: number; readonly within: number | undefined } | undefined;
  readonly isHolder: boolean;
  /** Whether its name is unknown, or that of something around it. */
  readonly isForeign: boolean;
  readonly isSilent: boolean;
  /** Whether a row stood in it. */
  hasRows: boolean;
  /** Whether tags stood in its text. */
  hasTags: boolean;
}

/** Makes rows of what the parser says. It keeps its own account of what is open, since files do not. */
class Builder {
  readonly #grammar: Grammar;
  readonly #report: Report;
  readonly #parser: SAXParser = sax.parser(true, { position: true });
  readonly #open: Open[] = [];
  readonly #prefixes = new Map<string, string>();
  #rows: Row[] = [];
  #count = 0;
  /** Of the row that is being read. */
  #length = 0;
  #line = 1;
  /** As the parser counts. */
  #depth = 0;
  #lastFault = '';
  /** Whether nothing can be made of what follows. */
  isLost = false;

  constructor(grammar: Grammar, report: Report) {
    this.#grammar = grammar;
    this.#report = report;
    const parser = this.#parser;
    parser.onerror = ({ message }) => this.#fault(message.split('\n')[0] ?? '');
    parser.onopentagstart = () => {
      this.#line = parser.line + 1;
    };
    parser.onopentag = (tag) => {
      if (this.isLost) return;
      // Without the option xmlns they are plain texts.
      const attributes = Object.fromEntries(
        Object.entries(tag.attributes).map(([name, value]) => [name, String(value)]),
      );
      this.#learn(attributes);
      this.#depth++;
      if (this.#depth > deepest) this.#lose('elements stand too deep in each other');
      else this.#begin(tag.name, attributes, tag.isSelfClosing);
    };
    parser.onclosetag = (name) => {
      if (this.isLost) return;
      this.#depth--;
      this.#finish(this.#nameOf(name));
    };
    parser.ontext = (text) => this.#say(text);
    parser.oncdata = (text) => this.#data(text);
  }

  write(text: string): void {
    // A stack trace for each fault would cost more than the reading.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    this.#parser.write(text);
    Error.stackTraceLimit = stackTraceLimit;
  }

  end(): void {
    this.#line = this.#parser.line + 1;
    const innermost = this.#open.findLast(({ row }) => row);
    const isCut = this.#open.length > 0;
    if (isCut) this.#report(this.#line, 'the file ends in the middle of something');
    while (this.#open.length > 0) this.#close(this.#open.at(-1) === innermost);
  }

  /** The rows that were read since the last time. */
  taken(): readonly Row[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  #fault(message: string): void {
    const line = this.#parser.line + 1;
    const [, buffer] = /^Max buffer length exceeded: (\w+)/.exec(message) ?? [];
    if (buffer && passedOver.has(buffer)) Object.assign(this.#parser, { [buffer]: '' });
    else if (buffer) this.#lose('a tag has no end');
    else {
      const [, told = 'is not well-formed'] =
        faults.find(([pattern]) => pattern.test(message)) ?? [];
      const fault = `${line}: ${told}`;
      if (told && fault !== this.#lastFault) this.#report(line, told);
      this.#lastFault = fault;
    }
    // It goes on only once it is told that nothing happened.
    this.#parser.resume();
  }

  #learn(attributes: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(attributes)) {
      const [, prefix] = /^xmlns(?::(.+))?$/.exec(name) ?? [];
      const known = name.startsWith('xmlns') ? this.#grammar.prefixOf(value) : undefined;
      if (known !== undefined) this.#prefixes.set(prefix ?? '', known);
    }
  }

  #nameOf(name: string): string {
    const [, prefix = '', local = ''] = /^(?:([^:]*):)?(.*)$/.exec(name) ?? [];
    const known = this.#prefixes.get(prefix) ?? prefix;
    return known ? `${known}:${local}` : local;
  }

  #begin(written: string, attributes: Readonly<Record<string, string>>, isEmpty: boolean): void {
    const { lists, rows, holders, texts, silent } = this.#grammar;
    const name = this.#nameOf(written);
    const isKnown = holders.has(name) || texts.has(name) || rows.has(name) || silent.has(name);
    const around = this.#open.at(-1);
    if (around && !around.isHolder && !around.isForeign) {
      if (!isKnown) {
        this.#tag(around, writtenTag(written, attributes, isEmpty));
        return;
      }
      this.#report(around.element.line, `<${around.element.name}> has no end`);
      this.#close(false);
    }
    // What is in something that nobody asks for is nothing that anybody asks for.
    if (!around?.isForeign) this.#closeForgotten(name);
    const parent = this.#open.at(-1);
    const isForeign = around?.isForeign === true || (around !== undefined && !isKnown);
    const isRow =
      !around?.isForeign &&
      (rows.has(name) || (parent !== undefined && lists.has(parent.element.name)));
    if (isRow) this.#length = 0;
    this.#open.push({
      element: { name, line: this.#line, attributes, children: [], text: '' },
      row: isRow
        ? { number: this.#count++, within: this.#open.findLast(({ row }) => row)?.row?.number }
        : undefined,
      isHolder: holders.has(name) || lists.has(name),
      isForeign: isForeign && this.#open.length > 1,
      isSilent: isForeign || silent.has(name) || parent?.isSilent === true,
      hasRows: false,
      hasTags: false,
    });
  }

  #lose(why: string): void {
    if (!this.isLost) this.#report(this.#parser.line + 1, `${why}: nothing was read from here on`);
    this.isLost = true;
  }

  /** A row of a kind that is open can only mean that the end of the other is missing. */
  #closeForgotten(name: string): void {
    if (!this.#grammar.rows.has(name)) return;
    const at = this.#open.findIndex(({ element }) => element.name === name);
    while (at >= 0 && this.#open.length > at) {
      const { element } = this.#open.at(-1) ?? {};
      if (element) this.#report(element.line, `<${element.name}> has no end`);
      this.#close(false);
    }
  }

  #finish(name: string): void {
    const at = this.#open.findLastIndex(({ element }) => element.name === name);
    const around = this.#open.at(-1);
    if (around && !around.isHolder && !around.isForeign && at < 0) this.#tag(around, `</${name}>`);
    while (at >= 0 && this.#open.length > at) this.#close(false);
  }

  #close(isCut: boolean): void {
    const closed = this.#open.pop();
    if (!closed) return;
    const { element, row } = closed;
    if (element.text.length > 0 && this.#grammar.holders.has(element.name)) element.text = '';
    const parent = this.#open.at(-1);
    if (row) {
      // What a row that was cut off in one of its own rows says of itself was read.
      this.#rows.push({ element, ...row, isCut: isCut && !closed.hasRows });
      const holder = this.#open.findLast((open) => open.row);
      if (holder) holder.hasRows = true;
    } else parent?.element.children.push(element);
  }

  #tag(around: Open, tag: string): void {
    if (!around.hasTags)
      this.#report(
        this.#line,
        `<${around.element.name}> holds tags, which were taken for its text`,
      );
    around.hasTags = true;
    this.#say(tag);
  }

  #data(text: string): void {
    const around = this.#open.at(-1);
    const end = around ? text.indexOf(`</${around.element.name}>`) : -1;
    const hasEnd = end < 0 || !text.includes('<![CDATA[', end);
    if (around && !hasEnd)
      this.#report(
        around.element.line,
        `<${around.element.name}> holds a section without an end: what follows up to line ${this.#parser.line + 1} was passed over`,
      );
    // What follows is of other fields, and of other people.
    this.#say(hasEnd ? text : text.slice(0, end));
  }

  #say(text: string): void {
    const around = this.#open.at(-1);
    if (this.isLost || !around || around.isHolder || around.isSilent) return;
    this.#length += text.length;
    if (this.#length <= longestRow) around.element.text += text;
    else if (this.#length - text.length <= longestRow)
      this.#report(around.element.line, 'is longer than 16 million characters, and was cut');
  }
}

const writtenTag = (name: string, attributes: Readonly<Record<string, string>>, isEmpty: boolean) =>
  `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${value.replaceAll('"', '&quot;')}"`)
    .join('')}${isEmpty ? ' /' : ''}>`;

/** What may be of any length, and is nothing that is read. */
const passedOver = new Set(['comment', 'doctype', 'sgmlDecl', 'procInstBody']);

/** What the parser says, and how it is told; what is told elsewhere has no words. */
const faults: readonly (readonly [RegExp, string])[] = [
  [
    /entity/i,
    'a sign & that belongs to nothing, or to a name that XML does not know, was taken as it stands',
  ],
  [/attribute/i, 'an attribute is not written as XML has it'],
  [
    /^(Unexpected clos|Unmatched clos|Weird)/,
    'an end of something that did not begin, or that holds something without an end',
  ],
  [/^Unencoded </, 'a sign < that begins no tag was taken as it stands'],
  [
    /outside of root|before first tag/,
    'something stands outside of everything, and was passed over',
  ],
  [/^(Unclosed root tag|Unexpected end)/, ''],
];
