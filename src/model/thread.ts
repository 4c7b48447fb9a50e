import type { Ancestor, Comment } from './comments.ts';

/** A comment and what was answered to it, as far as both stand on one page. */
export interface Thread {
  readonly comment: Comment;
  /** The comment it answers, where that one is not the comment it is drawn under. */
  readonly answered: Answered | undefined;
  readonly replies: readonly Thread[];
}

/** What a comment answers: on this page, on an earlier one, or nothing that is published any more. */
export type Answered =
  | { readonly where: 'here' | 'elsewhere'; readonly comment: Ancestor }
  | { readonly where: 'unknown'; readonly id: string }
  | { readonly where: 'gone' };

/**
 * Nests a page of comments. What was deleted is drawn only where an answer to it is.
 * @param comments in thread order, as the database gives them; one whose ancestors stand on another
 * page begins a thread of its own
 * @param after where the page begins: what the first page does not show is published nowhere
 * @param ancestors of the page's first comments
 */
export function threads(
  comments: readonly Comment[],
  after = '',
  ancestors: readonly Ancestor[] = [],
): readonly Thread[] {
  const roots: Nested[] = [];
  const here = new Map(comments.map((comment) => [comment.id, comment]));
  const before = new Map(ancestors.map((comment) => [comment.id, comment]));
  const above: Nested[] = [];
  for (const comment of comments) {
    while (above.length > 0 && !isBelow(comment, above.at(-1)?.comment)) above.pop();
    const enclosing = above.at(-1);
    const isUnderParent = comment.parentId === (enclosing?.comment.id ?? null);
    const answered = isUnderParent ? undefined : answeredBy(comment, after, here, before);
    const thread = { comment, answered, replies: [] };
    (enclosing?.replies ?? roots).push(thread);
    above.push(thread);
  }
  return roots.flatMap(pruned);
}

interface Nested extends Thread {
  readonly replies: Nested[];
}

type Known = ReadonlyMap<string, Ancestor>;

function answeredBy({ parentId }: Comment, after: string, here: Known, before: Known): Answered {
  const parent = here.get(parentId ?? '') ?? before.get(parentId ?? '');
  if (parent?.status === 'approved') {
    return { where: here.has(parent.id) ? 'here' : 'elsewhere', comment: parent };
  }
  // On the last level, the parent may stand on any earlier page beside this comment.
  return parent || after === '' ? { where: 'gone' } : { where: 'unknown', id: parentId ?? '' };
}

function pruned({ replies, ...thread }: Nested): readonly Thread[] {
  const kept = replies.flatMap(pruned);
  const isEmpty = thread.comment.status === 'deleted' && kept.length === 0;
  return isEmpty ? [] : [{ ...thread, replies: kept }];
}

/** A page of comments with one more put in its place, if it is not there already. */
export function placed(comments: readonly Comment[], own: Comment): readonly Comment[] {
  if (comments.some(({ id }) => id === own.id)) return comments;
  return [...comments, own].sort((a, b) => (a.path < b.path ? -1 : 1));
}

const isBelow = (comment: Comment, above: Comment | undefined) =>
  above !== undefined && comment.path !== above.path && comment.path.startsWith(above.path);
