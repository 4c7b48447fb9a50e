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
  /** The text of the first paragraph. */
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
  for (const token of tokens) {
    for (const problem of problemsWith(token, publicFolder))
      report(line + (token.map?.[0] ?? 0), problem);
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

/** Where the first paragraph opens that stands in no list and no quote; -1 without one. */
const firstParagraph = (tokens: readonly Token[]) =>
  tokens.findIndex(({ type, level }) => type === 'paragraph_open' && level === 0);

function problemsWith({ type, tag, children }: Token, publicFolder: string): string[] {
  if (type === 'heading_open' && tag === 'h1') {
    return ['has a heading of the first level, and the headline is that one: begin it with ##.'];
  }
  return (children ?? [])
    .filter(({ type: kind }) => kind === 'image')
    .flatMap((image) => {
      const src = String(image.attrGet('src') ?? '');
      return isInFolder(src, publicFolder)
        ? []
        : [
            `has a picture that is not here (${src}): put the file into src/public and write its path from there, such as /square.jpg.`,
          ];
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
  const lead = tokens[firstParagraph(tokens) + 1];
  return lead ? textOf(lead) : '';
}

const textOf = ({ type, children, content }: Token): string => {
  if (children) return children.map(textOfInline).join('');
  return type === 'fence' || type === 'code_block' ? content : '';
};

function textOfInline({ type, content }: Token): string {
  if (type === 'dateline') return '';
  return type === 'softbreak' || type === 'hardbreak' ? ' ' : content;
}

const countWords = (text: string) =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
