import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { build } from '../../build/build.ts';
import { type App, readSettings } from '../env.ts';
import type { Article } from '../model/articles.ts';
import { Keys, keyFault } from '../model/keys.ts';
import { allPages } from '../model/pages.ts';
import { VisitBook } from '../model/visits.ts';
import type { Site } from '../views/layout.tsx';
import { tellOfVisits } from './cost.ts';
import { type Patience, readers, watched } from './database.ts';
import { aboard, wordsFor } from './words.ts';

/** Finds the settings and the keys: everything below has them in its context. */
export const settle = createMiddleware<App>(async (c, next) => {
  c.set('form', {});
  c.set('isFramed', false);
  c.set('isVisit', false);
  c.set('moderator', '');
  c.set('asksTurnstile', false);
  c.set('site', unsettled); // for the notice, where the settings cannot be used
  const { settings, site, keys, keyFault, visits, edition } = await settledOf(c.env);
  c.set('settings', settings);
  c.set('site', site.url ? site : { ...site, url: new URL(c.req.url).origin });
  c.set('keys', keys);
  c.set('keyFault', keyFault);
  c.set('visits', visits);
  c.set('edition', edition);
  const { db, cost } = watched(c.env.DB, c.req.path.startsWith('/moderation') ? desk : readers);
  c.set('cost', cost);
  c.env = { ...c.env, DB: db };
  await next();
});

const pages = allPages.map(({ slug, headline }) => ({ path: `/pages/${slug}`, headline }));

/** The site before its settings are read: its links begin at the root. */
const unsettled: Site = {
  name: 'Broadside',
  url: '',
  language: 'en',
  timeZone: 'UTC',
  words: aboard,
  pages,
};

/** The desk searches what no reader does. */
const desk: Patience = { reading: 10_000, writing: 10_000 };

/** `site.url` is empty where only the request says it. */
type Settled = Pick<
  App['Variables'],
  'settings' | 'site' | 'keys' | 'keyFault' | 'visits' | 'edition'
>;

/** They do not change while a Worker lives, and reading them costs more than many a page. */
const settled = new WeakMap<App['Bindings'], Settled>();

/** The same where no request asks. */
export const settledOf = async (env: App['Bindings']): Promise<Settled> =>
  settled.get(env) ?? read(env);

async function read(env: App['Bindings']): Promise<Settled> {
  const settings = readSettings(env);
  const { SITE_NAME, SITE_URL, LANGUAGE, TIME_ZONE, SECRET_KEY, PREVIOUS_SECRET_KEYS } = settings;
  const keys = await Keys.derive(SECRET_KEY, {
    secretKeys: PREVIOUS_SECRET_KEYS,
    areLeaked: settings.PREVIOUS_KEYS_LEAKED,
  });
  const { db, cost } = watched(env.DB, desk);
  const read = {
    settings,
    site: {
      name: SITE_NAME,
      url: SITE_URL,
      language: LANGUAGE,
      timeZone: TIME_ZONE,
      words: await wordsFor(env.ASSETS, LANGUAGE),
      pages,
    },
    keyFault: keyFault(SECRET_KEY, PREVIOUS_SECRET_KEYS),
    keys,
    visits: new VisitBook(db, (visits) => tellOfVisits(visits, cost)),
    edition: await editionOf(keys, [build, settings, env.EMAIL !== undefined]),
  };
  settled.set(env, read);
  return read;
}

/**
 * Another word whenever pages may be drawn otherwise: by another build, or under other settings. It is a MAC, since
 * some of those are secret and others could be guessed. Without a key no two Workers agree on it.
 */
async function editionOf(keys: Keys | undefined, drawnBy: readonly unknown[]): Promise<string> {
  const mac = await keys?.mac('edition', JSON.stringify(drawnBy));
  return (mac ?? crypto.randomUUID()).slice(0, 12);
}

export const canonicalUrl = (c: Context<App>, { slug }: Article) =>
  `${c.var.site.url}/articles/${slug}`;
