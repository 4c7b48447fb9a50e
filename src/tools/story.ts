// The Markdown below the front matter.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt, { type Token } from 'markdown-it';
import type { CompiledHtml } from '../model/articles.ts';
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
  for (const { children, map } of tokens) {
    for (const child of children ?? []) {
      const problem = problemWith(child, publicFolder);
      if (problem) report(line + (map?.[0] ?? 0), problem);
    }
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
  const first = tokens.findIndex(({ type }) => type === 'paragraph_open');
  const place = Object.assign(new Token('dateline', 'b', 0), { content: env.dateline });
  if (env.dateline) tokens[first + 1]?.children?.unshift(place);
});
markdown.renderer.rules.dateline = (tokens, index) =>
  `<b class="dateline">${markdown.utils.escapeHtml(tokens[index]?.content ?? '')}</b> `;

/** Pictures come from our own house: a page never asks another for anything. */
function problemWith(token: Token, publicFolder: string): string | undefined {
  if (token.type !== 'image') return undefined;
  const src = String(token.attrGet('src') ?? '');
  if (isInFolder(src, publicFolder)) return undefined;
  return `has a picture that is not here (${src}): put the file into src/public and write its path from there, such as /square.jpg.`;
}

function isInFolder(path: string, folder: string): boolean {
  const url = URL.parse(path, 'file:///');
  if (!path.startsWith('/') || url?.host !== '') return false;
  try {
    return existsSync(join(folder, decodeURIComponent(url.pathname)));
  } catch {
    return false;
  }
}

function leadOf(tokens: readonly Token[]): string {
  const first = tokens.findIndex(({ type }) => type === 'paragraph_open');
  const lead = tokens[first + 1];
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

function compiled(html: string): CompiledHtml {
  // biome-ignore lint/plugin: the one place where a text becomes compiled HTML
  return html as CompiledHtml;
}
