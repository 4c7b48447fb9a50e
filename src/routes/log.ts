import type { Context } from 'hono';
import { type App, SettingError } from '../env.ts';
import { DatabaseAway } from './database.ts';

/**
 * Logs an error without anything a reader sent: the route's pattern, never its address; the message
 * only where the database or our own settings wrote it, since others quote what they choked on.
 * @param request by which the page that its reader saw can be found here
 */
export function logError(error: unknown, route: string, request?: string): void {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const isOurs = isFromDatabase(error) || error instanceof SettingError;
  console.error(
    JSON.stringify({ route, request, error: name, ...(isOurs && { message }), frames }),
  );
}

/** D1 says of its errors that they are its own in their message only. */
export const isFromDatabase = (error: unknown) =>
  error instanceof DatabaseAway || (error instanceof Error && error.message.startsWith('D1_'));

/** Whether the tables refuse what was to be written: no try again would change that. */
export const isRefused = (error: unknown) =>
  isFromDatabase(error) && /constraint|cannot store|malformed/i.test(String(error));

/** What the database answers; undefined, and logged, when it does not: for what a page can do without. */
export const unlessAway = <Answer>(c: Context<App>, answer: Promise<Answer>) =>
  orLogged(answer, c.req.routePath, c.var.request);

/** What is promised; undefined, and logged, when it fails: for what stops nothing else. */
export async function orLogged<Answer>(
  answer: Promise<Answer>,
  route: string,
  request?: string,
): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    logError(error, route, request);
    return undefined;
  }
}
