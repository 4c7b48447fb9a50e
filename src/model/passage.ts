// A passage of a story, and the link that leads a browser right to it: a text fragment.
import type { CompiledHtml } from './compiled.ts';

/** Words that are in the story, and whether they stand in one block of it. */
export interface Passage {
  readonly text: string;
  readonly isInOneBlock: boolean;
}

/** A passage is not longer than this. */
export const longestPassage = 1000;

/** Longer ones are named by how they begin and end. */
const longestExact = 200;
const wordsAtEnds = 5;

/**
 * Finds what somebody selected in a story, rounded to whole words, since browsers look for nothing less.
 * @param selected as it came; blanks of any kind are alike
 * @returns undefined when the story does not say that: nobody puts words into an article's mouth
 */
export function findPassage(story: CompiledHtml, selected: string): Passage | undefined {
  const sought = collapsed(selected);
  if (sought === '' || sought.length > longestPassage) return undefined;
  const blocks = blocksOf(story);
  const block = blocks.find((one) => one.includes(sought));
  const text = roundedTo(block ?? blocks.join(' '), sought);
  return text === undefined ? undefined : { text, isInOneBlock: block !== undefined };
}

/**
 * What stands behind the address of the page.
 * @see https://wicg.github.io/scroll-to-text-fragment/
 */
export function textFragment({ text, isInOneBlock }: Passage): string {
  const words = text.split(' ');
  if (isInOneBlock && text.length <= longestExact) return `#:~:text=${encoded(text)}`;
  const half = Math.min(wordsAtEnds, Math.ceil(words.length / 2));
  const [start, end] = [words.slice(0, half), words.slice(-half)].map((part) => part.join(' '));
  if (words.length < 2) return `#:~:text=${encoded(text)}`;
  return `#:~:text=${encoded(start ?? '')},${encoded(end ?? '')}`;
}

/** A hyphen, a comma and an ampersand mean something in there. */
const encoded = (text: string) => encodeURIComponent(text.toWellFormed()).replaceAll('-', '%2D');

const blockTags =
  /<\/?(?:p|h[1-6]|ul|ol|li|blockquote|pre|table|thead|tbody|tr|th|td|div|figure|figcaption|hr)\b[^>]*>/;

const blocksOf = (story: CompiledHtml): string[] =>
  story
    .split(blockTags)
    .map((block) => collapsed(unescaped(block.replace(/<[^>]*>/g, ''))))
    .filter(Boolean);

const collapsed = (text: string) => text.replace(/\s+/g, ' ').trim();

/** The five that the compiler writes. */
const unescaped = (html: string) =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

const isInWord = (character: string | undefined) => /[\p{L}\p{M}\p{N}]/u.test(character ?? '');

function roundedTo(text: string, sought: string): string | undefined {
  let start = text.indexOf(sought);
  if (start < 0) return undefined;
  let end = start + sought.length;
  while (isInWord(text[start]) && isInWord(text[start - 1])) start--;
  while (isInWord(text[end - 1]) && isInWord(text[end])) end++;
  return text.slice(start, end);
}
