// Markdown as our compilers read it, from a tree of whatever came from elsewhere.
import type { Element, ElementContent } from 'hast';
import { defaultHandlers, type State } from 'hast-util-to-mdast';
import type { ListItem, Nodes, Paragraph, PhrasingContent, Root, RootContent } from 'mdast';
import { type Options, toMarkdown } from 'mdast-util-to-markdown';
import { attributeOf } from './html.ts';

/** What shows something that lies elsewhere. */
export const embeds = ['iframe', 'frame', 'embed', 'object', 'video', 'audio', 'applet'];

/** A face that stands for signs, drawn as a picture. */
export const isSmiley = (picture: Element): boolean =>
  /\bwp-smiley\b|\bemoji\b/.test(attributeOf(picture, 'className'));

export const style: Options = {
  bullet: '-',
  rule: '-',
  emphasis: '*',
  fences: true,
  listItemIndent: 'one',
};

export const written = (tree: Root, options: Options) => toMarkdown(tidied(tree), options).trim();

/** Marks that stand where Markdown has no place for them would have to be written with codes of letters. */
function tidied(tree: Root): Root {
  return { ...tree, children: tree.children.map(tidy) };
}

function tidy<Part extends RootContent>(node: Part): Part {
  if (node.type === 'list') {
    const children = node.children.map(tidy);
    return {
      ...node,
      spread: !children.every(isTight),
      children: children.map((item) => ({ ...item, spread: !isTight(item) })),
    };
  }
  if (node.type === 'paragraph' || node.type === 'heading')
    return { ...node, children: edged(inOrder(node.children))[1] };
  return 'children' in node ? { ...node, children: node.children.map(tidy) } : node;
}

/** A line, and lists in it, need no blank lines between them. */
const isTight = ({ children }: ListItem) =>
  children.every(({ type }, index) => type === (index === 0 ? 'paragraph' : 'list'));

/** Blanks at the ends of what is stressed go outside, what is stressed within the same is so once, and nothing is not at all. */
function inOrder(
  nodes: readonly PhrasingContent[],
  around: readonly string[] = [],
): PhrasingContent[] {
  return merged(nodes).flatMap((node): PhrasingContent[] => {
    if (node.type === 'link') return [{ ...node, children: inOrder(node.children, around) }];
    if (node.type !== 'emphasis' && node.type !== 'strong' && node.type !== 'delete') return [node];
    const children = inOrder(node.children, [...around, node.type]);
    if (around.includes(node.type)) return children;
    const [before, inside, behind] = edged(children);
    return [...before, ...(inside.length > 0 ? [{ ...node, children: inside }] : []), ...behind];
  });
}

/** Two that stand side by side and are stressed alike are one. */
function merged(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const whole: PhrasingContent[] = [];
  for (const node of nodes) {
    const last = whole.at(-1);
    const isSame = last?.type === node.type;
    if (isSame && last.type === 'strong' && node.type === 'strong')
      whole[whole.length - 1] = { ...last, children: [...last.children, ...node.children] };
    else if (isSame && last.type === 'emphasis' && node.type === 'emphasis')
      whole[whole.length - 1] = { ...last, children: [...last.children, ...node.children] };
    else whole.push(node);
  }
  return whole;
}

const isBlank = (node: PhrasingContent | undefined) =>
  node?.type === 'break' || (node?.type === 'text' && !node.value.trim());

/** What stands before the first thing that can be seen, and behind the last. */
function edged(
  nodes: readonly PhrasingContent[],
): [PhrasingContent[], PhrasingContent[], PhrasingContent[]] {
  const first = nodes.findIndex((node) => !isBlank(node));
  if (first < 0) return [[...nodes], [], []];
  const last = nodes.findLastIndex((node) => !isBlank(node));
  const before = nodes.slice(0, first);
  const inside = nodes.slice(first, last + 1);
  const behind = nodes.slice(last + 1);
  const [head] = inside;
  if (head?.type === 'text') {
    const value = head.value.trimStart();
    if (value !== head.value)
      before.push({ type: 'text', value: head.value.slice(0, -value.length) });
    inside[0] = { ...head, value };
  }
  const tail = inside.at(-1);
  if (tail?.type === 'text') {
    const value = tail.value.trimEnd();
    if (value !== tail.value)
      behind.unshift({ type: 'text', value: tail.value.slice(value.length) });
    inside[inside.length - 1] = { ...tail, value };
  }
  return [before, inside, behind];
}

export const paragraph = (children: PhrasingContent[]): Paragraph => ({
  type: 'paragraph',
  children,
});

/** A cell over more of them than anybody has seen would fill the memory. */
export function tabled(state: State, table: Element): Nodes | Nodes[] {
  const clamped = (node: ElementContent): ElementContent => {
    if (node.type !== 'element') return node;
    const spans = { colSpan: spanOf(node, 'colSpan'), rowSpan: spanOf(node, 'rowSpan') };
    return {
      ...node,
      properties: { ...node.properties, ...spans },
      children: node.children.map(clamped),
    };
  };
  const handle = defaultHandlers.table;
  return handle(state, { ...table, children: table.children.map(clamped) });
}

const spanOf = (element: Element, name: string) =>
  Math.min(Math.max(Number.parseInt(attributeOf(element, name), 10) || 1, 1), 50);

/** What stands in a line, of whatever was made. */
export function phrasing(nodes: readonly Nodes[]): PhrasingContent[] {
  return nodes.flatMap((node): PhrasingContent[] => {
    switch (node.type) {
      case 'break':
      case 'delete':
      case 'emphasis':
      case 'footnoteReference':
      case 'image':
      case 'inlineCode':
      case 'link':
      case 'strong':
      case 'text':
        return [node];
      case 'code':
        return [{ type: 'inlineCode', value: node.value.replace(/\s+/g, ' ') }];
      default: {
        if (!('children' in node)) return [];
        return phrasing(node.children);
      }
    }
  });
}

/** No link in a link. */
export function unlinked(node: PhrasingContent): PhrasingContent[] {
  if (node.type === 'link') return node.children;
  return 'children' in node ? [{ ...node, children: node.children.flatMap(unlinked) }] : [node];
}
