// Who may sit at the moderators' desk.
import type { Context, Next } from 'hono';
import { basicAuth } from 'hono/basic-auth';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import type { App } from '../env.ts';
import { counted, secondsLeft, type Tried, type Tries, triesOf } from '../model/limits.ts';
import { dayOf } from '../model/visits.ts';
import { notice } from './notice.tsx';
import { networkOf, traitsOf } from './visits.ts';

const leastPasswordLength = 12;

/** Wrong passwords in a minute from one visitor; then even the right one waits for the next. */
const mostWrong = 10;
/** And from one network, whatever it says that its browsers are. */
const mostWrongOfNetwork = 100;

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
  const tried = await whoTries(c, now);
  if (tried && isTooMany(tried, await triesOf(c.env.DB, tried.who, now), 0)) return tooMany(c, now);
  c.set('moderator', 'moderator');
  try {
    await basicAuth({ username: 'moderator', password, realm: 'moderation' })(c, next);
    return undefined;
  } catch (error) {
    if (!(error instanceof HTTPException)) throw error;
    c.set('moderator', '');
    // Many at once are counted one by one, and so are told apart here.
    const { results } = tried ? await counted(c.env.DB, tried, now).all<Tries>() : { results: [] };
    if (tried && isTooMany(tried, results, 1)) return tooMany(c, now);
    c.header('WWW-Authenticate', error.getResponse().headers.get('WWW-Authenticate') ?? undefined);
    return notice(c, 401, 'signIn');
  }
}

function tooMany(c: Context<App>, now: number) {
  c.header('Retry-After', String(secondsLeft(now)));
  return notice(c, 429, 'tooManyTries');
}

/** @param own 1 where this one is counted already */
const isTooMany = ({ who: [, network] }: Tried, tries: readonly Tries[], own: 0 | 1): boolean =>
  tries.some(({ who, count }) => {
    const most = who === network ? mostWrongOfNetwork : mostWrong;
    return count - own >= most;
  });

/** Visitor and network of whoever brings a password, hashed for the day; undefined for who brings none, and without a key. */
async function whoTries(c: Context<App>, now: number): Promise<Tried | undefined> {
  const { keys, visits } = c.var;
  if (!keys || !c.req.header('Authorization')) return undefined;
  const day = dayOf(now);
  const visitor = await visits.visitor(c.env.DB, keys, await traitsOf(c, keys, 'desk'), day);
  const network = await visits.visitor(c.env.DB, keys, await networkOf(c, keys), day);
  return { who: [visitor, network], day };
}
