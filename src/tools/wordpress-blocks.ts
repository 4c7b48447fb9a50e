// HTML as WordPress keeps it: each part of a story is a block that its editor knows, and no line break becomes one
// that was none.
import { type HTMLElement, parse } from 'node-html-parser';
import type { Block, Inline, Item, Tree } from '../model/body.ts';

/** @param html of our own compiler. @param origin of the site: WordPress stands elsewhere */
export function blocksOf(html: string, origin: string): string {
  const whole = html.replace(/ (src|href)="\/(?!\/)/g, ` $1="${origin}/`);
  const root = parse(whole, { comment: true, blockTextElements: { script: true, style: true } });
  return root.children.map(blockOf).join('\n\n');
}

/** A comment: WordPress makes paragraphs of blank lines, and breaks lines where they are broken. */
export const commentHtml = (tree: Tree): string => tree.map(drawn).join('\n\n');

/** As text in HTML, which is how WordPress keeps names, titles and excerpts too. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function blockOf(element: HTMLElement): string {
  const { rawTagName: tag, innerHTML: inside } = element;
  if (tag === 'p') return block('paragraph', '', `<p>${inside}</p>`);
  if (/^h[2-6]$/.test(tag)) return headingOf(element);
  if (tag === 'ul') return block('list', '', `<ul>${inside}</ul>`);
  if (tag === 'ol') return listOf(element);
  if (tag === 'blockquote')
    return block('quote', '', `<blockquote class="wp-block-quote">${inside}</blockquote>`);
  if (tag === 'pre') return block('code', '', `<pre class="wp-block-code">${inside}</pre>`);
  if (tag === 'hr') return block('separator', '', '<hr class="wp-block-separator"/>');
  // A table has a room of its own here, in which it can be moved.
  if (tag === 'div' && element.querySelector('table'))
    return block('table', '', `<figure class="wp-block-table">${inside}</figure>`);
  return tag === 'figure' ? imageOf(element) : block('html', '', element.outerHTML);
}

/** Links within the story lead to its id. */
function headingOf({ rawTagName: tag, id, innerHTML: inside }: HTMLElement): string {
  const level = tag === 'h2' ? '' : `{"level":${tag.slice(1)}} `;
  return block('heading', level, `<${tag}${id ? ` id="${id}"` : ''}>${inside}</${tag}>`);
}

function listOf({ attributes: { start }, innerHTML: inside }: HTMLElement): string {
  return start
    ? block('list', `{"ordered":true,"start":${start}} `, `<ol start="${start}">${inside}</ol>`)
    : block('list', '{"ordered":true} ', `<ol>${inside}</ol>`);
}

function imageOf(figure: HTMLElement): string {
  const picture = figure.querySelector('img')?.rawAttributes;
  if (!picture) return block('html', '', figure.outerHTML);
  const image = `<img src="${picture.src ?? ''}" alt="${picture.alt ?? ''}"/>`;
  const caption = figure.querySelector('figcaption')?.innerHTML;
  const inside = image + (caption ? `<figcaption>${caption}</figcaption>` : '');
  return block('image', '', `<figure class="wp-block-image">${inside}</figure>`);
}

/** @param attributes as JSON with a blank behind it, or nothing */
const block = (name: string, attributes: string, html: string): string =>
  `<!-- wp:${name} ${attributes}-->\n${html}\n<!-- /wp:${name} -->`;

function drawn(block: Block): string {
  switch (block[0]) {
    case 'p': {
      const [, ...line] = block;
      return line.map(drawnInline).join('');
    }
    case 'pre':
      return `<pre><code>${escaped(block[1])}</code></pre>`;
    case 'blockquote': {
      const [, ...quoted] = block;
      return `<blockquote>${commentHtml(quoted)}</blockquote>`;
    }
    case 'ul': {
      const [, ...items] = block;
      return `<ul>\n${items.map(drawnItem).join('\n')}\n</ul>`;
    }
    case 'ol': {
      const [, start, ...items] = block;
      const from = start === 1 ? '' : ` start="${start}"`;
      return `<ol${from}>\n${items.map(drawnItem).join('\n')}\n</ol>`;
    }
    default:
      return block satisfies never;
  }
}

const drawnItem = ([, ...blocks]: Item): string => `<li>${commentHtml(blocks)}</li>`;

function drawnInline(part: Inline): string {
  if (typeof part === 'string') return escaped(part);
  switch (part[0]) {
    case 'code':
      return `<code>${escaped(part[1])}</code>`;
    case 'em':
    case 'strong': {
      const [name, ...line] = part;
      return `<${name}>${line.map(drawnInline).join('')}</${name}>`;
    }
    case 'a': {
      const [, href, ...line] = part;
      const address = escaped(href).replaceAll('"', '&quot;');
      return `<a href="${address}" rel="ugc nofollow">${line.map(drawnInline).join('')}</a>`;
    }
    default:
      return part satisfies never;
  }
}
