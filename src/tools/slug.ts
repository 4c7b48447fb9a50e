import anyAscii from 'any-ascii';
import { decoded } from './decoded.ts';

/** As long as a file name may be, with its ending and a number. */
const longest = 190;

/** The slug that is nearest to a text in any script, percent-encoded or not; '' where nothing is left of it. */
export const slugOf = (text: string): string =>
  (
    anyAscii(decoded(text).normalize('NFKC').slice(0, 500))
      .toLowerCase()
      .replace(/['’]/g, '')
      .match(/[a-z0-9]+/g) ?? []
  )
    .join('-')
    .slice(0, longest)
    .replace(/-+$/, '');

/** The same slug, or the first with a number behind it that nobody has. */
export function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  for (let number = 2, free = slug; ; number++) {
    if (!taken.has(free)) return free;
    free = `${slug}-${number}`;
  }
}
