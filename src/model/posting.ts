// How a comment comes in: what is known of whoever sends it, and how it is written, once.
import { blockOf } from './blocks.ts';
import { type Comment, openOf } from './comments.ts';
import { counted, type Limit, minuteOf, type Tried } from './limits.ts';
import type { Marks } from './marks.ts';
import type { Standing } from './moderation.ts';
import { everyPhrase, type Phrase } from './phrases.ts';
import type { Reason } from './verdict.ts';

/** A comment ready to be written: parsed, hashed and judged. */
export interface NewComment extends Omit<Comment, 'path' | 'editedAt' | 'role' | 'language'> {
  /** As typed. */
  readonly body: string;
  readonly marks: Marks;
  /** Who sends it, as visits tell visitors apart on one day. */
  readonly visitor: string;
  /** Why it has its status. */
  readonly reasons: readonly Reason[];
  /** Those that older keys make of it: by them too a try again is known. */
  readonly olderMarks: readonly Marks[];
  /** The same visitor under each of those. */
  readonly olderVisitors: readonly string[];
}

/** How long the same form again is the same comment, in ms. */
export const retryFor = 10 * 60 * 1000;

/** What became of a comment that was to be written. */
export type Written =
  | { readonly id: string }
  /** Its parent is no approved comment of this article, or its author sent too many in this minute. */
  | { readonly refused: 'parentGone' | 'tooMany' };

/**
 * Writes a comment, in one round trip, once: the same form again, of the same visitor, within ten minutes writes nothing.
 * A path holds six ids at most: whoever answers deeper stands on the sixth level, in order of time.
 * @returns the id under which it stands: its own, or that of the first try
 */
export async function addComment(
  db: D1Database,
  comment: NewComment,
  limit: Limit,
): Promise<Written> {
  const retryKeys = listed([comment.marks, ...comment.olderMarks], 'retryKey');
  // One form reaches everybody whom one cache serves: so it is a try again of the same visitor, or of the same cookie.
  const own = listed([comment.marks, ...comment.olderMarks], 'commenterHash');
  const visitors = JSON.stringify([comment.visitor, ...comment.olderVisitors]);
  const who = JSON.stringify(limit.who);
  const minute = minuteOf(comment.createdAt);
  const [, , became] = await db.batch<{ id: string | null; isTooMany: number }>([
    counted(db, limit, comment.createdAt),
    db
      .prepare(
        `INSERT INTO comments (id, slug, parent_id, path, name, website, body, tree, face, status,
                               email_hash, email_key, commenter_hash, commenter_key, retry_key, text_key, said_key, verdict, created_at, visitor)
         SELECT ?1, ?2, ?3, coalesce(substr(parent.path, 1, 5 * 26), '') || ?1,
                ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?11, ?13, ?14, ?15, ?16, ?17, ?23
         FROM (SELECT 1)
         LEFT JOIN comments AS parent ON parent.id = ?3 AND parent.slug = ?2 AND parent.status = 'approved'
         WHERE (?3 IS NULL OR parent.id IS NOT NULL)
           AND NOT EXISTS (
             SELECT 1 FROM comments
             WHERE retry_key IN (SELECT value FROM json_each(?18)) AND created_at > ?19
               AND (visitor IN (SELECT value FROM json_each(?25)) OR commenter_hash IN (SELECT value FROM json_each(?24))))
           AND (?20 = 0 OR NOT EXISTS (
             SELECT 1 FROM tries
             WHERE who IN (SELECT value FROM json_each(?21)) AND minute = ?22 AND count > ?20))`,
      )
      .bind(
        comment.id,
        comment.slug,
        comment.parentId,
        comment.name,
        comment.website,
        comment.body,
        JSON.stringify(comment.tree),
        comment.face,
        comment.status,
        comment.marks.emailHash,
        comment.marks.keyId,
        comment.marks.commenterHash,
        comment.marks.retryKey,
        comment.marks.textKey,
        comment.marks.saidKey,
        JSON.stringify(comment.reasons),
        comment.createdAt,
        retryKeys,
        comment.createdAt - retryFor,
        limit.most,
        who,
        minute,
        comment.visitor,
        own,
        visitors,
      ),
    db
      .prepare(
        `SELECT
           (SELECT id FROM comments
            WHERE retry_key IN (SELECT value FROM json_each(?1)) AND created_at > ?2
              AND (visitor IN (SELECT value FROM json_each(?6)) OR commenter_hash IN (SELECT value FROM json_each(?7)))
            ORDER BY created_at DESC LIMIT 1) AS id,
           ?5 > 0 AND EXISTS (
             SELECT 1 FROM tries
             WHERE who IN (SELECT value FROM json_each(?3)) AND minute = ?4 AND count > ?5) AS isTooMany`,
      )
      .bind(retryKeys, comment.createdAt - retryFor, who, minute, limit.most, visitors, own),
  ]);
  const { id, isTooMany } = became?.results[0] ?? {};
  if (id) return { id };
  return { refused: isTooMany ? 'tooMany' : 'parentGone' };
}

/** As SQL takes a list. */
const listed = (marks: readonly Marks[], name: keyof Marks) =>
  JSON.stringify(marks.map((mark) => mark[name]));

/** What is known of somebody who has commented before, in this browser or, once an address is confirmed, in another. */
export interface Earlier {
  readonly standing: Standing;
  /** The comment in which they said the same under the same article, if they did. */
  readonly same: (Pick<NewComment, 'id' | 'createdAt'> & { readonly retryKey: string }) | undefined;
  /** The one they have under this article, whichever key it was made with. */
  readonly face: string | undefined;
  /** Whether the same text stands under another article, or was written by somebody else. */
  readonly isSaidElsewhere: boolean;
  /** Whether what they send goes to spam, by a moderator's word. */
  readonly isBlocked: boolean;
  /** Comments that they sent in this minute already. */
  readonly recent: number;
  /** What the desk watches for. */
  readonly phrases: readonly Phrase[];
  /** Whether the article takes comments, if the desk said so. */
  readonly isOpen: boolean | undefined;
}

/** Whose earlier comments are looked for. */
export interface Commenter extends Tried {
  /** Under every key that is believed. */
  readonly marks: readonly Marks[];
  /** Whether the cookie was held before; if not, nothing of somebody else is found. */
  readonly isProven: boolean;
}

/** What a commenter's earlier comments earned, whether they, or others, said this before, and what the desk said. One round trip. */
export async function findEarlier(
  db: D1Database,
  slug: string,
  commenter: Commenter,
  now: number,
): Promise<Earlier> {
  const own = commenter.isProven ? commenter.marks : [];
  const [found, blocked, phrases] = await db.batch<FoundRow & Phrase>([
    db
      .prepare(
        `SELECT
           EXISTS (
             SELECT 1 FROM comments
             WHERE status = 'approved' AND commenter_hash IN (
               SELECT value FROM json_each(?1)
               UNION SELECT other.commenter_hash FROM confirmations AS mine
               JOIN confirmations AS other ON other.email_hash = mine.email_hash
               WHERE mine.commenter_hash IN (SELECT value FROM json_each(?1)))) AS isApproved,
           (SELECT json_object('id', id, 'retryKey', retry_key, 'createdAt', created_at) FROM comments
            WHERE text_key IN (SELECT value FROM json_each(?2)) AND +status IN ('pending', 'approved', 'spam')
            LIMIT 1) AS same,
           (SELECT face FROM comments
            WHERE commenter_hash IN (SELECT value FROM json_each(?1)) AND +slug = ?3 LIMIT 1) AS face,
           EXISTS (
             SELECT 1 FROM comments
             WHERE said_key IN (SELECT value FROM json_each(?4))
               AND (slug <> ?3 OR commenter_hash NOT IN (SELECT value FROM json_each(?5)))) AS isSaidElsewhere,
           (SELECT max(count) FROM tries
            WHERE who IN (SELECT value FROM json_each(?6)) AND minute = ?7) AS recent,
           (SELECT is_open FROM articles WHERE slug = ?3) AS is_open`,
      )
      .bind(
        listed(own, 'commenterHash'),
        listed(own, 'textKey'),
        slug,
        listed(commenter.marks, 'saidKey'),
        listed(commenter.marks, 'commenterHash'),
        JSON.stringify(commenter.who),
        minuteOf(now),
      ),
    blockOf(db, [...commenter.who, ...own.map(({ commenterHash }) => commenterHash)]),
    everyPhrase(db),
  ]);
  const [row] = found?.results ?? [];
  return {
    standing: row?.isApproved ? 'approved before' : 'new',
    same: row?.same ? JSON.parse(row.same) : undefined,
    face: row?.face ?? undefined,
    isSaidElsewhere: Boolean(row?.isSaidElsewhere),
    isBlocked: (blocked?.results.length ?? 0) > 0,
    recent: row?.recent ?? 0,
    phrases: phrases?.results ?? [],
    isOpen: openOf(row),
  };
}

/** In SQL a claim is 0 or 1. */
interface FoundRow {
  readonly isApproved: number;
  /** As JSON. */
  readonly same: string | null;
  readonly face: string | null;
  readonly isSaidElsewhere: number;
  readonly recent: number | null;
  readonly is_open: number | null;
}
