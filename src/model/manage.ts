// What an author does with a comment of their own: look, change, delete.
import type { Tree } from './body.ts';
import { type Comment, type CommentRow, commentOf } from './comments.ts';
import { everyPhrase, type Phrase } from './phrases.ts';
import type { Earlier } from './posting.ts';
import type { Verdict } from './verdict.ts';

/** Whether a comment was written by whoever has one of these hashes of a cookie. */
export async function isWrittenBy(
  db: D1Database,
  id: string,
  commenterHashes: readonly string[],
): Promise<boolean> {
  const { results } = await db
    .prepare(
      `SELECT 1 FROM comments
       WHERE id = ?1 AND commenter_hash IN (SELECT value FROM json_each(?2))`,
    )
    .bind(id, JSON.stringify(commenterHashes))
    .all();
  return results.length > 0;
}

/** How long an author may change a comment, in ms. */
export const editFor = 15 * 60 * 1000;

/** A comment as its author manages it. */
export interface OwnComment extends Comment {
  /** As typed. */
  readonly body: string;
  readonly emailHash: string;
  /** The id of the key that made it. */
  readonly emailKey: string;
  readonly commenterHash: string;
}

/** A comment of one's own, and what it is judged by once it is changed. */
export interface Own extends Pick<Earlier, 'standing' | 'isBlocked' | 'phrases'> {
  readonly comment: OwnComment;
}

/**
 * A comment by its id, whatever became of it, and what its author earned with others. One round trip.
 * @param visitor who asks, as visits tell visitors apart on one day
 */
export async function findOwn(
  db: D1Database,
  id: string,
  visitor?: string,
): Promise<Own | undefined> {
  const [own, others, blocked, phrases] = await db.batch<
    CommentRow & Omit<OwnComment, 'tree'> & Phrase
  >([
    db
      .prepare(
        `SELECT readable_comments.*, body, email_hash AS emailHash, email_key AS emailKey, commenter_hash AS commenterHash
         FROM readable_comments JOIN comments USING (id) WHERE id = ?1`,
      )
      .bind(id),
    db
      .prepare(
        `SELECT id FROM comments
         WHERE commenter_hash = (SELECT commenter_hash FROM comments WHERE id = ?1) AND status = 'approved' AND id <> ?1
         LIMIT 1`,
      )
      .bind(id),
    db
      .prepare(
        `SELECT who FROM blocks
         WHERE who = ?2 OR who IN (
           SELECT commenter_hash FROM comments WHERE id = ?1
           UNION SELECT other.commenter_hash FROM comments
           JOIN confirmations AS mine ON mine.commenter_hash = comments.commenter_hash
           JOIN confirmations AS other ON other.email_hash = mine.email_hash
           WHERE comments.id = ?1)
         LIMIT 1`,
      )
      .bind(id, visitor ?? ''),
    everyPhrase(db),
  ]);
  const [row] = own?.results ?? [];
  return (
    row && {
      comment: { ...row, ...commentOf(row) },
      standing: others?.results.length ? 'approved before' : 'new',
      isBlocked: (blocked?.results.length ?? 0) > 0,
      phrases: phrases?.results ?? [],
    }
  );
}

/**
 * Changes what a comment says, as long as its author may. One that was approved is judged again; one that waits
 * goes on waiting, unless it is spam now.
 * @returns false, and nothing is changed, when it is too late
 */
export async function editComment(
  db: D1Database,
  edit: {
    readonly id: string;
    readonly body: string;
    readonly tree: Tree;
    /** As what it is judged now, and why. */
    readonly verdict: Verdict;
    readonly textKey: string;
    readonly saidKey: string;
    readonly now: number;
  },
): Promise<boolean> {
  const { results } = await db
    .prepare(
      `UPDATE comments
       SET body = ?2, tree = ?7, text_key = ?4, said_key = ?8, verdict = ?9, edited_at = max(?5, created_at),
           status = CASE WHEN status = 'approved' OR ?3 = 'spam' THEN ?3 ELSE status END
       WHERE id = ?1 AND status IN ('pending', 'approved', 'spam') AND created_at > ?6
       RETURNING id`,
    )
    .bind(
      edit.id,
      edit.body,
      edit.verdict.status,
      edit.textKey,
      edit.now,
      edit.now - editFor,
      JSON.stringify(edit.tree),
      edit.saidKey,
      JSON.stringify(edit.verdict.reasons),
    )
    .all();
  return results.length === 1;
}

/**
 * Deletes a comment for its author, and remembers that it is to stay deleted.
 * @returns the article under which it stood, if it was there
 */
export async function eraseComment(
  db: D1Database,
  id: string,
  now: number,
): Promise<string | undefined> {
  const [found] = await db.batch<{ slug: string }>([
    db.prepare('SELECT slug FROM comments WHERE id = ?1').bind(id),
    remember(db, [id], now),
    ...forget(db, [id]),
  ]);
  return found?.results[0]?.slug;
}

/** That these are to stay deleted, whatever is restored or imported. */
export const remember = (db: D1Database, ids: readonly string[], now: number) =>
  db
    .prepare(
      `INSERT INTO erased (id, erased_at) SELECT value, ?2 FROM json_each(?1) WHERE true
       ON CONFLICT DO NOTHING`,
    )
    .bind(JSON.stringify(ids), now);

/** Deletes comments for good. Where one was answered, a row stays that says nothing and belongs to nobody. */
export const forget = (db: D1Database, ids: readonly string[]) =>
  [
    `DELETE FROM reports WHERE comment_id IN (SELECT value FROM json_each(?1))`,
    `DELETE FROM comments
     WHERE id IN (SELECT value FROM json_each(?1))
       AND NOT EXISTS (SELECT 1 FROM comments AS reply WHERE reply.parent_id = comments.id)`,
    `UPDATE comments
     SET status = 'deleted', name = '-', website = NULL, body = '-', tree = '[]', face = '----',
         email_hash = NULL, email_key = NULL, commenter_hash = NULL, commenter_key = NULL,
         retry_key = NULL, text_key = NULL, said_key = NULL, visitor = NULL, role = NULL, verdict = '[]'
     WHERE id IN (SELECT value FROM json_each(?1))`,
  ].map((sql) => db.prepare(sql).bind(JSON.stringify(ids)));
