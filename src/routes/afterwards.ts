import type { Context } from 'hono';
import type { App } from '../env.ts';
import { unlessAway } from './log.ts';

/** In ms: until then an answer is on its way, and nothing that is begun here can hold it up. */
const pause = 100;

/**
 * Does something once the answer has left. What is begun at once would still share its time with the answer, and
 * how long that takes can tell what was found.
 */
export function afterwards(c: Context<App>, work: () => Promise<unknown>): void {
  c.executionCtx.waitUntil(scheduler.wait(pause).then(() => unlessAway(c, work())));
}
