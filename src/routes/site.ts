import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { build } from '../../build/build.ts';
import { type App, readSettings, type Settings } from '../env.ts';
import type { Article } from '../model/articles.ts';
import { Keys, keyFault, randomId } from '../model/keys.ts';
import { allPages } from '../model/pages.ts';
import { VisitBook } from '../model/visits.ts';
import type { Words } from '../strings/language.ts';
import type { Site } from '../views/layout.tsx';
import { type Patience, readers, watched } from './database.ts';
import { aboard, wordsFor } from './words.ts';

/** Finds the settings and the keys: everything below has them in its context. */
export const settle = createMiddleware<App>(async (c, next) => {
  const { origin } = new URL(c.req.url);
  c.set('request', requestName(c));
  c.set('form', {});
  c.set('isFramed', false);
  c.set('moderator', '');
  c.set('asksTurnstile', false);
  c.set('site', siteOf(unsettled, aboard, origin)); // for the notice, where the settings cannot be used
  const { settings, words, keys, keyFault, visits, edition } = await settledOf(c.env);
  c.set('settings', settings);
  c.set('site', siteOf(settings, words, origin));
  c.set('keys', keys);
  c.set('keyFault', keyFault);
  c.set('visits', visits);
  c.set('edition', edition);
  const { db, cost } = watched(c.env.DB, c.req.path.startsWith('/moderation') ? desk : readers);
  c.set('cost', cost);
  c.env = { ...c.env, DB: db };
  await next();
});

/** As Cloudflare names it; whoever is asked without Cloudflare believes nothing that looks otherwise. */
const requestName = (c: Context<App>): string =>
  /^[0-9a-f]{16}/.exec(c.req.header('CF-Ray') ?? '')?.[0] ?? randomId().slice(0, 8);

/** The desk searches what no reader does. */
const desk: Patience = { reading: 10_000, writing: 10_000 };

type Settled = Pick<App['Variables'], 'settings' | 'keys' | 'keyFault' | 'visits' | 'edition'> & {
  readonly words: Words;
};

/** They do not change while a Worker lives, and reading them costs more than many a page. */
const settled = new WeakMap<App['Bindings'], Settled>();

/** The same where no request asks. */
export const settledOf = async (env: App['Bindings']): Promise<Settled> =>
  settled.get(env) ?? read(env);

async function read(env: App['Bindings']): Promise<Settled> {
  const settings = readSettings(env);
  const { SECRET_KEY, PREVIOUS_SECRET_KEYS } = settings;
  const keys = await Keys.derive(SECRET_KEY, {
    secretKeys: PREVIOUS_SECRET_KEYS,
    areLeaked: settings.PREVIOUS_KEYS_LEAKED,
  });
  const read = {
    settings,
    words: await wordsFor(env.ASSETS, settings.LANGUAGE),
    keyFault: keyFault(SECRET_KEY, PREVIOUS_SECRET_KEYS),
    keys,
    visits: new VisitBook(watched(env.DB, desk).db),
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

type Named = Pick<Settings, 'SITE_NAME' | 'SITE_URL' | 'LANGUAGE' | 'TIME_ZONE'>;

const unsettled: Named = { SITE_NAME: 'Broadside', SITE_URL: '', LANGUAGE: 'en', TIME_ZONE: 'UTC' };

export function siteOf(
  { SITE_NAME, SITE_URL, LANGUAGE, TIME_ZONE }: Named,
  words: Words,
  origin: string,
): Site {
  return {
    name: SITE_NAME,
    url: SITE_URL || origin,
    language: LANGUAGE,
    timeZone: TIME_ZONE,
    words,
    pages,
  };
}

const pages = allPages.map(({ slug, headline }) => ({ path: `/pages/${slug}`, headline }));

export const canonicalUrl = (c: Context<App>, { slug }: Article) =>
  `${c.var.site.url}/articles/${slug}`;
