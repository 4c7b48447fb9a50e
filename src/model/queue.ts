// What the desk lists: what waits, or what was decided, page by page and by key.
import { type Ancestor, type Comment, type CommentRow, commentOf, openOf } from './comments.ts';
import { seenOf } from './decisions.ts';
import type { Status } from './moderation.ts';
import type { Report } from './reports.ts';
import type { Reason, RuleName } from './verdict.ts';

/** A comment as a moderator sees it. */
export interface Judged extends Comment {
  /** Why it was held, or taken for spam, when it came. */
  readonly reasons: readonly Reason[];
  readonly parent: (Ancestor & { readonly beginning: string }) | undefined;
  /** What a decision about it is about: it is another once the comment is changed, decided on or reported. */
  readonly seen: string;
  /** Of its text, in characters. */
  readonly length: number;
  /** Others that whoever holds the same cookie wrote, as far as {@link mostCounted}. */
  readonly earlier: { readonly approved: number; readonly turnedDown: number };
  /** What readers said of it since somebody last decided. */
  readonly reports: readonly Pick<Report, 'reason' | 'words'>[];
  /** Whether its visitor can still be told apart. */
  readonly hasVisitor: boolean;
}

/** Earlier comments of one commenter that are counted; the eleventh says no more than the tenth. */
export const mostCounted = 10;

/** Which comments. */
export interface Filter {
  readonly status: Status;
  /** Of one article. */
  readonly slug?: string | undefined;
  /** For which this was a reason. */
  readonly reason?: RuleName | undefined;
  /** In whose text, name or website this stands, in any case. */
  readonly text?: string | undefined;
}

/** One page of the list. */
export interface Queue {
  /** Oldest first. */
  readonly comments: readonly Judged[];
  /** The id after which the list goes on, if it may. */
  readonly next: string | undefined;
}

/** Comments that are looked through for one page where a reason or a text is asked for; the next page goes on from there. */
export const lookedThrough = 2000;

/**
 * One page of the list, in one round trip. Reads what it shows and what belongs to it, however long the list is;
 * where a reason or a text is asked for, it looks through {@link lookedThrough} at most.
 * @param after the id of the comment before the page, '' for the first
 */
export async function queue(
  db: D1Database,
  { status, slug, reason, text }: Filter,
  after: string,
  size: number,
): Promise<Queue> {
  const isNarrow = reason !== undefined || text !== undefined;
  const window = isNarrow ? lookedThrough : size + 1;
  const range = [status, after, window, slug ?? ''];
  const [found, looked] = await db.batch<JudgedRow & { last: string | null; looked: number }>([
    db
      .prepare(
        `WITH looked AS MATERIALIZED (${rangeOf(slug)})
         SELECT ${judgedColumns}
         FROM looked CROSS JOIN comments USING (id)
         WHERE (?5 IS NULL OR EXISTS (SELECT 1 FROM json_each(verdict) WHERE value ->> 'rule' = ?5))
           AND (?6 IS NULL OR EXISTS (
             SELECT 1 FROM json_each(?6) WHERE instr(body, value) OR instr(name, value) OR instr(coalesce(website, ''), value)))
         ORDER BY id LIMIT ?7`,
      )
      .bind(
        ...range,
        reason ?? null,
        text === undefined ? null : JSON.stringify(casesOf(text)),
        size + 1,
      ),
    db
      .prepare(`SELECT max(id) AS last, count(*) AS looked FROM (${rangeOf(slug)})`)
      .bind(...(isNarrow ? range : [status, after, 0, slug ?? ''])),
  ]);
  const comments = found?.results.map(judgedOf) ?? [];
  const [end] = looked?.results ?? [];
  const shown = comments.slice(0, fitting(comments, size));
  const isCut = comments.length > shown.length;
  const isLookedThrough = isNarrow && end?.looked === lookedThrough;
  return {
    comments: shown,
    next: isCut ? shown.at(-1)?.id : isLookedThrough ? (end?.last ?? undefined) : undefined,
  };
}

/** Characters of text that a page draws; the comment that goes beyond is its last. */
const mostDrawn = 200_000;

/** How many of them a page holds. */
function fitting(comments: readonly Judged[], size: number): number {
  let drawn = 0;
  let count = 0;
  for (const { length } of comments.slice(0, size)) {
    count++;
    drawn += length;
    if (drawn > mostDrawn) break;
  }
  return count;
}

/** Each is one range of one index. */
const rangeOf = (slug: string | undefined) =>
  slug === undefined
    ? "SELECT id FROM comments WHERE status = ?1 AND id > ?2 AND ?4 = '' ORDER BY id LIMIT ?3"
    : 'SELECT id FROM comments WHERE slug = ?4 AND status = ?1 AND id > ?2 ORDER BY id LIMIT ?3';

/** SQLite knows no case beyond English: what is looked for is written the ways that people write it. */
const casesOf = (text: string): readonly string[] => [
  ...new Set([
    text,
    text.toLowerCase(),
    text.toUpperCase(),
    text.toLowerCase().replace(/\p{L}/u, (letter) => letter.toUpperCase()),
    text.toLowerCase().replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase()),
  ]),
];

const judgedColumns = `
  id, slug, parent_id AS parentId, path, name, role, website, tree, face, status, created_at AS createdAt, edited_at AS editedAt,
  verdict, visitor IS NOT NULL AS hasVisitor, length(body) AS length, ${seenOf} AS seen,
  (SELECT json_object('id', id, 'name', name, 'status', status, 'beginning', substr(body, 1, 300)) FROM comments AS above WHERE above.id = comments.parent_id) AS parent,
  (SELECT count(*) FROM (
     SELECT 1 FROM comments AS other
     WHERE other.commenter_hash = comments.commenter_hash AND other.status = 'approved' AND other.id <> comments.id LIMIT ${mostCounted})) AS approved,
  (SELECT count(*) FROM (
     SELECT 1 FROM comments AS other
     WHERE other.commenter_hash = comments.commenter_hash AND other.status IN ('rejected', 'spam') AND other.id <> comments.id LIMIT ${mostCounted})) AS turnedDown,
  (SELECT json_group_array(json_object('reason', reason, 'words', words))
   FROM (SELECT reason, words FROM reports
         WHERE comment_id = comments.id AND reports.created_at > coalesce(decided_at, 0)
         ORDER BY reports.created_at DESC LIMIT 10)) AS reports`;

interface JudgedRow extends CommentRow {
  readonly verdict: string;
  readonly parent: string | null;
  readonly approved: number;
  readonly turnedDown: number;
  readonly reports: string;
  readonly hasVisitor: number;
  readonly seen: string;
  readonly length: number;
}

const judgedOf = ({
  verdict,
  parent,
  approved,
  turnedDown,
  reports,
  hasVisitor,
  seen,
  length,
  ...row
}: JudgedRow): Judged => ({
  ...commentOf(row),
  seen,
  length,
  reasons: JSON.parse(verdict),
  parent: parent === null ? undefined : JSON.parse(parent),
  earlier: { approved, turnedDown },
  reports: JSON.parse(reports),
  hasVisitor: hasVisitor === 1,
});

/** What readers reported and nobody decided on since, the most reported first. */
export async function reportedComments(db: D1Database, limit: number): Promise<readonly Judged[]> {
  const { results } = await db
    .prepare(
      `WITH reported AS MATERIALIZED (
         SELECT comment_id, count(*) AS times FROM reports CROSS JOIN comments ON id = comment_id
         WHERE status = 'approved' AND reports.created_at > coalesce(decided_at, 0)
         GROUP BY comment_id ORDER BY times DESC, comment_id LIMIT ?1)
       SELECT ${judgedColumns}
       FROM reported CROSS JOIN comments ON id = comment_id ORDER BY times DESC, comment_id`,
    )
    .bind(limit)
    .all<JudgedRow>();
  return results.map(judgedOf);
}

/** A page of an article's conversation as the desk sees it, with what waits in its place. */
export interface WholeConversation {
  /** In thread order. */
  readonly comments: readonly Judged[];
  /** The path with which the next page begins, if there is one. */
  readonly next: string | undefined;
  readonly isOpen: boolean | undefined;
  readonly pinnedId: string | undefined;
}

/** Reads what it shows and what belongs to it. @param from the path with which the page begins, '' for the first */
export async function wholeConversation(
  db: D1Database,
  slug: string,
  from: string,
  size: number,
): Promise<WholeConversation> {
  const [found, article] = await db.batch<
    JudgedRow & { is_open: number | null; pinned_id: string | null }
  >([
    db
      .prepare(
        `WITH looked AS MATERIALIZED (
           SELECT id FROM (
             SELECT * FROM (
               SELECT id, path FROM comments
               WHERE slug = ?1 AND status IN ('approved', 'deleted') AND path >= ?2 ORDER BY path LIMIT ?3)
             UNION ALL
             SELECT * FROM (
               SELECT id, path FROM comments
               WHERE slug = ?1 AND status = 'pending' AND path >= ?2 ORDER BY path LIMIT ?3))
           ORDER BY path LIMIT ?3)
         SELECT ${judgedColumns}
         FROM looked CROSS JOIN comments USING (id) ORDER BY path`,
      )
      .bind(slug, from, size + 1),
    db.prepare('SELECT is_open, pinned_id FROM articles WHERE slug = ?1').bind(slug),
  ]);
  const comments = found?.results.map(judgedOf) ?? [];
  const shown = comments.slice(0, fitting(comments, size));
  const [row] = article?.results ?? [];
  return {
    comments: shown,
    next: comments[shown.length]?.path,
    isOpen: openOf(row),
    pinnedId: row?.pinned_id ?? undefined,
  };
}

/** One comment as the desk sees it, whatever became of it. */
export async function findJudged(db: D1Database, id: string): Promise<Judged | undefined> {
  const { results } = await db
    .prepare(`SELECT ${judgedColumns} FROM comments WHERE id = ?1 AND status <> 'deleted'`)
    .bind(id)
    .all<JudgedRow>();
  return results.map(judgedOf)[0];
}
