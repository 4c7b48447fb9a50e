// What is kept for a time only, and is taken away when that is over.
import { forget } from './manage.ts';
import { dayOf } from './visits.ts';

const day = 24 * 60 * 60 * 1000;

/** How long what was turned down is kept, so that a decision can be undone, in ms. */
const turnedDownFor = 30 * day;
/** How long a confirmed address is, and a block: as long as the cookie, in ms. */
const confirmedFor = 365 * day;
/** How long a form that comes again is known, in ms: ten minutes would do. */
const retriesFor = day;
/** Comments that are taken away at one time; the next hour takes more. */
const most = 2000;
/** Levels of answers that one hour takes away. */
const deepest = 10;

/** The last two are until when the editors were told what waits: see word.ts. */
export const choreNames = [
  'visitors',
  'turnedDown',
  'erased',
  'passes',
  'email',
  'webhook',
] as const;
export type ChoreName = (typeof choreNames)[number];

/** What an hour's chores took away, or told of. */
export interface Chore {
  readonly name: ChoreName;
  /** Milliseconds since 1970. */
  readonly doneAt: number;
  readonly rows: number;
}

/** Takes away whatever has had its time, and notes that it was done. To be called every hour. */
export async function tidy(db: D1Database, now: number): Promise<void> {
  await noted(db, 'visitors', now, await forgetVisitors(db, now));
  await noted(db, 'turnedDown', now, await forgetTurnedDown(db, now));
  await noted(db, 'erased', now, await eraseAgain(db));
  await noted(db, 'passes', now, await forgetPasses(db, now));
}

/** When each was last done. */
export async function chores(db: D1Database): Promise<readonly Chore[]> {
  const { results } = await db
    .prepare('SELECT name, done_at AS doneAt, rows FROM chores ORDER BY name')
    .all<Chore>();
  return results;
}

/** Forgets who came, or was stopped, on the days before yesterday; how many came stays. */
async function forgetVisitors(db: D1Database, now: number): Promise<number> {
  const yesterday = dayOf(now) - 1;
  const results = await db.batch([
    db.prepare('DELETE FROM salts WHERE day < ?1').bind(yesterday),
    db.prepare('DELETE FROM tries WHERE day < ?1').bind(yesterday),
    db
      .prepare('DELETE FROM blocks WHERE day < ?1 OR created_at < ?2')
      .bind(yesterday, now - confirmedFor),
  ]);
  return results.reduce((sum, { meta }) => sum + meta.changes, 0);
}

async function forgetTurnedDown(db: D1Database, now: number): Promise<number> {
  const { results } = await db
    .prepare(
      `SELECT id FROM comments
       WHERE status IN ('rejected', 'spam') AND coalesce(decided_at, created_at) < ?1
       ORDER BY coalesce(decided_at, created_at) LIMIT ?2`,
    )
    .bind(now - turnedDownFor, most)
    .all<{ id: string }>();
  await db
    .prepare(
      `DELETE FROM reports
       WHERE created_at < ?1 AND created_at <= (SELECT decided_at FROM comments WHERE id = comment_id AND decided_at < ?1)`,
    )
    .bind(now - turnedDownFor)
    .run();
  return forgotten(db, results);
}

/** Whatever was restored or imported although its author had deleted it, and what is left of deleted comments that nobody answers any more. */
async function eraseAgain(db: D1Database): Promise<number> {
  const { results } = await db
    .prepare(
      `SELECT id FROM erased CROSS JOIN comments USING (id) WHERE comments.status <> 'deleted' LIMIT ?1`,
    )
    .bind(most)
    .all<{ id: string }>();
  let count = await forgotten(db, results);
  // The last of a chain first, and what it answered then.
  for (let level = 0; level < deepest; level++) {
    const { meta } = await db
      .prepare(
        `DELETE FROM comments
         WHERE status = 'deleted' AND NOT EXISTS (SELECT 1 FROM comments AS reply WHERE reply.parent_id = comments.id)`,
      )
      .run();
    if (meta.changes === 0) break;
    count += meta.changes;
  }
  return count;
}

async function forgotten(db: D1Database, rows: readonly { id: string }[]): Promise<number> {
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await db.batch(forget(db, ids));
  return ids.length;
}

async function forgetPasses(db: D1Database, now: number): Promise<number> {
  const results = await db.batch([
    db.prepare('DELETE FROM passes WHERE created_at < ?1').bind(now - day),
    db.prepare('DELETE FROM confirmations WHERE created_at < ?1').bind(now - confirmedFor),
    db
      .prepare(
        'UPDATE comments SET retry_key = NULL, visitor = NULL WHERE retry_key IS NOT NULL AND created_at < ?1',
      )
      .bind(now - retriesFor),
  ]);
  return results.reduce((sum, { meta }) => sum + meta.changes, 0);
}

/** Notes when a chore was done last, and with how many rows. */
export async function noted(
  db: D1Database,
  name: ChoreName,
  now: number,
  rows: number,
): Promise<void> {
  await db
    .prepare(
      `INSERT INTO chores (name, done_at, rows) VALUES (?1, ?2, ?3)
       ON CONFLICT DO UPDATE SET done_at = excluded.done_at, rows = excluded.rows`,
    )
    .bind(name, now, rows)
    .run();
}
