// The picture that networks show beside a link to an article: a small sheet with its headline.
import { readFileSync } from 'node:fs';
import { type Node, Renderer } from '@takumi-rs/core';
import { covers, families, fontVersions, loadFonts } from './fonts.ts';
import { inks } from './inks.ts';
import { hashOf } from './pictures.ts';

/** What the picture says. */
export interface Unfurl {
  readonly siteName: string;
  readonly headline: string;
  /** As readers read it: 6 April 2023. */
  readonly date: string;
  /** A BCP 47 tag, of the headline. */
  readonly language: string;
}

/** In pixels, as networks ask for it. */
export const unfurlSize = { width: 1200, height: 630 };

/** A name that is another whenever the picture is: it holds everything that decides what is drawn. */
export const unfurlName = (unfurl: Unfurl): string =>
  `${hashOf(JSON.stringify([unfurl, design, inks, fontVersions]))}.png`;

const design = readFileSync(import.meta.filename, 'utf8');

/**
 * Draws the picture, as PNG. A headline that no font of ours can write is left out: the site's name stands
 * in its place, since boxes instead of letters tell nothing.
 */
export async function drawUnfurl({
  siteName,
  headline,
  date,
  language,
}: Unfurl): Promise<Uint8Array> {
  press ??= loaded();
  const renderer = await press;
  const title = [headline, siteName].find(covers) ?? '';
  const masthead = mastheadOf(covers(siteName) ? siteName : '');
  const name = await sized(renderer, [masthead], { width: 1072, height: 60 }, 44);
  const words = await sized(renderer, headings(title), { width: 1072, height: 356 }, 132);
  return renderer.render(sheetOf(name, words, date), { ...unfurlSize, lang: language });
}

/** Loading the fonts takes longer than drawing a picture. */
let press: Promise<Renderer> | undefined;

async function loaded(): Promise<Renderer> {
  const renderer = new Renderer();
  await loadFonts(renderer);
  return renderer;
}

interface Line {
  readonly text: string;
  /** In pixels, the size below which it is not read any more. */
  readonly smallest: number;
  readonly style: Readonly<Record<string, string | number>>;
}

const isJoined = (text: string) => /\p{Script=Arabic}/u.test(text);

const mastheadOf = (siteName: string): Line => ({
  text: siteName.normalize('NFC').toUpperCase(),
  smallest: 12,
  style: { fontWeight: 700, textAlign: 'center', letterSpacing: isJoined(siteName) ? 0 : '0.22em' },
});

/** Words are broken only when they are too long for any size that can be read. */
const headings = (headline: string): Line[] =>
  [
    { overflowWrap: 'normal', smallest: 40 },
    { overflowWrap: 'anywhere', smallest: 12 },
  ].map(({ overflowWrap, smallest }) => ({
    text: headline.normalize('NFC'),
    smallest,
    style: {
      fontWeight: 700,
      lineHeight: isJoined(headline) ? 1.4 : 1.12,
      textAlign: 'center',
      textWrap: 'balance',
      overflowWrap,
      direction: isRightToLeft(headline) ? 'rtl' : 'ltr',
    },
  }));

/** As browsers decide it for `dir="auto"`: by the first letter. */
const isRightToLeft = (text: string) =>
  /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(/\p{L}/u.exec(text)?.[0] ?? '');

/** The first of the lines that can be read in its room, as large as the room lets it be; else an empty one. */
async function sized(
  renderer: Renderer,
  lines: readonly Line[],
  room: Room,
  largest: number,
): Promise<Sized> {
  for (const line of lines) {
    for (let size = largest; size >= line.smallest; size = Math.floor(size * 0.94)) {
      if (await fits(renderer, { ...line, size }, room)) return { ...line, size };
    }
  }
  return { ...mastheadOf(''), size: largest };
}

interface Room {
  readonly width: number;
  readonly height: number;
}

interface Sized extends Line {
  /** In pixels. */
  readonly size: number;
}

async function fits(renderer: Renderer, line: Sized, { width, height }: Room): Promise<boolean> {
  const { children } = await renderer.measure(box([textNode(line)], { width }), { width });
  const [text] = children;
  const widest = Math.max(0, ...(text?.runs ?? []).map((run) => run.width));
  return text !== undefined && text.height <= height && widest <= width;
}

const textNode = ({ text, style, size }: Omit<Sized, 'smallest'>): Node => ({
  type: 'text',
  text,
  style: { fontFamily: families, fontSize: size, width: '100%', color: inks.ink.light, ...style },
});

const box = (children: Node[], style: Readonly<Record<string, string | number>>): Node => ({
  type: 'container',
  style: { display: 'flex', flexDirection: 'column', ...style },
  children,
});

const sheetOf = (name: Sized, title: Sized, date: string): Node =>
  box(
    [
      box([textNode(name)], {
        borderTop: `2px solid ${inks.ink.light}`,
        borderBottom: `8px solid ${inks.ink.light}`,
        paddingTop: 10,
        paddingBottom: 12,
      }),
      box([textNode(title)], { flexGrow: 1, justifyContent: 'center' }),
      box(
        [textNode({ text: date, style: { textAlign: 'center', color: inks.red.light }, size: 30 })],
        {
          borderTop: `1px solid ${inks.ink.light}`,
          paddingTop: 14,
        },
      ),
    ],
    { ...unfurlSize, padding: '40px 64px 32px', backgroundColor: inks.paper.light },
  );
