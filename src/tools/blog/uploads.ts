// The media library of a blog: what was uploaded, and whether it lies here.
import { decoded } from '../decoded.ts';
import { kept } from '../file-text.ts';
import type { Upload } from '../gutenberg.ts';
import { lineOf } from '../html.ts';
import type { Shelf } from '../shelf.ts';
import { type Item, metaOf } from '../wxr.ts';
import { fieldOf, type Row } from '../xml.ts';

export class Uploads {
  readonly #shelf: Shelf;
  readonly #byId = new Map<string, Upload>();
  /** Ids, by that of the post which something was uploaded to. */
  readonly #idsOf = new Map<string, string[]>();

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  learn(row: Row, { id, parent }: Item): void {
    const url = fieldOf(row.element, 'wp:attachment_url').trim();
    if (!id || !url) return;
    const alt = metaOf(row).find(({ key }) => key === '_wp_attachment_image_alt')?.value ?? '';
    const caption = fieldOf(row.element, 'excerpt:encoded').slice(0, longestCaption);
    this.#byId.set(id, { url: kept(url), alt: kept(lineOf(alt)), caption: kept(caption) });
    if (parent === '0') return;
    const others = this.#idsOf.get(parent);
    if (others) others.push(id);
    else this.#idsOf.set(parent, [id]);
  }

  find(id: string): Upload | undefined {
    return this.#byId.get(id);
  }

  /** What was uploaded to a post. */
  of(post: string): readonly Upload[] {
    return (this.#idsOf.get(post) ?? []).flatMap((id) => this.find(id) ?? []);
  }

  /** Where what had this address lies below the media folder. One that was made smaller is found in its full size. */
  pathOf(href: string): string | undefined {
    const url = URL.parse(href);
    const path = url && decoded(url.pathname);
    const [, below] = /(?:\/wp-content\/uploads|\/files)\/(.+)$/.exec(path ?? '') ?? [];
    const own = below ?? (url?.host.endsWith('.files.wordpress.com') ? path?.slice(1) : undefined);
    if (!own) return undefined;
    return this.#shelf.picture(own) ?? this.#shelf.picture(own.replace(/-\d+x\d+(\.\w+)$/, '$1'));
  }
}

/** In UTF-16 units. */
const longestCaption = 2000;
