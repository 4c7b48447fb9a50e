// What requests cost: to whoever runs the site in lines of the log, to moderators in Server-Timing.
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import type { App } from '../env.ts';
import { type Cost, unspent } from './database.ts';
import { requestName } from './log.ts';

/** Outside of everything else: of what leaves no line here, {@link tellOfVisits} tells. */
export const accountable = createMiddleware<App>(async (c, next) => {
  const began = Date.now();
  await next();
  const took = Date.now() - began;
  const cost = c.get('cost'); // as `var` they are all copied, for each request once more
  if (c.get('moderator')) c.res.headers.set('Server-Timing', timing(took, cost));
  if (!c.get('isVisit') || c.res.status >= 400) writeLine(lineOf(c, took, cost));
});

/**
 * Visits are written down together, and told of together: a line for each was a sixth of what its redirect took. From
 * then on their meter counts anew.
 */
export function tellOfVisits(visits: number, cost: Cost): void {
  writeLine({ route: 'visits', visits, ...cost });
  Object.assign(cost, unspent);
}

const writeLine = (line: object) => console.log(JSON.stringify(line));

/** Holds nothing that a reader sent: the route's pattern, never the address. */
function lineOf(c: Context<App>, ms: number, cost: Cost | undefined) {
  const { status } = c.res;
  const request = status >= 500 ? requestName(c) : undefined;
  return { route: routePath(c, -1), method: c.req.method, status, ms, ...cost, request };
}

/** In ms, by a clock that stands still while the Worker computes. */
const timing = (took: number, { roundTrips, rowsRead, rowsWritten, waited }: Cost) =>
  `total;dur=${took}, db;dur=${waited};desc="${roundTrips} round trips, ${rowsRead} rows read, ${rowsWritten} written"`;
