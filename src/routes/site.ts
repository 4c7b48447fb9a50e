import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { type App, readSettings } from '../env.ts';
import { type Article, findArticle } from '../model/articles.ts';
import { Keys } from '../model/keys.ts';
import { en } from '../strings/en.ts';
import type { Site } from '../views/layout.tsx';

/** Reads the settings and derives the keys: everything below finds them in its context. */
export const settle = createMiddleware<App>(async (c, next) => {
  const settings = readSettings(c.env);
  c.set('settings', settings);
  c.set('keys', await Keys.derive(settings.SECRET_KEY));
  c.set('origin', settings.SITE_URL || new URL(c.req.url).origin);
  c.set('form', {});
  await next();
});

/** The site as its pages know it; a nameless one where the settings cannot be used. */
export function siteOf(c: Context<App>): Site {
  const { SITE_NAME = 'Broadside', LANGUAGE = 'en', TIME_ZONE = 'UTC' } = c.var.settings ?? {};
  const aboutAddresses = findArticle('what-happens-to-your-address', Date.now());
  return {
    name: SITE_NAME,
    url: c.var.origin,
    language: LANGUAGE,
    timeZone: TIME_ZONE,
    words: en,
    aboutAddresses: aboutAddresses && `/articles/${aboutAddresses.slug}`,
  };
}

export const canonicalUrl = (c: Context<App>, { slug }: Article) =>
  `${c.var.origin}/articles/${slug}`;
