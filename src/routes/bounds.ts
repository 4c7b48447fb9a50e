// How much a request may bring. What is more is refused before anything looks at it.
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import type { App } from '../env.ts';
import { notice } from './notice.tsx';

/** UTF-16 units of an address: room for a passage of a thousand characters of any script, percent-encoded. */
const longestAddress = 16 * 1024;

/** A browser behind Cloudflare brings about thirty. */
const mostHeaders = 100;

/** An address and headers that nobody needs are not read. */
export const limitHead = createMiddleware<App>(async (c, next) => {
  if (c.req.url.length > longestAddress) return notice(c, 414, 'tooLong');
  if ([...c.req.raw.headers.keys()].length > mostHeaders) return notice(c, 431, 'tooLong');
  return await next();
});

/** No form needs more than 128 KB; and one whose end never comes, or comes garbled, is no fault of ours. */
export const limitBody = createMiddleware<App>(async (c, next) => {
  try {
    return await limited(c, next);
  } catch {
    return notice(c, 400, 'unreadable'); // what fails behind `next` does not come here
  }
});

const limited = bodyLimit({
  maxSize: 128 * 1024,
  onError: (c: Context<App>) => notice(c, 413, 'tooLarge'),
});
