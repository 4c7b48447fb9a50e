/** How strict the house is: `first`: a commenter's first comment waits; `all` wait; `none` does. */
export const policies = ['first', 'all', 'none'] as const;
export type Policy = (typeof policies)[number];

/** Whether an article is answered: `closed` shows what was said and takes no more, `off` shows nothing. */
export const commentStates = ['open', 'closed', 'off'] as const;
export type CommentState = (typeof commentStates)[number];

/** What became of a comment. */
export const statuses = ['pending', 'approved', 'rejected', 'spam', 'deleted'] as const;
export type Status = (typeof statuses)[number];

/** What a proven commenter's earlier comments earned; somebody unproven is always `new`. */
export type Standing = 'new' | 'approved before';
