// Who may sit at the moderators' desk.
import type { Context, Next } from 'hono';
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

/** Code points of a moderator's name. */
const longestName = 80;

/**
 * Lets moderators in: by Cloudflare Access alone where `ACCESS_AUD` names the application that opens the desk, else by
 * password. The one is no way round the other.
 */
export const moderatorsOnly = createMiddleware<App>((c, next) =>
  c.var.settings.ACCESS_AUD ? byAccess(c, next) : byPassword(c, next),
);

/**
 * The platform itself says who passed: nothing in it comes from a header that anybody could send, and a request that
 * came round Access (by the workers.dev address, say) has none of it.
 */
async function byAccess(c: Context<App>, next: Next): Promise<Response | undefined> {
  const access = accessOf(c.executionCtx);
  if (access?.aud !== c.var.settings.ACCESS_AUD) return notice(c, 403, 'accessOnly');
  c.set('moderator', nameOf(await access.getIdentity()));
  await next();
  return undefined;
}

/** What the log calls them: a name, or what stands before the @, and never an address. */
function nameOf({ name = '', email = '' }: CloudflareAccessIdentity = {}): string {
  const [local = ''] = (name.trim() || email).replace(/[\p{Cc}\p{Cf}]/gu, '').split('@');
  return [...local.trim()].slice(0, longestName).join('') || 'moderator';
}

const accessOf = (context: object): CloudflareAccessContext | undefined =>
  'access' in context && isAccess(context.access) ? context.access : undefined;

const isAccess = (access: unknown): access is CloudflareAccessContext =>
  typeof access === 'object' && access !== null && 'aud' in access;

/** HTTP Basic, compared in constant time. Without a password worth the name the desk stays shut. */
async function byPassword(c: Context<App>, next: Next): Promise<Response | undefined> {
  const { MODERATION_PASSWORD: password = '' } = c.var.settings;
  if (password.length < leastPasswordLength) return notice(c, 503, 'deskShut');
  const now = Date.now();
  const who = await whoTries(c, now);
  if (who && (await triesOf(c.env.DB, who, now)) >= mostWrong) {
    c.header('Retry-After', String(secondsLeft(now)));
    return notice(c, 429, 'tooManyTries');
  }
  c.set('moderator', 'moderator');
  try {
    await basicAuth({ username: 'moderator', password, realm: 'moderation' })(c, next);
    return undefined;
  } catch (error) {
    if (!(error instanceof HTTPException)) throw error;
    if (who) await counted(c.env.DB, { who: [who], day: dayOf(now) }, now).run();
    c.header('WWW-Authenticate', error.getResponse().headers.get('WWW-Authenticate') ?? undefined);
    return notice(c, 401, 'signIn');
  }
}

/** The network of whoever brings a password, hashed for the day; undefined for who brings none, and without a key. */
async function whoTries(c: Context<App>, now: number): Promise<string | undefined> {
  const { keys, visits } = c.var;
  if (!keys || !c.req.header('Authorization')) return undefined;
  return visits.visitor(keys, await networkOf(c, keys), dayOf(now));
}
