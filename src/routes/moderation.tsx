import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { App, Form } from '../env.ts';
import { findArticle } from '../model/articles.ts';
import {
  decide,
  type Outcome,
  outcomes,
  type Pressed,
  type Seen,
  undo,
} from '../model/decisions.ts';
import { isPinned } from '../model/newsroom.ts';
import { type Filter, findJudged, type Judged, queue, reportedComments } from '../model/queue.ts';
import { keyUses } from '../model/rotation.ts';
import { ruleNames } from '../model/verdict.ts';
import { dayOf } from '../model/visits.ts';
import { nounOf } from '../views/desk.tsx';
import { CommentPage } from '../views/judged.tsx';
import { deskStatuses, ModerationPage } from '../views/moderation.tsx';
import { purge } from './cache.ts';
import { backTo, deskForm, deskSite, pressed, toldIn } from './desk.ts';
import { takeForm } from './forms.ts';
import { notice, problemDetails, wantsJson } from './notice.tsx';
import { drawnKeys } from './records.tsx';

const queueSize = 50;
/** UTF-16 units of what is searched for. */
const longestSearch = 100;

export const moderation = new Hono<App>()

  .get('/moderation', (c) => queuePage(c))

  .post('/moderation/comments/:id/approval', takeForm('moderator'), (c) => one(c, 'approved'))
  .post('/moderation/comments/:id/rejection', takeForm('moderator'), (c) => one(c, 'rejected'))
  .post('/moderation/comments/:id/spam', takeForm('moderator'), (c) => one(c, 'spam'))

  .get('/moderation/comments/:id', async (c) => {
    const now = Date.now();
    const comment = await findJudged(c.env.DB, c.req.param('id'));
    if (!comment) return notice(c, 404, 'notFound');
    return c.html(
      <CommentPage
        site={await deskSite(c)}
        comment={comment}
        article={findArticle(comment.slug, now)}
        isPinned={await isPinned(c.env.DB, comment.id)}
        isOfToday={dayOf(comment.createdAt) === dayOf(now)}
        form={await deskForm(c)}
        told={toldIn(c)}
      />,
    );
  })

  .post('/moderation/decisions', takeForm('moderator'), async (c) => {
    const asked = askedDecision(c.var.form);
    if (!asked) return notice(c, 400, 'unreadable');
    const press = pressed(c);
    const done = await decide(c.env.DB, asked.comments, asked.outcome, press);
    return answered(c, press.batch, asked.comments, done);
  })

  .post('/moderation/decisions/:batch/undoing', takeForm('moderator'), async (c) => {
    const { decided, slugs } = await undo(c.env.DB, c.req.param('batch'), pressed(c));
    purge(c, slugs);
    if (wantsJson(c) && decided === 0) return problem(c, 'notUndone');
    if (wantsJson(c)) return c.json({ undone: decided });
    return c.redirect(backTo(c, { undone: String(decided) }), 303);
  });

/** What a form of the desk asks for: one decision, or one on everything that was chosen. */
function askedDecision(form: Form) {
  const [noun = '', id] = (form.decision ?? form.outcome ?? '').split(' ');
  const outcome = outcomes.find((one) => nounOf[one] === noun);
  const ids = id
    ? [id]
    : Object.keys(form).flatMap((name) => /^chosen-(.{26})$/.exec(name)?.[1] ?? []);
  return outcome && { outcome, comments: ids.map((one) => seenIn(form, one)) };
}

const seenIn = (form: Form, id: string): Seen => ({
  id,
  seen: form[`seen-${id}`] ?? form.seen ?? null,
});

/** A decision about one comment. */
async function one(c: Context<App>, outcome: Outcome): Promise<Response> {
  const chosen = [seenIn(c.var.form, c.req.param('id') ?? '')];
  const press = pressed(c);
  const done = await decide(c.env.DB, chosen, outcome, press);
  if (done.decided === 0 && !c.var.form.seen) return notice(c, 404, 'notFound');
  return answered(c, press.batch, chosen, done);
}

/** Says what came of it, and how it is undone. What was changed meanwhile was not decided on. */
async function answered(
  c: Context<App>,
  batch: string,
  chosen: readonly Seen[],
  { decided, slugs }: Pressed,
): Promise<Response> {
  purge(c, slugs);
  const changed = chosen.length - decided;
  if (wantsJson(c) && changed > 0) return problem(c, 'changed');
  if (wantsJson(c)) return c.json({ undo: `/moderation/decisions/${batch}/undoing` });
  const told = {
    ...(decided > 0 && { undo: batch, decided: String(decided) }),
    ...(changed > 0 && { changed: String(changed) }),
    ...(chosen.length === 0 && { none: '1' }),
  };
  return c.redirect(backTo(c, told), 303);
}

async function problem(c: Context<App>, which: 'changed' | 'notUndone') {
  const { desk } = await deskSite(c);
  return problemDetails(c, 409, desk.title, desk[which]);
}

/** What is asked for: a status, and perhaps an article, a reason and a text. */
function askedFor(c: Context<App>): Filter & { status: (typeof deskStatuses)[number] } {
  const { status, article, reason, q = '' } = c.req.query();
  return {
    status: deskStatuses.find((one) => one === status) ?? 'pending',
    slug: article || undefined,
    reason: ruleNames.find((name) => name === reason),
    text: q.trim().slice(0, longestSearch) || undefined,
  };
}

async function queuePage(c: Context<App>) {
  const now = Date.now();
  const filter = askedFor(c);
  const after = c.req.query('after') ?? '';
  const { status, slug, reason, text } = filter;
  const isFront = status === 'pending' && after === '' && !slug && !reason && !text;
  const [found, reported, uses] = await Promise.all([
    queue(c.env.DB, filter, after, queueSize),
    isFront ? reportedComments(c.env.DB, queueSize) : [],
    isFront ? keyUses(c.env.DB) : [],
  ]);
  const placed = (comment: Judged) => ({ comment, article: findArticle(comment.slug, now) });
  return c.html(
    <ModerationPage
      site={await deskSite(c)}
      filter={filter}
      reported={reported.map(placed)}
      queue={found.comments.map(placed)}
      next={found.next}
      form={await deskForm(c)}
      told={toldIn(c)}
      fault={c.var.keyFault}
      isKeyGone={drawnKeys(c.var.keys, uses).some(({ state }) => state === 'unknown')}
    />,
  );
}
