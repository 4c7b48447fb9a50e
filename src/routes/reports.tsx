import { Hono } from 'hono';
import type { App } from '../env.ts';
import { findPlace } from '../model/comments.ts';
import { addReport, longestReport, reasons } from '../model/reports.ts';
import { dayOf } from '../model/visits.ts';
import { ReportPage } from '../views/reports.tsx';
import { findDiscussed } from './comments.tsx';
import { formToken, takeForm } from './forms.ts';
import { notice } from './notice.tsx';
import { traitsOf } from './visits.ts';

export const reports = new Hono<App>()

  .get('/comments/:id/reports', async (c) => {
    const id = c.req.param('id');
    const place = await findPlace(c.env.DB, id, 1);
    const article = place && findDiscussed(place.slug);
    if (!article) return notice(c, 404, 'notFound');
    return c.html(
      <ReportPage
        site={c.var.site}
        id={id}
        article={article}
        token={await formToken(c, 'reader')}
        isSent={c.req.query('sent') !== undefined}
      />,
    );
  })

  .post('/comments/:id/reports', takeForm('reader'), async (c) => {
    const { keys, visits, form } = c.var;
    if (!keys) return notice(c, 503, 'noReports');
    const id = c.req.param('id');
    const place = await findPlace(c.env.DB, id, 1);
    const article = place && findDiscussed(place.slug);
    if (!article) return notice(c, 404, 'notFound');
    const reason = reasons.find((one) => one === form.reason);
    const words = (form.words ?? '').trim();
    if (!reason || words.length > longestReport) {
      const { site } = c.var;
      const problem = reason ? site.words.reports.tooLong : site.words.reports.noReason;
      const token = await formToken(c, 'reader');
      return c.html(
        <ReportPage
          site={site}
          id={id}
          article={article}
          token={token}
          typed={words}
          chosen={reason}
          problem={problem}
        />,
        422,
      );
    }
    const now = Date.now();
    const visitor = await visits.visitor(keys, await traitsOf(c, keys), dayOf(now));
    await addReport(c.env.DB, { commentId: id, visitor, reason, words, createdAt: now });
    return c.redirect(`/comments/${id}/reports?sent`, 303);
  });
