// How texts are taken apart for searching: the same way when they are compiled and when they are sought.

const segments = new Intl.Segmenter('und', { granularity: 'word' });

/** The words of a text, without case, without accents, and with one kind of apostrophe. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase();
  return [...segments.segment(plain)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment);
}

/** Words that begin alike stand in one part of the index. */
export const indexPartOf = (word: string) => [...word].slice(0, 2).join('');

/** Where in an article a word occurs: the further up, the more it says about the article. */
export const heights = ['headline', 'dek', 'story'] as const;
