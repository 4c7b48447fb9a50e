// The Markdown below the front matter.
import { statSync } from 'node:fs';
import { join, relative } from 'node:path';
import MarkdownIt, { type Token } from 'markdown-it';
import type { CompiledHtml } from '../model/articles.ts';
import { compiled } from './compiled.ts';
import type { Report } from './faults.ts';

export interface Story {
  readonly html: CompiledHtml;
  /** Runs between blanks that hold a letter or a digit, as a word processor counts them. */
  readonly words: number;
  /** The text of the first paragraph that has any; of a story without paragraphs, how it begins. */
  readonly lead: string;
}

/**
 * Raw HTML comes out as text, and only links that lead somewhere come out as links.
 * @param line where the story begins in its file
 * @param dateline run into the first paragraph, as newspapers set it
 * @param publicFolder where the pictures lie
 */
export function readStory(
  story: string,
  line: number,
  dateline: string | undefined,
  publicFolder: string,
  report: Report,
): Story {
  const tokens = markdown.parse(story, { dateline });
  let start = 0;
  for (const token of tokens) {
    start = token.map?.[0] ?? start;
    for (const { offset, problem } of problemsWith(token, publicFolder))
      report(line + start + offset, problem);
  }
  if (dateline && firstParagraph(tokens) < 0) {
    report(line, 'has a dateline, and no paragraph to put it before: write one, or take it out.');
  }
  const words = countWords(tokens.map(textOf).join('\n'));
  if (words === 0) report(line, 'has no story: write it below the front matter.');
  return {
    html: compiled(markdown.renderer.render(tokens, markdown.options, {})),
    words,
    lead: leadOf(tokens),
  };
}

const markdown = new MarkdownIt({ html: false, typographer: true });

markdown.core.ruler.push('dateline', ({ Token, tokens, env }) => {
  const place = Object.assign(new Token('dateline', 'b', 0), { content: env.dateline });
  if (env.dateline) tokens[firstParagraph(tokens) + 1]?.children?.unshift(place);
});
markdown.renderer.rules.dateline = (tokens, index) =>
  `<b class="dateline">${markdown.utils.escapeHtml(tokens[index]?.content ?? '')}</b> `;

/** Where the first paragraph opens; -1 without one. */
const firstParagraph = (tokens: readonly Token[]) => tokens.findIndex(isParagraph);

/** Whether a paragraph opens here that stands in no list and no quote. */
const isParagraph = (token?: Token) => token?.type === 'paragraph_open' && token.level === 0;

interface Problem {
  /** Lines below the one where the token begins. */
  readonly offset: number;
  readonly problem: string;
}

function problemsWith({ type, tag, children }: Token, publicFolder: string): Problem[] {
  if (type === 'heading_open' && tag === 'h1') {
    const problem =
      'has a heading of the first level, and the headline is that one: begin it with ##.';
    return [{ offset: 0, problem }];
  }
  return (children ?? []).flatMap((child, index, all) => {
    const src = String(child.attrGet('src') ?? '');
    if (child.type !== 'image' || isInFolder(src, publicFolder)) return [];
    const offset = all.slice(0, index).filter(isBreak).length;
    const problem = `has a picture that is not here (${src}): put the file into src/public and write its path from there, such as /square.jpg.`;
    return [{ offset, problem }];
  });
}

/** Pictures come from our own house: a page never asks another for anything. */
function isInFolder(path: string, folder: string): boolean {
  if (!path.startsWith('/')) return false;
  try {
    const file = join(folder, decodeURIComponent(path));
    return !relative(folder, file).startsWith('..') && statSync(file).isFile();
  } catch {
    return false;
  }
}

function leadOf(tokens: readonly Token[]): string {
  const texts = tokens.map(textOf);
  const paragraphs = texts.filter((_, index) => isParagraph(tokens[index - 1]));
  return [...paragraphs, ...texts].find((text) => countWords(text) > 0) ?? '';
}

const textOf = ({ type, children, content }: Token): string => {
  if (children) return children.map(textOfInline).join('');
  return type === 'fence' || type === 'code_block' ? content : '';
};

const textOfInline = (token: Token) => {
  if (token.type === 'dateline') return '';
  return isBreak(token) ? ' ' : token.content;
};

const isBreak = ({ type }: Token) => type === 'softbreak' || type === 'hardbreak';

const countWords = (text: string) =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
