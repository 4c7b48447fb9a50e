/** HTML that our own compiler wrote: the one kind that is put on a page unescaped. */
export type CompiledHtml = string & { readonly compiled: unique symbol };

/** The one place where a text becomes such HTML: for what the compiler writes, and for reading it back. */
export function compiled(html: string): CompiledHtml {
  // biome-ignore lint/plugin: no parser can tell our HTML from another's
  return html as CompiledHtml;
}
