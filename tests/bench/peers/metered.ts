// Any built Worker with a meter on its database: what a request cost stands in a header of its answer.
import { watched } from '../../../src/routes/database.ts';

interface Bound {
  readonly DB: D1Database;
}

interface Worker {
  readonly fetch: (request: Request, env: Bound, context: object) => Response | Promise<Response>;
}

/** Whoever asks asks for one thing at a time. What is done after the answer is waited for, and counts. */
export function withMeter(worker: Worker): Worker {
  let bound: (ReturnType<typeof watched> & { readonly env: Bound }) | undefined;
  return {
    fetch: async (request, env) => {
      const meter = watched(env.DB);
      bound ??= { ...meter, env: { ...env, DB: meter.db } }; // one for all, as a Worker has it
      Object.assign(bound.cost, { roundTrips: 0, rowsRead: 0, rowsWritten: 0 });
      const later: Promise<unknown>[] = [];
      const waitUntil = (work: Promise<unknown>) => later.push(work);
      const answer = await worker.fetch(request, bound.env, {
        waitUntil,
        passThroughOnException() {},
      });
      const body = await answer.arrayBuffer();
      for (const work of later) await work;
      const headers = new Headers(answer.headers);
      headers.set('Cost', JSON.stringify(bound.cost));
      return new Response(body.byteLength > 0 ? body : null, { status: answer.status, headers });
    },
  };
}
