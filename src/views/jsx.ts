// What JSX is compiled to: markup, at once. A page has a thousand elements, and each is drawn once, from top to
// bottom, so that there is nothing to remember of it. Everything is escaped here but what raw( made.
import { raw } from 'hono/html';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { HtmlEscapedString } from 'hono/utils/html';

export type { JSX };

type Props = Readonly<Record<string, unknown>>;
type Component = (props: Props) => unknown;

/** One element. Its children are drawn already. */
export function jsx(tag: string | Component, props: Props): unknown {
  if (typeof tag === 'function') return tag(props);
  const attributes = drawAttributes(props);
  if (empty.has(tag)) return raw(`<${tag}${attributes}>`);
  return raw(`<${tag}${attributes}>${draw(props.children)}</${tag}>`);
}

export { jsx as jsxDEV, jsx as jsxs };

export const Fragment = ({ children }: Props): HtmlEscapedString => raw(draw(children));

const empty = new Set('area base br col hr img input link meta source track wbr'.split(' '));

function drawAttributes(props: Props): string {
  let drawn = '';
  for (const name in props) {
    const value = props[name];
    if (name === 'children' || value === undefined || value === null || value === false) continue;
    drawn += value === true ? ` ${name}=""` : ` ${name}="${escaped(String(value))}"`;
  }
  return drawn;
}

function draw(child: unknown): string {
  if (typeof child === 'string') return escaped(child);
  if (child === undefined || child === null || typeof child === 'boolean') return '';
  if (Array.isArray(child)) {
    let drawn = '';
    for (const one of child) drawn += draw(one);
    return drawn;
  }
  return isMarkup(child) ? child.toString() : escaped(String(child));
}

/** No text that somebody sent, and nothing read from JSON, is a String object. */
const isMarkup = (child: unknown) =>
  child instanceof String && 'isEscaped' in child && child.isEscaped === true;

const escaped = (text: string): string =>
  special.test(text) ? text.replaceAll(everySpecial, (one) => entities[one] ?? one) : text;

const special = /[&<>"']/;
const everySpecial = /[&<>"']/g;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
