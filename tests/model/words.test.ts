import { expect, test } from 'vitest';
import { indexPartOf, wordsOf } from '../../src/model/words.ts';

test.each([
  ['The river knows no border.', ['the', 'river', 'knows', 'no', 'border']],
  ['Iran’s “coup”', ["iran's", 'coup']],
  ['Zürich, ÇANKAYA', ['zurich', 'cankaya']],
  ['coöperation in 1984', ['cooperation', 'in', '1984']],
  ['باكو: مَدِينَة', ['باكو', 'مدينة']],
  ['मेला माला', ['मेला', 'माला']],
  ['ガラス', ['ガラス']],
  ['ประชุม', ['ประชุม']],
  ['東京都', expect.arrayContaining(['東京'])],
  ['👩‍👩‍👧 — …', []],
])('%j is taken apart into words', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test.each([
  ['kalashnikov', 'ka'],
  ['a', 'a'],
  ['𝒳yz', '𝒳y'],
])('%s stands in the part %s of the index', (word, part) => {
  expect(indexPartOf(word)).toBe(part);
});
