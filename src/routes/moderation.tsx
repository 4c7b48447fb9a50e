import { type Context, Hono } from 'hono';
import { basicAuth } from 'hono/basic-auth';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import type { App } from '../env.ts';
import { findArticle } from '../model/articles.ts';
import { decide, pendingComments } from '../model/comments.ts';
import { reportedComments } from '../model/reports.ts';
import { dayCounts, dayOf } from '../model/visits.ts';
import { ModerationPage } from '../views/moderation.tsx';
import { countsAsCsv, SharesPage } from '../views/shares.tsx';
import { formToken, takeForm } from './forms.ts';
import { notice } from './notice.tsx';

const queueSize = 50;
const leastPasswordLength = 12;

/** HTTP Basic, compared in constant time. Without a password worth the name the desk stays shut. */
const moderatorsOnly = createMiddleware<App>(async (c, next) => {
  const { MODERATION_PASSWORD: password = '' } = c.var.settings;
  if (password.length < leastPasswordLength) return notice(c, 503, 'deskShut');
  const signIn = basicAuth({ username: 'moderator', password, realm: 'moderation' });
  try {
    return await signIn(c, next);
  } catch (error) {
    if (!(error instanceof HTTPException)) throw error;
    c.header('WWW-Authenticate', error.getResponse().headers.get('WWW-Authenticate') ?? undefined);
    return notice(c, 401, 'signIn');
  }
});

export const moderation = new Hono<App>()

  .use('/moderation/*', moderatorsOnly)

  .get('/moderation', async (c) => {
    const now = Date.now();
    const [waiting, reported] = await Promise.all([
      pendingComments(c.env.DB, c.req.query('after') ?? '', queueSize + 1),
      reportedComments(c.env.DB, queueSize),
    ]);
    const queue = waiting.slice(0, queueSize);
    return c.html(
      <ModerationPage
        site={c.var.site}
        reported={reported.map((one) => ({
          ...one,
          article: findArticle(one.comment.slug, now),
        }))}
        queue={queue.map((comment) => ({ comment, article: findArticle(comment.slug, now) }))}
        next={waiting.length > queueSize ? queue.at(-1)?.id : undefined}
        token={await formToken(c, 'moderator')}
        fault={c.var.keyFault}
      />,
    );
  })

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

  .post('/moderation/comments/:id/approval', takeForm('moderator'), (c) =>
    decided(c, c.req.param('id'), 'approved'),
  )

  .post('/moderation/comments/:id/rejection', takeForm('moderator'), (c) =>
    decided(c, c.req.param('id'), 'rejected'),
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

async function decided(c: Context<App>, id: string, status: 'approved' | 'rejected') {
  const isThere = await decide(c.env.DB, id, status, Date.now());
  return isThere ? c.redirect('/moderation', 303) : notice(c, 404, 'notFound');
}
