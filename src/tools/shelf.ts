// Articles and pages that come from elsewhere, on their way into their folders: compiled before they are written, and
// nothing that stands there is touched.
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { compileArticle, compilePage, type Desk } from './articles.ts';
import { readFolder } from './folder.ts';
import { readFrontMatter } from './front-matter.ts';
import { findPicture, isPictureFile } from './pictures.ts';
import { articleSchema, keysOf, pageSchema } from './schema.ts';
import { copyWhole, writeWhole } from './whole.ts';

export type Kind = 'articles' | 'pages';

export interface Manuscript {
  readonly kind: Kind;
  readonly slug: string;
  /** Keys of the front matter, in the order in which they are written. */
  readonly front: Readonly<Record<string, unknown>>;
  readonly markdown: string;
  /** Of pictures that it shows: their paths below the media folder. */
  readonly pictures: readonly string[];
}

/** What became of it, or would: `fault` is what our own compiler says. */
export type Shelved =
  | { readonly became: 'written' | 'there' | 'other' }
  | { readonly fault: string };

/** Where pictures lie, beside the articles that show them. */
export const pictureFolder = 'uploads';

export class Shelf {
  readonly #desk: Desk;
  readonly #media: string | undefined;
  /** A folder where pictures are found as they will be, and nothing is written. */
  readonly #scratch = mkdtempSync(join(tmpdir(), 'broadside-import-'));
  /** What stands in the folders: by kind and slug, the file and the aliases in it. */
  readonly #standing = new Map<
    string,
    { readonly file: string; readonly aliases: readonly string[] }
  >();

  /** @param media the folder of pictures, as WordPress has it in wp-content/uploads */
  constructor(desk: Desk, media: string | undefined) {
    this.#desk = desk;
    this.#media = media;
    // A link's own target is looked for from where the link lies.
    if (media) symlinkSync(resolve(media), join(this.#scratch, pictureFolder));
    for (const kind of ['articles', 'pages'] as const) {
      const { items, slugs } = readFolder(this.#folderOf(kind), aliasReader(kind, desk));
      for (const slug of slugs) this.#standing.set(`${kind}/${slug}`, { file: '', aliases: [] });
      for (const { file, item } of items)
        this.#standing.set(`${kind}/${basename(file, '.md')}`, { file, aliases: item });
    }
  }

  /** All old paths that lead to what stands there, with what they lead to: `articles/a-day-in-baku`. */
  *aliases(): Generator<readonly [alias: string, to: string]> {
    for (const [to, { aliases }] of this.#standing) for (const alias of aliases) yield [alias, to];
  }

  /** Whether anything stands under a slug. */
  has(kind: Kind, slug: string): boolean {
    return this.#standing.has(`${kind}/${slug}`);
  }

  /** The path of a picture below the media folder, if one lies there that can be shown. */
  picture(path: string): string | undefined {
    const media = this.#media;
    if (!media || path.split('/').includes('..') || !isPictureFile(path)) return undefined;
    return findPicture(encoded(path), media, media) ? path : undefined;
  }

  /** Puts it into its folder, if there is room for it. @param isApplied false writes nothing and says the same */
  add(manuscript: Manuscript, isApplied: boolean): Shelved {
    const { kind, slug } = manuscript;
    const source = sourceOf(manuscript);
    const [fault] = this.#faultsOf(kind, slug, source);
    if (fault) return { fault };
    const standing = this.#standing.get(`${kind}/${slug}`);
    if (standing) {
      const isSame = standing.file !== '' && readFileSync(standing.file, 'utf8') === source;
      return { became: isSame ? 'there' : 'other' };
    }
    if (isApplied) this.#write(manuscript, source);
    return { became: 'written' };
  }

  /** Whether what stands under a slug is reached by one of these old paths: then it is the same, edited since. */
  isSame(kind: Kind, slug: string, paths: readonly string[]): boolean {
    const { aliases = [] } = this.#standing.get(`${kind}/${slug}`) ?? {};
    return aliases.some((alias) => paths.includes(alias));
  }

  close(): void {
    rmSync(this.#scratch, { recursive: true, force: true });
  }

  #folderOf(kind: Kind): string {
    return kind === 'articles' ? this.#desk.articleFolder : this.#desk.pageFolder;
  }

  #faultsOf(kind: Kind, slug: string, source: string): readonly string[] {
    const read = kind === 'articles' ? compileArticle : compilePage;
    const { faults } = read(join(this.#scratch, `${slug}.md`), source, this.#desk);
    return faults.map(({ message }) => message);
  }

  /** Its pictures are there before it. */
  #write({ kind, slug, pictures }: Manuscript, source: string): void {
    const folder = this.#folderOf(kind);
    for (const picture of pictures) {
      const copy = join(folder, pictureFolder, picture);
      if (this.#media && !existsSync(copy)) copyWhole(join(this.#media, picture), copy);
    }
    writeWhole(join(folder, `${slug}.md`), source);
  }
}

/** As Markdown and front matter write the path of a picture. */
export const encoded = (path: string) => path.split('/').map(encodeURIComponent).join('/');

export const sourceOf = ({ front, markdown }: Pick<Manuscript, 'front' | 'markdown'>) =>
  `---\n${stringify(front, { lineWidth: 0, flowCollectionPadding: false })}---\n\n${markdown}\n`;

const aliasReader =
  (kind: Kind, { timeZone }: Desk) =>
  ({ yaml }: { readonly yaml: string }): readonly string[] | undefined =>
    kind === 'articles'
      ? readFrontMatter(yaml, { schema: articleSchema(timeZone), keys: keysOf.article }, () => {})
          ?.front.aliases
      : readFrontMatter(yaml, { schema: pageSchema(timeZone), keys: keysOf.page }, () => {})?.front
          .aliases;
