// How long a text is to a network that takes only so much, and how it is cut so that it fits.

/** What readers call characters: a flag or a family is one. */
const charactersOf = (text: string): string[] =>
  [...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)].map(
    ({ segment }) => segment,
  );

/** How much a character counts. */
export type Measure = (character: string) => number;

/** Each character as one, as Bluesky counts. */
export const oneEach: Measure = () => 1;

/** The number of UTF-16 units, as a text's length is: the strictest way for networks that do not say. */
export const unitsEach: Measure = (character) => character.length;

/**
 * As X counts: an emoji as two however it is put together, letters of most alphabets as one, all else
 * (Chinese, Japanese, Korean, signs) as two.
 * @see https://docs.x.com/fundamentals/counting-characters
 */
export const asOnX: Measure = (character) =>
  /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(character)
    ? 2
    : [...character.normalize('NFC')].reduce((sum, one) => sum + (isLight(one) ? 1 : 2), 0);

/** The code points that X counts as one. */
const light = [
  [0, 4351],
  [8192, 8205],
  [8208, 8223],
  [8242, 8247],
] as const;

function isLight(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return light.some(([from, to]) => from <= code && code <= to);
}

/** No measure counts more than this for a UTF-16 unit. */
const heaviest = 2;

/** A text as it is while it counts at most `most`; else cut between characters, with an ellipsis. */
export function shortened(text: string, most: number, measure: Measure): string {
  // Taking a text apart costs more than all else that is done for a link.
  if (text.length * heaviest <= most) return text;
  const characters = charactersOf(text);
  let sum = 0;
  const sums = characters.map((character) => {
    sum += measure(character);
    return sum;
  });
  if (sum <= most) return text;
  const room = most - measure('…');
  return `${characters
    .slice(0, sums.filter((one) => one <= room).length)
    .join('')
    .trimEnd()}…`;
}
