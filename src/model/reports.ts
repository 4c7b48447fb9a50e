/** Why a reader reports a comment. */
export const reasons = ['spam', 'abuse', 'illegal', 'personal', 'other'] as const;
export type Reason = (typeof reasons)[number];

/** UTF-16 units at most. */
export const longestReport = 1000;

export interface Report {
  readonly commentId: string;
  /** What tells visitors apart on one day: many reports by one of them count once. */
  readonly visitor: string;
  readonly reason: Reason;
  readonly words: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** Reports of one comment that are kept: the fifty-first says nothing that fifty did not. */
const mostReports = 50;

/** Writes a report of an approved comment. A second one by the same visitor counts once somebody decided on the first. */
export async function addReport(db: D1Database, report: Report): Promise<void> {
  await db
    .prepare(
      `INSERT INTO reports (comment_id, visitor, reason, words, created_at)
       SELECT id, ?2, ?3, ?4, max(?5, coalesce(decided_at + 1, 0)) FROM comments
       WHERE id = ?1 AND status = 'approved' AND (SELECT count(*) FROM reports WHERE comment_id = ?1) < ?6
       ON CONFLICT DO UPDATE SET reason = excluded.reason, words = excluded.words, created_at = excluded.created_at
       WHERE reports.created_at <= (SELECT coalesce(decided_at, 0) FROM comments WHERE id = comment_id)`,
    )
    .bind(
      report.commentId,
      report.visitor,
      report.reason,
      report.words,
      report.createdAt,
      mostReports,
    )
    .run();
}
