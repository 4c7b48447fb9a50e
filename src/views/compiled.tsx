import { raw } from 'hono/html';
import type { CompiledHtml } from '../model/articles.ts';

/** The one place where text reaches a page unescaped: what our own compiler wrote, and nothing else. */
export const Compiled = ({ html }: { html: CompiledHtml }) => raw(html);
