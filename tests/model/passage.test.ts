import { describe, expect, test } from 'vitest';
import { compiled } from '../../src/model/compiled.ts';
import { findPassage, textFragment } from '../../src/model/passage.ts';

const story = compiled(
  [
    '<p><b class="dateline">Baku</b> — The first ferry leaves at six, not at seven &amp; a half.</p>',
    '<h2 id="h-after">After the well-known “dawn”</h2>',
    `<p>Line one\nline <em>two</em>, with <a href="https://x.example" rel="external">a link</a>. ${'More words follow here. '.repeat(20)}</p>`,
    '<ul>\n<li>Tea</li>\n<li>Sugar</li>\n</ul>',
  ].join('\n'),
);
const fragmentOf = (selected: string) => {
  const passage = findPassage(story, selected);
  return passage && textFragment(passage);
};

describe('a passage that is selected', () => {
  test.each([
    ['in a paragraph', 'first ferry', '#:~:text=first%20ferry'],
    ['over marks', 'line two, with a link', '#:~:text=line%20two%2C%20with%20a%20link'],
    ['with blanks of its own', '  Line one   \n line\u00a0two', '#:~:text=Line%20one%20line%20two'],
    [
      'with what means something in there',
      'six, not at seven & a half',
      '#:~:text=six%2C%20not%20at%20seven%20%26%20a%20half',
    ],
    ['with a hyphen', 'well-known', '#:~:text=well%2Dknown'],
    ['through the middle of words', 'erry leav', '#:~:text=ferry%20leaves'],
    ['over two blocks', 'a half. After the', '#:~:text=a%20half.,After%20the'],
    ['over a list', 'Tea\nSugar', '#:~:text=Tea,Sugar'],
  ])('%s is linked', (_, selected, fragment) => {
    expect(fragmentOf(selected)).toBe(fragment);
  });

  test('that is long is named by how it begins and ends', () => {
    expect(fragmentOf('More words follow here. '.repeat(15))).toBe(
      '#:~:text=More%20words%20follow%20here.%20More,here.%20More%20words%20follow%20here.',
    );
  });

  test.each([
    ['that nobody wrote', 'The ferry never leaves'],
    ['of nothing', ' \n '],
    ['of no end', 'More words follow here. '.repeat(50)],
    ['that is mark-up', '<em>two</em>'],
  ])('%s is none', (_, selected) => {
    expect(findPassage(story, selected)).toBeUndefined();
  });
});
