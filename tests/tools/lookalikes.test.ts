import confusables from 'unhomoglyph/data.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { passingFor, skeletonsOf } from '../../src/model/skeleton.ts';
import { lookalikesOf } from '../../src/tools/lookalikes.ts';

const names = ['Leyla Əliyeva', 'Ilham', 'نسرین ستوده', 'Елена Маслова'];
const { authors, letters } = lookalikesOf(names);
const isTakenFor = (name: string, author: string) => passingFor(lookalikesOf([author]))(name);

describe.each([
  [
    'Leyla Əliyeva',
    [
      'LEYLA ƏLIYEVA',
      'leylaəliyeva',
      'Leyla  Əliyeva ✓',
      'L.e.y.l.a Əliyeva',
      'Lеуlа Əliуеvа',
      'Ꮮeyla Əliyeva',
      '𝓛𝓮𝔂𝓵𝓪 Əliyeva',
      'Leyla Ǝliyeva',
      'Ｌｅｙｌａ Ə1iyeva',
      'Léylä Əliyeva',
      'Ley\u200bla Əliyeva',
      'Leyla ƏIiyeva',
      'ⓛⓔⓨⓛⓐ Əliyeva',
      '🅛🅔🅨🅛🅐 Əliyeva',
      '🅻🅴🆈🅻🅰 Əliyeva',
      'ʟᴇʏʟᴀ Əliyeva',
      'Ley\u3164la Əliyeva\u115f',
      'Leyl@ Əl!yeva',
    ],
  ],
  ['Samir', ['Samir, editor', 'by Samir', 'Sarnir (author)', 'SAMIR']],
  ['Ann Smith', ['Smith, Ann', 'Ann B. Smith', 'annsmith', 'A n n Smith']],
  ['Ilham', ['ilham', 'lIham', '1lham', 'Іlһаm', 'Ilharn', 'I l h a m', 'ILHAM']],
  ['نسرین ستوده', ['نسرين ستوده', 'نسرینستوده']],
  ['Елена Маслова', ['Eлeнa Macлoвa', 'ЕЛЕНА МАСЛОВА']],
])('for %s passes', (author, others) => {
  test.each(others)('%j', (other) => {
    expect(isTakenFor(other, author)).toBe(true);
  });
});

test.each([
  'Leyla',
  'Samir',
  'Elena',
  'Aliyeva',
  'William',
  'Нина',
  '山田',
  '✓',
  'Joann Smithson',
  'Ann',
])('for no author passes %s', (name) => {
  expect([...names, 'Ann Smith'].filter((author) => isTakenFor(name, author))).toEqual([]);
});

test('the Worker takes along what can stand in an author’s name, and no more', () => {
  expect(lookalikesOf(['Ann']).letters.a).toContain('а');
  expect(lookalikesOf(['Ann']).letters).not.toHaveProperty('e');
  expect(lookalikesOf(['✓']).authors).toEqual([]);
  expect(lookalikesOf([])).toEqual({ authors: [], letters: {} });
});

test('whatever the names are, the part of the table that is taken along is as good as the whole', () => {
  const isLike = passingFor({ authors, letters });
  for (const name of names) expect(isLike(name.toUpperCase())).toBe(true);
  for (const name of names) {
    const whole = skeletonsOf(name, new Map(Object.entries(confusables)));
    for (const skeleton of whole) expect(authors).toContainEqual(skeleton);
  }
});
