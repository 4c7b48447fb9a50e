import type { CompiledHtml } from '../model/articles.ts';

/** The one place where a text becomes HTML that a page takes unescaped: for what a compiler here wrote. */
export function compiled(html: string): CompiledHtml {
  // biome-ignore lint/plugin: no parser can tell our HTML from another's
  return html as CompiledHtml;
}
