import { expect, test } from 'vitest';
import { asOnX, oneEach, shortened } from '../../src/model/shortening.ts';

const weight = (text: string) => {
  // The most it may be cut to without being cut is what it counts.
  for (let most = 0; ; most++) if (shortened(text, most, asOnX) === text) return most;
};

test.each([
  ['plain', 5],
  ['ünïcöde', 7],
  ['Москва', 6],
  ['أذربيجان', 8],
  ['漢字', 4],
  ['한글', 4],
  ['“quoted” – it’s', 15],
  ['a…', 3],
  ['🐟', 2],
  ['👩‍👩‍👧‍👦', 2],
  ['🇦🇿', 2],
  ['5️⃣', 2],
  ['e\u0301', 1],
])('%s counts %i on X', (text, count) => {
  expect(weight(text)).toBe(count);
});

test.each([
  ['short enough', 12, 'short enough'],
  ['one too long', 11, 'one too lo…'],
  ['cut at a blank', 5, 'cut…'],
  ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 2, '👩‍👩‍👧‍👦…'],
  ['', 0, ''],
])('%s fits %i characters as %s', (text, most, cut) => {
  expect(shortened(text, most, oneEach)).toBe(cut);
});

test('what is cut for X counts no more than it takes', () => {
  for (const text of ['漢'.repeat(400), '🐟'.repeat(400), 'é漢 '.repeat(200)]) {
    const cut = shortened(text, 256, asOnX);
    expect(cut.endsWith('…')).toBe(true);
    expect(weight(cut)).toBeLessThanOrEqual(256);
    expect(weight(cut)).toBeGreaterThan(252);
  }
});
