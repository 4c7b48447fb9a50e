// What the owner of an address may do without an account: see, take along, rename and erase what is under it.
import { type Comment, type CommentRow, commentOf } from './comments.ts';
import { type Keys, randomId } from './keys.ts';
import { forget, type OwnComment, remember } from './manage.ts';

/**
 * What a pass is for: a `link` opens a session, a `confirmation` says that an address is its owner's, a `session`
 * shows what is under it.
 */
export type Purpose = 'link' | 'confirmation' | 'session';

export interface Pass {
  readonly purpose: Purpose;
  readonly emailHash: string;
  /** The id of the key that made it. */
  readonly keyId: string;
  /** Whom a confirmation makes the owner. */
  readonly commenterHash: string | undefined;
  /** The id of the key that made that: addresses and cookies move to a new key each in their time. */
  readonly commenterKey?: string | undefined;
}

/** How long a pass is good, in ms. */
const passFor = 30 * 60 * 1000;

/** Messages of one kind to one address, and of all kinds for one network, in an hour. */
const mostMessages = { address: 3, visitor: 5 } as const;
const hour = 60 * 60 * 1000;

/** What opens a half hour, or says that an address is its owner's. */
export interface NewPass extends Pass {
  /** From which network a message is asked for; undefined where none is sent. */
  readonly visitor?: string | undefined;
}

/**
 * Writes a pass, unless enough messages were sent: the count and the pass are one statement.
 * @returns the token that opens it, which is kept nowhere
 */
export async function issuePass(
  db: D1Database,
  keys: Keys,
  pass: NewPass,
  now: number,
): Promise<string | undefined> {
  const token = randomId();
  const { results } = await db
    .prepare(
      `INSERT INTO passes (id, purpose, email_hash, email_key, commenter_hash, commenter_key, visitor, created_at)
       SELECT ?1, ?2, ?3, ?4, ?5, iif(?5 IS NULL, NULL, ?4), ?6, ?7
       WHERE ?6 IS NULL
         OR ((SELECT count(*) FROM passes WHERE email_hash = ?3 AND purpose = ?2 AND created_at > ?8) < ?9
         AND (SELECT count(*) FROM passes WHERE visitor = ?6 AND created_at > ?8) < ?10)
       RETURNING id`,
    )
    .bind(
      await keys.mac('pass', token),
      pass.purpose,
      pass.emailHash,
      pass.keyId,
      pass.commenterHash ?? null,
      pass.visitor ?? null,
      now,
      now - hour,
      mostMessages.address,
      mostMessages.visitor,
    )
    .all();
  return results.length > 0 ? token : undefined;
}

/** Whether a pass is there and good. It stays. */
export async function findPass(
  db: D1Database,
  keys: Keys,
  token: string,
  now: number,
): Promise<Pass | undefined> {
  const { results } = await db
    .prepare(
      `SELECT purpose, email_hash AS emailHash, email_key AS keyId, commenter_hash AS commenterHash, commenter_key AS commenterKey FROM passes
       WHERE id IN (SELECT value FROM json_each(?1)) AND created_at > ?2`,
    )
    .bind(await idsOf(keys, token), now - passFor)
    .all<Pass>();
  return results[0];
}

/** Takes a pass of this purpose, so that it is good only once. */
export async function spendPass(
  db: D1Database,
  keys: Keys,
  purpose: Purpose,
  token: string,
  now: number,
): Promise<Pass | undefined> {
  const { results } = await db
    .prepare(
      `DELETE FROM passes
       WHERE id IN (SELECT value FROM json_each(?1)) AND purpose = ?2 AND created_at > ?3
       RETURNING purpose, email_hash AS emailHash, email_key AS keyId, commenter_hash AS commenterHash, commenter_key AS commenterKey`,
    )
    .bind(await idsOf(keys, token), purpose, now - passFor)
    .all<Pass>();
  return results[0];
}

async function idsOf(keys: Keys, token: string): Promise<string> {
  return JSON.stringify(await Promise.all(keys.believed.map((one) => one.mac('pass', token))));
}

/** Notes that a commenter is the owner of an address. */
export async function confirm(db: D1Database, pass: Pass, now: number): Promise<void> {
  await db
    .prepare(
      `INSERT INTO confirmations (commenter_hash, commenter_key, email_hash, email_key, created_at)
       VALUES (?1, ?2, ?3, ?4, ?5)
       ON CONFLICT DO UPDATE SET created_at = excluded.created_at`,
    )
    .bind(pass.commenterHash, pass.commenterKey, pass.emailHash, pass.keyId, now)
    .run();
}

/** Whether a commenter is known to be the owner of an address. */
export async function isConfirmed(
  db: D1Database,
  commenterHash: string,
  emailHash: string,
): Promise<boolean> {
  const { results } = await db
    .prepare('SELECT 1 FROM confirmations WHERE commenter_hash = ?1 AND email_hash = ?2')
    .bind(commenterHash, emailHash)
    .all();
  return results.length > 0;
}

/** A comment as the owner of its address sees it. */
export type Owned = Omit<OwnComment, 'emailHash' | 'emailKey' | 'commenterHash'>;

/** Comments under an address, the oldest first, after the one with that id ('' for the first). */
export async function commentsUnder(
  db: D1Database,
  emailHash: string,
  after: string,
  limit: number,
): Promise<readonly Owned[]> {
  const { results } = await db
    .prepare(
      `SELECT readable_comments.*, body FROM comments JOIN readable_comments USING (id)
       WHERE email_hash = ?1 AND id > ?2 ORDER BY id LIMIT ?3`,
    )
    .bind(emailHash, after, limit)
    .all<CommentRow & { body: string }>();
  return results.map((row) => ({ ...commentOf(row), body: row.body }));
}

/** What a commenter wrote last under an address, so that its owner can tell whether it was them. */
export async function findLast(
  db: D1Database,
  { emailHash, commenterHash }: Pass,
): Promise<Comment | undefined> {
  const { results } = await db
    .prepare(
      `SELECT readable_comments.* FROM comments CROSS JOIN readable_comments USING (id)
       WHERE comments.email_hash = ?1 AND comments.commenter_hash = ?2 ORDER BY comments.id DESC LIMIT 1`,
    )
    .bind(emailHash, commenterHash ?? '')
    .all<CommentRow>();
  return results.map(commentOf)[0];
}

/**
 * Changes the name under every comment of an address.
 * @param isHeld whether what is published waits again
 * @returns the articles under which they stand
 */
export async function renameAll(
  db: D1Database,
  emailHash: string,
  name: string,
  isHeld: boolean,
  now: number,
): Promise<ReadonlySet<string>> {
  const { results } = await db
    .prepare(
      `UPDATE comments
       SET name = ?2,
           edited_at = CASE WHEN name = ?2 THEN edited_at ELSE max(?4, created_at) END,
           status = CASE WHEN status = 'approved' AND ?3 THEN 'pending' ELSE status END
       WHERE email_hash = ?1
       RETURNING slug`,
    )
    .bind(emailHash, name, isHeld ? 1 : 0, now)
    .all<{ slug: string }>();
  return new Set(results.map(({ slug }) => slug));
}

/** Comments that one batch erases. */
const most = 500;

/**
 * Erases everything under an address: text and hash, and that it was ever confirmed.
 * @returns the articles under which it stood: none, when there was nothing
 */
export async function eraseAll(
  db: D1Database,
  emailHash: string,
  now: number,
): Promise<ReadonlySet<string>> {
  const slugs = new Set<string>();
  for (;;) {
    const { results } = await db
      .prepare('SELECT id, slug FROM comments WHERE email_hash = ?1 LIMIT ?2')
      .bind(emailHash, most)
      .all<{ id: string; slug: string }>();
    const ids = results.map(({ id }) => id);
    for (const { slug } of results) slugs.add(slug);
    if (ids.length > 0) await db.batch([remember(db, ids, now), ...forget(db, ids)]);
    if (ids.length < most) break;
  }
  await db.batch([
    db.prepare('DELETE FROM confirmations WHERE email_hash = ?1').bind(emailHash),
    db.prepare('DELETE FROM passes WHERE email_hash = ?1').bind(emailHash),
  ]);
  return slugs;
}
