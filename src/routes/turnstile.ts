// Whether Cloudflare's Turnstile takes whoever posts for a person: asked only where the site has keys for it.
import type { Context } from 'hono';
import * as v from 'valibot';
import { type App, SettingError } from '../env.ts';
import type { Keys } from '../model/keys.ts';
import type { Doubt } from '../model/verdict.ts';
import { action, turnstile } from '../views/turnstile.tsx';
import { logError } from './log.ts';

/** How long a comment waits for the answer, in ms. */
const patience = 3000;

const Answer = v.object({
  success: v.boolean(),
  hostname: v.optional(v.string()),
  action: v.optional(v.string()),
  /** What is wrong, as a list; more than one at a time are not known. */
  'error-codes': v.optional(v.pipe(v.unknown(), v.transform(String)), ''),
});

/**
 * What Turnstile leaves open of the form that was posted. Of whoever posted it, it is told nothing.
 * @param retryKey the same for the same form sent again: Turnstile's word is good for one question, and then again
 */
export async function doubtOf(
  c: Context<App>,
  keys: Keys,
  retryKey: string,
): Promise<Doubt | undefined> {
  const { TURNSTILE_SECRET_KEY: secret } = c.var.settings;
  const response = c.var.form['cf-turnstile-response'];
  if (!secret) return undefined;
  if (!response) return 'unchecked';
  try {
    const idempotency_key = await questionId(keys, retryKey, response);
    return doubtIn(c, await asked({ secret, response, idempotency_key }));
  } catch (error) {
    logError(error, c);
    return 'unchecked';
  }
}

/** A UUID that tells nothing to whoever holds no key. */
async function questionId(keys: Keys, retryKey: string, response: string): Promise<string> {
  const mac = await keys.mac('retry', `turnstile ${JSON.stringify([retryKey, response])}`);
  const hex = Uint8Array.fromBase64(mac, { alphabet: 'base64url' }).toHex();
  return hex.replace(/(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-4$3-a$4-$5');
}

async function asked(question: Record<string, string>) {
  const answer = await fetch(`${turnstile}/turnstile/v0/siteverify`, {
    method: 'POST',
    body: new URLSearchParams(question),
    signal: AbortSignal.timeout(patience),
  });
  const { success, output } = v.safeParse(Answer, await answer.json());
  if (!success || answer.status >= 500) throw new Error();
  return output;
}

/** @throws where the answer says nothing of the form, but of us or of Turnstile */
function doubtIn(
  c: Context<App>,
  { success, hostname = '', ...answer }: v.InferOutput<typeof Answer>,
): Doubt | undefined {
  if (success) {
    const isOurs = [c.req.url, c.var.site.url].some((url) => new URL(url).hostname === hostname);
    return isOurs && answer.action === action ? undefined : 'refused';
  }
  switch (answer['error-codes']) {
    case 'invalid-input-response':
    case 'timeout-or-duplicate':
      return 'refused';
    case 'invalid-input-secret':
      throw new SettingError('TURNSTILE_SECRET_KEY is not known to Turnstile');
    default:
      throw new Error();
  }
}
