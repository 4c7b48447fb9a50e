// Grep for raw(: everything that reaches a page unescaped passes through here. What jsx.ts hands to it has escaped already.
import { raw } from 'hono/html';
import type { CompiledHtml } from '../model/compiled.ts';

/** What our own compiler wrote, and nothing else. */
export const Compiled = ({ html }: { html: CompiledHtml }) => raw(html);

/**
 * Data for machines. Inside a script nothing is unescaped but its own end, so `<` is written as JSON
 * lets it be written; entities would break the JSON.
 */
export const LinkedData = ({ data }: { data: object }) => (
  <script type="application/ld+json">{raw(JSON.stringify(data).replaceAll('<', '\\u003c'))}</script>
);
