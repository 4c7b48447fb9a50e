// HTML to the Markdown of our comments.
import type { ElementContent, Root as HtmlRoot } from 'hast';
import { type Handle, toMdast } from 'hast-util-to-mdast';
import type { BlockContent, DefinitionContent, PhrasingContent, Root, RootContent } from 'mdast';
import { publicUrl } from '../model/web-address.ts';
import { attributeOf, isHopeless, readHtml, textOf } from './html.ts';
import {
  embeds,
  isSmiley,
  paragraph,
  phrasing,
  style,
  tabled,
  unlinked,
  written,
} from './markdown.ts';

/**
 * The Markdown of a comment: paragraphs, emphasis, links, quotes, code and lists.
 * @param hidden takes out of a text, or of where a link leads, what nobody may read
 */
export function commentOf(html: string, hidden: (text: string) => string): string {
  const root = toMdast(masked(readHtml(html), hidden), {
    document: true,
    handlers: { ...commentHandlers },
  });
  const tree: Root = {
    type: 'root',
    children: root.type === 'root' ? root.children.flatMap(inComment) : [],
  };
  // Comments know no character references.
  return written(tree, { ...style, handlers: { break: () => '\n' } }).replace(
    /(?<!\\)&#x([0-9a-f]+);/gi,
    (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)),
  );
}

/** The same of what was typed elsewhere: its line ends mean something, and not all of it need be HTML. */
export function typedComment(typed: string, hidden: (text: string) => string): string {
  const html = typed.slice(0, longestComment);
  const told = isHopeless(html) ? html.replaceAll('<', '&lt;') : html;
  return commentOf(`<typed-text>${told}</typed-text>`, hidden);
}

/** In UTF-16 units, far beyond what a comment may hold here: more of it would only cost time. */
const longestComment = 100_000;

function masked(tree: HtmlRoot, hidden: (text: string) => string): HtmlRoot {
  const mask = (node: ElementContent): ElementContent => {
    if (node.type !== 'element') return { ...node, value: hidden(node.value) };
    const { href, src, alt, title, ...properties } = node.properties;
    const told = Object.entries({ href, src, alt, title }).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, hidden(value)] as const] : [],
    );
    return {
      ...node,
      properties: { ...properties, ...Object.fromEntries(told) },
      children: node.children.map(mask),
    };
  };
  return {
    ...tree,
    children: tree.children.map((child) => (child.type === 'doctype' ? child : mask(child))),
  };
}

const commentHandlers: Record<string, Handle> = {
  a: (state, element) => {
    const children = phrasing(state.all(element)).flatMap(unlinked);
    const url = publicUrl(straight(attributeOf(element, 'href').trim()));
    const text = textOf(element).trim();
    if (!url) return children;
    const isUrl =
      !text || url.startsWith(text.replace(/(\.\.\.|…)$/, '')) || URL.parse(text)?.href === url;
    return { type: 'link', url, children: isUrl ? [{ type: 'text', value: url }] : children };
  },
  table: tabled,
  img: (_, element) => {
    const alt = attributeOf(element, 'alt').trim();
    const url = publicUrl(attributeOf(element, 'src'));
    if (!url || isSmiley(element)) return { type: 'text', value: alt };
    return { type: 'link', url, children: [{ type: 'text', value: alt || url }] };
  },
  ...Object.fromEntries(
    embeds.map((name): [string, Handle] => [
      name,
      (state, element) => {
        const url = publicUrl(attributeOf(element, 'src'));
        return url
          ? { type: 'link', url, children: [{ type: 'text', value: url }] }
          : state.all(element);
      },
    ]),
  ),
  ...Object.fromEntries(
    ['script', 'style', 'template'].map((name): [string, Handle] => [
      name,
      (_, element) => ({
        type: 'inlineCode',
        value: (textOf({ ...element, tagName: 'pre' }) || name).replace(/\s+/g, ' '),
      }),
    ]),
  ),
};

/** Some systems send their readers past themselves first. */
function straight(href: string): string {
  const url = URL.parse(href);
  const target = url?.hostname === 'disq.us' ? url.searchParams.get('url') : null;
  return target ? target.replace(/:[\w-]+$/, '') : href;
}

/** Where an address stands in a text of somebody. */
const address = /\bhttps?:\/\/[^\s<>"']*[^\s<>"'.,;:!?()[\]{}]/g;

/** What comments have something for; the rest becomes a paragraph of its words. */
function inComment(node: RootContent): RootContent[] {
  switch (node.type) {
    case 'paragraph':
      return [paragraph(node.children.flatMap(inLine))];
    case 'heading':
      return [paragraph([{ type: 'strong', children: node.children.flatMap(inLine) }])];
    case 'blockquote':
      return [{ ...node, children: node.children.flatMap(inComment).filter(isFlow) }];
    case 'list':
      return [
        {
          ...node,
          spread: false,
          children: node.children.map((item) => ({
            ...item,
            checked: null,
            spread: false,
            children: item.children.flatMap(inComment).filter(isFlow),
          })),
        },
      ];
    case 'table':
      return node.children.map((row) =>
        paragraph(
          row.children.flatMap((cell, index): PhrasingContent[] => [
            ...(index > 0 ? [{ type: 'text', value: ' | ' } as const] : []),
            ...cell.children.flatMap(inLine),
          ]),
        ),
      );
    case 'code':
      return [node];
    case 'thematicBreak':
    case 'html':
    case 'definition':
      return [];
    default: {
      const line = phrasing([node]).flatMap(inLine);
      return line.length > 0 ? [paragraph(line)] : [];
    }
  }
}

const isFlow = (node: RootContent): node is BlockContent | DefinitionContent =>
  /^(paragraph|blockquote|list|code)$/.test(node.type);

function inLine(node: PhrasingContent): PhrasingContent[] {
  switch (node.type) {
    case 'text':
      return addressesOut(node.value);
    case 'delete':
      return node.children.flatMap(inLine);
    case 'emphasis':
    case 'strong':
      return [{ ...node, children: node.children.flatMap(inLine) }];
    case 'image':
      return node.alt ? [{ type: 'text', value: node.alt }] : [];
    case 'html':
      return [];
    default:
      return [node];
  }
}

/** An address that was typed leads somewhere as it stands; marks in it would be taken for something else. */
function addressesOut(text: string): PhrasingContent[] {
  const parts: PhrasingContent[] = [];
  let read = 0;
  for (const { index, 0: url } of text.matchAll(address)) {
    if (!publicUrl(url)) continue;
    parts.push({ type: 'text', value: text.slice(read, index) });
    parts.push({ type: 'link', url, children: [{ type: 'text', value: url }] });
    read = index + url.length;
  }
  return [...parts, { type: 'text' as const, value: text.slice(read) }].filter(
    (part) => part.type !== 'text' || part.value !== '',
  );
}
