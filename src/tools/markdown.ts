// HTML to the Markdown of our articles, and to that of our comments.
import type { Element, ElementContent, Nodes as HtmlNodes, Root as HtmlRoot, Parents } from 'hast';
import { defaultHandlers, type Handle, type State, toMdast } from 'hast-util-to-mdast';
import type {
  BlockContent,
  DefinitionContent,
  ListItem,
  Nodes,
  Paragraph,
  PhrasingContent,
  Root,
  RootContent,
} from 'mdast';
import { gfmFootnoteToMarkdown } from 'mdast-util-gfm-footnote';
import { gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { type Options, toMarkdown } from 'mdast-util-to-markdown';
import { publicUrl } from '../model/web-address.ts';
import { decoded } from './decoded.ts';
import { attributeOf, elementsIn, isElement, isHopeless, readHtml, textOf } from './html.ts';
import { slugify } from './story.ts';

/** Where a story comes from, and what is known of where it goes. */
export interface Origin {
  /** What its links are read against; undefined leaves those that need it without their address. */
  readonly base: string | undefined;
  /** Where a link leads from now on. */
  readonly linkTo: (url: string) => string;
  /** The path of a picture that lies here; undefined where it does not. */
  readonly pictureAt: (url: string) => string | undefined;
  /** What its footnotes say, as HTML, by their ids. */
  readonly footnotes: ReadonlyMap<string, string>;
  /** Is told what could not be kept as it is. */
  readonly told: (what: string) => void;
}

/** The Markdown of an article. Nothing that can be read is lost; what articles cannot hold becomes code or a link. */
export function storyOf(html: string, origin: Origin): string {
  const tree = readHtml(html);
  const lowest = Math.min(
    ...elementsIn(tree, ...headings).map(({ tagName }) => Number(tagName[1])),
  );
  const story = new Story(html, origin, tree, lowest === 1 ? 1 : 0);
  return written(story.read(), {
    ...style,
    extensions: [
      gfmTableToMarkdown({ tablePipeAlign: false }),
      gfmStrikethroughToMarkdown(),
      gfmFootnoteToMarkdown(),
    ],
  });
}

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

/** One story on its way. */
class Story {
  /** What is being read. */
  #html: string;
  readonly #origin: Origin;
  readonly #tree: HtmlRoot;
  /** By how many levels its headings go down: the headline is the one of the first. */
  readonly #shift: number;
  /** The ids of the footnotes that it names, in order. */
  readonly #notes: string[] = [];

  constructor(html: string, origin: Origin, tree: HtmlRoot, shift: number) {
    this.#html = html;
    this.#origin = origin;
    this.#tree = tree;
    this.#shift = shift;
  }

  read(): Root {
    const { children } = this.#mdast(this.#tree);
    const notes = this.#notes.map((id, index): RootContent => {
      const label = String(index + 1);
      this.#html = this.#origin.footnotes.get(id) ?? '';
      const { children } = this.#mdast(readHtml(this.#html));
      const flow = children.flatMap((child) =>
        child.type === 'paragraph' || child.type === 'list' || child.type === 'blockquote'
          ? [child]
          : [],
      );
      return { type: 'footnoteDefinition', identifier: label, label, children: flow };
    });
    return { type: 'root', children: [...children, ...notes] };
  }

  #mdast(tree: HtmlNodes): Root {
    const root = toMdast(tree, { document: true, handlers: this.#handlers() });
    return root.type === 'root' ? root : { type: 'root', children: [] };
  }

  #handlers(): Record<string, Handle> {
    const asCode: Handle = (state, element, parent) => this.#code(state, element, parent);
    const asLink: Handle = (state, element, parent) => this.#embed(state, element, parent);
    const asHeading: Handle = (state, element) => this.#heading(state, element);
    return {
      ...Object.fromEntries(unheld.map((name) => [name, asCode])),
      ...Object.fromEntries(embeds.map((name) => [name, asLink])),
      ...Object.fromEntries(headings.map((name) => [name, asHeading])),
      a: (state, element) => this.#link(state, element),
      img: (_, element) => this.#picture(element, undefined),
      figure: (state, element) => this.#figure(state, element),
      sup: (state, element) => this.#note(state, element),
      sub: (state, element) => this.#raised(state, element),
      table: (state, element) => this.#table(state, element),
      summary: (state, element) => ({
        type: 'paragraph',
        children: [{ type: 'strong', children: phrasing(state.all(element)) }],
      }),
      ...Object.fromEntries(
        held.map((name): [string, Handle] => [name, (state, element) => state.all(element)]),
      ),
    };
  }

  #heading(state: State, element: Element): Nodes | undefined {
    const children = phrasing(state.all(element));
    const depth = depths[Number(element.tagName[1]) + this.#shift - 1] ?? 6;
    return textOf(element).trim() || children.length > 0
      ? { type: 'heading', depth, children }
      : undefined;
  }

  #link(state: State, element: Element): Nodes | Nodes[] {
    const children = phrasing(state.all(element)).flatMap(unlinked);
    const href = attributeOf(element, 'href').trim();
    if (!href) return children;
    const url = this.#address(href);
    if (!url) return children;
    const picture = children.length === 1 && children[0]?.type === 'image';
    // What leads to nothing but the picture itself is no link.
    if (picture && pictureFile.test(url)) return children;
    const label: PhrasingContent[] =
      children.length > 0 ? children : [{ type: 'text', value: url }];
    return { type: 'link', url, children: label };
  }

  /** Where a link of the old site leads; undefined if nowhere. */
  #address(href: string): string | undefined {
    if (href.startsWith('#')) return this.#inside(href.slice(1));
    const url = URL.parse(href, this.#origin.base);
    if (url && /^(https?|mailto|tel|ftp|sms|xmpp|irc|magnet):$/.test(url.protocol))
      return this.#origin.linkTo(
        /^[a-z][a-z\d+.-]*:/i.test(href) && !/\s/.test(href) ? href : url.href,
      );
    this.#origin.told('a link that leads nowhere');
    return undefined;
  }

  /** A link into the story itself leads to one of its headings, or nowhere. */
  #inside(id: string): string | undefined {
    const heading = elementsIn(this.#tree, ...headings).find(
      (element) => attributeOf(element, 'id') === id,
    );
    if (heading && textOf(heading).trim()) return `#${slugify(textOf(heading))}`;
    this.#origin.told('a link into the text itself');
    return undefined;
  }

  /** A picture, or a link to it where it is not here. */
  #picture(element: Element, caption: string | undefined): PhrasingContent | PhrasingContent[] {
    const alt = attributeOf(element, 'alt').replace(/\s+/g, ' ').trim();
    if (/\bwp-smiley\b|\bemoji\b/.test(attributeOf(element, 'className')))
      return { type: 'text', value: alt };
    const source = attributeOf(element, 'src') || attributeOf(element, 'dataSrc');
    const url = URL.parse(source, this.#origin.base);
    if (!url || !/^https?:$/.test(url.protocol)) {
      this.#origin.told('a picture without an address');
      return alt ? [{ type: 'text', value: alt }] : [];
    }
    const here = this.#origin.pictureAt(url.href);
    if (here) return { type: 'image', url: here, alt, ...(caption && { title: caption }) };
    const name = decoded(url.pathname.split('/').at(-1) ?? '') || url.hostname;
    return { type: 'link', url: url.href, children: [{ type: 'text', value: alt || name }] };
  }

  /** A picture with what stands below it; around anything else the words stand in a paragraph of their own. */
  #figure(state: State, element: Element): Nodes[] {
    const words = element.children.find((child) => isElement(child, 'figcaption'));
    const rest = { ...element, children: element.children.filter((child) => child !== words) };
    const [picture, ...others] = elementsIn(rest, 'img');
    const caption = words && isElement(words) ? phrasing(state.all(words)) : [];
    const below: Nodes[] =
      caption.length > 0
        ? [paragraph([{ type: 'emphasis', children: caption.flatMap(unstressed) }])]
        : [];
    if (
      !picture ||
      others.length > 0 ||
      textOf(rest).trim() ||
      elementsIn(rest, ...embeds, 'figcaption').length > 0
    )
      return [...state.toFlow(state.all(rest)), ...below];
    const drawn = this.#picture(picture, captionIn(caption));
    if (!Array.isArray(drawn) && drawn.type === 'image') {
      const link = elementsIn(rest, 'a')[0];
      const url = link && this.#address(attributeOf(link, 'href').trim() || '#');
      const isLink = url && !pictureFile.test(url);
      return [
        {
          type: 'paragraph',
          children: isLink ? [{ type: 'link', url, children: [drawn] }] : [drawn],
        },
        ...(isLink ? below : []),
      ];
    }
    return [{ type: 'paragraph', children: [drawn].flat() }, ...below];
  }

  /** What another house shows in a frame is a link to it. */
  #embed(_: State, element: Element, parent: Parents | undefined): Nodes | Nodes[] {
    const sources = [element, ...elementsIn(element, 'source', 'embed', 'param')];
    const source = sources
      .map(
        (one) => attributeOf(one, 'src') || attributeOf(one, 'data') || attributeOf(one, 'value'),
      )
      .find((one) => one && /^https?:$/.test(URL.parse(one, this.#origin.base)?.protocol ?? ''));
    const url = source && URL.parse(source, this.#origin.base)?.href;
    if (!url) return this.#code(undefined, element, parent);
    const title = attributeOf(element, 'title').trim() || url;
    const link: PhrasingContent = { type: 'link', url, children: [{ type: 'text', value: title }] };
    return isLine(parent) ? link : { type: 'paragraph', children: [link] };
  }

  /** As it was written, to be seen and mended. */
  #code(_: State | undefined, element: Element, parent: Parents | undefined): Nodes {
    const { start, end } = element.position ?? {};
    const source = this.#html.slice(start?.offset ?? 0, end?.offset ?? 0).trim() || textOf(element);
    this.#origin.told(`the HTML of <${element.tagName}>`);
    return isLine(parent)
      ? { type: 'inlineCode', value: source.replace(/\s+/g, ' ') }
      : { type: 'code', lang: 'html', value: source };
  }

  #note(state: State, element: Element): Nodes | Nodes[] {
    const id = attributeOf(element, 'dataFn');
    if (!this.#origin.footnotes.has(id)) return this.#raised(state, element);
    if (!this.#notes.includes(id)) this.#notes.push(id);
    const label = String(this.#notes.indexOf(id) + 1);
    return { type: 'footnoteReference', identifier: label, label };
  }

  #raised(state: State, element: Element): Nodes[] {
    this.#origin.told('raised and lowered letters');
    return phrasing(state.all(element));
  }

  #table(state: State, element: Element): Nodes[] {
    const caption = elementsIn(element, 'caption')[0];
    const words = caption ? phrasing(state.all(caption)) : [];
    const hasRows = elementsIn(element, 'tr').length > 0;
    const made = hasRows ? tabled(state, element) : state.toFlow(state.all(element));
    return [...(words.length > 0 ? [paragraph(words)] : []), ...[made].flat()];
  }
}

const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
const depths = [1, 2, 3, 4, 5, 6] as const;

/** What articles have nothing for. */
const unheld =
  `script style form svg math canvas template select textarea input frameset datalist`.split(' ');

/** What is only around other things. */
const held = ['noscript', 'noembed', 'noframes', 'dialog', 'menu'];

/** What shows something that lies elsewhere. */
const embeds = ['iframe', 'frame', 'embed', 'object', 'video', 'audio', 'applet'];

const pictureFile = /\.(avif|gif|jpe?g|png|svg|webp)$/i;

const style: Options = {
  bullet: '-',
  rule: '-',
  emphasis: '*',
  fences: true,
  listItemIndent: 'one',
};

const written = (tree: Root, options: Options) => toMarkdown(tidied(tree), options).trim();

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

const paragraph = (children: PhrasingContent[]): Paragraph => ({ type: 'paragraph', children });

/** A cell over more of them than anybody has seen would fill the memory. */
function tabled(state: State, table: Element): Nodes | Nodes[] {
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
function phrasing(nodes: readonly Nodes[]): PhrasingContent[] {
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
function unlinked(node: PhrasingContent): PhrasingContent[] {
  if (node.type === 'link') return node.children;
  return 'children' in node ? [{ ...node, children: node.children.flatMap(unlinked) }] : [node];
}

const unstressed = (node: PhrasingContent): PhrasingContent[] =>
  node.type === 'emphasis' ? node.children : [node];

/** As a picture's title holds it; behind a bar would stand who took it. */
function captionIn(words: PhrasingContent[]): string | undefined {
  const text = written({ type: 'root', children: [paragraph(words.filter(isNoBreak))] }, style);
  return text.replace(/\s*\n\s*/g, ' ').replace(/(^| )\|/g, '\u00a0|') || undefined;
}

const isNoBreak = ({ type }: PhrasingContent) => type !== 'break' && type !== 'footnoteReference';

const flowing = new Set(
  'div section article main aside header footer blockquote li figure dd details center nav'.split(
    ' ',
  ),
);

const isLine = (parent: Parents | undefined) =>
  parent?.type === 'element' && !flowing.has(parent.tagName);

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
    if (!url || /\bwp-smiley\b|\bemoji\b/.test(attributeOf(element, 'className')))
      return { type: 'text', value: alt };
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
