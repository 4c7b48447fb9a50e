import type { Comment } from './comments.ts';

/** A comment and what was answered to it, as far as both stand on one page. */
export interface Thread {
  readonly comment: Comment;
  /** The comment it answers, where that one is not the comment it is drawn under. */
  readonly answered: Comment | 'elsewhere' | 'gone' | undefined;
  readonly replies: readonly Thread[];
}

/**
 * Nests a page of comments.
 * @param comments in thread order, as the database gives them; one whose ancestors stand on another
 * page begins a thread of its own
 * @param after where the page begins: what the first page does not show is published nowhere
 */
export function threads(comments: readonly Comment[], after = ''): readonly Thread[] {
  const missing: Thread['answered'] = after === '' ? 'gone' : 'elsewhere';
  const roots: Thread[] = [];
  const byId = new Map(comments.map((comment) => [comment.id, comment]));
  const above: { comment: Comment; replies: Thread[] }[] = [];
  for (const comment of comments) {
    while (above.length > 0 && !isBelow(comment, above.at(-1)?.comment)) above.pop();
    const enclosing = above.at(-1);
    const isUnderParent = comment.parentId === (enclosing?.comment.id ?? null);
    const answered = isUnderParent ? undefined : (byId.get(comment.parentId ?? '') ?? missing);
    const thread = { comment, answered, replies: [] };
    (enclosing?.replies ?? roots).push(thread);
    above.push(thread);
  }
  return roots;
}

/** A page of comments with one more put in its place, if it is not there already. */
export function placed(comments: readonly Comment[], own: Comment): readonly Comment[] {
  if (comments.some(({ id }) => id === own.id)) return comments;
  return [...comments, own].sort((a, b) => (a.path < b.path ? -1 : 1));
}

const isBelow = (comment: Comment, above: Comment | undefined) =>
  above !== undefined && comment.path !== above.path && comment.path.startsWith(above.path);
