import confusables from 'unhomoglyph/data.json' with { type: 'json' };
import { bare, type Lookalikes, skeletonsOf } from '../model/skeleton.ts';

/**
 * Of Unicode's table of confusables, six thousand characters, what can stand in one of these names: the Worker
 * has room for that, and needs no more.
 * @see https://www.unicode.org/Public/security/latest/confusables.txt
 */
export function lookalikesOf(names: readonly string[]): Lookalikes {
  const all = new Map(Object.entries(confusables));
  const lines = new Set(
    names.flatMap((name) => skeletonsOf(name, all)).map((words) => words.join(' ')),
  );
  const authors = [...lines].filter(Boolean).map((line) => line.split(' '));
  const used = new Set(authors.flat().join(''));
  const letters: Record<string, string> = {};
  for (const [letter, plain] of all) {
    const skeleton = lettersOf(letter, all);
    const isIn = skeleton !== '' && [...skeleton].every((part) => used.has(part));
    const isKnown = bare(letter) !== letter || skeleton === lettersOf(letter, new Map());
    if (isIn && !isKnown) letters[plain] = (letters[plain] ?? '') + letter;
  }
  return { authors, letters };
}

const lettersOf = (letter: string, seenAs: ReadonlyMap<string, string>) =>
  skeletonsOf(letter, seenAs)[0]?.join('') ?? '';
