// What an author may do with a comment of theirs: whoever holds its manage key.
import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { App } from '../env.ts';
import { findArticle } from '../model/articles.ts';
import { type Fault, limits, parseText, seenIn, type Text } from '../model/draft.ts';
import { givesAwayHashed } from '../model/giveaway.ts';
import type { Keys } from '../model/keys.ts';
import {
  editComment,
  editFor,
  eraseComment,
  findOwn,
  type Own,
  type OwnComment,
} from '../model/manage.ts';
import { saidKeyOf, textKeyOf } from '../model/marks.ts';
import { isManageKey, manageKey } from '../model/tokens.ts';
import { judge } from '../model/verdict.ts';
import { dayOf } from '../model/visits.ts';
import type { Words } from '../strings/language.ts';
import { ManagePage } from '../views/manage.tsx';
import { purge } from './cache.ts';
import { formToken, takeForm } from './forms.ts';
import { logError } from './log.ts';
import { notice, wantsJson } from './notice.tsx';
import { signalsOf } from './verdict.ts';
import { traitsOf } from './visits.ts';

export const manage = new Hono<App>()

  .get('/comments/:id/manage', async (c) => {
    const keys = await keysFor(c, c.req.query('key'));
    if (!keys) return notice(c, 404, 'notFound');
    const own = await findOwn(c.env.DB, c.req.param('id'));
    return managePage(c, keys, own?.comment);
  })

  .post('/comments/:id/edits', takeForm('reader'), async (c) => {
    const keys = await keysFor(c, c.var.form.key);
    if (!keys) return notice(c, 404, 'notFound');
    const { body: typed = '' } = c.var.form;
    try {
      const traits = await traitsOf(c, keys);
      const visitor = await c.var.visits.visitor(c.env.DB, keys, traits, dayOf(Date.now()));
      const own = await findOwn(c.env.DB, c.req.param('id'), visitor);
      if (!own) return managePage(c, keys, undefined);
      const problem = await edit(c, keys, own, typed);
      if (problem) return managePage(c, keys, own.comment, { typed, problem });
      return c.redirect(await managePath(keys, own.comment.id), 303);
    } catch (error) {
      logError(error, c);
      if (wantsJson(c)) return notice(c, 503, 'databaseAway');
      return managePage(c, keys, undefined, { typed, problem: 'away' });
    }
  })

  .post('/comments/:id/deletion', takeForm('reader'), async (c) => {
    const id = c.req.param('id');
    const keys = await keysFor(c, c.var.form.key);
    if (!keys) return notice(c, 404, 'notFound');
    const slug = await eraseComment(c.env.DB, id, Date.now());
    if (slug) purge(c, [slug]);
    return c.redirect(await managePath(keys, id), 303);
  });

/** Where an author manages a comment. The address is all that is needed: whoever has it may. */
export const managePath = async (keys: Keys, id: string): Promise<string> =>
  `/comments/${id}/manage?key=${await manageKey(keys, id)}`;

/** The keys, for whoever brings the manage key of this comment. */
async function keysFor(c: Context<App>, key = ''): Promise<Keys | undefined> {
  const { keys } = c.var;
  return keys && (await isManageKey(keys, c.req.param('id') ?? '', key)) ? keys : undefined;
}

/** Whether a text gives away the address that its author typed: of that nothing but the hash is left. */
async function betrays(keys: Keys, own: OwnComment, text: Text): Promise<boolean> {
  const maker = [keys, ...keys.elders].find(({ id }) => id === own.emailKey) ?? keys;
  return givesAwayHashed(maker, seenIn(text), own.emailHash);
}

/** @returns why it could not be changed; a change that changes nothing is none */
async function edit(
  c: Context<App>,
  keys: Keys,
  { comment, ...known }: Own,
  typed: string,
): Promise<Problem | undefined> {
  const parsed = parseText(typed);
  if ('fault' in parsed) return parsed.fault;
  const { text } = parsed;
  if (text.body === comment.body) return undefined;
  if (await betrays(keys, comment, text)) return 'containsAddress';
  const { commenterHash, slug, parentId } = comment;
  const isInTime = await editComment(c.env.DB, {
    id: comment.id,
    ...text,
    verdict: judge(signalsOf(c, { ...comment, ...text }, known)),
    textKey: await textKeyOf(keys, commenterHash, slug, parentId ?? '', text.body),
    saidKey: await saidKeyOf(keys, text.body),
    now: Date.now(),
  });
  if (!isInTime) return 'tooLate';
  purge(c, [slug]);
  return undefined;
}

/** What keeps a change from being made. */
type Problem = Fault['code'] | 'tooLate' | 'away';

interface Attempt {
  readonly typed: string;
  readonly problem: Problem;
}

/** @param comment undefined once it is deleted, and while the database is away */
async function managePage(
  c: Context<App>,
  keys: Keys,
  comment: OwnComment | undefined,
  { typed, problem }: Partial<Attempt> = {},
) {
  const id = c.req.param('id') ?? '';
  const now = Date.now();
  // What is spam looks like what waits to whoever wrote it.
  const isOpen = ['pending', 'approved', 'spam'].includes(comment?.status ?? '');
  const closesAt = (comment?.createdAt ?? 0) + editFor;
  return c.html(
    <ManagePage
      site={c.var.site}
      id={id}
      comment={comment?.status === 'deleted' ? undefined : comment}
      article={comment && findArticle(comment.slug, now)}
      manageKey={await manageKey(keys, id)}
      token={(await formToken(c, 'reader')) ?? ''}
      editableUntil={isOpen && closesAt > now ? closesAt : undefined}
      typed={typed}
      isAway={problem === 'away'}
      problem={problem && inWords(problem, c.var.site.words)}
    />,
    problem ? (statuses[problem] ?? 422) : 200,
  );
}

const statuses: { readonly [Which in Problem]?: 409 | 503 } = { tooLate: 409, away: 503 };

function inWords(problem: Problem, words: Words): string {
  switch (problem) {
    case 'tooLate':
      return words.tooLateToEdit;
    case 'away':
      return words.changeNotNow;
    default:
      return words.faults[problem].replace('#', limits.body.toLocaleString(words.dates));
  }
}
