import { describe, expect, test } from 'vitest';
import {
  type Block,
  type Inline,
  type Item,
  linksIn,
  plainText,
  treeOf,
} from '../../src/model/body.ts';

describe('a comment may contain', () => {
  test.each([
    ['a word', [['p', 'a word']]],
    ['one\n\ntwo\nlines', [['p', 'one'], ['p', 'two\nlines']]], // biome-ignore format: a pair on a line
    ['*a* _b_ **c** __d__', [['p', ['em', 'a'], ' ', ['em', 'b'], ' ', ['strong', 'c'], ' ', ['strong', 'd']]]], // biome-ignore format: a pair on a line
    ['**bold _both_**', [['p', ['strong', 'bold ', ['em', 'both']]]]],
    ['`a * b` and `` ` ``', [['p', ['code', 'a * b'], ' and ', ['code', '`']]]],
    ['> said\n> before\n\nI answer', [['blockquote', ['p', 'said\n before']], ['p', 'I answer']]], // biome-ignore format: a pair on a line
    ['> > deeper', [['blockquote', ['blockquote', ['p', 'deeper']]]]],
    ['- a\n- b\n  - c', [['ul', ['li', ['p', 'a']], ['li', ['p', 'b'], ['ul', ['li', ['p', 'c']]]]]]], // biome-ignore format: a pair on a line
    ['3. c\n4. d', [['ol', 3, ['li', ['p', 'c']], ['li', ['p', 'd']]]]],
    ['```js\nlet a = 1;\n\n  <b>\n```', [['pre', 'let a = 1;\n\n  <b>']]],
    ['> ```\n> a\n> b\n> ```', [['blockquote', ['pre', 'a\nb']]]],
    ['[here](https://a.example/x_(y))', [['p', ['a', 'https://a.example/x_(y)', 'here']]]],
    [
      '[*here*](<https://a.example/a b>)',
      [['p', ['a', 'https://a.example/a%20b', ['em', 'here']]]],
    ],
    ['[](https://a.example)', [['p', ['a', 'https://a.example/', 'https://a.example/']]]],
    ['see https://a.example/b).', [['p', 'see ', ['a', 'https://a.example/b', 'https://a.example/b'], ').']]], // biome-ignore format: a pair on a line
    ['<https://a.example>', [['p', ['a', 'https://a.example/', 'https://a.example']]]],
    ['www.a.example', [['p', ['a', 'https://www.a.example/', 'https://www.a.example']]]],
  ])('%j', (body, tree) => {
    expect(treeOf(body)).toEqual(tree);
  });
});

describe('as typed stays', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<!-- hidden --> <b>bold</b> <?php ?>',
    '&amp; &lt;b&gt; &#60;',
    '# no heading',
    'no heading\n===',
    '---',
    '[x]: https://a.example "title"'.replace('https://a.example', 'a'),
    '[nowhere] [nowhere][at] [all][]',
    '[x](javascript:alert(1))',
    '[x](data:text/html,hello)',
    '[x](/moderation)',
    '[x](//a.example)',
    '[x](https://reader@a.example)',
    '[x](https://localhost)',
    '[x](mailto:reader@a.example)',
    '![picture](a.png)',
    'mailto:reader@a.example xmpp:reader@a.example reader@a.example <reader@a.example>',
    '<javascript:alert(1)>',
    '2 * 3 * 4, snake_case_word, a*, **',
    '~~not struck~~ | no | table |',
  ])('%j', (body) => {
    expect(treeOf(body)).toEqual([['p', body]]);
  });

  test.each(['>', '- ', '```\n```', '> >\n>', '1.'])(
    'what would be drawn as nothing: %j',
    (body) => {
      expect(treeOf(body)).toEqual([['p', body]]);
    },
  );

  test('what is escaped, without its backslash', () => {
    expect(treeOf('\\*not\\* \\[x\\](y) \\\\ \\a')).toEqual([['p', '*not* [x](y) \\ \\a']]);
  });

  test('an indented line, without its blanks', () => {
    expect(treeOf('a\n\n      b')).toEqual([['p', 'a'], ['p', 'b']]); // biome-ignore format: a pair on a line
  });
});

test('a link is in no link', () => {
  expect(treeOf('[see *https://in.example* now](https://out.example)')).toEqual([
    ['p', ['a', 'https://out.example/', 'see ', ['em', 'https://in.example'], ' now']],
  ]);
});

test('a tree gives its words and its links', () => {
  const tree = treeOf(
    '*One* [two](https://two.example)\n\n> 1. three\n> 2. `four` https://five.example',
  );
  expect(plainText(tree)).toBe('One two\n\nthree\nfour https://five.example');
  expect(tree.flatMap(linksIn)).toEqual(['https://two.example/', 'https://five.example/']);
});

const most = 10_000;
const full = (pattern: string) => pattern.repeat(Math.ceil(most / pattern.length)).slice(0, most);

/** What makes readers of Markdown slow, deep or loud. */
const hostile = [
  ...['>', '> ', '- ', '* ', '1. ', '> - 1. ', '-\t', '>\t', '- > ', '+ * - '],
  ...['*', '_', '*_', '**a *b ', 'a**b', '*a _b ', '_a', 'a* ', '***a', '*a**', '`', '`a ', '``a`'],
  ...[
    '[',
    ']',
    '![',
    '[a](',
    '[a](<b',
    '[a](b "',
    '[a][b]',
    '[[a](b)',
    '](',
    '[a](https://a.example)',
  ],
  ...[
    '<',
    '<!--',
    '<a ',
    '<?',
    '<![CDATA[',
    '&',
    '&#',
    '\\',
    '\\*',
    'https://a.example/) ',
    'a@b.example ',
  ],
  ...[
    '\n',
    'a\n',
    '- a\n',
    '> a\n\n',
    '- - - a\n',
    '>>>>>>>>>a\n',
    '```\n',
    '~~~\n```\n',
    ' \n',
    '\t',
    ' ',
    '. ',
  ],
];

describe('whatever 10,000 characters somebody sends', () => {
  test.each([
    ...hostile.map(full),
    'a'.repeat(5000) + '*'.repeat(5000),
    `https://a.example/${')'.repeat(9980)}`,
    `https://a.example/${'&a;'.repeat(3320)}`,
    '['.repeat(5000) + ']'.repeat(5000),
    Array.from({ length: 140 }, (_, depth) => `${' '.repeat(2 * depth)}- a\n`)
      .join('')
      .slice(0, most),
    Array.from({ length: 139 }, (_, ticks) => '`'.repeat(ticks + 1))
      .join(' ')
      .slice(0, most),
  ])('the tree is neither deep nor large: %.20j', (body) => {
    const tree = treeOf(body);
    expect(Math.max(...tree.map(depthOf))).toBeLessThanOrEqual(20);
    expect(JSON.stringify(tree).length).toBeLessThan(8 * most);
  });

  test('a paragraph of more than two hundred marks is a paragraph as typed', () => {
    const marked = '*a* '.repeat(100).trim();
    expect(treeOf(marked)[0]).toContainEqual(['em', 'a']);
    expect(treeOf(`${marked} *`)).toEqual([['p', `${marked} *`]]);
  });

  test('a text of more than four hundred lines is a text as typed', () => {
    expect(treeOf(`*b*${'\na'.repeat(399)}`)[0]).toContainEqual(['em', 'b']);
    expect(treeOf(`*b*${'\na'.repeat(400)}`)).toEqual([['pre', `*b*${'\na'.repeat(400)}`]]);
  });

  test('a text of more than five hundred elements is a text as typed', () => {
    const list = (items: number) => Array.from({ length: items }, () => '- a').join('\n');
    expect(treeOf(list(249))[0]).toHaveLength(250);
    expect(treeOf(list(250))).toEqual([['p', list(250)]]);
  });

  test('a quote in more than eight quotes is not unfolded', () => {
    expect(depthOf(treeOf('>'.repeat(8))[0] ?? '')).toBeLessThan(9);
    expect(plainText(treeOf(`${'>'.repeat(10)} a`))).toBe('>> a');
  });

  test('no word is lost', () => {
    let seed = 1;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      return seed % below;
    };
    const bits = [
      '```',
      '~~~',
      '\n```',
      '\n~~~\n',
      ...'*_[]()<>!&\\- \n#+`~"\'',
      ...Array.from({ length: 12 }, () => ' word '),
    ];
    for (let round = 0; round < 300; round++) {
      let body = '';
      for (let length = 0; length < 60; length++)
        body += bits[random(bits.length)]?.replace('word', `w${length}`);
      const told = plainText(treeOf(body.trim() || 'w'));
      for (const word of body.match(/w\d+/g) ?? []) expect(told, body).toContain(word);
    }
  });
});

function depthOf(part: Block | Item | Inline | number): number {
  if (typeof part !== 'object') return 0;
  const [, ...parts] = part;
  return 1 + Math.max(0, ...parts.map(depthOf));
}
