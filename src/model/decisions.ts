// What moderators decided. A trigger writes it down with the decision itself.
import type { Status } from './moderation.ts';

export interface Decision {
  /** Counts up. */
  readonly id: number;
  readonly commentId: string;
  readonly was: Status;
  readonly became: Status;
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
      `SELECT id, comment_id AS commentId, was, became, decided_at AS decidedAt FROM decisions
       WHERE ?1 = 0 OR id < ?1 ORDER BY id DESC LIMIT ?2`,
    )
    .bind(before, limit)
    .all<Decision>();
  return results;
}
