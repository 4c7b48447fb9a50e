import { articles, searchParts } from '../../build/articles.ts';
import { type Article, isPublished } from './articles.ts';
import { type Files, readText } from './texts.ts';
import { heights, indexPartOf, wordsOf } from './words.ts';

/** Words of a query that are looked for; what comes after them is not. */
const mostWords = 6;

/**
 * Articles that hold every word of the query, or a word that begins with it: those that hold them further
 * up come first, and among equals the newest.
 * @param query as typed
 */
export async function findArticles(
  files: Files,
  query: string,
  now: number,
): Promise<readonly Article[]> {
  const words = [...new Set(wordsOf(query))].slice(0, mostWords);
  const [first, ...others] = await Promise.all(words.map((word) => holding(files, word)));
  if (!first) return [];
  return [...first]
    .filter(([place]) => others.every((other) => other.has(place)))
    .map(([place, height]): [number, number] => [
      place,
      others.reduce((sum, other) => sum + (other.get(place) ?? 0), height),
    ])
    .sort(([placeA, heightA], [placeB, heightB]) => heightA - heightB || placeA - placeB)
    .flatMap(([place]) => articles[place] ?? [])
    .filter((article) => isPublished(article, now));
}

/** The places of the articles that hold a word, each with how far up it stands: 0 in the headline. */
async function holding(files: Files, word: string): Promise<ReadonlyMap<number, number>> {
  const name = searchParts[indexPartOf(word)];
  const index: Readonly<Record<string, readonly number[]>> = name
    ? JSON.parse(await readText(files, name))
    : {};
  const found = new Map<number, number>();
  for (const one of Object.keys(index)) {
    if (!one.startsWith(word)) continue;
    for (const occurrence of index[one] ?? []) {
      const place = Math.floor(occurrence / heights.length);
      const height = occurrence % heights.length;
      found.set(place, Math.min(height, found.get(place) ?? height));
    }
  }
  return found;
}
