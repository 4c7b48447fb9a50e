// Who may sit at the moderators' desk.
import type { Context } from 'hono';
import { basicAuth } from 'hono/basic-auth';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import type { App } from '../env.ts';
import { counted, secondsLeft, triesOf } from '../model/limits.ts';
import { dayOf } from '../model/visits.ts';
import { notice } from './notice.tsx';
import { networkOf } from './visits.ts';

const leastPasswordLength = 12;

/** Wrong passwords in a minute from one network; then even the right one waits for the next. */
const mostWrong = 10;

/** HTTP Basic, compared in constant time. Without a password worth the name the desk stays shut. */
export const moderatorsOnly = createMiddleware<App>(async (c, next) => {
  const { MODERATION_PASSWORD: password = '' } = c.var.settings;
  if (password.length < leastPasswordLength) return notice(c, 503, 'deskShut');
  const now = Date.now();
  const who = await whoTries(c, now);
  if (who && (await triesOf(c.env.DB, who, now)) >= mostWrong) {
    c.header('Retry-After', String(secondsLeft(now)));
    return notice(c, 429, 'tooManyTries');
  }
  c.set('moderator', 'moderator');
  const signIn = basicAuth({ username: 'moderator', password, realm: 'moderation' });
  try {
    return await signIn(c, next);
  } catch (error) {
    if (!(error instanceof HTTPException)) throw error;
    if (who) await counted(c.env.DB, { who: [who], day: dayOf(now) }, now).run();
    c.header('WWW-Authenticate', error.getResponse().headers.get('WWW-Authenticate') ?? undefined);
    return notice(c, 401, 'signIn');
  }
});

/** The network of whoever brings a password, hashed for the day; undefined for who brings none, and without a key. */
async function whoTries(c: Context<App>, now: number): Promise<string | undefined> {
  const { keys, visits } = c.var;
  if (!keys || !c.req.header('Authorization')) return undefined;
  return visits.visitor(keys, await networkOf(c, keys), dayOf(now));
}
