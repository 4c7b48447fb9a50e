// What the desk keeps account of: shares, decisions, keys, and what is to be forgotten.
import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { App } from '../env.ts';
import { decisions } from '../model/decisions.ts';
import { normaliseEmail } from '../model/email.ts';
import type { Keys } from '../model/keys.ts';
import { chores } from '../model/retention.ts';
import { type KeyUse, keyUses } from '../model/rotation.ts';
import { dayCounts, dayOf } from '../model/visits.ts';
import { DecisionsPage, decisionsAsCsv } from '../views/decisions.tsx';
import { type DrawnKey, RetentionPage } from '../views/retention.tsx';
import { countsAsCsv, SharesPage } from '../views/shares.tsx';
import { deskSite } from './desk.ts';
import { formToken, takeForm } from './forms.ts';
import { privacySite, sessionFor } from './privacy.tsx';
import { webhookSecret } from './word.ts';

const logSize = 100;
const mostInCsv = 50_000;

export const records = new Hono<App>()

  .get('/moderation/shares', async (c) => {
    const { article, since, counts } = await askedCounts(c);
    return c.html(
      <SharesPage
        site={await deskSite(c)}
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
    return c.html(<DecisionsPage site={await deskSite(c)} decisions={shown} next={next} />);
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
      problem: keys ? (await privacySite(c)).privacy.emailMalformed : site.words.closedWithoutKey,
    });
  });

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
      site={{ ...(await deskSite(c)), ...(await privacySite(c)) }}
      keys={drawnKeys(c.var.keys, uses)}
      chores={done}
      webhookSecret={await webhookSecret(c)}
      token={await formToken(c, 'moderator')}
      {...attempt}
    />,
    attempt.problem ? 422 : 200,
  );
}

/** Every key that the site has or needs: those it has, even when nothing hangs on them, and those that are not here. */
export function drawnKeys(keys: Keys | undefined, uses: readonly KeyUse[]): readonly DrawnKey[] {
  const here = keys ? [keys, ...keys.elders] : [];
  const known = here.map(({ id }): DrawnKey => {
    const use = uses.find((one) => one.id === id) ?? { id, addresses: 0, commenters: 0 };
    const isTrusted = keys?.trustedElders.some((elder) => elder.id === id);
    return { ...use, state: id === keys?.id ? 'current' : isTrusted ? 'previous' : 'leaked' };
  });
  const others = uses.filter(({ id }) => !here.some((key) => key.id === id));
  return [...known, ...others.map((use): DrawnKey => ({ ...use, state: 'unknown' }))];
}
