import { type Comment, type CommentRow, commentOf } from './comments.ts';

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

/** Writes a report of an approved comment. A second one by the same visitor changes nothing. */
export async function addReport(db: D1Database, report: Report): Promise<void> {
  await db
    .prepare(
      `INSERT INTO reports (comment_id, visitor, reason, words, created_at)
       SELECT id, ?2, ?3, ?4, ?5 FROM comments WHERE id = ?1 AND status = 'approved'
       ON CONFLICT DO NOTHING`,
    )
    .bind(report.commentId, report.visitor, report.reason, report.words, report.createdAt)
    .run();
}

/** A comment that readers reported, and what they said of it. */
export interface Reported {
  readonly comment: Comment;
  readonly reports: readonly Pick<Report, 'reason' | 'words'>[];
}

/** What readers reported and nobody decided on yet, the most reported first. */
export async function reportedComments(
  db: D1Database,
  limit: number,
): Promise<readonly Reported[]> {
  const { results } = await db
    .prepare(
      `SELECT readable_comments.*, json_group_array(json_object('reason', reason, 'words', words)) AS reports
       FROM reports JOIN readable_comments ON id = comment_id
       WHERE status = 'approved'
       GROUP BY comment_id ORDER BY count(*) DESC, comment_id LIMIT ?1`,
    )
    .bind(limit)
    .all<CommentRow & { reports: string }>();
  return results.map(({ reports, ...row }) => ({
    comment: commentOf(row),
    reports: JSON.parse(reports),
  }));
}
