import { articles, searchParts } from '../../build/articles.ts';
import { type Article, isPublished } from './articles.ts';
import { type Files, readText } from './texts.ts';
import { heights, indexPartOf, wordsOf } from './words.ts';

/** Words of a query that are looked for; what comes after them is not. */
const mostWords = 6;

/** Characters from which on a word is found by how it begins. */
const leastBeginning = 3;

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
  if (words.length === 0) return [];
  const found = await Promise.all(words.map((word) => findHeights(files, word)));
  return articles
    .map((article, place) => ({ article, height: sumOf(found, place) }))
    .filter(({ article, height }) => height < nowhere && isPublished(article, now))
    .sort((a, b) => a.height - b.height)
    .map(({ article }) => article);
}

/** Higher than any sum of heights. */
const nowhere = 255;

const sumOf = (found: readonly Uint8Array[], place: number) =>
  found.reduce((sum, heightIn) => sum + (heightIn[place] ?? nowhere), 0);

/** How far up a word stands in each article: 0 in the headline. */
async function findHeights(files: Files, word: string): Promise<Uint8Array> {
  const found = new Uint8Array(articles.length).fill(nowhere);
  const name = searchParts[indexPartOf(word)];
  const index: Readonly<Record<string, string>> = name
    ? JSON.parse(await readText(files, name))
    : {};
  for (const occurrence of occurrencesOf(index, word)) {
    const place = Math.floor(occurrence / heights.length);
    found[place] = Math.min(occurrence % heights.length, found[place] ?? nowhere);
  }
  return found;
}

function occurrencesOf(index: Readonly<Record<string, string>>, word: string): number[] {
  const hasBeginning = [...word].length >= leastBeginning;
  return Object.keys(index)
    .filter((one) => (hasBeginning ? one.startsWith(word) : one === word))
    .flatMap((one) => index[one]?.split(' ').map(Number) ?? []);
}
