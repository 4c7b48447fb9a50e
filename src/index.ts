import { Hono } from 'hono/tiny';
import { trimTrailingSlash } from 'hono/trailing-slash';
import type { App } from './env.ts';
import { tidy } from './model/retention.ts';
import { archive } from './routes/archive.tsx';
import { articles } from './routes/articles.tsx';
import { limitBody, limitHead } from './routes/bounds.ts';
import { revalidated } from './routes/cache.ts';
import { comments } from './routes/comments.tsx';
import { accountable } from './routes/cost.ts';
import { defences } from './routes/defences.tsx';
import { elsewhere, moved, overHttps } from './routes/elsewhere.ts';
import { embed } from './routes/embed.tsx';
import { feeds } from './routes/feeds.ts';
import { hearOut } from './routes/forms.ts';
import { headers } from './routes/headers.ts';
import { health } from './routes/health.ts';
import { isFromDatabase, logError, orLogged } from './routes/log.ts';
import { manage } from './routes/manage.tsx';
import { moderation } from './routes/moderation.tsx';
import { newsroom } from './routes/newsroom.tsx';
import { notice } from './routes/notice.tsx';
import { pages } from './routes/pages.tsx';
import { privacy } from './routes/privacy.tsx';
import { records } from './routes/records.tsx';
import { reports } from './routes/reports.tsx';
import { share } from './routes/share.tsx';
import { moderatorsOnly } from './routes/sign-in.ts';
import { settle } from './routes/site.ts';
import { transfer } from './routes/transfer.ts';
import { tellEditors } from './routes/word.ts';
import { speakingOf } from './routes/words.ts';

const app = new Hono<App>();

app.use(accountable);
app.use(headers);
app.use(revalidated);
app.use(hearOut);
app.use(settle);
app.use(limitHead);
app.use(overHttps);
app.use(moved);
app.use(trimTrailingSlash({ alwaysRedirect: true }));
app.use(limitBody);
app.use('/moderation/*', moderatorsOnly);
app.use('/articles/:slug/*', speakingOf);

app.route('/', articles);
app.route('/', archive);
app.route('/', pages);
app.route('/', comments);
app.route('/', manage);
app.route('/', reports);
app.route('/', privacy);
app.route('/', share);
app.route('/', embed);
app.route('/', feeds);
app.route('/', moderation);
app.route('/', newsroom);
app.route('/', defences);
app.route('/', records);
app.route('/', transfer);
app.route('/', health);

app.notFound(elsewhere);
app.onError((error, c) => {
  logError(error, c);
  return isFromDatabase(error) ? notice(c, 503, 'databaseAway') : notice(c, 500, 'broken');
});

/** By the clock of `[triggers]` in wrangler.toml. What fails is logged, and keeps nothing else from being done. */
const scheduled: ExportedHandlerScheduledHandler<App['Bindings']> = async (
  { scheduledTime },
  env,
) => {
  await orLogged(tidy(env.DB, scheduledTime), 'retention');
  await orLogged(tellEditors(env, Date.now()), 'word');
};

export default Object.assign(app, { scheduled });
