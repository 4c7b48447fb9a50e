// From one key to the next: what hangs on an older key moves to the new one as people come again.
import type { Marks } from './marks.ts';

/**
 * Gives somebody's earlier comments the marks of the current key.
 * @param found made of their address by older keys
 * @param believed made of their cookie by older keys that nobody else has
 */
export async function rekey(
  db: D1Database,
  current: Marks,
  found: readonly Marks[],
  believed: readonly Marks[],
): Promise<void> {
  const addresses = found.map(({ emailHash }) => emailHash);
  const commenters = believed.map(({ commenterHash }) => commenterHash);
  await db.batch([
    ...movedAddress(db, current.emailHash, current.keyId, addresses),
    ...movedCommenter(db, current.commenterHash, current.keyId, commenters),
  ]);
}

/** The same for an address alone. */
export async function rekeyAddress(
  db: D1Database,
  emailHash: string,
  keyId: string,
  older: readonly string[],
): Promise<void> {
  if (older.length > 0) await db.batch(movedAddress(db, emailHash, keyId, older));
}

const movedAddress = (db: D1Database, hash: string, keyId: string, older: readonly string[]) => [
  db
    .prepare(
      `UPDATE comments SET email_hash = ?1, email_key = ?2
       WHERE email_hash IN (SELECT value FROM json_each(?3))`,
    )
    .bind(hash, keyId, JSON.stringify(older)),
  db
    .prepare(
      `UPDATE OR REPLACE confirmations SET email_hash = ?1, email_key = ?2
       WHERE email_hash IN (SELECT value FROM json_each(?3))`,
    )
    .bind(hash, keyId, JSON.stringify(older)),
  db
    .prepare(
      `UPDATE passes SET email_hash = ?1, email_key = ?2
       WHERE email_hash IN (SELECT value FROM json_each(?3))`,
    )
    .bind(hash, keyId, JSON.stringify(older)),
];

const movedCommenter = (db: D1Database, hash: string, keyId: string, older: readonly string[]) => [
  db
    .prepare(
      `UPDATE comments SET commenter_hash = ?1, commenter_key = ?2
       WHERE commenter_hash IN (SELECT value FROM json_each(?3))`,
    )
    .bind(hash, keyId, JSON.stringify(older)),
  db
    .prepare(
      `UPDATE OR REPLACE confirmations SET commenter_hash = ?1, commenter_key = ?2
       WHERE commenter_hash IN (SELECT value FROM json_each(?3))`,
    )
    .bind(hash, keyId, JSON.stringify(older)),
  db
    .prepare(
      `UPDATE OR REPLACE blocks SET who = ?1, commenter_key = ?2
       WHERE who IN (SELECT value FROM json_each(?3))`,
    )
    .bind(hash, keyId, JSON.stringify(older)),
  db
    .prepare(
      `UPDATE passes SET commenter_hash = ?1, commenter_key = ?2
       WHERE commenter_hash IN (SELECT value FROM json_each(?3))`,
    )
    .bind(hash, keyId, JSON.stringify(older)),
];

/** What hangs on a key. */
export interface KeyUse {
  readonly id: string;
  readonly addresses: number;
  readonly commenters: number;
}

/** Every key on which something hangs; the one with most first. */
export async function keyUses(db: D1Database): Promise<readonly KeyUse[]> {
  const { results } = await db
    .prepare(
      `SELECT id, sum(addresses) AS addresses, sum(commenters) AS commenters FROM (
         SELECT id, addresses, commenters FROM keys
         UNION ALL SELECT email_key, count(*), 0 FROM confirmations GROUP BY 1
         UNION ALL SELECT commenter_key, 0, count(*) FROM confirmations GROUP BY 1
         UNION ALL SELECT commenter_key, 0, count(*) FROM blocks WHERE commenter_key IS NOT NULL GROUP BY 1)
       GROUP BY id HAVING sum(addresses) + sum(commenters) > 0
       ORDER BY sum(addresses) + sum(commenters) DESC LIMIT 100`,
    )
    .all<KeyUse>();
  return results;
}
