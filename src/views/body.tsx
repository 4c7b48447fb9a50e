import type { Child } from 'hono/jsx';
import type { Block, Inline, Item, Tree } from '../model/body.ts';

/**
 * What a comment says. All of it is text until it is drawn here, and nothing in it is ever markup. Each block
 * finds its direction by itself; what stands in a list or a quote has that of the whole.
 */
export const Body = ({ tree, language }: { tree: Tree; language?: string | undefined }) => (
  <div class="p-content" lang={language}>
    {tree.map((block) => drawBlock(block, 'auto'))}
  </div>
);

function drawBlock(block: Block, dir?: 'auto') {
  switch (block[0]) {
    case 'p': {
      const [, ...line] = block;
      return <p dir={dir}>{line.map(drawInline)}</p>;
    }
    case 'pre':
      return (
        <pre dir={dir}>
          <code>{block[1]}</code>
        </pre>
      );
    case 'blockquote': {
      const [, ...quoted] = block;
      return <blockquote dir={dir}>{quoted.map((part) => drawBlock(part))}</blockquote>;
    }
    case 'ul': {
      const [, ...items] = block;
      return <ul dir={dir}>{items.map(drawItem)}</ul>;
    }
    case 'ol': {
      const [, start, ...items] = block;
      return (
        <ol dir={dir} start={start === 1 ? undefined : start}>
          {items.map(drawItem)}
        </ol>
      );
    }
    default:
      return block satisfies never;
  }
}

const drawItem = ([, ...blocks]: Item) => <li>{blocks.map((block) => drawBlock(block))}</li>;

function drawInline(part: Inline): Child {
  if (typeof part === 'string') return drawText(part);
  switch (part[0]) {
    case 'code':
      return <code>{part[1]}</code>;
    case 'em': {
      const [, ...line] = part;
      return <em>{line.map(drawInline)}</em>;
    }
    case 'strong': {
      const [, ...line] = part;
      return <strong>{line.map(drawInline)}</strong>;
    }
    case 'a': {
      const [, href, ...line] = part;
      return (
        <a href={href} rel="ugc nofollow noopener">
          {line.map(drawInline)}
        </a>
      );
    }
    default:
      return part satisfies never;
  }
}

const drawText = (text: string): Child =>
  text.split('\n').map((line, index) => (index === 0 ? line : [<br />, line]));
