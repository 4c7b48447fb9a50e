// What moderators decide: written down with the decision itself, so that it can be told, and undone.
import type { Status } from './moderation.ts';

/** What a comment can become at the desk. */
export const outcomes = ['approved', 'rejected', 'spam'] as const;
export type Outcome = (typeof outcomes)[number];

/** One press of a button. */
export interface Press {
  /** A ULID: what is decided with it is undone together. */
  readonly batch: string;
  readonly moderator: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a moderator looked at. */
export interface Seen {
  readonly id: string;
  /** As {@link seenOf} gave it: what is another since is not decided on. null: whatever it is. */
  readonly seen: string | null;
}

/** What a moderator looks at, in one value: the words, what was decided about them, and how many reports nobody answered. */
export const seenOf = `printf('%d %s %d %d', coalesce(edited_at, comments.created_at), status, coalesce(decided_at, 0),
  (SELECT count(*) FROM reports WHERE comment_id = comments.id AND reports.created_at > coalesce(decided_at, 0)))`;

/** What came of a press. */
export interface Pressed {
  /** Comments that were decided on; what is missing was changed, or is gone. */
  readonly decided: number;
  /** Articles under which readers see something else now. */
  readonly slugs: readonly string[];
}

/** A moderator's decision. It can be taken again: only what its author deleted stays as it is. */
export async function decide(
  db: D1Database,
  comments: readonly Seen[],
  outcome: Outcome,
  { batch, moderator, now }: Press,
): Promise<Pressed> {
  const [, , pressed] = await db.batch<PressedRow>([
    db
      .prepare(
        `INSERT INTO decisions (batch, comment_id, was, became, moderator, was_decided_at, decided_at)
         SELECT ?1, comments.id, status, ?2, ?3, comments.decided_at, max(?4, comments.created_at)
         FROM json_each(?5) AS one CROSS JOIN comments ON comments.id = one.value ->> 'id'
         WHERE status <> 'deleted'
           AND (one.value ->> 'seen' IS NULL OR one.value ->> 'seen' = ${seenOf})
         ON CONFLICT DO NOTHING`,
      )
      .bind(batch, outcome, moderator, now, JSON.stringify(comments)),
    db
      .prepare(
        `UPDATE comments SET status = decisions.became, decided_at = decisions.decided_at
         FROM decisions WHERE decisions.batch = ?1 AND comments.id = decisions.comment_id`,
      )
      .bind(batch),
    pressedWith(db, batch),
  ]);
  return pressedOf(pressed?.results);
}

/**
 * Takes a decision back: whatever nobody decided on, or changed, since is again what it was before. That is written down too.
 * @param undone the batch of that decision
 */
export async function undo(
  db: D1Database,
  undone: string,
  { batch, moderator, now }: Press,
): Promise<Pressed> {
  const [, , pressed] = await db.batch<PressedRow>([
    db
      .prepare(
        `INSERT INTO decisions (batch, comment_id, was, became, moderator, was_decided_at, decided_at)
         SELECT ?2, comment_id, became, was, ?3, comments.decided_at, ?4
         FROM decisions CROSS JOIN comments ON comments.id = comment_id
         WHERE batch = ?1 AND status = became AND comments.decided_at IS decisions.decided_at
           AND coalesce(edited_at, 0) <= decisions.decided_at`,
      )
      .bind(undone, batch, moderator, now),
    db
      .prepare(
        `UPDATE comments SET status = undone.was, decided_at = undone.was_decided_at
         FROM decisions AS back CROSS JOIN decisions AS undone
         WHERE back.batch = ?2 AND undone.batch = ?1 AND undone.comment_id = back.comment_id AND comments.id = back.comment_id`,
      )
      .bind(undone, batch),
    pressedWith(db, batch),
  ]);
  return pressedOf(pressed?.results);
}

interface PressedRow {
  readonly slug: string;
  /** 1 where it was published, or is now. */
  readonly isShown: number;
}

const pressedWith = (db: D1Database, batch: string) =>
  db
    .prepare(
      `SELECT slug, 'approved' IN (was, became) AS isShown
       FROM decisions CROSS JOIN comments ON comments.id = comment_id WHERE batch = ?1`,
    )
    .bind(batch);

const pressedOf = (rows: readonly PressedRow[] = []): Pressed => ({
  decided: rows.length,
  slugs: rows.filter(({ isShown }) => isShown === 1).map(({ slug }) => slug),
});

export interface Decision {
  /** Counts up. */
  readonly id: number;
  readonly commentId: string;
  readonly was: Status;
  readonly became: Status;
  /** By whom. */
  readonly moderator: string;
  /** Milliseconds since 1970. */
  readonly decidedAt: number;
}

/** The newest first, from before the decision with that id (0: from the last one on). */
export async function decisions(
  db: D1Database,
  before: number,
  limit: number,
): Promise<readonly Decision[]> {
  const { results } = await db
    .prepare(
      `SELECT id, comment_id AS commentId, was, became, moderator, decided_at AS decidedAt FROM decisions
       WHERE id < ?1 ORDER BY id DESC LIMIT ?2`,
    )
    .bind(before || Number.MAX_SAFE_INTEGER, limit)
    .all<Decision>();
  return results;
}
