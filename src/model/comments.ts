// The conversation in D1. A page of it is one range of one index, in one round trip.
import { plainText, type Tree } from './body.ts';
import type { Status } from './moderation.ts';
import { isBeyondLatin, languageOf } from './tongue.ts';

/** As whom the newsroom answers. */
export const roles = ['author', 'editor'] as const;
export type Role = (typeof roles)[number];

/** A comment as its readers may see it: nothing here came from the email address. */
export interface Comment {
  /** A ULID. */
  readonly id: string;
  readonly slug: string;
  readonly parentId: string | null;
  /** The ids from the thread's first comment down to this one. Sorts in thread order. */
  readonly path: string;
  readonly name: string;
  /** As whom it was written at the desk; readers have none. */
  readonly role: Role | null;
  readonly website: string | null;
  /** What it says. */
  readonly tree: Tree;
  /** What that is written in, where its letters tell: a BCP 47 tag. */
  readonly language: string | undefined;
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
  /** Another word whenever a page shows something else of the conversation. */
  readonly revision: string;
  /** Whether it takes comments, if the desk said so. */
  readonly isOpen: boolean | undefined;
  /** What the desk pinned above the others; the first page alone has it. */
  readonly pinned: Comment | undefined;
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

/** One page. One round trip; reads at most `size` + 4 rows, in either order, one more for what is pinned, and six more behind the first page. */
export async function conversation(
  db: D1Database,
  slug: string,
  page: Page,
): Promise<Conversation> {
  const nearest = nearestIds(page.after);
  const list = (page.order === 'newest' ? newestFirst : oldestFirst)(db, slug, page);
  // Most pages name no other comment, and a batch costs time beyond its statements.
  const isAnyNamed = page.ask !== undefined || page.after !== '';
  const [found, others] = isAnyNamed
    ? await db.batch<CounterRow & CommentRow>([
        list,
        commentsById(db, slug, page.ask ?? '', nearest),
      ])
    : [await list.all<CounterRow & CommentRow>(), undefined];
  const approved = found?.results.filter(({ revision }) => revision === null) ?? [];
  const article = found?.results.find(({ revision }) => revision !== null);
  const comments = approved.slice(0, page.size).map(commentOf);
  return {
    commentCount: article?.comment_count ?? 0,
    shareCount: article?.share_count ?? 0,
    revision: revisionIn(article),
    isOpen: openOf(article),
    pinned: article?.id ? commentOf(article) : undefined,
    comments,
    next: approved.length > page.size ? comments.at(-1)?.path : undefined,
    asked: others?.results.filter(({ id }) => id === page.ask).map(commentOf)[0],
    ancestors: others?.results.filter(({ id }) => nearest.includes(id)) ?? [],
  };
}

/** What comes next in a thread answers the comment that this path leads to, or one on the way to it: most often a near one. */
function nearestIds(path: string): readonly [string, string, string] {
  const [last = '', above = '', root = ''] = (
    path.slice(0, 6 * 26).match(/.{26}/g) ?? []
  ).reverse();
  return [last, above, root];
}

const commentsById = (
  db: D1Database,
  slug: string,
  asked: string,
  nearest: readonly [string, string, string],
) =>
  db
    .prepare(`SELECT * FROM readable_comments WHERE slug = ?1 AND id IN (?2, ?3, ?4, ?5)`)
    .bind(slug, asked, ...nearest);

/**
 * The article's own row, with what is pinned; those of the comments have no counters. SQLite answers the parts of a
 * UNION ALL one after the other, and so keeps the order that a part has.
 */
const articleRow = `
  SELECT comment_count, share_count, revision, is_open, pinned.*
  FROM articles LEFT JOIN readable_comments AS pinned
    ON pinned.id = pinned_id AND ?2 = '' AND +pinned.status = 'approved'
  WHERE articles.slug = ?1`;

const oldestFirst = (db: D1Database, slug: string, { after, size }: Page) =>
  db
    .prepare(
      `${articleRow}
       UNION ALL
       SELECT NULL, NULL, NULL, NULL, * FROM (
         SELECT * FROM readable_comments
         WHERE slug = ?1 AND status IN ('approved', 'deleted') AND path > ?2
         ORDER BY path LIMIT ?3)`,
    )
    .bind(slug, after, size + 1);

/** What is left of the thread that was cut, then the threads before it. No id is above '~'. */
const newestFirst = (db: D1Database, slug: string, { after, size }: Page) =>
  db
    .prepare(
      `${articleRow}
       UNION ALL
       SELECT NULL, NULL, NULL, NULL, * FROM (
         SELECT * FROM (
           SELECT * FROM readable_comments
           WHERE slug = ?1 AND status IN ('approved', 'deleted') AND substr(path, 1, 26) = substr(?4, 1, 26) AND path > ?4
           ORDER BY path LIMIT ?3)
         UNION ALL
         SELECT * FROM (
           SELECT * FROM readable_comments
           WHERE slug = ?1 AND status IN ('approved', 'deleted') AND substr(path, 1, 26) < substr(?4, 1, 26)
           ORDER BY substr(path, 1, 26) DESC, path LIMIT ?3)
         LIMIT ?3)`,
    )
    .bind(slug, after, size + 1, after || '~');

/** As much of a conversation as tells whether a page of it is still the same. */
export type State = Pick<Conversation, 'revision' | 'isOpen'>;

/** Reads one row. */
export async function stateOf(db: D1Database, slug: string): Promise<State> {
  const { results } = await db
    .prepare('SELECT comment_count, share_count, revision, is_open FROM articles WHERE slug = ?1')
    .bind(slug)
    .all<CounterRow>();
  return { revision: revisionIn(results[0]), isOpen: openOf(results[0]) };
}

/** An article that nobody answered or passed on has no row. */
const revisionIn = (row: Partial<CounterRow> = {}): string =>
  [row.revision ?? 0, row.comment_count ?? 0, row.share_count ?? 0, row.is_open ?? ''].join('.');

interface CounterRow {
  readonly comment_count: number | null;
  readonly share_count: number | null;
  readonly revision: number | null;
  readonly is_open: number | null;
}

/** What the desk said of an article; undefined while it said nothing. */
export const openOf = (row: Pick<CounterRow, 'is_open'> | undefined): boolean | undefined =>
  row?.is_open == null ? undefined : row.is_open === 1;

/** As the view `readable_comments` gives it. */
export type CommentRow = Omit<Comment, 'tree' | 'language'> & { readonly tree: string };

export function commentOf(row: CommentRow): Comment {
  const tree: Tree = JSON.parse(row.tree);
  const language = isBeyondLatin(row.tree) ? languageOf(plainText(tree)) : undefined;
  return { ...row, tree, language };
}

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
