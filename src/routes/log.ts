import type { Context } from 'hono';
import { type App, SettingError } from '../env.ts';
import { randomId } from '../model/keys.ts';
import { DatabaseAway } from './database.ts';

/** What was under way: a request, or a chore of that name. */
type Work = Context<App> | string;

/**
 * Logs an error without anything a reader sent: the route's pattern, never its address; the message
 * only where the database or our own settings wrote it, since others quote what they choked on.
 */
export function logError(error: unknown, work: Work): void {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const isOurs = isFromDatabase(error) || error instanceof SettingError;
  console.error(
    JSON.stringify({ ...whatOf(work), error: name, ...(isOurs && { message }), frames }),
  );
}

const whatOf = (work: Work) =>
  typeof work === 'string'
    ? { route: work }
    : { route: work.req.routePath, request: requestName(work) };

/**
 * Names a request by chance, on the error page that its reader sees, and in the log; most are never named. Cloudflare
 * has a name for each of them too, and knows by that one who asked.
 */
export function requestName(c: Context<App>): string {
  const name = c.var.request ?? randomId().slice(0, 8);
  c.set('request', name);
  return name;
}

/** D1 says of its errors that they are its own in their message only. */
export const isFromDatabase = (error: unknown) =>
  error instanceof DatabaseAway || (error instanceof Error && error.message.startsWith('D1_'));

/** Whether the tables refuse what was to be written: no try again would change that. */
export const isRefused = (error: unknown) =>
  isFromDatabase(error) && /constraint|cannot store|malformed/i.test(String(error));

/** What is asked of something else; undefined, and logged, when it does not answer: for what a page can do without. */
export const unlessAway = <Answer>(c: Context<App>, answer: Promise<Answer>) => orLogged(answer, c);

/** What is promised; undefined, and logged, when it fails: for what stops nothing else. */
export async function orLogged<Answer>(
  answer: Promise<Answer>,
  work: Work,
): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    logError(error, work);
    return undefined;
  }
}
