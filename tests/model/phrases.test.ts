import { expect, test } from 'vitest';
import { longestPhrase, mostPhrases, parsePhrase, phrasesIn } from '../../src/model/phrases.ts';

const says = (text: string, phrase: string) =>
  phrasesIn(text, [{ phrase: parsePhrase(phrase) ?? '', effect: 'hold' }]).length > 0;

test.each([
  ['Win at the casino tonight.', 'casino'],
  ['CASINO!', 'casino'],
  ['casino', 'Casino'],
  ['casinos', 'casino*'],
  ['online-casino', 'casino'],
  ['mycasino', '*casino'],
  ['mycasinos', '*casino*'],
  ['casanova', 'cas*va'],
  ['abXcdYef', 'ab*cd*ef'],
  ['Get  free,\nmoney!', 'free money'],
  ['https://pills.example/buy', 'pills example'],
  ['ＣＡＳＩＮＯ', 'casino'],
  ['cas\u00adino', 'casino'],
  ['STRASSE Straße', 'straße'],
  ['İstanbul', 'i\u0307stanbul'],
  ['Das ist Glücksspiel.', 'glücksspiel'],
  ['Das ist Glu\u0308cksspiel.', 'glücksspiel'],
  ['Это КАЗИНО здесь', 'казино'],
  ['ענין קזינו', 'קזינו'],
  ['我喜欢赌博网站', '赌博'],
  ['ซื้อคาสิโนเลย', 'คาสิโน'],
  ['casino casino casino royale', 'casino royale'],
  ['BAKI', 'Bakı'],
  ['İRAN', 'iran'],
  ['QARABAĞ ATI', 'qarabağ atı'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['مُحَمَّد', 'محمد'],
  ['the very best loan', 'very * loan'],
])('%j says %j', (text, phrase) => {
  expect(says(text, phrase)).toBe(true);
});

test.each([
  ['casinos', 'casino'],
  ['occasionally', '*casino'],
  ['Scunthorpe', 'cunt'],
  ['free. The money', 'free money'],
  ['casino', 'casino*s'],
  ['aba', 'ab*ba'],
  ['money free', 'free money'],
  ['', 'casino'],
  ['c a s i n o', 'casino'],
])('%j does not say %j', (text, phrase) => {
  expect(says(text, phrase)).toBe(false);
});

test.each(['', '  ', '*', '* *', '!!!', 'a'.repeat(longestPhrase + 1)])(
  '%j is no phrase',
  (typed) => {
    expect(parsePhrase(typed)).toBeUndefined();
  },
);

test('a phrase is kept small, with single blanks, whatever stood between its words', () => {
  expect(parsePhrase('  FREE,   money*! ')).toBe('free money*');
});

test('each phrase that is said is told, with what becomes of it', () => {
  const phrases = [
    { phrase: 'casino*', effect: 'spam' },
    { phrase: 'free', effect: 'hold' },
    { phrase: 'absent', effect: 'spam' },
  ] as const;
  expect(phrasesIn('Free casinos', phrases)).toEqual(phrases.slice(0, 2));
});

test('a full list looks at the longest texts that are made for it, step by bounded step', () => {
  const phrases = Array.from({ length: mostPhrases }, (_, index) => ({
    phrase: `*a*a*a*a*b${index}`,
    effect: 'hold' as const,
  }));
  for (const text of ['a'.repeat(10_000), 'a '.repeat(5000), 'ab'.repeat(5000)])
    expect(phrasesIn(text, phrases)).toEqual([]);
});
