// What the editors are to be told: how much waits for them, and never what it says or whose it is.
import { noted } from './retention.ts';

/** How they are told. Each way remembers for itself until when it did. */
export type Channel = 'email' | 'webhook';

export interface Count {
  /** What nobody was told of by that channel. */
  readonly new: number;
  readonly total: number;
}

export interface Word {
  readonly waiting: Count;
  readonly reported: Count;
}

/** In ms. What is younger may be dated already and not written yet: it is for the next hour to tell. */
const settling = 60_000;

/** What waits for the editors; undefined when this channel has told of everything. */
export async function untold(
  db: D1Database,
  channel: Channel,
  now: number,
): Promise<Word | undefined> {
  const { results } = await db
    .prepare(
      `SELECT kind, count(DISTINCT id) FILTER (WHERE at > told AND at <= ?2) AS new, count(DISTINCT id) AS total
       FROM (
         SELECT 'waiting' AS kind, id, coalesce(edited_at, created_at) AS at FROM comments WHERE status = 'pending'
         UNION ALL
         SELECT 'reported', id, reports.created_at FROM reports CROSS JOIN comments ON id = comment_id
         WHERE status = 'approved' AND reports.created_at > coalesce(decided_at, 0)
       ), (SELECT coalesce(max(done_at), 0) AS told FROM chores WHERE name = ?1 AND done_at <= ?2)
       GROUP BY kind`,
    )
    .bind(channel, now - settling)
    .all<Count & { kind: keyof Word }>();
  const counted = (name: keyof Word): Count => {
    const row = results.find(({ kind }) => kind === name);
    return { new: row?.new ?? 0, total: row?.total ?? 0 };
  };
  const word = { waiting: counted('waiting'), reported: counted('reported') };
  return word.waiting.new + word.reported.new > 0 ? word : undefined;
}

/** Notes that a channel has told of everything up to then: only once it has. @param now as {@link untold} took it */
export const noteTold = (db: D1Database, channel: Channel, word: Word, now: number) =>
  noted(db, channel, now - settling, word.waiting.new + word.reported.new);
