import type { Context } from 'hono';
import { basicAuth } from 'hono/basic-auth';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import { Hono } from 'hono/tiny';
import type { App } from '../env.ts';
import { findArticle } from '../model/articles.ts';
import { type Comment, commentsWith, decide } from '../model/comments.ts';
import { decisions } from '../model/decisions.ts';
import { normaliseEmail } from '../model/email.ts';
import { readKept } from '../model/kept.ts';
import type { Keys } from '../model/keys.ts';
import { counted, secondsLeft, triesOf } from '../model/limits.ts';
import { reportedComments } from '../model/reports.ts';
import { chores } from '../model/retention.ts';
import { type KeyUse, keyUses } from '../model/rotation.ts';
import { dayCounts, dayOf } from '../model/visits.ts';
import { DecisionsPage, decisionsAsCsv } from '../views/decisions.tsx';
import { type DeskStatus, deskPath, deskStatuses, ModerationPage } from '../views/moderation.tsx';
import { type DrawnKey, RetentionPage } from '../views/retention.tsx';
import { countsAsCsv, SharesPage } from '../views/shares.tsx';
import { formToken, takeForm } from './forms.ts';
import { notice } from './notice.tsx';
import { sessionFor } from './privacy.tsx';
import { networkOf } from './visits.ts';

const queueSize = 50;
const leastPasswordLength = 12;
const logSize = 100;
const mostInCsv = 50_000;

/** Wrong passwords in a minute from one network; then even the right one waits for the next. */
const mostWrong = 10;

/** HTTP Basic, compared in constant time. Without a password worth the name the desk stays shut. */
const moderatorsOnly = createMiddleware<App>(async (c, next) => {
  const { MODERATION_PASSWORD: password = '' } = c.var.settings;
  if (password.length < leastPasswordLength) return notice(c, 503, 'deskShut');
  const now = Date.now();
  const who = await whoTries(c, now);
  if (who && (await triesOf(c.env.DB, who, now)) >= mostWrong) {
    c.header('Retry-After', String(secondsLeft(now)));
    return notice(c, 429, 'tooManyTries');
  }
  const signIn = basicAuth({ username: 'moderator', password, realm: 'moderation' });
  try {
    return await signIn(c, next);
  } catch (error) {
    if (!(error instanceof HTTPException)) throw error;
    if (who) await counted(c.env.DB, { who: [who], day: dayOf(now) }, now).run();
    c.header('WWW-Authenticate', error.getResponse().headers.get('WWW-Authenticate') ?? undefined);
    return notice(c, 401, 'signIn');
  }
});

/** The network of whoever brings a password, hashed for the day; undefined for who brings none, and without a key. */
async function whoTries(c: Context<App>, now: number): Promise<string | undefined> {
  const { keys, visits } = c.var;
  if (!keys || !c.req.header('Authorization')) return undefined;
  return visits.visitor(keys, await networkOf(c, keys), dayOf(now));
}

export const moderation = new Hono<App>()

  .use('/moderation/*', moderatorsOnly)

  .get('/moderation', (c) => deskPage(c))

  .get('/moderation/shares', async (c) => {
    const { article, since, counts } = await askedCounts(c);
    return c.html(
      <SharesPage
        site={c.var.site}
        article={article}
        since={since}
        today={dayOf(Date.now())}
        counts={counts}
      />,
    );
  })

  .get('/moderation/shares.csv', async (c) => {
    const { counts } = await askedCounts(c);
    return c.body(countsAsCsv(counts), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="shares.csv"',
    });
  })

  .get('/moderation/retention', (c) => retentionPage(c))

  .get('/moderation/log', async (c) => {
    const before = Number(c.req.query('before') ?? 0) || 0;
    const found = await decisions(c.env.DB, before, logSize + 1);
    const shown = found.slice(0, logSize);
    const next = found.length > logSize ? shown.at(-1)?.id : undefined;
    return c.html(<DecisionsPage site={c.var.site} decisions={shown} next={next} />);
  })

  .get('/moderation/log.csv', async (c) =>
    c.body(decisionsAsCsv(await decisions(c.env.DB, 0, mostInCsv)), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="decisions.csv"',
    }),
  )

  .post('/moderation/commenters', takeForm('moderator'), async (c) => {
    const { keys, form, site } = c.var;
    const email = normaliseEmail(form.email ?? '');
    if (keys && email) return c.redirect(await sessionFor(c, keys, email), 303);
    return retentionPage(c, {
      typed: form.email,
      problem: keys ? site.words.privacy.emailMalformed : site.words.closedWithoutKey,
    });
  })

  .post('/moderation/comments/:id/approval', takeForm('moderator'), (c) =>
    decided(c, c.req.param('id'), 'approved'),
  )

  .post('/moderation/comments/:id/rejection', takeForm('moderator'), (c) =>
    decided(c, c.req.param('id'), 'rejected'),
  )

  .post('/moderation/comments/:id/spam', takeForm('moderator'), (c) =>
    decided(c, c.req.param('id'), 'spam'),
  );

/** Ten years. */
const mostDays = 3660;

/** The counts of the last days (`?days=`, 30 when not said), of one article (`?article=`) or of all. */
async function askedCounts(c: Context<App>) {
  const { article, days = '' } = c.req.query();
  const asked = Number(days);
  const length = Number.isInteger(asked) && asked > 0 ? Math.min(asked, mostDays) : 30;
  const since = dayOf(Date.now()) - length + 1;
  return { article, since, counts: await dayCounts(c.env.DB, since, article) };
}

async function retentionPage(
  c: Context<App>,
  attempt: { readonly typed?: string | undefined; readonly problem?: string } = {},
) {
  const [uses, done] = await Promise.all([keyUses(c.env.DB), chores(c.env.DB)]);
  return c.html(
    <RetentionPage
      site={c.var.site}
      keys={drawnKeys(c.var.keys, uses)}
      chores={done}
      kept={await readKept(c.env.ASSETS)}
      token={await formToken(c, 'moderator')}
      {...attempt}
    />,
    attempt.problem ? 422 : 200,
  );
}

/** Every key that the site has or needs: those it has, even when nothing hangs on them, and those that are not here. */
function drawnKeys(keys: Keys | undefined, uses: readonly KeyUse[]): readonly DrawnKey[] {
  const here = keys ? [keys, ...keys.elders] : [];
  const known = here.map(({ id }): DrawnKey => {
    const use = uses.find((one) => one.id === id) ?? { id, addresses: 0, commenters: 0 };
    const isTrusted = keys?.trustedElders.some((elder) => elder.id === id);
    return { ...use, state: id === keys?.id ? 'current' : isTrusted ? 'previous' : 'leaked' };
  });
  const others = uses.filter(({ id }) => !here.some((key) => key.id === id));
  return [...known, ...others.map((use): DrawnKey => ({ ...use, state: 'unknown' }))];
}

async function decided(c: Context<App>, id: string, status: 'approved' | 'rejected' | 'spam') {
  const { seen, shown } = c.var.form;
  const now = Date.now();
  const result = await decide(c.env.DB, id, status, now, seen ? Number(seen) : undefined);
  switch (result) {
    case 'done':
      return c.redirect(deskPath(shownStatus(shown)), 303);
    case 'changed':
      return deskPage(c, c.var.site.words.desk.changed);
    case 'gone':
      return notice(c, 404, 'notFound');
    default:
      return result satisfies never;
  }
}

/** What the desk lists: what waits, or what was decided, to be decided again. */
const shownStatus = (asked: string | undefined): DeskStatus =>
  deskStatuses.find((status) => status === asked) ?? 'pending';

/** @param problem why the last decision was not taken */
async function deskPage(c: Context<App>, problem?: string) {
  const now = Date.now();
  const status = shownStatus(c.req.query('status') ?? c.var.form.shown);
  const [waiting, reported, uses] = await Promise.all([
    commentsWith(c.env.DB, status, c.req.query('after') ?? '', queueSize + 1),
    status === 'pending' ? reportedComments(c.env.DB, queueSize) : [],
    keyUses(c.env.DB),
  ]);
  const queue = waiting.slice(0, queueSize);
  const articleOf = ({ slug }: Comment) => findArticle(slug, now);
  return c.html(
    <ModerationPage
      site={c.var.site}
      reported={reported.map((one) => ({ ...one, article: articleOf(one.comment) }))}
      status={status}
      queue={queue.map((comment) => ({ comment, article: articleOf(comment) }))}
      next={waiting.length > queueSize ? queue.at(-1)?.id : undefined}
      token={await formToken(c, 'moderator')}
      fault={c.var.keyFault}
      isKeyGone={drawnKeys(c.var.keys, uses).some(({ state }) => state === 'unknown')}
      problem={problem}
    />,
    problem ? 409 : 200,
  );
}
