// Whose comments go to spam, by a moderator's word. An address that was only typed blocks nobody: it may be anybody's.

/** Who is blocked: whoever is proven to have written a comment; or, for a day, the visitor who sent it. */
export const blockKinds = ['commenter', 'visitor'] as const;
export type BlockKind = (typeof blockKinds)[number];

export interface Block {
  /** What tells it from others: a hash. */
  readonly who: string;
  readonly kind: BlockKind;
  /** For what. */
  readonly commentId: string;
  /** The name under that comment, while it is there. */
  readonly name: string | null;
  readonly moderator: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/**
 * Blocks whoever wrote a comment.
 * @param today a visitor is known for that day alone
 * @returns false when it is nobody's, or, of a visitor, not of today
 */
export async function block(
  db: D1Database,
  order: {
    readonly commentId: string;
    readonly kind: BlockKind;
    readonly moderator: string;
    readonly today: number;
    readonly now: number;
  },
): Promise<boolean> {
  const { commentId, kind, moderator, today, now } = order;
  const { results } = await db
    .prepare(
      `INSERT INTO blocks (who, commenter_key, day, comment_id, moderator, created_at)
       SELECT iif(?2 = 'visitor', visitor, commenter_hash), iif(?2 = 'visitor', NULL, commenter_key),
              iif(?2 = 'visitor', ?4, NULL), id, ?3, ?5
       FROM comments
       WHERE id = ?1 AND iif(?2 = 'visitor', visitor IS NOT NULL AND created_at >= ?4 * 86400000, commenter_hash IS NOT NULL)
       ON CONFLICT DO UPDATE SET comment_id = excluded.comment_id, moderator = excluded.moderator, created_at = excluded.created_at
       RETURNING who`,
    )
    .bind(commentId, kind, moderator, today, now)
    .all();
  return results.length > 0;
}

/** Everybody who is blocked now, the last one first. */
export async function blocks(db: D1Database, today: number): Promise<readonly Block[]> {
  const { results } = await db
    .prepare(
      `SELECT who, iif(day IS NULL, 'commenter', 'visitor') AS kind, comment_id AS commentId, name, moderator,
              blocks.created_at AS createdAt
       FROM blocks LEFT JOIN comments ON comments.id = comment_id
       WHERE day IS NULL OR day = ?1
       ORDER BY blocks.created_at DESC LIMIT 500`,
    )
    .bind(today)
    .all<Block>();
  return results;
}

/** Lets somebody be like everybody else again. */
export async function unblock(db: D1Database, who: string): Promise<void> {
  await db.prepare('DELETE FROM blocks WHERE who = ?1').bind(who).run();
}
