/** What the Worker knows of the names that sign articles, so that nobody else can pass for them. */
export interface Lookalikes {
  readonly authors: readonly Skeleton[];
  /** What can be taken for a character, where that is in one of their names: `{ a: 'аα' }`. */
  readonly letters: Readonly<Record<string, string>>;
}

/** What an eye makes of a name, word by word. */
export type Skeleton = readonly string[];

/**
 * Without case, marks and punctuation, every letter as the one it can be taken for. Two skeletons, since capitals
 * look like other letters than small ones do: of the name as it is, and in small letters. Not for showing.
 * @param seenAs Unicode's table of confusables, or the part of it that matters
 * @see https://www.unicode.org/reports/tr39/#Confusable_Detection
 */
export const skeletonsOf = (
  name: string,
  seenAs: ReadonlyMap<string, string>,
): readonly Skeleton[] =>
  [name, name.toLowerCase()].map((text) =>
    wordsIn(bare([...bare(text)].map((letter) => seenAs.get(letter) ?? letter).join(''))),
  );

/** From this length on, letters that run on are an author's name too: `TheBroadsideNewsroom`. */
const tellingLength = 12;

/**
 * Tells whether readers could take a name for one that signs the articles: it has all the words of it, in any
 * order, or the same letters however they are spaced. `Samir, editor` passes for Samir, and Joann Smithson not
 * for Ann Smith.
 */
export function passingFor({ authors, letters }: Lookalikes): (name: string) => boolean {
  const seenAs = new Map(
    Object.entries(letters).flatMap(([plain, others]) =>
      [...others].map((letter) => [letter, plain] as const),
    ),
  );
  return (name) =>
    skeletonsOf(name, seenAs).some((words) => authors.some((author) => isLike(words, author)));
}

function isLike(words: Skeleton, author: Skeleton): boolean {
  const [letters, wanted] = [words.join(''), author.join('')];
  const isWithin = wanted.length >= tellingLength && letters.includes(wanted);
  return letters === wanted || isWithin || author.every((word) => words.includes(word));
}

/** Without marks and what is not seen; letters in circles, squares, bold or small capitals are letters. */
export const bare = (text: string): string =>
  [...text.normalize('NFKD').replace(/[\p{M}\p{C}\p{DI}]/gu, '')]
    .map((letter) => letterIn(letter) ?? letter)
    .join('');

const wordsIn = (text: string): Skeleton =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
    word.replaceAll('m', 'rn').replaceAll('vv', 'w').replaceAll('i', 'l'),
  );

/** What the table leaves out: small capitals, and signs that stand in for letters. */
const smallCapitals = 'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡ-ʏᴢ';
const signs: Readonly<Record<string, string>> = { '!': 'i', $: 's', '@': 'a', '€': 'e', '|': 'l' };

function letterIn(character: string): string | undefined {
  const place = character === '-' ? -1 : smallCapitals.indexOf(character);
  if (place >= 0) return String.fromCharCode(97 + place);
  const code = character.codePointAt(0) ?? 0;
  // White on black, in circles and in squares: Unicode gives these no letter.
  const inverse = [0x1f150, 0x1f170].find((first) => code >= first && code < first + 26);
  return inverse === undefined ? signs[character] : String.fromCharCode(97 + code - inverse);
}
