// A comment read back from the page that it was drawn on, and what else is known of trees.
import { ok } from 'node:assert/strict';
import { type HTMLElement, type Node, NodeType } from 'node-html-parser';
import type { Block, Inline, Item, Tree } from '../../src/model/body.ts';
import { publicUrl } from '../../src/model/web-address.ts';

/** As a tree is, without saying which element holds what. */
export type Parts = readonly (string | number | Parts)[];

export const isElement = (node: Node): node is HTMLElement =>
  node.nodeType === NodeType.ELEMENT_NODE;

/** Attributes that a comment may have, by element. */
const attributesOf: Readonly<Record<string, readonly string[]>> = {
  p: ['dir'],
  pre: ['dir'],
  blockquote: ['dir'],
  ul: ['dir'],
  ol: ['dir', 'start'],
  li: [],
  code: [],
  em: [],
  strong: [],
  br: [],
  a: ['href', 'rel'],
};

/** What a drawn element was drawn from. Any other element, attribute or kind of link is a fault. */
export function drawnFrom(node: Node): Parts {
  ok(isElement(node), `${node.rawText} stands where a block should`);
  const name = node.rawTagName;
  const allowed = attributesOf[name];
  ok(allowed, `<${name}> is drawn`);
  for (const attribute of Object.keys(node.attributes))
    ok(allowed.includes(attribute), `${name} has ${attribute}`);
  switch (name) {
    case 'pre':
      return ['pre', node.text];
    case 'code':
      return ['code', node.text];
    case 'a':
      return ['a', linkOf(node), ...lineOf(node)];
    case 'ol':
      return ['ol', Number(node.getAttribute('start') ?? 1), ...node.childNodes.map(drawnFrom)];
    case 'ul':
    case 'li':
    case 'blockquote':
      return [name, ...node.childNodes.map(drawnFrom)];
    default:
      return [name, ...lineOf(node)];
  }
}

function linkOf(node: HTMLElement): string {
  const href = node.getAttribute('href') ?? '';
  ok(publicUrl(href) === href && node.getAttribute('rel')?.includes('nofollow'));
  return href;
}

/** Texts and line ends that stand side by side are one text. */
function lineOf(node: HTMLElement): Parts {
  const parts: (string | number | Parts)[] = [];
  for (const child of node.childNodes) {
    const part = isElement(child)
      ? child.rawTagName === 'br'
        ? '\n'
        : drawnFrom(child)
      : child.text;
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else if (part !== '') parts.push(part);
  }
  return parts;
}

/** Elements in elements. */
export function depthOf(part: Parts | Block | Item | Inline | number): number {
  if (typeof part !== 'object') return 0;
  const [, ...parts] = part;
  return 1 + Math.max(0, ...parts.map(depthOf));
}

/** The words of a tree that were typed, in order; where a link shows nothing but its address, that is made of what was. */
export const typedIn = (tree: Tree): string => tree.map(typedInPart).join('');

function typedInPart(part: Block | Item | Inline | number): string {
  if (typeof part === 'number') return '';
  if (typeof part === 'string') return part;
  if (part[0] !== 'a') {
    const [, ...parts] = part;
    return parts.map(typedInPart).join('');
  }
  const [, href, ...line] = part;
  const isAddress = line.length === 1 && typeof line[0] === 'string' && publicUrl(line[0]) === href;
  return isAddress ? '' : line.map(typedInPart).join('');
}
