// Where the texts lie. The newest travel in the bundle, so that what a day's readers come for depends on
// nothing else; a bundle has no room for all of them, so the others lie among the static files.
import { aboard } from '../../build/texts.ts';
import { type CompiledHtml, compiled } from './compiled.ts';

/** What static files are asked for: the binding of the platform. */
export type Files = Pick<Fetcher, 'fetch'>;

/** A text by its name: the address of what is in it. @throws when it is not there */
export async function readText(files: Files, name: string): Promise<string> {
  return aboard[name] ?? recent.get(name) ?? (await fetched(files, name));
}

/** A story, as the compiler wrote it. */
export const readStory = async (
  files: Files,
  { story }: { readonly story: string },
): Promise<CompiledHtml> => compiled(await readText(files, story));

async function fetched(files: Files, name: string): Promise<string> {
  const answer = await files.fetch(`https://files.example/texts/${name}.txt`);
  if (!answer.ok) throw new Error(`a text is missing: ${answer.status}`);
  return kept(name, await answer.text());
}

/** What was fetched last, at most this many characters of it: a text never changes under its name. */
const recent = new Map<string, string>();
const room = 8 * 1024 * 1024;
let taken = 0;

function kept(name: string, text: string): string {
  if (!recent.has(name)) taken += text.length;
  recent.set(name, text);
  for (const [oldest, { length }] of recent) {
    if (taken <= room) break;
    recent.delete(oldest);
    taken -= length;
  }
  return text;
}
