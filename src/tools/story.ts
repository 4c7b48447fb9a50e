// The Markdown below the front matter.
import MarkdownIt, { type Token } from 'markdown-it';
import anchor from 'markdown-it-anchor';
import footnote from 'markdown-it-footnote';
import { type CompiledHtml, compiled } from '../model/compiled.ts';
import type { Report } from './faults.ts';
import { notHere, type PictureFile } from './pictures.ts';

export interface Story {
  readonly html: CompiledHtml;
  /** The whole of it without its marks, for who looks for a word in it. */
  readonly text: string;
  /** Runs between blanks that hold a letter or a digit, as a word processor counts them. */
  readonly words: number;
  /** The text of the first paragraph that has any; of a story without paragraphs, how it begins. */
  readonly lead: string;
  readonly pictures: readonly PictureFile[];
  readonly links: readonly Link[];
}

/** A link to another page of this site. */
export interface Link {
  readonly line: number;
  readonly href: string;
}

/** What a story is read with. */
export interface Setting {
  /** Run into the first paragraph, as newspapers set it. */
  readonly dateline: string | undefined;
  /** Whether the story's own first picture is below another, and may wait until it is scrolled to. */
  readonly hasPictureAbove: boolean;
  readonly findPicture: (path: string) => PictureFile | undefined;
}

/**
 * Raw HTML comes out as text, and only links that lead somewhere come out as links.
 * @param line where the story begins in its file
 */
export function readStory(markdown: string, line: number, setting: Setting, report: Report): Story {
  const tokens = press.parse(markdown, { dateline: setting.dateline });
  const places = placesIn(tokens);
  reportHeadings(tokens, line, report);
  reportLostLinks(tokens, places, line, report);
  const pictures = picturesIn(places).flatMap(({ token, offset }, index) => {
    const src = String(token.attrGet('src') ?? '');
    const picture = setting.findPicture(src);
    if (picture) hang(token, picture, index > 0 || setting.hasPictureAbove);
    else report(line + offset, noPicture(src));
    return picture ?? [];
  });
  if (setting.dateline && firstParagraph(tokens) < 0) {
    report(line, 'has a dateline, and no paragraph to put it before: write one, or take it out.');
  }
  const text = tokens.map(textOf).join('\n');
  const words = countWords(text);
  if (words === 0) report(line, 'has no story: write it below the front matter.');
  return {
    html: compiled(press.renderer.render(tokens, press.options, {})),
    text,
    words,
    lead: leadOf(tokens),
    pictures,
    links: places.flatMap(({ token, offset }) => {
      const href = String(token.attrGet('href') ?? '');
      return href.startsWith('/') ? [{ line: line + offset, href }] : [];
    }),
  };
}

const noPicture = (src: string) => `has a picture that is ${notHere(src)}`;

const setUp = () => {
  const markdown = new MarkdownIt({ html: false, typographer: true }).disable('replacements');
  markdown.core.ruler.before('smartquotes', 'dashes', ({ tokens }) => tokens.forEach(setDashes));
  markdown.core.ruler.push('leading away', ({ tokens }) => tokens.forEach(markLinks));
  return markdown;
};

/** As printers set them. Nothing else is replaced: a (c) may be the third of a list. */
function setDashes({ children }: Token): void {
  for (const token of children ?? []) {
    if (token.type !== 'text') continue;
    token.content = token.content
      .replace(/(?<!-)---(?!-)/g, '—')
      .replace(/(?<!-)--(?!-)/g, '–')
      .replace(/(?<!\.)\.\.\.(?!\.)/g, '…');
  }
}

/** What leads away from the site says so. */
function markLinks({ children }: Token): void {
  for (const link of children ?? []) {
    if (/^https?:/.test(String(link.attrGet('href') ?? ''))) link.attrSet('rel', 'external');
  }
}

const press = setUp().use(footnote).use(anchor, { tabIndex: false, slugify });
const captions = setUp().disable('image');

/** The id of a heading: nothing else on a page has one that begins like this. */
export function slugify(heading: string): string {
  const words = heading
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu);
  return ['h', ...(words ?? [])].join('-');
}

// A picture in a paragraph of its own is a figure; its title holds the caption, and behind a bar the credit.
press.core.ruler.push('figures', ({ Token, tokens }) => {
  tokens.forEach((paragraph, index) => {
    const [picture, ...others] = tokens[index + 1]?.children ?? [];
    const end = tokens[index + 2];
    if (paragraph.type !== 'paragraph_open' || picture?.type !== 'image' || others.length > 0)
      return;
    const title = String(picture.attrGet('title') ?? '');
    paragraph.tag = 'figure';
    if (end) end.tag = 'figure';
    picture.attrs = picture.attrs?.filter(([name]) => name !== 'title') ?? null;
    if (title) others.push(Object.assign(new Token('caption', '', 0), { content: title }));
    tokens[index + 1]?.children?.push(...others);
  });
});
press.renderer.rules.caption = (tokens, index) => figcaption(tokens[index]?.content ?? '');

/** `What it shows | Who took it`: both may hold emphasis and links. */
function figcaption(title: string): string {
  const [, caption = '', credit] = /^(.*?)(?:(?:^| )\|(.*))?$/s.exec(title) ?? [];
  const parts = [
    caption.trim() && captions.renderInline(caption.trim()),
    credit?.trim() && `<small class="credit">${captions.renderInline(credit.trim())}</small>`,
  ];
  return `\n<figcaption>${parts.filter(Boolean).join(' ')}</figcaption>`;
}

press.core.ruler.push('dateline', ({ Token, tokens, env }) => {
  const place = Object.assign(new Token('dateline', 'b', 0), { content: env.dateline });
  if (env.dateline) tokens[firstParagraph(tokens) + 1]?.children?.unshift(place);
});
press.renderer.rules.dateline = (tokens, index) =>
  `<b class="dateline">${press.utils.escapeHtml(tokens[index]?.content ?? '')}</b> — `;

/** In characters: about three lines on a phone, so that a large letter has something to stand beside. */
const longOpening = 200;

// A story that begins with plain words, and no place, may begin with a large letter: in scripts that have them.
press.core.ruler.push('opening', ({ tokens, env }) => {
  const [paragraph, line] = tokens;
  const [first] = line?.children ?? [];
  const isPlain =
    first?.type === 'text' && /^[\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}]/u.test(first.content);
  const isLong = (line?.content.length ?? 0) >= longOpening;
  if (paragraph?.type === 'paragraph_open' && !env.dateline && isPlain && isLong)
    paragraph.attrSet('class', 'opening');
});

// The policy of every page refuses a style that stands in an element.
press.core.ruler.push('columns', ({ tokens }) => {
  for (const cell of tokens) {
    const side = /^text-align:(\w+)$/.exec(String(cell.attrGet('style') ?? ''))?.[1];
    if (side) cell.attrs = [['class', side]];
  }
});

// What is wider than a phone scrolls by itself, and by keyboard too once it has the focus.
press.renderer.rules.table_open = () => '<div class="wide" tabindex="0"><table>\n';
press.renderer.rules.table_close = () => '</table></div>\n';
for (const kind of ['fence', 'code_block'] as const) {
  const draw = press.renderer.rules[kind];
  press.renderer.rules[kind] = (...code) =>
    draw?.(...code).replace('<pre', '<pre tabindex="0"') ?? '';
}

press.renderer.rules.footnote_block_open = () =>
  '<div class="footnotes" role="doc-endnotes">\n<ol>\n';
press.renderer.rules.footnote_block_close = () => '</ol>\n</div>\n';

/** Where the first paragraph opens; -1 without one. */
const firstParagraph = (tokens: readonly Token[]) => tokens.findIndex(isParagraph);

/** Whether a paragraph of words opens here that stands in no list and no quote. */
const isParagraph = (token?: Token) =>
  token?.type === 'paragraph_open' && token.level === 0 && token.tag === 'p';

interface Place {
  readonly token: Token;
  /** Lines below the one where the story begins. */
  readonly offset: number;
}

/** Everything that stands in a line of text, with that line. */
function placesIn(tokens: readonly Token[]): Place[] {
  let start = 0;
  return tokens.flatMap(({ map, children }) => {
    start = map?.[0] ?? start;
    return (children ?? []).map((token, index, all) => {
      return { token, offset: start + all.slice(0, index).filter(isBreak).length };
    });
  });
}

/** Pictures in the order in which they are shown. */
const picturesIn = (places: readonly Place[]) =>
  places.filter(({ token }) => token.type === 'image');

/** Gives a picture its place on the page before it has arrived; those further down wait for the reader. */
function hang(token: Token, { src, width, height }: PictureFile, isFurtherDown: boolean): void {
  token.attrSet('src', src);
  token.attrSet('width', String(width));
  token.attrSet('height', String(height));
  if (isFurtherDown) token.attrSet('loading', 'lazy');
}

function reportHeadings(tokens: readonly Token[], line: number, report: Report): void {
  for (const { type, tag, map } of tokens) {
    if (type === 'heading_open' && tag === 'h1') report(line + (map?.[0] ?? 0), secondHeadline);
  }
}

const secondHeadline =
  'has a heading of the first level, and the headline is that one: begin it with ##.';

/** A link into the story must lead to one of its headings. */
function reportLostLinks(
  tokens: readonly Token[],
  places: readonly Place[],
  line: number,
  report: Report,
): void {
  const anchors = tokens.flatMap((token) => token.attrGet('id') ?? []).map((id) => `#${id}`);
  for (const { token, offset } of places) {
    const href = String(token.attrGet('href') ?? '');
    if (token.type === 'link_open' && !/^([/#]|[a-z][a-z0-9+.-]*:)/i.test(href))
      report(
        line + offset,
        `has a link that leads to another place on every page (${href}): ${whole}.`,
      );
    if (!href.startsWith('#') || anchors.some((anchor) => encodeURI(anchor) === href)) continue;
    report(line + offset, `has a link to no heading of its own (${href}): ${choice(anchors)}.`);
  }
}

const whole =
  'begin it with https:// or, on this site, with a slash, such as /articles/a-day-in-baku';

const choice = (anchors: readonly string[]) =>
  anchors.length > 0 ? `write one of ${anchors.join(', ')}` : 'it has none yet';

function leadOf(tokens: readonly Token[]): string {
  const texts = tokens.map(textOf);
  const paragraphs = texts.filter((_, index) => isParagraph(tokens[index - 1]));
  return [...paragraphs, ...texts].find((text) => countWords(text) > 0) ?? '';
}

const textOf = ({ type, children, content }: Token): string => {
  if (children) return children.map(textOfInline).join('');
  return type === 'fence' || type === 'code_block' ? content : '';
};

const textOfInline = ({ type, content }: Token) => {
  if (type === 'dateline' || type === 'caption') return '';
  return isBreak({ type }) ? ' ' : content;
};

const isBreak = ({ type }: Pick<Token, 'type'>) => type === 'softbreak' || type === 'hardbreak';

const countWords = (text: string) =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
