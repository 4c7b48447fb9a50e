// How a comment comes in: what is known of whoever sends it, and how it is written, once.
import { type Comment, openOf } from './comments.ts';
import { type Limit, minuteOf } from './limits.ts';
import type { Marks } from './marks.ts';
import type { Standing } from './moderation.ts';
import type { Phrase } from './phrases.ts';
import type { Reason } from './verdict.ts';

/** A comment ready to be written: parsed, hashed and judged. */
export interface NewComment extends Omit<Comment, 'path' | 'editedAt' | 'role' | 'language'> {
  /** As typed. */
  readonly body: string;
  /** Why it has its status. */
  readonly reasons: readonly Reason[];
}

/** Who sends a comment, and how often they may. */
export interface Sender extends Limit {
  /** Of them and of what they send, under every key that is believed, the current one first. */
  readonly marks: readonly [Marks, ...Marks[]];
  /** As visits tell visitors apart on one day, under the same keys. */
  readonly visitors: readonly [string, ...string[]];
  /** Whether the cookie was held before; if not, nothing of somebody else is found. */
  readonly isProven: boolean;
}

/** What is known of somebody who has commented before, in this browser or, once an address is confirmed, in another. */
export interface Earlier {
  readonly standing: Standing;
  /** The face they have under this article, whichever key it was made with. */
  readonly face: string | undefined;
  /** Whether the same text stands under another article, or was written by somebody else. */
  readonly isSaidElsewhere: boolean;
  /** Whether what they send goes to spam, by a moderator's word. */
  readonly isBlocked: boolean;
  /** Comments that they sent in this minute already. */
  readonly recent: number;
  /** What the desk watches for. */
  readonly phrases: readonly Phrase[];
}

/** Of most of those who write. */
export const nothing: Earlier = {
  standing: 'new',
  face: undefined,
  isSaidElsewhere: false,
  isBlocked: false,
  recent: 0,
  phrases: [],
};

/** What was found instead of writing: what is known, and what stands in the way. */
export interface Found extends Earlier {
  /** Whether the article takes comments, if the desk said so. */
  readonly isOpen: boolean | undefined;
  /** The comment that the same form made, sent by the same visitor or with the same cookie, within ten minutes. */
  readonly retried: string | undefined;
  /** The comment in which they, proven, said the same under the same article. */
  readonly same: string | undefined;
  /** Whether its author sent as many as they may in this minute. */
  readonly isTooMany: boolean;
  /** Whether what it answers is no approved comment of this article. */
  readonly isParentGone: boolean;
}

/** How long the same form again is the same comment, in ms. */
export const retryFor = 10 * 60 * 1000;

/**
 * Writes a comment, in one round trip, once. Of most senders nothing is known, so it is judged by {@link nothing} before
 * anything was asked. A guess like that is written only where it is right; where it is not, what is known comes back
 * instead: to judge the comment by that, and to write it then.
 * @param isOpen whether the article takes comments while the desk says nothing
 * @returns undefined when it is written
 */
export async function addComment(
  db: D1Database,
  comment: NewComment,
  sender: Sender,
  { isOpen, isGuess }: { readonly isOpen: boolean; readonly isGuess: boolean },
): Promise<Found | undefined> {
  const asked = questionsOf(comment, sender, isOpen);
  const [, , found] = await db.batch<FoundRow>([
    written(db, asked, comment, sender, isGuess),
    counted(db, asked),
    db
      .prepare(
        `${whatIsKnown}
         WHERE NOT EXISTS (SELECT 1 FROM comments WHERE id = ?1 ->> 'id')`,
      )
      .bind(asked),
  ]);
  const [row] = found?.results ?? [];
  return row && foundIn(row, comment, sender);
}

/** What {@link whatIsKnown} is asked, as JSON. */
function questionsOf(
  { id, slug, parentId, createdAt }: NewComment,
  { marks, isProven, visitors, who, day, most }: Sender,
  isOpen: boolean,
): string {
  const all = (name: keyof Marks) => marks.map((mark) => mark[name]);
  return JSON.stringify({
    id,
    slug,
    parentId,
    isOpen,
    proven: isProven ? all('commenterHash') : [],
    textKeys: isProven ? all('textKey') : [],
    commenters: all('commenterHash'),
    retryKeys: all('retryKey'),
    saidKeys: all('saidKey'),
    visitors,
    who,
    day,
    minute: minuteOf(createdAt),
    most,
    since: createdAt - retryFor,
  });
}

/**
 * One row. Whoever confirmed an address is known by every cookie it was confirmed with. One form reaches everybody whom
 * one cache serves: so it is a try again of the same visitor, or of the same cookie.
 */
const whatIsKnown = `
  WITH them (who) AS (
    SELECT value FROM json_each(?1, '$.proven')
    UNION SELECT other.commenter_hash FROM confirmations AS mine
    JOIN confirmations AS other ON other.email_hash = mine.email_hash
    WHERE mine.commenter_hash IN (SELECT value FROM json_each(?1, '$.proven')))
  SELECT
    EXISTS (SELECT 1 FROM comments WHERE status = 'approved' AND commenter_hash IN them) AS isApproved,
    (SELECT face FROM comments
     WHERE commenter_hash IN (SELECT value FROM json_each(?1, '$.proven')) AND +slug = ?1 ->> 'slug' LIMIT 1) AS face,
    EXISTS (
      SELECT 1 FROM comments
      WHERE said_key IN (SELECT value FROM json_each(?1, '$.saidKeys'))
        AND (slug <> ?1 ->> 'slug' OR commenter_hash NOT IN (SELECT value FROM json_each(?1, '$.commenters')))) AS isSaidElsewhere,
    EXISTS (
      SELECT 1 FROM blocks
      WHERE who IN (SELECT who FROM them UNION ALL SELECT value FROM json_each(?1, '$.who'))) AS isBlocked,
    (SELECT coalesce(max(count), 0) FROM tries
     WHERE who IN (SELECT value FROM json_each(?1, '$.who')) AND minute = ?1 ->> 'minute') AS recent,
    (SELECT json_group_array(json_object('phrase', phrase, 'effect', effect)) FROM phrases) AS phrases,
    (SELECT is_open FROM articles WHERE slug = ?1 ->> 'slug') AS is_open,
    (SELECT id FROM comments
     WHERE retry_key IN (SELECT value FROM json_each(?1, '$.retryKeys')) AND created_at > ?1 ->> 'since'
       AND (visitor IN (SELECT value FROM json_each(?1, '$.visitors'))
         OR commenter_hash IN (SELECT value FROM json_each(?1, '$.commenters')))
     ORDER BY created_at DESC LIMIT 1) AS retried,
    (SELECT id FROM comments
     WHERE text_key IN (SELECT value FROM json_each(?1, '$.textKeys')) AND +status IN ('pending', 'approved', 'spam')
     ORDER BY created_at DESC LIMIT 1) AS same,
    (SELECT path FROM comments
     WHERE id = ?1 ->> 'parentId' AND +slug = ?1 ->> 'slug' AND +status = 'approved') AS parentPath`;

/** A path holds six ids at most: whoever answers deeper stands on the sixth level, in order of time. */
const written = (
  db: D1Database,
  asked: string,
  comment: NewComment,
  { marks: [mark], visitors: [visitor] }: Sender,
  isGuess: boolean,
) =>
  db
    .prepare(
      `INSERT INTO comments (id, slug, parent_id, path, name, website, body, tree, face, status, verdict, created_at,
                             email_hash, email_key, commenter_hash, commenter_key, retry_key, text_key, said_key, visitor)
       SELECT ?1 ->> 'id', ?1 ->> 'slug', ?1 ->> 'parentId', coalesce(substr(parentPath, 1, 5 * 26), '') || (?1 ->> 'id'),
              ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?12, ?14, ?15, ?16, ?17
       FROM (${whatIsKnown})
       WHERE coalesce(is_open, ?1 ->> 'isOpen') AND retried IS NULL AND same IS NULL
         AND (?1 ->> 'parentId' IS NULL OR parentPath IS NOT NULL)
         AND (?1 ->> 'most' = 0 OR recent < ?1 ->> 'most')
         AND (NOT ?2 OR NOT isApproved AND face IS NULL AND NOT isSaidElsewhere AND NOT isBlocked
                        AND recent = 0 AND phrases = '[]')`,
    )
    .bind(
      asked,
      isGuess ? 1 : 0,
      comment.name,
      comment.website,
      comment.body,
      JSON.stringify(comment.tree),
      comment.face,
      comment.status,
      JSON.stringify(comment.reasons),
      comment.createdAt,
      mark.emailHash,
      mark.keyId,
      mark.commenterHash,
      mark.retryKey,
      mark.textKey,
      mark.saidKey,
      visitor,
    );

/** What was written counts as one more of everybody in `who`. */
const counted = (db: D1Database, asked: string) =>
  db
    .prepare(
      `INSERT INTO tries (day, minute, who, count)
       SELECT ?1 ->> 'day', ?1 ->> 'minute', value, 1 FROM json_each(?1, '$.who')
       WHERE EXISTS (SELECT 1 FROM comments WHERE id = ?1 ->> 'id')
       ON CONFLICT DO UPDATE SET count = count + 1`,
    )
    .bind(asked);

const foundIn = (row: FoundRow, { parentId }: NewComment, { most }: Sender): Found => ({
  standing: row.isApproved ? 'approved before' : 'new',
  face: row.face ?? undefined,
  isSaidElsewhere: row.isSaidElsewhere === 1,
  isBlocked: row.isBlocked === 1,
  recent: row.recent,
  phrases: JSON.parse(row.phrases),
  isOpen: openOf(row),
  retried: row.retried ?? undefined,
  same: row.same ?? undefined,
  isTooMany: most > 0 && row.recent >= most,
  isParentGone: parentId !== null && row.parentPath === null,
});

/** In SQL a claim is 0 or 1. */
interface FoundRow {
  readonly isApproved: number;
  readonly face: string | null;
  readonly isSaidElsewhere: number;
  readonly isBlocked: number;
  readonly recent: number;
  /** As JSON. */
  readonly phrases: string;
  readonly is_open: number | null;
  readonly retried: string | null;
  readonly same: string | null;
  readonly parentPath: string | null;
}
