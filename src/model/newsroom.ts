// What the newsroom does with a conversation from its desk: answer, pin, close, and open again.
import type { Tree } from './body.ts';
import type { Role } from './comments.ts';
import { retryFor } from './posting.ts';

/** An answer of the newsroom. It is nobody's address that signs it, but the newsroom itself. */
export interface Answer {
  /** A ULID. */
  readonly id: string;
  readonly slug: string;
  readonly parentId: string | null;
  readonly role: Role;
  readonly name: string;
  readonly body: string;
  readonly tree: Tree;
  /** The same for whoever sends the same form again. */
  readonly retryKey: string;
  readonly now: number;
}

/**
 * Publishes an answer, once.
 * @returns where it stands; undefined when what it answers is not published
 */
export async function addAnswer(
  db: D1Database,
  answer: Answer,
): Promise<{ readonly id: string; readonly path: string } | undefined> {
  const [, written] = await db.batch<{ id: string; path: string }>([
    db
      .prepare(
        `INSERT INTO comments (id, slug, parent_id, path, name, role, body, tree, face, status, retry_key, created_at)
         SELECT ?1, ?2, ?3, coalesce(substr(parent.path, 1, 5 * 26), '') || ?1, ?4, ?5, ?6, ?7, '----', 'approved', ?8, ?9
         FROM (SELECT 1)
         LEFT JOIN comments AS parent ON parent.id = ?3 AND parent.slug = ?2 AND parent.status = 'approved'
         WHERE (?3 IS NULL OR parent.id IS NOT NULL)
           AND NOT EXISTS (SELECT 1 FROM comments WHERE retry_key = ?8 AND created_at > ?10)`,
      )
      .bind(
        answer.id,
        answer.slug,
        answer.parentId,
        answer.name,
        answer.role,
        answer.body,
        JSON.stringify(answer.tree),
        answer.retryKey,
        answer.now,
        answer.now - retryFor,
      ),
    db
      .prepare(
        'SELECT id, path FROM comments WHERE retry_key = ?1 AND created_at > ?2 ORDER BY created_at DESC LIMIT 1',
      )
      .bind(answer.retryKey, answer.now - retryFor),
  ]);
  return written?.results[0];
}

/** Says whether an article takes comments; undefined: what the article itself says. */
export async function setOpen(
  db: D1Database,
  slug: string,
  isOpen: boolean | undefined,
): Promise<void> {
  await db
    .prepare(
      `INSERT INTO articles (slug, is_open) VALUES (?1, ?2)
       ON CONFLICT DO UPDATE SET is_open = excluded.is_open`,
    )
    .bind(slug, isOpen === undefined ? null : Number(isOpen))
    .run();
}

/** Pins a published comment of an article above the others. @returns false when there is none with that id */
export async function pin(db: D1Database, slug: string, id: string): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE articles SET pinned_id = ?2
       WHERE slug = ?1 AND EXISTS (SELECT 1 FROM comments WHERE id = ?2 AND slug = ?1 AND status = 'approved')`,
    )
    .bind(slug, id)
    .run();
  return meta.changes > 0;
}

/** Takes the pin away. */
export async function unpin(db: D1Database, slug: string): Promise<void> {
  await db.prepare('UPDATE articles SET pinned_id = NULL WHERE slug = ?1').bind(slug).run();
}

/** Whether a comment is pinned. */
export async function isPinned(db: D1Database, id: string): Promise<boolean> {
  const { results } = await db
    .prepare(
      'SELECT 1 FROM articles WHERE slug = (SELECT slug FROM comments WHERE id = ?1) AND pinned_id = ?1',
    )
    .bind(id)
    .all();
  return results.length > 0;
}
