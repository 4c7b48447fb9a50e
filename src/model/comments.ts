// The conversation in D1. A page of it is one range of one index, in one round trip.
import type { Tree } from './body.ts';
import { counted, type Limit, minuteOf } from './limits.ts';
import type { Marks } from './marks.ts';
import type { Standing, Status } from './moderation.ts';
import type { Reason } from './verdict.ts';

/** A comment as its readers may see it: nothing here came from the email address. */
export interface Comment {
  /** A ULID. */
  readonly id: string;
  readonly slug: string;
  readonly parentId: string | null;
  /** The ids from the thread's first comment down to this one. Sorts in thread order. */
  readonly path: string;
  readonly name: string;
  readonly website: string | null;
  /** What it says. */
  readonly tree: Tree;
  /** What its commenter's face is drawn from: the same for one person in one conversation. */
  readonly face: string;
  readonly status: Status;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** When its author last changed it. */
  readonly editedAt: number | null;
}

/** As much of a comment as it takes to say that another answers it. */
export type Ancestor = Pick<Comment, 'id' | 'name' | 'status'>;

/** One page of the conversation under an article, with the article's counters. */
export interface Conversation {
  readonly commentCount: number;
  readonly shareCount: number;
  readonly comments: readonly Comment[];
  /** Where the next page begins, if there is one: the path of this page's last comment. */
  readonly next: string | undefined;
  /** What the page's first comments may answer, on pages before this one. */
  readonly ancestors: readonly Ancestor[];
  /** The comment that was asked for by id, whatever its status and wherever it stands. */
  readonly asked: Comment | undefined;
}

/** Which thread comes first; within a thread the order is that of the conversation. */
export const orders = ['oldest', 'newest'] as const;
export type Order = (typeof orders)[number];

/** Which part of the conversation: `size` approved comments after the path `after` ('' for the first). */
export interface Page {
  readonly after: string;
  readonly size: number;
  /** `oldest` when it does not say. */
  readonly order?: Order | undefined;
  /** The id of one comment to bring along. */
  readonly ask?: string | undefined;
}

/** One page. One round trip; reads at most `size` + 4 rows, in either order, and six more behind the first page. */
export async function conversation(
  db: D1Database,
  slug: string,
  page: Page,
): Promise<Conversation> {
  const [counters, approved, asked, ancestors] = await db.batch<CounterRow & CommentRow>([
    db.prepare('SELECT comment_count, share_count FROM articles WHERE slug = ?1').bind(slug),
    (page.order === 'newest' ? newestFirst : oldestFirst)(db, slug, page.after, page.size + 1),
    db
      .prepare(`SELECT * FROM readable_comments WHERE id = ?1 AND slug = ?2`)
      .bind(page.ask ?? '', slug),
    db
      .prepare(
        `SELECT id, name, status FROM comments
         WHERE slug = ?1 AND id IN (?2, ?3, ?4)`,
      )
      .bind(slug, ...nearestIds(page.after)),
  ]);
  const comments = approved?.results.slice(0, page.size).map(commentOf) ?? [];
  const isCut = (approved?.results.length ?? 0) > page.size;
  return {
    commentCount: counters?.results[0]?.comment_count ?? 0,
    shareCount: counters?.results[0]?.share_count ?? 0,
    comments,
    next: isCut ? comments.at(-1)?.path : undefined,
    asked: asked?.results.map(commentOf)[0],
    ancestors: ancestors?.results ?? [],
  };
}

/** What comes next in a thread answers the comment that this path leads to, or one on the way to it: most often a near one. */
function nearestIds(path: string): readonly [string, string, string] {
  const [last = '', above = '', root = ''] = (
    path.slice(0, 6 * 26).match(/.{26}/g) ?? []
  ).reverse();
  return [last, above, root];
}

const oldestFirst = (db: D1Database, slug: string, after: string, limit: number) =>
  db
    .prepare(
      `SELECT * FROM readable_comments
       WHERE slug = ?1 AND status IN ('approved', 'deleted') AND path > ?2
       ORDER BY path LIMIT ?3`,
    )
    .bind(slug, after, limit);

/** What is left of the thread that was cut, then the threads before it. No id is above '~'. */
const newestFirst = (db: D1Database, slug: string, after: string, limit: number) =>
  db
    .prepare(
      `SELECT * FROM (
         SELECT * FROM readable_comments
         WHERE slug = ?1 AND status IN ('approved', 'deleted') AND substr(path, 1, 26) = substr(?2, 1, 26) AND path > ?2
         ORDER BY path LIMIT ?3)
       UNION ALL
       SELECT * FROM (
         SELECT * FROM readable_comments
         WHERE slug = ?1 AND status IN ('approved', 'deleted') AND substr(path, 1, 26) < substr(?2, 1, 26)
         ORDER BY substr(path, 1, 26) DESC, path LIMIT ?3)
       LIMIT ?3`,
    )
    .bind(slug, after || '~', limit);

interface CounterRow {
  readonly comment_count: number;
  readonly share_count: number;
}

/** As the view `readable_comments` gives it. */
export type CommentRow = Omit<Comment, 'tree'> & { readonly tree: string };

export const commentOf = (row: CommentRow): Comment => ({ ...row, tree: JSON.parse(row.tree) });

/** The newest approved comments on one article, or of all; the newest first. */
export async function newestComments(
  db: D1Database,
  slug: string | undefined,
  limit: number,
): Promise<readonly Comment[]> {
  const { results } = await (slug === undefined
    ? db
        .prepare(
          `SELECT * FROM readable_comments WHERE status = 'approved' ORDER BY id DESC LIMIT ?1`,
        )
        .bind(limit)
    : db
        .prepare(
          `SELECT * FROM readable_comments WHERE slug = ?1 AND status = 'approved' ORDER BY id DESC LIMIT ?2`,
        )
        .bind(slug, limit)
  ).all<CommentRow>();
  return results.map(commentOf);
}

/** A comment ready to be written: parsed, hashed and judged. */
export interface NewComment extends Omit<Comment, 'path' | 'editedAt'> {
  /** As typed. */
  readonly body: string;
  readonly marks: Marks;
  /** Why it has its status. */
  readonly reasons: readonly Reason[];
  /** Those that older keys make of it: by them too a try again is known. */
  readonly olderMarks: readonly Marks[];
}

/** How long the same form again is the same comment, in ms. */
export const retryFor = 10 * 60 * 1000;

/** What became of a comment that was to be written. */
export type Written =
  | { readonly id: string }
  /** Its parent is no approved comment of this article, or its author sent too many in this minute. */
  | { readonly refused: 'parentGone' | 'tooMany' };

/**
 * Writes a comment, in one round trip, once: the same form again within ten minutes writes nothing.
 * A path holds six ids at most: whoever answers deeper stands on the sixth level, in order of time.
 * @returns the id under which it stands: its own, or that of the first try
 */
export async function addComment(
  db: D1Database,
  comment: NewComment,
  limit: Limit,
): Promise<Written> {
  const retryKeys = listed([comment.marks, ...comment.olderMarks], 'retryKey');
  const who = JSON.stringify(limit.who);
  const minute = minuteOf(comment.createdAt);
  const [, , written, tooMany] = await db.batch<{ id: string }>([
    counted(db, limit, comment.createdAt),
    db
      .prepare(
        `INSERT INTO comments (id, slug, parent_id, path, name, website, body, tree, face, status,
                               email_hash, email_key, commenter_hash, commenter_key, retry_key, text_key, said_key, verdict, created_at)
         SELECT ?1, ?2, ?3, coalesce(substr(parent.path, 1, 5 * 26), '') || ?1,
                ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?11, ?13, ?14, ?15, ?16, ?17
         FROM (SELECT 1)
         LEFT JOIN comments AS parent ON parent.id = ?3 AND parent.slug = ?2 AND parent.status = 'approved'
         WHERE (?3 IS NULL OR parent.id IS NOT NULL)
           AND NOT EXISTS (
             SELECT 1 FROM comments
             WHERE retry_key IN (SELECT value FROM json_each(?18)) AND created_at > ?19)
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
      ),
    db
      .prepare(
        `SELECT id FROM comments
         WHERE retry_key IN (SELECT value FROM json_each(?1)) AND created_at > ?2
         ORDER BY created_at DESC LIMIT 1`,
      )
      .bind(retryKeys, comment.createdAt - retryFor),
    db
      .prepare(
        `SELECT who AS id FROM tries
         WHERE who IN (SELECT value FROM json_each(?1)) AND minute = ?2 AND count > ?3 AND ?3 > 0 LIMIT 1`,
      )
      .bind(who, minute, limit.most),
  ]);
  const [first] = written?.results ?? [];
  if (first) return first;
  return { refused: tooMany?.results.length ? 'tooMany' : 'parentGone' };
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
}

/**
 * What a proven commenter's earlier comments earned, and whether they, or others, said this before. One round trip.
 * @param marks under every key that is believed
 * @param isProven whether the cookie was held before; if not, nothing of somebody else is found
 */
export async function findEarlier(
  db: D1Database,
  slug: string,
  marks: readonly Marks[],
  isProven: boolean,
): Promise<Earlier> {
  const own = isProven ? marks : [];
  const [approved, same, faces, elsewhere] = await db.batch<
    NonNullable<Earlier['same']> & { face: string }
  >([
    db
      .prepare(
        `SELECT id FROM comments
         WHERE status = 'approved' AND commenter_hash IN (
           SELECT value FROM json_each(?1)
           UNION SELECT other.commenter_hash FROM confirmations AS mine
           JOIN confirmations AS other ON other.email_hash = mine.email_hash
           WHERE mine.commenter_hash IN (SELECT value FROM json_each(?1)))
         LIMIT 1`,
      )
      .bind(listed(own, 'commenterHash')),
    db
      .prepare(
        `SELECT id, retry_key AS retryKey, created_at AS createdAt FROM comments
         WHERE text_key IN (SELECT value FROM json_each(?1)) AND status IN ('pending', 'approved') LIMIT 1`,
      )
      .bind(listed(own, 'textKey')),
    db
      .prepare(
        `SELECT face FROM comments
         WHERE commenter_hash IN (SELECT value FROM json_each(?1)) AND slug = ?2 LIMIT 1`,
      )
      .bind(listed(own, 'commenterHash'), slug),
    db
      .prepare(
        `SELECT id FROM comments
         WHERE said_key IN (SELECT value FROM json_each(?1))
           AND (slug <> ?2 OR commenter_hash NOT IN (SELECT value FROM json_each(?3))) LIMIT 1`,
      )
      .bind(listed(marks, 'saidKey'), slug, listed(marks, 'commenterHash')),
  ]);
  return {
    standing: approved?.results.length ? 'approved before' : 'new',
    same: same?.results[0],
    face: faces?.results[0]?.face,
    isSaidElsewhere: (elsewhere?.results.length ?? 0) > 0,
  };
}

/**
 * Where an approved comment stands: on which article, and after which path its page begins ('' for
 * the first page). Reads at most a page of rows: the `+` keeps SQLite from an index that hides that an id is one row.
 */
export async function findPlace(
  db: D1Database,
  id: string,
  pageSize: number,
): Promise<{ slug: string; after: string } | undefined> {
  const { results } = await db
    .prepare(
      `SELECT comment.slug, earlier.path
       FROM comments AS comment
       LEFT JOIN comments AS earlier
         ON earlier.slug = comment.slug AND earlier.status IN ('approved', 'deleted') AND earlier.path < comment.path
       WHERE comment.id = ?1 AND +comment.status = 'approved'
       ORDER BY earlier.path DESC LIMIT ?2`,
    )
    .bind(id, pageSize)
    .all<{ slug: string; path: string | null }>();
  const [nearest] = results;
  if (!nearest) return undefined;
  const isOnFirstPage = results.length < pageSize;
  return { slug: nearest.slug, after: isOnFirstPage ? '' : (nearest.path ?? '') };
}

/** A comment as a moderator sees it. */
export interface Judged extends Comment {
  /** Why it was held, or taken for spam, when it came. */
  readonly reasons: readonly Reason[];
}

/** What has this status, oldest first, after the comment with that id ('' for the first). */
export async function commentsWith(
  db: D1Database,
  status: Status,
  after: string,
  limit: number,
): Promise<readonly Judged[]> {
  const { results } = await db
    .prepare(
      `SELECT readable_comments.*, verdict
       FROM comments CROSS JOIN readable_comments USING (id)
       WHERE comments.status = ?1 AND comments.id > ?2 ORDER BY comments.id LIMIT ?3`,
    )
    .bind(status, after, limit)
    .all<CommentRow & { verdict: string }>();
  return results.map(({ verdict, ...row }) => ({
    ...commentOf(row),
    reasons: JSON.parse(verdict),
  }));
}

/**
 * A moderator's decision. It can be taken again: only what its author deleted stays as it is.
 * @param seen when what was looked at was written or last changed: later words are not decided on. undefined: any are
 */
export async function decide(
  db: D1Database,
  id: string,
  status: Extract<Status, 'approved' | 'rejected' | 'spam'>,
  now: number,
  seen?: number,
): Promise<'done' | 'changed' | 'gone'> {
  const [done, there] = await db.batch([
    db
      .prepare(
        `UPDATE comments SET status = ?2, decided_at = max(?3, created_at)
         WHERE id = ?1 AND status <> 'deleted' AND (?4 IS NULL OR coalesce(edited_at, created_at) = ?4)
         RETURNING id`,
      )
      .bind(id, status, now, seen ?? null),
    db.prepare(`SELECT 1 FROM comments WHERE id = ?1 AND status <> 'deleted'`).bind(id),
  ]);
  if (done?.results.length) return 'done';
  return there?.results.length ? 'changed' : 'gone';
}
