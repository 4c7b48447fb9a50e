// How texts are taken apart for searching: the same way when they are compiled and when they are sought.

/** The words of a text, without case, without accents, and with one kind of apostrophe. */
export const wordsOf = (text: string): string[] =>
  [...segmenter().segment(text.normalize('NFC').replaceAll('’', "'"))]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => folded(segment));

/** Quickly made, but for the first thing of Intl in a process: that takes longer than all else that starts a Worker. */
const segmenter = () => new Intl.Segmenter('und', { granularity: 'word' });

/** Letters of which one language has two cases and another one. */
const sameLetters: Readonly<Record<string, string>> = { ı: 'i', ß: 'ss', ς: 'σ' };

export const folded = (word: string): string =>
  withoutAccents(word.normalize('NFKD'))
    .normalize('NFC')
    .toLowerCase()
    .replace(/[ıßς]/g, (letter) => sameLetters[letter] ?? letter);

/** Marks are accents in these scripts; in others they are vowels, or make another letter. */
const withoutAccents = (word: string) =>
  word.replace(
    /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}]\p{M}*)\p{M}/gu,
    '',
  );

/** Words that begin alike stand in one part of the index. */
export const indexPartOf = (word: string) => [...word].slice(0, 2).join('');

/** Where in an article a word occurs: the further up, the more it says about the article. */
export const heights = ['headline', 'dek', 'story'] as const;
