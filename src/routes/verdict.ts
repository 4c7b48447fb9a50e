import type { Context } from 'hono';
import type { App } from '../env.ts';
import { linksIn } from '../model/body.ts';
import type { Text } from '../model/draft.ts';
import { passesForAuthor } from '../model/lookalike.ts';
import type { Standing } from '../model/moderation.ts';
import type { Signals } from '../model/verdict.ts';

/** What the words themselves tell, and nothing of how they came: for a new comment as for one that is changed. */
export const signalsOf = (
  c: Context<App>,
  { tree }: Text,
  name: string,
  standing: Standing,
): Signals => ({
  policy: c.var.settings.MODERATION,
  standing,
  links: tree.flatMap(linksIn).length,
  isLookalike: passesForAuthor(name),
  isTrapped: false,
  formAge: undefined,
  leastAge: c.var.settings.MIN_SECONDS_TO_COMMENT * 1000,
  isSaidElsewhere: false,
});
