import type { Context } from 'hono';
import type { App } from '../env.ts';
import { linksIn } from '../model/body.ts';
import { seenIn, type Text } from '../model/draft.ts';
import { passesForAuthor } from '../model/lookalike.ts';
import { phrasesIn } from '../model/phrases.ts';
import type { Earlier } from '../model/posting.ts';
import type { Signals } from '../model/verdict.ts';

/** What is known of whoever wrote it. */
type Known = Pick<Earlier, 'standing' | 'isBlocked' | 'phrases'>;

/** What the words themselves tell, and nothing of how they came: for a new comment as for one that is changed. */
export const signalsOf = (
  c: Context<App>,
  text: Text & { readonly name: string; readonly website: string | null },
  { standing, isBlocked, phrases }: Known,
): Signals => ({
  policy: c.var.settings.MODERATION,
  standing,
  links: text.tree.flatMap(linksIn).length,
  isLookalike: passesForAuthor(text.name),
  isTrapped: false,
  formAge: undefined,
  leastAge: c.var.settings.MIN_SECONDS_TO_COMMENT * 1000,
  length: text.body.length,
  isSaidElsewhere: false,
  phrases: phrasesIn([seenIn(text), text.name, text.website ?? ''].join('\n'), phrases),
  isBlocked,
  recent: 0,
  doubt: undefined,
});
