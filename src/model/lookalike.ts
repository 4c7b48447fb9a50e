import { lookalikes } from '../../build/articles.ts';
import { skeletonsOf } from './skeleton.ts';

/** From this length on, letters that run on are an author's name too: `TheBroadsideNewsroom`. */
const tellingLength = 12;

const seenAs = new Map(
  Object.entries(lookalikes.letters).flatMap(([plain, letters]) =>
    [...letters].map((letter) => [letter, plain] as const),
  ),
);

/**
 * Whether readers could take a name for one that signs the articles: it has all the words of it, in any order, or
 * the same letters however they are spaced. `Samir, editor` passes for Samir, and Joann Smithson not for Ann Smith.
 */
export function passesForAuthor(name: string): boolean {
  return skeletonsOf(name, seenAs).some((words) =>
    lookalikes.authors.some((author) => {
      const [letters, wanted] = [words.join(''), author.join('')];
      const isWithin = wanted.length >= tellingLength && letters.includes(wanted);
      return letters === wanted || isWithin || author.every((word) => words.includes(word));
    }),
  );
}
