// Comments on their way to WordPress: laid aside by their article, and put in an order that its importer can read.
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { statuses } from '../model/moderation.ts';

/** What of a comment's row goes along. Nothing else of it is looked at. */
export const CommentRow = v.object({
  id: v.string(),
  slug: v.string(),
  parent_id: v.nullable(v.string()),
  name: v.string(),
  role: v.nullable(v.string()),
  website: v.nullable(v.string()),
  /** JSON: see src/model/body.ts. */
  tree: v.string(),
  status: v.picklist(statuses),
  /** Milliseconds since 1970. */
  created_at: v.number(),
});
export type CommentRow = v.InferOutput<typeof CommentRow>;

/** Comments that are held before they are laid aside. */
const atOnce = 2000;

/**
 * Lays comments aside, a file for each article.
 * @param known the slugs of the articles that there are
 * @returns how many stand under none of them, and were left out
 */
export async function layAside(
  comments: AsyncIterable<CommentRow>,
  folder: string,
  known: ReadonlySet<string>,
): Promise<number> {
  await mkdir(folder, { recursive: true });
  let homeless = 0;
  let held: CommentRow[] = [];
  for await (const row of comments) {
    if (known.has(row.slug)) held.push(row);
    else homeless += 1;
    if (held.length < atOnce) continue;
    await write(held, folder);
    held = [];
  }
  await write(held, folder);
  return homeless;
}

async function write(rows: readonly CommentRow[], folder: string): Promise<void> {
  for (const [slug, ofArticle] of Map.groupBy(rows, (row) => row.slug)) {
    const lines = ofArticle.map((row) => `${JSON.stringify(row)}\n`);
    await appendFile(join(folder, `${slug}.jsonl`), lines.join(''));
  }
}

/** A comment, and what it answers once those are gone that were deleted. */
export interface Answer {
  readonly row: CommentRow;
  readonly parent: string | undefined;
  /** Whether it had answered one of those. */
  readonly isMovedUp: boolean;
}

/** The comments on an article that were laid aside: each behind what it answers. */
export async function commentsOn(slug: string, folder: string): Promise<readonly Answer[]> {
  const lines = await readFile(join(folder, `${slug}.jsonl`), 'utf8').catch(() => '');
  const rows = lines
    .split('\n')
    .filter(Boolean)
    .map((line): CommentRow => JSON.parse(line));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return parentsFirst(rows, byId).map((row) => {
    const parent = standingAbove(row, byId);
    return { row, parent, isMovedUp: (parent ?? null) !== row.parent_id };
  });
}

type ById = ReadonlyMap<string, CommentRow>;

/** The importer must have met a comment before it meets what answers it. */
function parentsFirst(rows: readonly CommentRow[], byId: ById): readonly CommentRow[] {
  const placed = new Set<CommentRow>();
  for (const row of rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const line: CommentRow[] = [];
    for (
      let one: CommentRow | undefined = row;
      one && !placed.has(one) && !line.includes(one);
      one = byId.get(one.parent_id ?? '')
    )
      line.unshift(one);
    for (const one of line) placed.add(one);
  }
  return [...placed];
}

/** What a comment answers; of what was deleted, what that had answered. */
function standingAbove({ parent_id }: CommentRow, byId: ById): string | undefined {
  let above = byId.get(parent_id ?? '');
  for (let steps = byId.size; above?.status === 'deleted' && steps > 0; steps -= 1)
    above = byId.get(above.parent_id ?? '');
  return above?.id;
}
