// Tries claims on inputs that nobody thought of, for as long as it is told: `npm run fuzz -- --seconds=600`.
// `--only=` picks claims by a part of their name; `--seed=` and `--path=` try again what failed.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build as bundle } from 'esbuild';
import { build, type Deployment, deploy } from '../deployed.ts';
import { type Claim, type Run, refuted } from './claims.ts';

const { values: told } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    only: { type: 'string', default: '' },
    seed: { type: 'string' },
    path: { type: 'string' },
  },
});

const root = join(import.meta.dirname, '../..');
/** In here imports are found as in the project. */
const folder = mkdtempSync(join(root, 'build/fuzz-'));
let site: Deployment | undefined;
try {
  const built = join(folder, 'worker');
  build(built);
  site = await deploy(built, { settings: { MODERATION: 'none', MIN_SECONDS_TO_COMMENT: '0' } });
  const claims = (await everyClaim(site)).filter(({ name }) => name.includes(told.only));
  if (claims.length === 0) throw new Error(`No claim has "${told.only}" in its name`);
  process.exitCode = (await (told.seed === undefined
    ? search(claims)
    : again(claims, Number(told.seed))))
    ? 0
    : 1;
} finally {
  await site?.stop();
  site?.remove();
  rmSync(folder, { recursive: true });
}

/** One round after another, each with a seed of its own. @returns whether everything held */
async function search(claims: readonly Claim[]): Promise<boolean> {
  const end = Date.now() + Number(told.seconds) * 1000;
  const failed = new Set<Claim>();
  let tried = 0;
  for (let place = 0; Date.now() < end && failed.size < claims.length; place++) {
    const claim = claims[place % claims.length];
    if (!claim || failed.has(claim)) continue;
    const seed = Math.floor(Math.random() * 2 ** 31);
    const run: Run = { seed, numRuns: 200, interruptAfterTimeLimit: Math.max(1, end - Date.now()) };
    if (await holds(claim, run)) tried += run.numRuns;
    else failed.add(claim);
  }
  console.log(`${tried} inputs, ${claims.length} claims, ${failed.size} of them not so.`);
  return failed.size === 0;
}

/** The very inputs of an earlier run. */
async function again(claims: readonly Claim[], seed: number): Promise<boolean> {
  const run: Run = { seed, numRuns: 200, ...(told.path !== undefined && { path: told.path }) };
  const held = await Promise.all(claims.map((claim) => holds(claim, run)));
  return !held.includes(false);
}

async function holds(claim: Claim, run: Run): Promise<boolean> {
  const problem = await refuted(claim, run);
  if (problem !== undefined) console.error(`${problem}\n`);
  return problem === undefined;
}

/** Those about parsers and manuscripts, and those about what is deployed. The sources hold JSX, which Node does not read. */
async function everyClaim({ url, visitor, secrets }: Deployment): Promise<readonly Claim[]> {
  const outfile = join(folder, 'claims.mjs');
  await bundle({
    stdin: {
      contents: `export { parsers } from './parsers.ts';
        export { manuscripts } from './manuscripts.ts';
        export { requests } from './requests.ts';
        import app from '../../src/index.ts';
        export const routes = app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => method + ' ' + path);`,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    alias: { '@lezer/highlight': join(root, 'src/model/colours.ts') },
    logLevel: 'error',
  });
  const { parsers, manuscripts, requests, routes } = await import(outfile);
  const words = { name: 'Leyla', email: 'leyla@news.example', body: 'I was there.' };
  const slug = 'azerbaijan-expels-iranian-diplomats';
  const page = await visitor().comment(slug, words);
  const link = page.html.querySelector('a[href*="/manage?key="]')?.getAttribute('href') ?? '';
  const known = {
    slug,
    tag: 'iran',
    network: 'x',
    id: /[0-9A-Z]{26}/.exec(link)?.[0] ?? '',
    key: new URL(link, url).searchParams.get('key') ?? '',
    token: page.html.querySelector('[name=token]')?.getAttribute('value') ?? '',
  };
  const authorization = `Basic ${btoa(`moderator:${secrets.MODERATION_PASSWORD}`)}`;
  const ask = (request: Request) => fetch(request);
  return [
    ...parsers,
    ...manuscripts,
    ...requests({ origin: url, ask, routes, known, authorization }),
  ];
}
