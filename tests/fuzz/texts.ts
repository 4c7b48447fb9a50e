// Texts as nobody means them: what parsers trip over, from pieces that mean something to one of them.
import * as fc from 'fast-check';

const pieces = {
  marks: [
    '*',
    '**',
    '_',
    '`',
    '```',
    '~~~',
    '> ',
    '- ',
    '1. ',
    '9999999999. ',
    '[',
    ']',
    '(',
    ')',
    '](',
    '![',
    '\\',
    '#',
    '+',
    '|',
  ],
  markup: [
    '<',
    '>',
    '&',
    '"',
    "'",
    '<script>',
    '</script>',
    '<!--',
    '-->',
    '<img src=x onerror=a>',
    '&lt;',
    '&#60;',
    '&amp;lt;',
    ']]>',
    '<br>',
    '</p>',
  ],
  links: [
    'https://a.example',
    'http://b.example/x?y=z#f',
    'javascript:a',
    'data:text/html,a',
    'www.c.example',
    'mailto:a@b.example',
    'a@b.example',
    '//d.example',
    'https://u:p@e.example',
    'https://localhost',
    'HTTPS://XN--N3H.EXAMPLE',
  ],
  blanks: [
    ' ',
    '  ',
    '\t',
    '\n',
    '\n\n',
    '\r\n',
    '\r',
    '\u00a0',
    '\u2028',
    '\u3000',
    '\u200b',
    '\u200d',
    '\ufeff',
  ],
  strange: [
    '\u0000',
    '\u0007',
    '\u001b',
    '\u202e',
    '\u2066',
    '\u0301',
    'e\u0301\u0301\u0301\u0301\u0301',
    '\ud800',
    '\udc00',
    '\uffff',
    '\u{e0001}',
    'İ',
    'ı',
    'ß',
    'ﬁ',
    'Ǆ',
    '👩‍👩‍👧',
    '🇦🇿',
    '％40',
    '%40',
    '%2540',
    '%',
    '%zz',
    '＠',
  ],
  words: [
    'a',
    'word',
    'Leyla',
    'мир',
    'سلام',
    '新聞',
    'ภาษา',
    '__proto__',
    'constructor',
    '0',
    '-1',
    '1e309',
    'null',
  ],
} as const;

const piece = fc.oneof(
  ...Object.values(pieces).map((list) => fc.constantFrom(...list)),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

/** Of about so many pieces at most. */
export const text = (maxLength = 40): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.array(piece, { maxLength }).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: repeated(maxLength) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength }) },
  );

/** One piece again and again: what makes parsers slow. */
const repeated = (maxLength: number) =>
  fc.tuple(piece, fc.nat(maxLength * 20)).map(([one, times]) => one.repeat(times).slice(0, 10_000));

/** A word that is short, of few letters: so that two of them meet. */
export const fewLetters = (letters: string, maxLength = 5): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength }).map((list) => list.join(''));
