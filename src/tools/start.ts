// `npm start`: compiles the articles, makes secrets if there are none, lays out the database and
// serves the site on this machine. What follows `--` goes to `wrangler dev`.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeSecrets, moderationPassword } from './secrets.ts';

const root = join(import.meta.dirname, '../..');
const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js');
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
const [port, ip] = [String(values.port), String(values.ip)];
const persistTo = values['persist-to'] ? ['--persist-to', String(values['persist-to'])] : [];
const url = `http://${ip}:${port}`;

// Nothing is asked of the network, and no full URL is written to a log on this disk.
const surroundings = {
  cwd: root,
  env: {
    ...process.env,
    PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`,
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    WRANGLER_SEND_METRICS: 'false',
    X_LOCAL_OBSERVABILITY: 'false',
  },
};

if (!(await isFree(Number(port), ip))) {
  console.error(`Port ${port} is taken. Choose another: npm start -- --port ${Number(port) + 1}`);
  process.exit(1);
}
run(join(root, 'src/tools/compile.ts'));
makeSecrets(secretsFile);
run(
  wrangler,
  'd1',
  'execute',
  'broadside',
  '--local',
  '--file',
  'schema.sql',
  '--yes',
  ...persistTo,
);

// An option that is given twice would become a list: ours stands only where none was given.
const portOption = given.some((arg: string) => /^--port\b/.test(arg)) ? [] : ['--port', port];
const server = spawn(process.execPath, [wrangler, 'dev', ...portOption, ...given], {
  ...surroundings,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => server.kill(signal));
}
server.on('exit', (code) => process.exit(code ?? 0));

await untilUp(`${url}/health`);
console.log(`
  Read and answer    ${url}
  Moderate           ${url}/moderation
  as                 moderator
  with the password  ${moderationPassword(secretsFile) ?? '(none yet: set MODERATION_PASSWORD in .dev.vars)'}
`);

async function isFree(number: number, host: string): Promise<boolean> {
  const probe = createServer().listen(number, host);
  try {
    await once(probe, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
}

/** Runs a program to its end, and shows what it said only when it failed. */
function run(program: string, ...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    ...surroundings,
    encoding: 'utf8',
  });
  if (status === 0) return;
  console.error(`${stdout}${stderr}`.trim());
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
