// Who may post a form, and what comes out of one.
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { App, Form } from '../env.ts';
import { signToken, tokenAge } from '../model/tokens.ts';
import { notice } from './notice.tsx';

/**
 * Whoever is still sending when the line is cut hears no answer: what was refused unread is read and
 * dropped before the answer leaves, up to 1 MB.
 */
export const hearOut = createMiddleware<App>(async (c, next) => {
  await next();
  if (c.req.raw.bodyUsed) return;
  let left = 1024 * 1024;
  try {
    for await (const chunk of c.req.raw.body ?? []) {
      left -= chunk.length;
      if (left < 0) break;
    }
  } catch {
    // Its sender gave up.
  }
});

/** Whom a form was served to; a token made for one is refused from the other. */
type Audience = 'reader' | 'moderator';

/**
 * Takes HTML forms from our own pages only, and leaves their fields in `c.var.form`.
 * A browser that says where its request comes from is taken at its word. One that does not (text
 * browsers) must bring the signed token that every served form carries.
 */
export const takeForm = (audience: Audience) =>
  createMiddleware<App>(async (c, next) => {
    const isOurs = isFromHere(c);
    if (isOurs === false) return notice(c, 403, 'foreign');
    if (!isFormType(c.req.header('Content-Type'))) return notice(c, 415, 'notAForm');
    const form = await readForm(c);
    if (!form) return notice(c, 400, 'unreadable');
    if (isOurs === undefined && !(await carriesToken(c, form, audience))) {
      return notice(c, 403, 'foreign');
    }
    c.set('form', form);
    return await next();
  });

/** Takes JSON from programs. No page of ours sends any, and what comes from another site is refused as a form is. */
export const takeJson = createMiddleware<App>(async (c, next) => {
  if (isFromHere(c) === false) return notice(c, 403, 'foreign');
  const isJson = /^application\/json\s*(;|$)/i.test(c.req.header('Content-Type') ?? '');
  return isJson ? await next() : notice(c, 415, 'notJson');
});

/** The token that a served form carries; undefined while there is no key to sign it. */
export async function formToken(c: Context<App>, audience: Audience): Promise<string | undefined> {
  return c.var.keys && (await signToken(c.var.keys, 'form', audience, Date.now()));
}

/** Whether the request comes from our own origin; undefined when it does not say. */
function isFromHere(c: Context<App>): boolean | undefined {
  const site = c.req.header('Sec-Fetch-Site');
  const origin = c.req.header('Origin');
  if (site === 'cross-site') return false;
  if (origin) return origin === new URL(c.req.url).origin || origin === c.var.site.url;
  return site === 'same-origin' ? true : undefined;
}

const isFormType = (type: string | undefined) =>
  type === undefined ||
  /^(application\/x-www-form-urlencoded|multipart\/form-data)\s*(;|$)/i.test(type);

async function readForm(c: Context<App>): Promise<Form | undefined> {
  if (!c.req.header('Content-Type')) return {}; // a form without fields has neither a type nor a body
  try {
    return Object.fromEntries(
      [...(await c.req.formData())].flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value]] : [],
      ),
    );
  } catch {
    return undefined;
  }
}

/** Without a key no token can be checked, but nothing can be written either: its handler says so. */
async function carriesToken(c: Context<App>, form: Form, audience: Audience): Promise<boolean> {
  const { keys } = c.var;
  if (!keys) return audience === 'reader';
  const age = await tokenAge(keys, 'form', audience, form.token ?? '', Date.now());
  return age !== undefined;
}
