// A site that runs, as programs ask its desk: the one on this machine, or a deployed one.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import type { Row } from '../model/exports.ts';
import type { Fate, Foreign } from '../model/imports.ts';
import { moderationPassword } from './secrets.ts';
import { readConfiguration } from './settings.ts';

/** Where `npm start` serves. */
const here = 'http://localhost:8787';

/** What the site is asked again, and how often, when it says that it cannot now; between two tries, in seconds. */
const busy: readonly number[] = [429, 502, 503, 504];
const tries = 6;
const longestWait = 60;

/** What is sent at one time, in bytes, and in comments: the time of a Worker is short. */
const mostBytes = 96 * 1024;
export const mostComments = 20;

/** Why nothing goes on, in words for whoever runs a command, and what they can do about it. */
export class SiteError extends Error {
  override readonly name = 'SiteError';
  readonly next: string;
  /** What the site answered, if it did. */
  readonly status: number;

  constructor(what: string, next: string, status = 0) {
    super(what);
    this.next = next;
    this.status = status;
  }
}

const RowPage = v.object({
  rows: v.array(v.record(v.string(), v.nullable(v.union([v.string(), v.number()])))),
  next: v.nullable(v.string()),
});
const Restored = v.object({ imported: v.number(), there: v.number() });
const Fates = v.object({
  rows: v.array(
    v.object({
      id: v.string(),
      became: v.picklist(['imported', 'there', 'erased', 'parentGone', 'unusable']),
      why: v.exactOptional(v.string()),
      remark: v.exactOptional(v.picklist(['noAddress'])),
    }),
  ),
});
const Health = v.object({ version: v.string(), database: v.string() });
const Problem = v.object({ detail: v.string() });

interface Opening {
  /** Where the site of this folder runs, if it does. */
  readonly local?: string;
  /** Whether one that is started shows what readers of the deployed one see, under its name: no drafts. */
  readonly isForReaders?: boolean;
}

export class Site {
  /** Its origin. */
  readonly url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #server: ChildProcess | undefined;

  private constructor(
    url: string,
    headers: Readonly<Record<string, string>>,
    server?: ChildProcess,
  ) {
    this.url = url;
    this.#headers = headers;
    this.#server = server;
  }

  /**
   * @param url of a deployed site; without one, that of this folder, which is started for the time if it does not run
   * @throws {SiteError} when there is none, or nothing to sign in with
   */
  static async open(
    url: string | undefined,
    { local = here, isForReaders = false }: Opening = {},
  ): Promise<Site> {
    if (url !== undefined) return new Site(originOf(url), keysTo(originOf(url)));
    const isUp = v.is(Health, await fetch(`${local}/health`).then(jsonOf, () => undefined));
    if (isUp) return new Site(local, signIn(passwordHere()));
    const { origin, server } = await start(isForReaders);
    return new Site(origin, signIn(passwordHere()), server);
  }

  /** Ends what was started for the time. */
  async close(): Promise<void> {
    if (!this.#server || this.#server.exitCode !== null) return;
    const ended = once(this.#server, 'exit');
    this.#server.kill();
    await ended;
  }

  /** Every row of a table, in the order of its key. */
  async *rowsOf(table: string): AsyncGenerator<Row> {
    for (let after: string | null = ''; after !== null; ) {
      const query = after && `?after=${encodeURIComponent(after)}`;
      const page: v.InferOutput<typeof RowPage> = v.parse(
        RowPage,
        await this.#ask(`/moderation/exports/${table}${query}`),
      );
      yield* page.rows;
      after = page.next;
    }
  }

  /** Puts rows of an export back. @returns how many were written; the others were there */
  async putBack(table: string, rows: readonly Row[]): Promise<number> {
    const body = JSON.stringify({ kind: 'rows', apply: true, table, rows });
    return v.parse(Restored, await this.#ask('/moderation/imports', body)).imported;
  }

  /**
   * Hands comments over, in parcels that a Worker takes. @param apply false writes nothing
   * @returns what became of each, in the same order
   */
  async bring(comments: readonly Foreign[], apply: boolean): Promise<readonly Fate[]> {
    const fates: Fate[] = [];
    for await (const rows of parcels(comments, mostComments)) {
      const body = JSON.stringify({ kind: 'comments', apply, rows });
      fates.push(...v.parse(Fates, await this.#ask('/moderation/imports', body)).rows);
    }
    return fates;
  }

  /** @param body as JSON; without one it is read */
  async #ask(path: string, body?: string): Promise<unknown> {
    for (let count = 1; ; count++) {
      const answer = await this.#try(path, body);
      if (answer?.ok) return await answer.json();
      const isLast = count === tries || (answer && !busy.includes(answer.status));
      if (isLast) throw await refusal(this.url, answer);
      await answer?.body?.cancel();
      await wait(1000 * pauseAfter(count, answer));
    }
  }

  /** undefined when nobody answered. */
  async #try(path: string, body: string | undefined): Promise<Response | undefined> {
    try {
      return await fetch(this.url + path, {
        headers: {
          Accept: 'application/json',
          ...this.#headers,
          ...(body && { 'Content-Type': 'application/json' }),
        },
        ...(body !== undefined && { method: 'POST', body }),
        redirect: 'manual',
      });
    } catch {
      return undefined;
    }
  }
}

/** In seconds: what the site asks for, or longer from time to time. */
function pauseAfter(count: number, answer: Response | undefined): number {
  const asked = Number(answer?.headers.get('Retry-After') ?? Number.NaN);
  return Math.min(longestWait, asked >= 0 ? asked : 2 ** (count - 1));
}

/** Items in parcels of so many at most, and of so many bytes as a Worker takes. */
export async function* parcels<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  most: number,
): AsyncGenerator<Item[]> {
  let parcel: Item[] = [];
  let bytes = 0;
  for await (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (parcel.length > 0 && (parcel.length === most || bytes + size > mostBytes)) {
      yield parcel;
      parcel = [];
      bytes = 0;
    }
    parcel.push(item);
    bytes += size;
  }
  if (parcel.length > 0) yield parcel;
}

async function refusal(url: string, answer: Response | undefined): Promise<SiteError> {
  if (!answer) return new SiteError(`${url} does not answer.`, 'see whether it is up.');
  const { status } = answer;
  if (status === 401)
    return new SiteError(
      `${url} does not take the moderation password.`,
      'put the right one into the variable MODERATION_PASSWORD, or into .secrets (for the site on this machine: .dev.vars).',
      status,
    );
  if (status === 403 || (status >= 300 && status < 400))
    return new SiteError(
      `${url} lets nobody in who brings a password: ${status}.`,
      'if Cloudflare Access stands in front, set CF_ACCESS_CLIENT_ID and CF_ACCESS_CLIENT_SECRET (docs/operations.md); if it moved, name its new address.',
      status,
    );
  const problem = v.safeParse(Problem, await jsonOf(answer));
  const said = problem.success ? `: ${problem.output.detail}` : '';
  return new SiteError(
    `${url} answered ${status}${said}`,
    'npx wrangler tail shows why; then run this again.',
    status,
  );
}

const jsonOf = (answer: Response): Promise<unknown> => answer.json().catch(() => undefined);

const signIn = (password: string) => ({
  Authorization: `Basic ${Buffer.from(`moderator:${password}`).toString('base64')}`,
});

/** What opens the desk of a deployed site: a service token of Cloudflare Access, or the password. */
function keysTo(origin: string): Readonly<Record<string, string>> {
  const { CF_ACCESS_CLIENT_ID: id, CF_ACCESS_CLIENT_SECRET: secret } = process.env;
  if (id && secret) return { 'CF-Access-Client-Id': id, 'CF-Access-Client-Secret': secret };
  const files = ['.secrets', ...(isHere(origin) ? ['.dev.vars'] : [])];
  const password =
    process.env.MODERATION_PASSWORD ||
    files.flatMap((file) => (existsSync(file) ? (moderationPassword(file) ?? []) : []))[0];
  if (password) return signIn(password);
  throw new SiteError(
    `There is no password for ${origin} here.`,
    'put it into the variable MODERATION_PASSWORD, or as MODERATION_PASSWORD=… into .secrets.',
  );
}

function passwordHere(): string {
  const password = existsSync('.dev.vars') ? moderationPassword('.dev.vars') : undefined;
  if (password) return password;
  throw new SiteError('.dev.vars holds no MODERATION_PASSWORD.', 'put one there, or remove it.');
}

const isHere = (origin: string) =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(origin).hostname);

/** A password goes to this machine, or over a line that nobody else reads. */
function originOf(text: string): string {
  const url = URL.parse(text);
  const isFit =
    url && (url.protocol === 'https:' || (url.protocol === 'http:' && isHere(url.origin)));
  if (isFit) return url.origin;
  throw new SiteError(
    `${text} is no address of a site.`,
    '--site takes one such as https://news.example.',
  );
}

/** The site of this folder, on a free port, for as long as this program runs. */
async function start(isForReaders: boolean): Promise<{ origin: string; server: ChildProcess }> {
  const port = await freePort();
  const args = [join(import.meta.dirname, 'start.ts'), '--ip', '127.0.0.1', '--port', `${port}`];
  if (isForReaders)
    args.push('--var', `SITE_URL:${readConfiguration('wrangler.toml').siteUrl || here}`);
  const server = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(isForReaders && { DRAFTS: 'hidden' }) },
  });
  const origin = `http://127.0.0.1:${port}`;
  let said = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk) => {
      said = (said + chunk).slice(-4000);
    });
  while (!v.is(Health, await fetch(`${origin}/health`).then(jsonOf, () => undefined))) {
    if (server.exitCode !== null)
      throw new SiteError(`${said.trim()}\nThe site could not be started.`, 'npm start shows why.');
    await wait(200);
  }
  return { origin, server };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return address && typeof address === 'object' ? address.port : 0;
}
