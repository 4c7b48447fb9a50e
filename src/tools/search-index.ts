import { heights, indexPartOf, wordsOf } from '../model/words.ts';
import type { CompiledArticle } from './articles.ts';

/**
 * The index of all words, in parts that are read one by one: each is JSON, with the occurrences of each of
 * its words. An occurrence is one number: the article's place in the list, times three, plus how far up the
 * word stands in it. They are written as one text, so that only those that are asked for are read.
 */
export function searchIndex(articles: readonly CompiledArticle[]): ReadonlyMap<string, string> {
  const occurrences = new Map<string, number[]>();
  for (const [place, article] of articles.entries()) {
    for (const [word, height] of highest(article)) {
      const before = occurrences.get(word);
      const occurrence = place * heights.length + height;
      if (before) before.push(occurrence);
      else occurrences.set(word, [occurrence]);
    }
  }
  const parts = Map.groupBy(occurrences, ([word]) => indexPartOf(word));
  return new Map(
    [...parts].map(([part, words]) => {
      const index = words.map(([word, places]) => [word, places.join(' ')]);
      return [part, JSON.stringify(Object.fromEntries(index))];
    }),
  );
}

/** Each word of an article, and how far up it stands: 0 in the headline. */
function highest({ headline, dek = '', text }: CompiledArticle): Map<string, number> {
  const found = new Map<string, number>();
  for (const [height, part] of [headline, dek, text].entries()) {
    for (const word of wordsOf(part)) if (!found.has(word)) found.set(word, height);
  }
  return found;
}
