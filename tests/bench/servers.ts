// Servers, each in a process of its own.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as v from 'valibot';
import { cpuOf } from './cpu.ts';

/** What is deployed, and what its database holds. */
export const setUp = v.object({
  /** Where the built Worker is. */
  built: v.string(),
  /** Where it was built from. */
  project: v.optional(v.string(), '.'),
  settings: v.optional(v.record(v.string(), v.string()), {}),
  /** Statements that make tables beside the site's own. */
  tables: v.optional(v.array(v.string()), []),
  comments: v.optional(v.array(v.object({ slug: v.string(), count: v.number() })), []),
});

export interface Server {
  /** Its origin. */
  readonly url: string;
  /** CPU time of all its processes until now, in ms; undefined where the system does not say. */
  readonly cpu: () => number | undefined;
  /** Deploys another built Worker in its place, on the same database. */
  readonly swap: (built: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts a server in Miniflare, with D1 on disk, on a free port of the loopback interface. */
export async function serve(options: v.InferInput<typeof setUp>): Promise<Server> {
  const child = fork(join(import.meta.dirname, 'server.ts'), [JSON.stringify(options)]);
  const ended = once(child, 'exit');
  const isReady = async () => {
    const [url] = await Promise.race([once(child, 'message'), ended]);
    return v.parse(v.pipe(v.string('The server ended'), v.url()), url);
  };
  return {
    url: await isReady(),
    cpu: () => cpuOf(child.pid ?? 0),
    swap: async (built) => {
      child.send(built);
      await isReady();
    },
    stop: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
