// The site as it would be deployed: the bundle of a dry run, in Miniflare, with D1 on disk.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { parse } from 'smol-toml';
import * as v from 'valibot';
import { Reader } from './reader.ts';

const wrangler = v.parse(
  v.object({
    compatibility_date: v.string(),
    vars: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
    assets: v.object({
      directory: v.string(),
      binding: v.string(),
      run_worker_first: v.array(v.string()),
    }),
    ratelimits: v.array(
      v.object({
        name: v.string(),
        namespace_id: v.string(),
        simple: v.object({ limit: v.number(), period: v.picklist([10, 60]) }),
      }),
    ),
  }),
  parse(readFileSync('wrangler.toml', 'utf8')),
);

/** Builds the Worker into a folder, as `wrangler deploy` would. @param project where it is built from */
export function build(folder: string, project = '.'): void {
  execFileSync('node_modules/.bin/wrangler', ['deploy', '--dry-run', '--outdir', folder], {
    cwd: project,
    env: { ...process.env, WRANGLER_LOG_PATH: folder, WRANGLER_SEND_METRICS: 'false' },
    stdio: 'pipe',
  });
}

export interface Deployment {
  /** Its origin, on the loopback interface. */
  readonly url: string;
  readonly db: D1Database;
  /** What the Worker said on its console. */
  readonly logs: readonly string[];
  /** Where D1 lies on disk. */
  readonly folder: string;
  readonly secrets: { readonly SECRET_KEY: string; readonly MODERATION_PASSWORD: string };
  /** A visitor of this site: see {@link Reader} for what they take along. */
  readonly visitor: (
    headers?: Readonly<Record<string, string>>,
    overhear?: (response: Response) => Promise<void>,
  ) => Reader;
  readonly moderator: () => Reader;
  /** Deploys again with other settings or secrets, or what was built elsewhere: what is under way may be cut off. */
  readonly redeploy: (settings: Readonly<Record<string, string>>, built?: string) => Promise<void>;
  /** Ends the server; what it wrote stays until {@link Deployment.remove}. */
  readonly stop: () => Promise<void>;
  readonly remove: () => void;
}

export interface Options {
  readonly settings?: Readonly<Record<string, string>>;
  /** false leaves D1 without its tables. */
  readonly hasTables?: boolean;
  /** false deploys it without the binding DB. */
  readonly hasDatabase?: boolean;
  /** An earlier deployment, whose database and secrets are this one's too. */
  readonly after?: Pick<Deployment, 'folder' | 'secrets'> | undefined;
  /** Whether it has the binding EMAIL, whose letters are put into a file. */
  readonly sendsMail?: boolean;
  /** Whom Cloudflare Access let in, as the local runtime plays it. */
  readonly access?: { readonly aud: string; readonly identity?: Record<string, unknown> };
  /** Where it was built from. */
  readonly project?: string;
}

/** Starts a built Worker on a free port, with random secrets and a database of its own. */
export async function deploy(
  built: string,
  {
    settings = {},
    after,
    hasDatabase = true,
    hasTables = hasDatabase && !after,
    sendsMail = false,
    access,
    project = '.',
  }: Options = {},
): Promise<Deployment> {
  const folder = after?.folder ?? mkdtempSync(join(tmpdir(), 'broadside-site-'));
  const secrets = after?.secrets ?? {
    SECRET_KEY: randomBytes(32).toString('base64url'),
    MODERATION_PASSWORD: randomBytes(12).toString('base64url'),
  };
  const logs: string[] = [];
  const optionsWith = (more: Readonly<Record<string, string>>, port: number, worker = built) =>
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port,
      resourcePersistencePath: folder,
      resourceTmpPath: folder,
      unsafeTriggerHandlers: true, // the clock strikes at /cdn-cgi/local/scheduled
      handleStructuredLogs: ({ message }) => logs.push(message),
      modulesRoot: worker,
      modules: [{ type: 'ESModule', path: join(worker, 'index.js') }],
      compatibilityDate: wrangler.compatibility_date,
      // Readers in tests are quicker than any reader; whoever tests the limit sets one.
      bindings: {
        ...wrangler.vars,
        SITE_URL: '',
        COMMENTS_PER_MINUTE: '0',
        ...secrets,
        ...settings,
        ...more,
      },
      d1Databases: { [hasDatabase ? 'DB' : 'ANOTHER']: 'broadside' },
      ...(access && { access }),
      ...(sendsMail && { email: { send_email: [{ name: 'EMAIL' }] } }),
      ratelimits: Object.fromEntries(wrangler.ratelimits.map(({ name, ...rest }) => [name, rest])),
      assets: {
        directory: join(project, wrangler.assets.directory),
        binding: wrangler.assets.binding,
        routerConfig: { has_user_worker: true },
        run_worker_first: wrangler.assets.run_worker_first,
      },
    });
  const miniflare = new Miniflare(optionsWith({}, 0));
  const { origin: url, port } = await miniflare.ready;
  let db = await miniflare.getD1Database(hasDatabase ? 'DB' : 'ANOTHER');
  const schema = hasTables ? await readSchema() : [];
  for (const query of schema.flatMap(({ queries }) => queries)) await db.prepare(query).run();
  const visitor: Deployment['visitor'] = (headers = {}, overhear) =>
    new Reader((request) => fetch(request), url, headers, overhear);
  const { MODERATION_PASSWORD: password } = { ...secrets, ...settings };
  return {
    url,
    get db() {
      return db;
    },
    logs,
    folder,
    secrets,
    visitor,
    moderator: () => visitor({ Authorization: `Basic ${btoa(`moderator:${password}`)}` }),
    redeploy: async (more, worker) => {
      await miniflare.setOptions(optionsWith(more, Number(port), worker));
      await miniflare.ready;
      db = await miniflare.getD1Database(hasDatabase ? 'DB' : 'ANOTHER');
    },
    stop: () => miniflare.dispose(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Whoever starts again on a database that is there has no use for what takes half a second to load. */
async function readSchema() {
  const { readD1Migrations } = await import('@cloudflare/vitest-plugin');
  return readD1Migrations('.');
}
