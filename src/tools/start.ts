// `npm start`: compiles the articles, makes secrets if there are none, lays out the database and
// serves the site on this machine. What follows `--` goes to `wrangler dev`.
import { spawn, spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { layOutLocally } from './database.ts';
import { makeSecrets, moderationPassword } from './secrets.ts';

const root = join(import.meta.dirname, '../..');
const secrets = join(root, '.dev.vars');
const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js');

const given = process.argv.slice(2);
const { values } = parseArgs({
  args: given,
  strict: false,
  options: {
    port: { type: 'string' },
    'local-protocol': { type: 'string', default: 'http' },
    'persist-to': { type: 'string' },
  },
});
const portOfOurs = values.port ? [] : ['--port=8787'];

// Nothing is asked of the network, and no full URL is written to a log on this disk. The banner
// goes because it asks for newer versions.
const environment = {
  ...process.env,
  PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`,
  DRAFTS: process.env.DRAFTS ?? 'shown',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_SEND_METRICS: 'false',
  X_LOCAL_OBSERVABILITY: 'false',
};

run(join(root, 'src/tools/compile.ts'));
makeSecrets(secrets);
layOutLocally(
  'broadside',
  values['persist-to'] ? ['--persist-to', String(values['persist-to'])] : [],
);

/** What wrangler sends when it serves. */
const Ready = v.pipe(v.string(), v.parseJson(), v.object({ ip: v.string(), port: v.number() }));

// What was written there for the deployed site is not where this one is.
const siteOfOurs = ['--var', 'SITE_URL:'];

const server = spawn(process.execPath, [wrangler, 'dev', ...portOfOurs, ...siteOfOurs, ...given], {
  cwd: root,
  env: environment,
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
server.on('message', welcome);
server.on('exit', (code) => process.exit(code ?? 1));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // Whatever we are told, wrangler is told SIGTERM: at SIGHUP it would leave its server behind.
  process.on(signal, () => server.kill());
}
// npm may be ended without a word to us: then we are somebody else's child.
const parent = process.ppid;
setInterval(() => process.ppid === parent || server.kill(), 500).unref();

/** Runs a step to its end, showing what it says only when it fails. */
function run(program: string, ...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: root,
    env: environment,
    encoding: 'utf8',
  });
  if (status === 0) return;
  console.error(`${stdout}${stderr}`.trim());
  process.exit(1);
}

/** Says where the site is, once wrangler says that it serves: another server may hold the port. */
function welcome(message: unknown): void {
  const { ip, port } = v.parse(Ready, message);
  const url = `${values['local-protocol']}://${ip}:${port}`;
  console.log(`
  Read and answer    ${url}
  Moderate           ${url}/moderation
  as                 moderator
  with the password  ${moderationPassword(secrets) ?? '(none: set MODERATION_PASSWORD in .dev.vars)'}
`);
}
