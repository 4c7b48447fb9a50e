// What holds of everything that somebody may write into a file of ours: articles, their front matter, their names.
import { doesNotMatch, equal, match, ok } from 'node:assert/strict';
import * as fc from 'fast-check';
import { parse } from 'node-html-parser';
import { stringify } from 'yaml';
import { compileArticle } from '../../src/tools/articles.ts';
import { keysOf } from '../../src/tools/schema.ts';
import { claim } from './claims.ts';
import { text } from './texts.ts';

const desk = {
  articleFolder: 'src/articles',
  pageFolder: 'src/pages',
  publicFolder: 'src/public',
  timeZone: 'UTC',
  language: 'en',
  hasDrafts: true,
};

/** A story with nothing wrong before it. */
const withFront = (front: string, story: string) => `---\n${front}---\n${story}`;
const plainFront = stringify({ headline: 'A day', byline: 'Leyla', publishedAt: '2026-11-24' });

const line = text(5).map((typed) => typed.toWellFormed());

export const manuscripts = [
  claim(
    'front matter is read, or each fault is told with its line',
    fc.tuple(text(30), text(10)),
    ([front, story]) => {
      told(
        compileArticle('src/articles/a.md', withFront(`${front}\n`, story), desk),
        `${front}\n${story}`,
      );
    },
  ),

  claim(
    'a key with anything behind it is read, or told by its line',
    fc.tuple(
      fc.constantFrom(...keysOf.article),
      fc.oneof(
        text(4),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(text(3)),
        fc.dictionary(text(2), text(2)),
      ),
    ),
    ([key, value]) => {
      told(
        compileArticle(
          'src/articles/a.md',
          withFront(plainFront + stringify({ [key]: value }), 'Text.'),
          desk,
        ),
        '',
      );
    },
  ),

  claim('a headline is what was written, whatever it is', line, (headline) => {
    const { item } = compileArticle(
      'src/articles/a.md',
      withFront(stringify({ headline, byline: 'Leyla', publishedAt: '2026-11-24' }), 'Text.'),
      desk,
    );
    if (item) equal(item.headline, headline.trim());
  }),

  claim('a story is HTML of a few kinds, and runs nothing', text(80), (story) => {
    const { item } = compileArticle('src/articles/a.md', withFront(plainFront, story), desk);
    if (!item) return;
    for (const element of parse(item.html, { comment: true }).querySelectorAll('*')) {
      const name = element.rawTagName.toLowerCase();
      match(
        name,
        /^(a|blockquote|br|caption|code|del|div|em|figcaption|figure|h[2-6]|hr|img|li|ol|p|pre|s|section|strong|sup|table|tbody|td|th|thead|tr|ul)$/,
      );
      for (const attribute of Object.keys(element.attributes))
        doesNotMatch(attribute, /^(on|style)/i);
      for (const attribute of ['href', 'src'])
        doesNotMatch(
          element.getAttribute(attribute) ?? '',
          /^\s*(javascript|data|vbscript|file):/i,
        );
    }
  }),

  claim('a file has a name that is a slug, or the mend is told', text(3), (name) => {
    const slug = name.replaceAll('/', '');
    const { item, faults } = compileArticle(
      `src/articles/${slug}.md`,
      withFront(plainFront, 'Text.'),
      desk,
    );
    const isSlug = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) && slug.length <= 200;
    equal(item !== undefined, isSlug);
    equal(faults.length > 0, !isSlug);
  }),
] as const;

/** There is an article, or there are faults, each on a line of the file. */
function told({ item, faults }: ReturnType<typeof compileArticle>, source: string): void {
  equal(item === undefined, faults.length > 0);
  for (const { line, message } of faults) {
    ok(
      Number.isInteger(line) && line >= 1 && line <= source.split(/\r\n?|\n/).length + 40,
      `line ${line}`,
    );
    ok(message.length > 10);
  }
}
