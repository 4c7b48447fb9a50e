// HTML as people and their systems wrote it: read as browsers do, with paragraphs where only line ends were typed.
import type { Element, ElementContent, Nodes, Root, RootContent } from 'hast';
import { fromHtml } from 'hast-util-from-html';

/** What stands in an element of this name was typed: its line ends mean something. */
export const typed = 'typed-text';

/** Reads a piece of HTML. Whatever stands in `<typed-text>` gets its paragraphs. */
export function readHtml(html: string): Root {
  const root = fromHtml(html, { fragment: true });
  return { ...root, children: root.children.flatMap(withParagraphs) };
}

/** What people read of it, in one line. */
export const lineOf = (html: string): string =>
  textOf(fromHtml(html, { fragment: true }))
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();

/** All text in a node. */
export function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (!('children' in node) || (node.type === 'element' && unread.has(node.tagName))) return '';
  return node.children.map((child) => textOf(child)).join('');
}

export const isElement = (node: Nodes | undefined, ...names: readonly string[]): node is Element =>
  node?.type === 'element' && (names.length === 0 || names.includes(node.tagName));

/** An attribute as it was written; '' where there is none. */
export function attributeOf({ properties }: Element, name: string): string {
  const value = properties[name];
  return Array.isArray(value) ? value.join(' ') : String(value ?? '');
}

/** Everything of that name in a node, in order. */
export function elementsIn(node: Nodes, ...names: readonly string[]): Element[] {
  const inside =
    'children' in node ? node.children.flatMap((child) => elementsIn(child, ...names)) : [];
  return isElement(node, ...names) ? [node, ...inside] : inside;
}

/**
 * Whether reading it would cost more than anything that people write: tags that have no end stand in each other,
 * and browsers repeat some of them in every paragraph that follows.
 */
export function isHopeless(html: string): boolean {
  let depth = 0;
  for (const { 1: end, 2: name = '', 3: rest = '' } of html.matchAll(
    /<(\/?)([a-z][a-z0-9]*)([^<>]*)>/gi,
  )) {
    if (alone.has(name.toLowerCase()) || rest.endsWith('/')) continue;
    depth = end ? Math.max(0, depth - 1) : depth + 1;
    if (depth > deepest) return true;
  }
  return false;
}

const alone = new Set(
  'area base br col embed hr img input link meta param source track wbr p li td th tr dd dt option'.split(
    ' ',
  ),
);

const deepest = 200;

const unread = new Set(['script', 'style', 'template']);

const blocks = new Set(
  `address article aside blockquote center dd details dialog div dl dt fieldset figcaption figure footer form
   h1 h2 h3 h4 h5 h6 header hr iframe li main menu nav ol p pre script section style summary table ul`.split(
    /\s+/,
  ),
);

/** In these, blank lines part paragraphs; in the others a line end is a line end at most. */
const divisible = new Set([
  'blockquote',
  'center',
  'div',
  'section',
  'article',
  'aside',
  'dd',
  'td',
  typed,
]);

const asTyped = new Set([
  'pre',
  'code',
  'script',
  'style',
  'textarea',
  'svg',
  'table',
  'tr',
  'tbody',
  'thead',
]);

function withParagraphs(node: RootContent): RootContent[] {
  if (node.type !== 'element') return [node];
  if (node.tagName === typed) return paragraphsOf(node.children);
  return [{ ...node, children: node.children.flatMap(withParagraphs).filter(isContent) }];
}

const isContent = (node: RootContent): node is ElementContent => node.type !== 'doctype';

/** Runs of text and what stands in lines of text become paragraphs; blocks stand between them. */
function paragraphsOf(nodes: readonly ElementContent[]): ElementContent[] {
  const parts: ElementContent[] = [];
  let line: ElementContent[] = [];
  const end = () => {
    const children = withBreaks(trimmed(line));
    if (children.length > 0)
      parts.push({ type: 'element', tagName: 'p', properties: {}, children });
    line = [];
  };
  for (const node of nodes) {
    if (node.type === 'text') {
      const [first = '', ...others] = node.value.split(/\n[^\S\n]*\n\s*/);
      line.push({ ...node, value: first });
      for (const value of others) {
        end();
        line.push({ type: 'text', value });
      }
    } else if (isElement(node) && (blocks.has(node.tagName) || node.tagName === typed)) {
      end();
      parts.push(...insideOf(node));
    } else line.push(node);
  }
  end();
  return parts;
}

function insideOf(node: Element): ElementContent[] {
  if (node.tagName === typed) return paragraphsOf(node.children);
  if (divisible.has(node.tagName)) return [{ ...node, children: paragraphsOf(node.children) }];
  if (node.tagName === 'pre' || node.tagName === 'script' || node.tagName === 'style')
    return [node];
  const children = node.children.flatMap((child) =>
    isElement(child) && blocks.has(child.tagName) ? insideOf(child) : [child],
  );
  return [
    { ...node, children: isListLike(node) ? inTable(children) : withBreaks(trimmed(children)) },
  ];
}

const isListLike = ({ tagName }: Element) => /^(ul|ol|dl|table|menu|figure|details)$/.test(tagName);

/** Cells hold what paragraphs hold; between them blanks mean nothing. */
const inTable = (nodes: readonly ElementContent[]): ElementContent[] =>
  nodes.map((node) => {
    if (!isElement(node)) return node;
    if (/^(td|th|caption)$/.test(node.tagName))
      return { ...node, children: withBreaks(trimmed(node.children)) };
    return asTyped.has(node.tagName) && node.tagName !== 'pre' && node.tagName !== 'code'
      ? { ...node, children: inTable(node.children) }
      : node;
  });

/** Without blanks at both ends. */
function trimmed(nodes: readonly ElementContent[]): ElementContent[] {
  const isBlank = (node?: ElementContent) =>
    node === undefined ||
    node.type === 'comment' ||
    isElement(node, 'br') ||
    (node.type === 'text' && !node.value.trim());
  const first = nodes.findIndex((node) => !isBlank(node));
  const last = nodes.findLastIndex((node) => !isBlank(node));
  if (first < 0) return [];
  return nodes.slice(first, last + 1).map((node, index, all) => {
    if (node.type !== 'text') return node;
    const value = index === 0 ? node.value.trimStart() : node.value;
    return { ...node, value: index === all.length - 1 ? value.trimEnd() : value };
  });
}

/** A line end that was typed is one, but for that behind a `<br>`. */
function withBreaks(nodes: readonly ElementContent[]): ElementContent[] {
  return nodes.flatMap((node, index): ElementContent[] => {
    if (node.type === 'element') {
      if (asTyped.has(node.tagName) || blocks.has(node.tagName)) return [node];
      return [{ ...node, children: withBreaks(node.children) }];
    }
    if (node.type !== 'text' || !node.value.includes('\n')) return [node];
    const before = nodes[index - 1];
    const isAfterBreak = isElement(before, 'br', ...blocks);
    const value = isAfterBreak ? node.value.replace(/^[^\S\n]*\n/, '') : node.value;
    return value.split(/[^\S\n]*\n[^\S\n]*/).flatMap((text, at): ElementContent[] => {
      const line: ElementContent = { type: 'text', value: text };
      return at === 0
        ? [line]
        : [{ type: 'element', tagName: 'br', properties: {}, children: [] }, line];
    });
  });
}
