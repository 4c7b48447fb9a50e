// Where everything is measured: what was built, and what runs of it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as v from 'valibot';
import { build } from '../deployed.ts';
import { meter } from './bundling.ts';
import { type Cost, costOf } from './cost.ts';
import type { Visit } from './load.ts';
import { type Server, serve, type setUp } from './servers.ts';

/** Readers of the bench are quicker than any reader, and what they say is published. */
const settings = { MODERATION: 'none', MIN_SECONDS_TO_COMMENT: '0' };

export class Stage {
  /** A folder of its own. */
  readonly work = mkdtempSync(join(tmpdir(), 'broadside-bench-'));
  /** The site as it would be deployed. */
  readonly site = join(this.work, 'site');
  /** How often, and for how many seconds, each is measured. */
  readonly pace: { readonly rounds: number; readonly seconds: number };
  readonly #folders = [this.work];
  readonly #running: Server[] = [];
  readonly #metered: string;

  constructor(pace: Stage['pace']) {
    this.pace = pace;
    build(this.site);
    this.#metered = meter(this.work, this.site);
  }

  /** Starts the site, or what else was built. */
  async start(options: Partial<v.InferInput<typeof setUp>> = {}): Promise<Server> {
    const server = await serve({ built: this.site, settings, ...options });
    this.#running.push(server);
    return server;
  }

  /** What visits to the site cost; from then on the server has a meter on its database. */
  async costs(server: Server, visits: Readonly<Record<string, Visit>>) {
    await server.swap(this.#metered);
    const costs: Record<string, Cost> = {};
    for (const [name, one] of Object.entries(visits)) costs[name] = await costOf(server.url, one);
    return costs;
  }

  /** Takes a folder away in the end. */
  keep(folder: string): string {
    this.#folders.push(folder);
    return folder;
  }

  /** Ends all servers. */
  async clear(): Promise<void> {
    await Promise.all(this.#running.splice(0).map((server) => server.stop()));
  }

  remove(): void {
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }
}
