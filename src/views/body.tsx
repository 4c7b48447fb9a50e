import type { Child } from 'hono/jsx';
import type { Block, Inline, Item, Tree } from '../model/body.ts';

/** What a comment says. All of it is text until it is drawn here, and nothing in it is ever markup. */
export const Body = ({ tree }: { tree: Tree }) => (
  <div class="p-content">
    <Blocks of={tree} />
  </div>
);

const Blocks = ({ of }: { of: Tree }) => <>{of.map(drawBlock)}</>;

function drawBlock(block: Block) {
  switch (block[0]) {
    case 'p': {
      const [, ...line] = block;
      return <p dir="auto">{line.map(drawInline)}</p>;
    }
    case 'pre':
      return (
        <pre dir="auto">
          <code>{block[1]}</code>
        </pre>
      );
    case 'blockquote': {
      const [, ...quoted] = block;
      return (
        <blockquote>
          <Blocks of={quoted} />
        </blockquote>
      );
    }
    case 'ul': {
      const [, ...items] = block;
      return <ul dir="auto">{items.map(drawItem)}</ul>;
    }
    case 'ol': {
      const [, start, ...items] = block;
      return (
        <ol dir="auto" start={start === 1 ? undefined : start}>
          {items.map(drawItem)}
        </ol>
      );
    }
    default:
      return block satisfies never;
  }
}

const drawItem = ([, ...blocks]: Item) => (
  <li>
    <Blocks of={blocks} />
  </li>
);

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
