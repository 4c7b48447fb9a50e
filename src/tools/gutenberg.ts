// What WordPress keeps in a post that is no HTML: the comments around its blocks, and its shortcodes. Here both become
// HTML that says the same, and what WordPress would have filled in stays visible as code.
import { typed } from './html.ts';

/** A picture or a file of the media library. */
export interface Upload {
  readonly url: string;
  readonly alt: string;
  readonly caption: string;
}

export interface Library {
  readonly upload: (id: string) => Upload | undefined;
  /** What was uploaded to this post, for galleries that name no pictures. */
  readonly own: () => readonly Upload[];
  /** Is told what stays visible as code. */
  readonly told: (what: string) => void;
}

/** @param content of a post, as WordPress exports it */
export function withoutWordPress(content: string, library: Library): string {
  const plain = content.replace(/\r\n?/g, '\n').replace(/<!--(more|nextpage)[^>]*-->/g, marker);
  return /<!--\s*wp:/.test(plain) ? unblocked(plain, library) : wrapped(plain, library);
}

const marker = (_: string, name: string) => (name === 'nextpage' ? '\n\n<hr>\n\n' : '');

/** What was typed into the editor of before has no paragraphs yet. */
const wrapped = (text: string, library: Library) =>
  text.trim() ? `<${typed}>${withShortcodes(text, library)}</${typed}>` : '';

const fence =
  /<!--\s*(\/?)wp:([a-z][\w-]*(?:\/[a-z][\w-]*)?)\s*(\{(?:(?!-->|<!--)[\s\S])*?\})?\s*(\/?)-->/g;

/** Between blocks stands what was typed into the editor of before. */
function unblocked(text: string, library: Library): string {
  const parts: string[] = [];
  const open: string[] = [];
  let read = 0;
  const say = (piece: string) => {
    const isTyped = open.length === 0 || open.at(-1) === 'freeform';
    parts.push(isTyped ? wrapped(piece, library) : withShortcodes(piece, library));
  };
  for (const { index, 0: whole, 1: end, 2: name = '', 3: json, 4: isAlone } of text.matchAll(
    fence,
  )) {
    say(text.slice(read, index));
    read = index + whole.length;
    const short = name.replace(/^core\//, '');
    if (isAlone) parts.push(filledIn(short, json, library));
    else if (!end) open.push(short);
    else if (open.includes(short)) open.length = open.lastIndexOf(short);
  }
  say(text.slice(read));
  return parts.join('');
}

/** A block that WordPress makes when somebody looks at it. */
function filledIn(name: string, json: string | undefined, { told }: Library): string {
  if (name === 'footnotes' || name === 'more' || name === 'spacer') return '';
  if (name === 'nextpage' || name === 'separator') return '<hr>';
  const { url, service, label } = attributesIn(json);
  if (url) return `<p><a href="${escaped(url)}">${escaped(label || service || url)}</a></p>`;
  told(`the block ${name}`);
  return `<p><code>${escaped(`wp:${name}${json ? ` ${json}` : ''}`)}</code></p>`;
}

function attributesIn(json = '{}'): Attributes {
  try {
    const read: unknown = JSON.parse(json);
    return Object.fromEntries(
      Object.entries(read ?? {}).flatMap(([key, value]) =>
        typeof value === 'string' ? [[key, value]] : [],
      ),
    );
  } catch {
    return {};
  }
}

/** Shortcodes stand in no code and in no script. */
function withShortcodes(html: string, library: Library): string {
  const parts: string[] = [];
  let read = 0;
  for (const { index, 0: code } of html.matchAll(verbatim)) {
    parts.push(replaced(html.slice(read, index), library), code);
    read = index + code.length;
  }
  return [...parts, replaced(html.slice(read), library)].join('');
}

// Here and below a beginning ends the search for the end of another: so no text costs more than its length.
const verbatim = /<(pre|code|script|style|textarea)\b(?:(?!<\1\b)[\s\S])*?<\/\1>/gi;

function replaced(html: string, library: Library): string {
  const ends = new Set([...html.matchAll(/\[\/([a-z][\w-]*)\]/gi)].map(([, name]) => name ?? ''));
  return html
    .replace(captioned, (_, attributes: string, inner: string) =>
      captionOf(inner, attributesOf(attributes)),
    )
    .replace(embedded, (_, url: string) => `\n\n${linkTo(url.trim())}\n\n`)
    .split(/(<[^<>]*>)/)
    .map((part, index) => (index % 2 === 0 ? codesIn(part, ends, library) : part))
    .join('')
    .replace(/^[^\S\n]*(https?:\/\/[^\s<>"]+)[^\S\n]*$/gm, (_, url: string) => linkTo(url));
}

const captioned =
  /\[(?:wp_)?caption\b([^\]]*)\]((?:(?!\[(?:wp_)?caption\b)[\s\S])*?)\[\/(?:wp_)?caption\]/g;
const embedded = /\[embed\b[^\]]*\]((?:(?!\[embed\b)[\s\S])*?)\[\/embed\]/g;

/** Once the words stood behind the picture, and before that in an attribute. */
function captionOf(inner: string, { caption = '' }: Attributes) {
  const [, picture = inner, words = ''] =
    /^\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*<\/a>)?)([\s\S]*)$/i.exec(inner) ?? [];
  return `\n\n<figure>${picture}<figcaption>${words.trim() || caption}</figcaption></figure>\n\n`;
}

const shortcode = /\[(\[?)(\/?)([a-z][\w-]*)((?:\s+[^[\]]*|=[^[\]]*)?)(\/?)\](\]?)/gi;

/** Brackets around a word may be what somebody wrote: a shortcode has something to say, or an end. */
const codesIn = (text: string, ends: ReadonlySet<string>, library: Library) =>
  text.replace(
    shortcode,
    (
      whole: string,
      isEscaped: string,
      end: string,
      name: string,
      rest: string,
      ..._: unknown[]
    ) => {
      if (isEscaped) return whole.slice(1, -1);
      const attributes = attributesOf(rest);
      const isCode = /=\s*["'\w]/.test(rest) || wellKnown.has(name.toLowerCase()) || ends.has(name);
      if (!isCode) return whole;
      if (end) return told(whole, name, library);
      const made = shortcodes.get(name.toLowerCase())?.(attributes, library);
      return made ?? told(whole, name, library);
    },
  );

function told(whole: string, name: string, library: Library): string {
  library.told(`the shortcode ${name}`);
  return `<code>${escaped(whole)}</code>`;
}

const wellKnown = new Set('gallery playlist audio video embed caption wp_caption'.split(' '));

/** What stands in a shortcode behind its name. */
type Attributes = Readonly<Record<string, string>>;

type Making = (attributes: Attributes, library: Library) => string | undefined;

const shortcodes = new Map<string, Making>(
  Object.entries({
    gallery: ({ ids, include }: Attributes, library: Library) => {
      const named = (ids ?? include)?.split(',').flatMap((id) => library.upload(id.trim()) ?? []);
      const pictures = named ?? library.own();
      return pictures.length > 0 ? `\n\n${pictures.map(pictureOf).join('\n\n')}\n\n` : undefined;
    },
    audio: mediaOf,
    video: mediaOf,
    youtube: mediaOf,
    vimeo: mediaOf,
  }),
);

const pictureOf = ({ url, alt, caption }: Upload) =>
  `<figure><img src="${escaped(url)}" alt="${escaped(alt)}">${caption ? `<figcaption>${caption}</figcaption>` : ''}</figure>`;

function mediaOf(attributes: Attributes): string | undefined {
  const url = Object.values(attributes).find((value) => /^https?:\/\//.test(value));
  return url ? `\n\n${linkTo(url)}\n\n` : undefined;
}

/** As WordPress reads them: `a="b" c='d' e=f`, or a value alone. */
function attributesOf(text: string): Attributes {
  const found = [
    ...text.matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))|(https?:\/\/\S+)/g),
  ];
  return Object.fromEntries(
    found.map(([, name, double, single, bare, alone], index) => [
      name?.toLowerCase() ?? String(index),
      unescaped(double ?? single ?? bare ?? alone ?? ''),
    ]),
  );
}

const linkTo = (url: string) =>
  `<a href="${escaped(unescaped(url))}">${escaped(unescaped(url))}</a>`;

const unescaped = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"');

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
