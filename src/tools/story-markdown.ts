// HTML to the Markdown of our articles.
import type { Element, Nodes as HtmlNodes, Root as HtmlRoot, Parents } from 'hast';
import { type Handle, type State, toMdast } from 'hast-util-to-mdast';
import type { Nodes, PhrasingContent, Root, RootContent } from 'mdast';
import { gfmFootnoteToMarkdown } from 'mdast-util-gfm-footnote';
import { gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { decoded } from './decoded.ts';
import { attributeOf, elementsIn, isElement, readHtml, textOf } from './html.ts';
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
import { isPictureFile } from './pictures.ts';
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
    if (picture && isPictureFile(url)) return children;
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
    if (isSmiley(element)) return { type: 'text', value: alt };
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
    const caption = words && isElement(words) ? phrasing(state.all(words)) : [];
    const stressed = caption.flatMap(unstressed);
    const below = caption.length > 0 ? [paragraph([{ type: 'emphasis', children: stressed }])] : [];
    const picture = onlyPictureIn(rest);
    if (!picture) return [...state.toFlow(state.all(rest)), ...below];
    const drawn = [this.#picture(picture, captionIn(caption))].flat();
    if (drawn[0]?.type !== 'image') return [paragraph(drawn), ...below];
    const url = this.#addressAround(rest);
    // In a link a picture is no figure, and its title no caption.
    return url
      ? [paragraph([{ type: 'link', url, children: drawn }]), ...below]
      : [paragraph(drawn)];
  }

  /** Where a click on the picture of a figure leads, if not to the picture itself. */
  #addressAround(figure: Element): string | undefined {
    const [link] = elementsIn(figure, 'a');
    const url = link && this.#address(attributeOf(link, 'href').trim() || '#');
    return url && !isPictureFile(url) ? url : undefined;
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

/** The picture of a figure that shows nothing else. */
function onlyPictureIn(figure: Element): Element | undefined {
  const [picture, ...others] = elementsIn(figure, 'img');
  const isMore = others.length > 0 || textOf(figure).trim() !== '';
  return isMore || elementsIn(figure, ...embeds, 'figcaption').length > 0 ? undefined : picture;
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
