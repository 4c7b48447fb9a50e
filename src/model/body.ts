// What a comment says. Its text is read once, when it is written, as CommonMark, into a tree of what a comment
// has use for; whoever draws it has only the tree. HTML, headings, pictures and the rest stay as typed.
import { Autolink, parser } from '@lezer/markdown';
import { publicUrl } from './web-address.ts';

// The notation is that of JsonML: an element is its name, what belongs to it, and then what stands in it.

/** A part of a paragraph; in a text, `\n` breaks the line. */
export type Inline =
  | string
  | readonly ['code', string]
  | readonly ['em' | 'strong', ...Inline[]]
  | readonly ['a', href: string, ...Inline[]];

export type Block =
  | readonly ['p', ...Inline[]]
  | readonly ['pre', string]
  | readonly ['blockquote', ...Block[]]
  | readonly ['ul', ...Item[]]
  | readonly ['ol', start: number, ...Item[]];

export type Item = readonly ['li', ...Block[]];

export type Tree = readonly Block[];

/**
 * Reads a text. Costs a few milliseconds at most, whatever 10,000 characters are in it, and makes a tree that is
 * drawn in less than one: what is nested too deep, a paragraph of too many marks, and a text of too many lines or
 * of too many parts stay as typed.
 * @param body with `\n` for line breaks
 */
export function treeOf(body: string): Tree {
  if (hasManyLines(body)) return [['pre', body]];
  const tree = blocksIn(commonMark.parse(body).topNode, body);
  const isAsTyped = !isVisible(plainText(tree)) || sizeOf(tree) > mostParts;
  return isAsTyped ? [['p', body]] : tree;
}

/** What a tree says, without its marks: paragraphs with a blank line between them. */
export const plainText = (tree: Tree): string => tree.map(textOfBlock).join('\n\n');

/** Where the links of a tree lead. */
export function linksIn(part: Block | Item | Inline): readonly string[] {
  if (typeof part === 'string') return [];
  switch (part[0]) {
    case 'a':
      return [part[1]];
    case 'ol': {
      const [, , ...items] = part;
      return items.flatMap(linksIn);
    }
    default: {
      const [, ...parts] = part;
      return parts.flatMap(linksIn);
    }
  }
}

/** Letters of any script, digits, signs or emoji: something an eye can see. Fillers and blanks of Braille are none. */
export const isVisible = (text: string) =>
  /[^\s\p{C}\p{Z}\p{M}\u115f\u1160\u2800\u3164\uffa0]/u.test(text);

function textOfBlock(block: Block): string {
  switch (block[0]) {
    case 'p': {
      const [, ...line] = block;
      return textOfLine(line);
    }
    case 'pre':
      return block[1];
    case 'blockquote': {
      const [, ...quoted] = block;
      return plainText(quoted);
    }
    case 'ul': {
      const [, ...items] = block;
      return textOfItems(items);
    }
    case 'ol': {
      const [, , ...items] = block;
      return textOfItems(items);
    }
    default:
      return block satisfies never;
  }
}

const textOfItems = (items: readonly Item[]) =>
  items.map(([, ...blocks]) => plainText(blocks)).join('\n');

const textOfLine = (line: readonly Inline[]): string => line.map(textOf).join('');

function textOf(part: Inline): string {
  if (typeof part === 'string') return part;
  switch (part[0]) {
    case 'code':
      return part[1];
    case 'em':
    case 'strong': {
      const [, ...line] = part;
      return textOfLine(line);
    }
    case 'a': {
      const [, , ...line] = part;
      return textOfLine(line);
    }
    default:
      return part satisfies never;
  }
}

/** Of blocks: a quote is one, a list two. */
const deepestBlock = 8;
/** Of emphasis and links. */
const deepestInline = 8;
/** Elements: drawing one costs a microsecond or two, for every reader. */
const mostParts = 500;
/** In one paragraph: pairing them costs as much as their square. */
const mostMarks = 200;
/** Each may be a block, or eight. */
const mostLines = 400;

const commonMark = parser.configure([
  {
    remove: [
      'ATXHeading',
      'Entity',
      'HardBreak',
      'HorizontalRule',
      'HTMLBlock',
      'Image',
      'IndentedCode',
      'LinkReference',
      'SetextHeading',
    ],
    parseBlock: [
      {
        name: 'TooDeep',
        before: 'FencedCode',
        parse(context, line) {
          if (context.depth <= deepestBlock) return false;
          const start = context.lineStart + line.pos;
          const end = context.lineStart + line.text.length;
          context.addElement(context.elt('Paragraph', start, end));
          context.nextLine();
          return true;
        },
      },
    ],
    parseInline: [
      {
        name: 'TooDense',
        before: 'Escape',
        parse: (context, _next, position) =>
          position === context.offset && isDense(context.text) ? context.end : -1,
      },
    ],
  },
  Autolink,
]);

const hasManyLines = (body: string) => body.split('\n', mostLines + 1).length > mostLines;

const sizeOf = (part: Inline | Block | Item | Tree | number): number =>
  typeof part === 'object' ? part.reduce<number>((sum, inner) => sum + sizeOf(inner), 1) : 0;

const isDense = (text: string) => (text.match(/[*_`[\]()<&\\]/g)?.length ?? 0) > mostMarks;

type Node = ReturnType<typeof commonMark.parse>['topNode'];

function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

const blocksIn = (node: Node, body: string): readonly Block[] =>
  childrenOf(node).flatMap((child) => {
    const block = blockOf(child, body);
    return block ? [block] : [];
  });

/** @returns undefined for a mark, which has done its work, and for a quote with nothing in it */
function blockOf(node: Node, body: string): Block | undefined {
  switch (node.name) {
    case 'Paragraph':
      return ['p', ...joined(partsIn(node, body))];
    case 'FencedCode':
      return ['pre', codeIn(node, body)];
    case 'Blockquote': {
      const blocks = blocksIn(node, body);
      return blocks.length > 0 ? ['blockquote', ...blocks] : undefined;
    }
    case 'BulletList':
      return ['ul', ...itemsIn(node, body)];
    case 'OrderedList':
      return ['ol', Number.parseInt(body.slice(node.from), 10), ...itemsIn(node, body)];
    default:
      return undefined;
  }
}

const itemsIn = (list: Node, body: string): readonly Item[] =>
  childrenOf(list).flatMap((item) =>
    item.name === 'ListItem' ? [['li', ...blocksIn(item, body)] as const] : [],
  );

/** Behind the marks may stand what language it is in; a whole sentence there is somebody's words. */
function codeIn(node: Node, body: string): string {
  const textsOf = (kind: string) =>
    childrenOf(node)
      .filter(({ name }) => name === kind)
      .map(({ from, to }) => body.slice(from, to));
  const spoken = textsOf('CodeInfo').filter((info) => /\s/.test(info));
  return [...spoken, textsOf('CodeText').join('')].join('\n');
}

/** What stands between two places of a node. */
function partsIn(node: Node, body: string, depth = 0, from = node.from, to = node.to): Inline[] {
  if (depth > deepestInline) return [body.slice(from, to)];
  const parts: Inline[] = [];
  let read = from;
  for (const child of childrenOf(node)) {
    if (child.from < from || child.to > to) continue;
    parts.push(body.slice(read, child.from), ...partsOf(child, body, depth + 1));
    read = child.to;
  }
  return [...parts, body.slice(read, to)];
}

function partsOf(node: Node, body: string, depth: number): readonly Inline[] {
  const text = body.slice(node.from, node.to);
  switch (node.name) {
    case 'Emphasis':
      return [['em', ...joined(partsIn(node, body, depth))]];
    case 'StrongEmphasis':
      return [['strong', ...joined(partsIn(node, body, depth))]];
    case 'InlineCode':
      return [['code', codeOf(node, body)]];
    case 'Link':
      return linkOf(node, body, depth);
    case 'Autolink':
      return autolinkOf(text, text.slice(1, -1));
    case 'URL':
      return autolinkOf(text, text.replace(/^www\./i, 'https://$&'));
    case 'Escape':
      return [text.slice(1)];
    case 'EmphasisMark':
    case 'QuoteMark':
      return [];
    default:
      return partsIn(node, body, depth);
  }
}

/** Its line ends are blanks; where one blank stands at each end, both are for the marks (CommonMark 6.1). */
function codeOf(node: Node, body: string): string {
  const marks = childrenOf(node);
  const text = marks
    .slice(1)
    .map((mark, index) => body.slice(marks[index]?.to, mark.from))
    .join('')
    .replaceAll('\n', ' ');
  const isPadded = text.startsWith(' ') && text.endsWith(' ') && text.trim() !== '';
  return isPadded ? text.slice(1, -1) : text;
}

/** `[text](address)`; pictures, titles, anything else in brackets, and what leads nowhere public are text. */
function linkOf(node: Node, body: string, depth: number): readonly Inline[] {
  const children = childrenOf(node);
  const [opening, closing] = children.filter(({ name }) => name === 'LinkMark');
  const address = children.find(
    ({ name, from }) => name === 'URL' && closing && from > closing.from,
  );
  const isMore = body[node.from - 1] === '!' || children.some(({ name }) => name === 'LinkTitle');
  const href = address && !isMore && publicUrl(unescaped(body.slice(address.from, address.to)));
  if (!href) return partsIn(node, body, depth);
  const parts = joined(partsIn(node, body, depth, opening?.to, closing?.from)).flatMap(unlinked);
  return [['a', href, ...(isVisible(textOfLine(parts)) ? parts : [href])]];
}

/** An address as it stands in a text: those of people lead nowhere. */
function autolinkOf(text: string, address: string): readonly Inline[] {
  const href = publicUrl(address);
  return href ? [['a', href, address]] : [text];
}

/** No link in a link. */
function unlinked(part: Inline): readonly Inline[] {
  if (typeof part === 'string') return [part];
  switch (part[0]) {
    case 'a': {
      const [, , ...line] = part;
      return line;
    }
    case 'em':
    case 'strong': {
      const [name, ...line] = part;
      return [[name, ...line.flatMap(unlinked)]];
    }
    case 'code':
      return [part];
    default:
      return part satisfies never;
  }
}

/** The address of a link, without `<>` around it and without the backslashes before punctuation. */
const unescaped = (address: string) =>
  address.replace(/^<(.*)>$/s, '$1').replace(/\\([!-/:-@[-`{-~])/g, '$1');

/** Texts that stand side by side are one. */
function joined(parts: readonly Inline[]): readonly Inline[] {
  const whole: Inline[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    if (part === '') continue;
    if (typeof part !== 'string' || typeof last !== 'string') whole.push(part);
    else whole[whole.length - 1] = last + part;
  }
  return whole;
}
