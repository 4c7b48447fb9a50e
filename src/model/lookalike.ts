import { lookalikes } from '../../build/articles.ts';
import { skeletonsOf } from './skeleton.ts';

/** From this length on, a name that holds an author's passes for it too: `Leyla Aliyeva, editor`. */
const tellingLength = 8;

const seenAs = new Map(
  Object.entries(lookalikes.letters).flatMap(([plain, letters]) =>
    [...letters].map((letter) => [letter, plain] as const),
  ),
);

/** Whether readers could take a name for one that signs the articles. */
export function passesForAuthor(name: string): boolean {
  const skeletons = skeletonsOf(name, seenAs);
  return lookalikes.authors.some((author) =>
    skeletons.some((skeleton) =>
      author.length < tellingLength ? skeleton === author : skeleton.includes(author),
    ),
  );
}
