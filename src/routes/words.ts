// In which words the interface speaks. Those of the site's own language travel in the bundle; others, and what few
// pages need, lie beside it.
import { aboard, beside } from '../../build/words.ts';
import { type Files, readText } from '../model/texts.ts';
import type { WordParts, Words } from '../strings/language.ts';
import { nearestTag } from '../strings/say.ts';

/** The words for readers of a language. */
export const wordsFor = async (files: Files, language: string): Promise<Words> =>
  nearestTag(language, beside) === aboard.language ? aboard : wordsBeside(files, language, 'words');

/** What only some pages say, in the language of the others. */
export async function wordsBeside(files: Files, language: string, part: keyof WordParts) {
  const parts = beside[nearestTag(language, beside)];
  return JSON.parse(await readText(files, parts?.[part] ?? ''));
}

export { aboard };
