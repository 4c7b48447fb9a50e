// In which words the interface speaks. Those of the site's own language travel in the bundle; others, and what few
// pages need, lie beside it.
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { aboard, beside } from '../../build/words.ts';
import type { App } from '../env.ts';
import { type Article, findArticle } from '../model/articles.ts';
import { type Files, readText } from '../model/texts.ts';
import type { WordParts, Words } from '../strings/language.ts';
import { nearestTag } from '../strings/say.ts';
import { unlessAway } from './log.ts';

/** The words for readers of a language: those of the site's own need nothing from outside the bundle. */
export const wordsFor = async (files: Files, language: string): Promise<Words> =>
  nearestTag(language, beside) === aboard.language ? aboard : wordsBeside(files, language, 'words');

/** Speaks to readers of an article in its language, where the interface knows it and its words can be had. */
export const speakingOf = createMiddleware<App>(async (c, next) => {
  const article = findArticle(c.req.param('slug') ?? '', Date.now());
  if (article) await speak(c, article);
  await next();
});

/** The same for an article that the address does not name. */
export async function speak(c: Context<App>, { language }: Article): Promise<void> {
  const { site } = c.var;
  const spoken = language && nearestTag(language, beside, site.words.language);
  if (!spoken || spoken === site.words.language) return;
  const words = await unlessAway(c, wordsFor(c.env.ASSETS, language));
  if (words) c.set('site', { ...site, words });
}

/** What only some pages say, in the language of the others. */
export async function wordsBeside(files: Files, language: string, part: keyof WordParts) {
  const name = beside[nearestTag(language, beside)]?.[part] ?? '';
  const words = read.get(name) ?? JSON.parse(await readText(files, name));
  read.set(name, words);
  return words;
}

/** What was read before: they do not change while a Worker lives, and there are three parts to a language. */
const read = new Map<string, ReturnType<typeof JSON.parse>>();

export { aboard };
