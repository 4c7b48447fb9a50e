import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { App } from '../env.ts';
import type { Article } from '../model/articles.ts';
import { findPlace } from '../model/comments.ts';
import { addReport, longestReport, type Reason, reasons } from '../model/reports.ts';
import { dayOf } from '../model/visits.ts';
import { ReportPage } from '../views/reports.tsx';
import { findDiscussed } from './comments.tsx';
import { formToken, takeForm } from './forms.ts';
import { logError } from './log.ts';
import { notice, wantsJson } from './notice.tsx';
import { traitsOf } from './visits.ts';

export const reports = new Hono<App>()

  .get('/comments/:id/reports', async (c) => {
    const article = await findReported(c);
    if (!article) return notice(c, 404, 'notFound');
    return reportPage(c, { article, isSent: c.req.query('sent') !== undefined });
  })

  .post('/comments/:id/reports', takeForm('reader'), async (c) => {
    const { keys, visits, form } = c.var;
    const reason = reasons.find((one) => one === form.reason);
    const words = (form.words ?? '').trim();
    const typed = { typed: words, chosen: reason };
    const id = c.req.param('id');
    if (!keys) return reportPage(c, { ...typed, problem: 'notNow' });
    try {
      const article = await findReported(c);
      if (!article) return notice(c, 404, 'notFound');
      if (!reason) return reportPage(c, { ...typed, article, problem: 'noReason' });
      if (words.length > longestReport) {
        return reportPage(c, { ...typed, article, problem: 'tooLong' });
      }
      const now = Date.now();
      const visitor = await visits.visitor(c.env.DB, keys, await traitsOf(c, keys), dayOf(now));
      await addReport(c.env.DB, { commentId: id, visitor, reason, words, createdAt: now });
      return c.redirect(`/comments/${id}/reports?sent`, 303);
    } catch (error) {
      logError(error, c);
      return reportPage(c, { ...typed, problem: 'notNow' });
    }
  });

/** The article under which the comment stands; undefined where nothing is published. */
async function findReported(c: Context<App>): Promise<Article | undefined> {
  const place = await findPlace(c.env.DB, c.req.param('id') ?? '', 1);
  return place && findDiscussed(place.slug);
}

interface Attempt {
  /** undefined while the database is away. */
  readonly article?: Article;
  readonly isSent?: boolean;
  readonly typed?: string;
  readonly chosen?: Reason | undefined;
  readonly problem?: 'noReason' | 'tooLong' | 'notNow';
}

async function reportPage(c: Context<App>, { problem, ...attempt }: Attempt) {
  if (problem === 'notNow' && wantsJson(c)) return notice(c, 503, 'databaseAway');
  const { words } = c.var.site;
  const most = longestReport.toLocaleString(words.dates);
  return c.html(
    <ReportPage
      site={c.var.site}
      id={c.req.param('id') ?? ''}
      token={await formToken(c, 'reader')}
      most={longestReport}
      problem={problem && words.reports[problem].replace('#', most)}
      {...attempt}
    />,
    problem ? (problem === 'notNow' ? 503 : 422) : 200,
  );
}
