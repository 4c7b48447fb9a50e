/** What the Worker knows of the names that sign articles, so that nobody else can pass for them. */
export interface Lookalikes {
  /** Their skeletons. */
  readonly authors: readonly string[];
  /** What can be taken for a character, where that is in one of them: `{ a: 'аα' }`. */
  readonly letters: Readonly<Record<string, string>>;
}

/**
 * What an eye makes of a name: without case, blanks, marks and punctuation, every letter as the one it can be
 * taken for. Two skeletons, since capitals look like other letters than small ones do: of the name as it is, and
 * in small letters. Not for showing.
 * @param seenAs Unicode's table of confusables, or the part of it that matters
 * @see https://www.unicode.org/reports/tr39/#Confusable_Detection
 */
export const skeletonsOf = (name: string, seenAs: ReadonlyMap<string, string>): readonly string[] =>
  [name, name.toLowerCase()].map((text) =>
    bare([...bare(text)].map((letter) => seenAs.get(letter) ?? letter).join(''))
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '')
      .replaceAll('m', 'rn')
      .replaceAll('i', 'l'),
  );

/** Without marks and what joins letters unseen; letters in circles, bold or wide are letters. */
export const bare = (text: string) => text.normalize('NFKD').replace(/[\p{M}\p{C}]/gu, '');
