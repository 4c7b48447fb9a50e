// What requests cost: to whoever runs the site in lines of the log, to moderators in Server-Timing.
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import type { App } from '../env.ts';
import { type Cost, free } from './database.ts';
import { requestName } from './log.ts';

/** Outside of everything else, so that no request is left out. */
export const accountable = createMiddleware<App>(async (c, next) => {
  const began = Date.now();
  await next();
  const took = Date.now() - began;
  const cost = c.get('cost');
  if (c.get('moderator')) c.res.headers.set('Server-Timing', timing(took, cost));
  if (!c.get('isCounted') || c.res.status >= 400) log(lineOf(c, took, cost));
});

/** Visits are written down together, and told of together: a line for each would take longer than counting it. */
export function tellOfVisits(visits: number, cost: Cost): void {
  log({ route: 'visits', visits, ...cost });
  Object.assign(cost, free);
}

const log = (line: object) => console.log(JSON.stringify(line));

/**
 * Holds nothing that a reader sent: the route's pattern, never the address. The request's name only where its
 * reader was shown it, since Cloudflare knows by that name who asked.
 */
function lineOf(c: Context<App>, ms: number, cost: Cost | undefined) {
  const { status } = c.res;
  const request = status >= 500 ? requestName(c) : undefined;
  return { route: routePath(c, -1), method: c.req.method, status, ms, ...cost, request };
}

/** In ms, by a clock that stands still while the Worker computes. */
const timing = (took: number, { roundTrips, rowsRead, rowsWritten, waited }: Cost) =>
  `total;dur=${took}, db;dur=${waited};desc="${roundTrips} round trips, ${rowsRead} rows read, ${rowsWritten} written"`;
