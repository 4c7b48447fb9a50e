import { describe, expect, test } from 'vitest';
import { plainText, treeOf } from '../../src/model/body.ts';
import { compilePage } from '../../src/tools/articles.ts';
import { commentOf } from '../../src/tools/comment-markdown.ts';
import { withoutWordPress } from '../../src/tools/gutenberg.ts';
import { storyOf } from '../../src/tools/story-markdown.ts';

const library = { upload: () => undefined, own: () => [], told: () => {} };
const origin = {
  base: 'https://old.example/2014/a/',
  linkTo: (url: string) => (url === 'https://old.example/2014/b/' ? '/articles/b' : url),
  pictureAt: (url: string) => (url.endsWith('/ferry.jpg') ? 'uploads/ferry.jpg' : undefined),
  footnotes: new Map([['n1', 'From the <em>ferry</em> office.']]),
  told: () => {},
};
const story = (content: string) => storyOf(withoutWordPress(content, library), origin);
const desk = {
  ...{ articleFolder: '', pageFolder: '', publicFolder: 'src/public' },
  ...{ timeZone: 'UTC', language: 'en', hasDrafts: true },
};
/** What readers of the compiled page read. */
const read = (markdown: string) =>
  compilePage('a.md', `---\nheadline: A\n---\n\n${markdown}\n`, desk).item?.html ?? '';

describe('what was typed into WordPress reads the same in an article', () => {
  test.each([
    ['line ends that were typed', 'One.\nTwo.\n\nThree.', 'One.\\\nTwo.\n\nThree.'],
    ['a block', '<!-- wp:paragraph -->\n<p>One\ntwo.</p>\n<!-- /wp:paragraph -->', 'One two.'],
    [
      'what stands between blocks',
      '<!-- wp:heading --><h2>One</h2><!-- /wp:heading -->\n\nTwo.\n\nThree.',
      '## One\n\nTwo.\n\nThree.',
    ],
    [
      'a heading of the first level, and those below it',
      '<h1>One</h1><h2>Two</h2>',
      '## One\n\n### Two',
    ],
    ['blanks within marks', 'so <strong>very </strong>good', 'so **very** good'],
    ['marks within the same marks', '<b>so <strong>very</strong></b> good', '**so very** good'],
    [
      'a list',
      '<ul>\n<li>One</li>\n<li>Two\n<ul><li>Three</li></ul></li>\n</ul>',
      '- One\n- Two\n  - Three',
    ],
    ['a quote', '<blockquote>One.\n\nTwo.</blockquote>', '> One.\n>\n> Two.'],
    ['code', '<pre><code class="language-js">a &lt; b\n\nc</code></pre>', '```js\na < b\n\nc\n```'],
    [
      'a table with what stands above it',
      '<table><caption>Sums</caption><tr><th>A</th></tr><tr><td>1 | 2</td></tr></table>',
      'Sums\n\n| A |\n| - |\n| 1 \\| 2 |',
    ],
    ['a link to an article that came along', '<a href="/2014/b/">b</a>', '[b](/articles/b)'],
    [
      'a link that was written from where it stood',
      '<a href="../c/">c</a>',
      '[c](https://old.example/2014/c/)',
    ],
    [
      'a link into its own text',
      '<h2 id="x">The ferry</h2><a href="#x">up</a>',
      '## The ferry\n\n[up](#h-the-ferry)',
    ],
    ['a link into nothing', '<a href="#nowhere">up</a>', 'up'],
    ['a script for a link', '<a href="javascript:alert(1)">up</a>', 'up'],
    [
      'a picture that is here',
      '<img src="/u/ferry.jpg" alt="It leaves">',
      '![It leaves](uploads/ferry.jpg)',
    ],
    [
      'a picture that is not',
      '<img src="/u/quay.jpg" alt="">',
      '[quay.jpg](https://old.example/u/quay.jpg)',
    ],
    [
      'a picture with words below it',
      '[caption id="a" width="3"]<img src="/u/ferry.jpg" alt="It"> A <em>day</em> | "out"[/caption]',
      '![It](uploads/ferry.jpg "A *day*\u00a0| \\"out\\"")',
    ],
    [
      'an address in a line of its own',
      'See:\n\nhttps://video.example/watch?a_b=1\n\nThere.',
      'See:\n\n<https://video.example/watch?a_b=1>\n\nThere.',
    ],
    ['an embed', '[embed]https://video.example/1[/embed]', '<https://video.example/1>'],
    ['a frame', '<iframe src="https://video.example/1"></iframe>', '<https://video.example/1>'],
    ['a shortcode', 'Now [contact-form to="x"] then', 'Now `[contact-form to="x"]` then'],
    ['brackets that are none', 'He said [sic] it [1].', 'He said \\[sic] it \\[1].'],
    [
      'a block that WordPress fills in',
      '<!-- wp:latest-posts {"n":3} /-->',
      '`wp:latest-posts {"n":3}`',
    ],
    [
      'HTML that no article can hold',
      '<form action="/x"><input name="a"></form>',
      '```html\n<form action="/x"><input name="a"></form>\n```',
    ],
    [
      'a footnote',
      '<p>So<sup data-fn="n1" class="fn"><a href="#n1">1</a></sup>.</p>',
      'So[^1].\n\n[^1]: From the *ferry* office.',
    ],
    ['what was struck out', '<del>One</del> two', '~~One~~ two'],
  ])('%s', (_, html, markdown) => {
    expect(story(html)).toBe(markdown);
  });

  test.each([
    '# 1',
    '1. a',
    '+ a',
    '- a',
    '> a',
    '* * *',
    '***',
    '    four',
    '~~a~~',
    '`a',
    '*a*',
    '_a_ a_b',
    '[^1]',
    '^[a]',
    '[a](b)',
    '![a](b)',
    '| a | b |',
    '&lt;b&gt;',
    '&amp;lt;',
    '&amp;nbsp;',
    '\\*',
    'a  ',
    ':::',
    '$a$',
    '=====',
    '[a]: b',
    'a@b.example',
    '“a” ‘b’',
    'https://a.example/_b_',
    '&lt;https://a.example&gt;',
    '```',
  ])('%s is no mark when it was a text', (text) => {
    const typed = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    const html = read(storyOf(`<p>x</p><p>${text}</p><p>x ${text} x</p>`, origin));
    const seen = html
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');
    expect(seen).toContain(`<p>${typed.trim()}</p>`);
  });
});

describe('what was typed below a post reads the same in a comment', () => {
  test.each([
    ['paragraphs and line ends', 'One.\nTwo.\n\nThree.', 'One.\nTwo.\n\nThree.'],
    ['marks', '<em>One</em> <strong>two</strong> <code>a*b</code>', '*One* **two** `a*b`'],
    ['an address that was typed', 'See https://a.example/a_b_c.', 'See <https://a.example/a_b_c>.'],
    ['a link', '<a href="https://a.example/" title="t">there</a>', '[there](https://a.example/)'],
    [
      'a link that was cut for the eye',
      '<a href="https://a.example/long">https://a.example/l...</a>',
      '<https://a.example/long>',
    ],
    ['a link to an address of somebody', '<a href="mailto:a@b.example">write</a>', 'write'],
    [
      'a link by way of another house',
      '<a href="https://disq.us/url?url=https%3A%2F%2Fa.example%2Fb%3Axyz&amp;cuid=1">b</a>',
      '[b](https://a.example/b)',
    ],
    ['a quote', '<blockquote>One.</blockquote>Two.', '> One.\n\nTwo.'],
    ['a list', '<ol><li>One</li><li>Two</li></ol>', '1. One\n2. Two'],
    ['a heading', '<h2>One</h2>', '**One**'],
    ['a picture', '<img src="https://a.example/b.png" alt="b">', '[b](https://a.example/b.png)'],
    ['a smile', '<img class="wp-smiley" src="https://a.example/s.gif" alt=":)">', ':)'],
    ['a script', 'a<script>alert(1)</script>', 'a\n\n`alert(1)`'],
    ['signs', '1 &lt; 2 &amp;&amp; a_b', '1 < 2 && a_b'],
  ])('%s', (_, html, markdown) => {
    expect(commentOf(`<typed-text>${html}</typed-text>`, (text) => text)).toBe(markdown);
  });

  test.each([
    '# a',
    '1. a',
    '> a',
    '*a* _b_',
    '[a](https://a.example)',
    '&amp;lt;',
    '```',
    '<b',
    '- a',
    'a  ',
    '&amp;#x20;',
  ])('%s is no mark when it was a text', (text) => {
    const body = commentOf(`<p>x</p><p>${text.replaceAll('<', '&lt;')}</p>`, (same) => same);
    expect(plainText(treeOf(body))).toBe(`x\n\n${text.replaceAll('&amp;', '&').trim()}`);
  });
});
