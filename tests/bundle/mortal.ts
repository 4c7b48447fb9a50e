// A deployed site in a process of its own, and what that started in the same group: to be killed with it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as v from 'valibot';

const secrets = v.object({ SECRET_KEY: v.string(), MODERATION_PASSWORD: v.string() });

/** Where the database of an earlier one lies, and what its secrets were. */
const home = v.object({ folder: v.string(), secrets });

const begun = v.object({ url: v.pipe(v.string('The server ended'), v.url()), home });

/** How such a process is started: by its only argument, as JSON. */
export const start = v.object({
  built: v.string(),
  settings: v.record(v.string(), v.string()),
  after: v.optional(home),
});

/** What it is asked, and answers as a list of rows. */
export const question = v.object({ sql: v.string(), values: v.array(v.string()) });

const rows = v.array(v.record(v.string(), v.unknown()));

export interface Mortal extends v.InferOutput<typeof begun> {
  /** Asks its database. */
  readonly ask: (sql: string, ...values: string[]) => Promise<v.InferOutput<typeof rows>>;
  /** SIGKILL, to all of them at once; done when none is left. */
  readonly kill: () => Promise<void>;
}

export async function live(options: v.InferInput<typeof start>): Promise<Mortal> {
  const child = fork(join(import.meta.dirname, 'mortal-site.ts'), [JSON.stringify(options)], {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const hear = async () => (await Promise.race([once(child, 'message'), ended]))[0];
  return {
    ...v.parse(begun, await hear()),
    ask: async (sql, ...values) => {
      child.send({ sql, values });
      return v.parse(rows, await hear());
    },
    kill: async () => {
      if (child.pid) killGroup(child.pid);
      await ended;
      while (child.pid && isThere(child.pid)) await new Promise((done) => setTimeout(done, 5));
    },
  };
}

function killGroup(pid: number): void {
  if (isThere(pid)) process.kill(-pid, 'SIGKILL');
}

/** Whether anybody of the group is left. */
function isThere(pid: number): boolean {
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
}
