// `npm start`: compiles the articles, makes secrets if there are none, lays out the database and
// serves the site on this machine. What follows `--` goes to `wrangler dev`.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeSecrets, moderationPassword } from './secrets.ts';

const root = join(import.meta.dirname, '../..');
const secretsFile = join(root, '.dev.vars');
const given = process.argv.slice(2);
const { values } = parseArgs({
  args: given,
  strict: false,
  options: {
    port: { type: 'string', default: '8787' },
    ip: { type: 'string', default: 'localhost' },
    'persist-to': { type: 'string' },
  },
});
const persistTo = values['persist-to'] ? ['--persist-to', String(values['persist-to'])] : [];
const url = `http://${values.ip}:${values.port}`;

// Nothing is asked of the network, and no full URL is written to a log on this disk.
const environment = {
  ...process.env,
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  X_LOCAL_OBSERVABILITY: 'false',
};

run(process.execPath, [join(root, 'src/tools/compile.ts')]);
makeSecrets(secretsFile);
run('wrangler', [
  'd1',
  'execute',
  'broadside',
  '--local',
  '--file',
  'schema.sql',
  '--yes',
  ...persistTo,
]);

const args = given.some((arg: string) => /^--port\b/.test(arg))
  ? given
  : ['--port', '8787', ...given];
const server = spawn('wrangler', ['dev', ...args], {
  cwd: root,
  env: environment,
  stdio: 'inherit',
});
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => server.kill(signal));
}

await untilUp(`${url}/health`);
console.log(`
  Read and answer    ${url}
  Moderate           ${url}/moderation
  as                 moderator
  with the password  ${moderationPassword(secretsFile) ?? 'none: set MODERATION_PASSWORD in .dev.vars'}
`);

/** Runs a step to its end, showing what it says only when it fails. */
function run(command: string, args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    env: environment,
    encoding: 'utf8',
  });
  if (status === 0) return;
  console.error(error?.message ?? `${stdout}${stderr}`);
  process.exit(1);
}

async function untilUp(address: string): Promise<void> {
  for (;;) {
    const isUp = await fetch(address).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
