import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** What the stand-in wrangler knows and remembers of an account. */
const Account = v.object({
  isLoggedIn: v.boolean(),
  databases: v.array(v.string()),
  /** Of the one database: what is in it, and which migrations count as applied. */
  names: v.array(v.string()),
  migrations: v.array(v.string()),
  /** undefined: there is no Worker. */
  secrets: v.optional(v.record(v.string(), v.string())),
  /** The SITE_URL that each deployment had. */
  deployments: v.array(v.string()),
  /** Of each file of secrets that it read. */
  modes: v.array(v.number()),
  /** Where it says that it deploys to. */
  url: v.string(),
  /** A command that fails, one that the real wrangler is asked, and one after which whoever asked for it is killed. */
  refuses: v.optional(v.string()),
  passesOn: v.optional(v.string()),
  kills: v.optional(v.string()),
  calls: v.array(v.string()),
});
type Account = v.InferOutput<typeof Account>;

/** It refuses what the real one refuses, in its colours: a second database of one name, a table laid out nowhere, a deployment that lacks a secret. */
const standIn = `#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

const args = process.argv.slice(2);
const command = args.join(' ');
const account = JSON.parse(readFileSync('account.json', 'utf8'));
account.calls.push(command);
const save = () => writeFileSync('account.json', JSON.stringify(account));
save();

function refuse(why) {
  console.error('\\x1b[31m✘ \\x1b[41;31m[\\x1b[41;97mERROR\\x1b[41;31m]\\x1b[0m \\x1b[1m' + why + '\\x1b[0m\\n');
  process.exit(1);
}

// What it does itself is done by then: only nobody hears of it any more.
process.on('exit', () => command === account.kills && process.kill(process.ppid, 'SIGKILL'));
if (command === account.refuses) refuse('Cloudflare is away. 404 Not Found');
if (command === account.passesOn) process.exit(spawnSync('wrangler', args, { stdio: 'inherit' }).status);
const value = (option) => args[args.indexOf(option) + 1];
const needDatabase = () => account.databases.includes(args[args.length > 3 && args[1] === 'migrations' ? 3 : 2]) || refuse("Couldn't find a D1 DB.");
if (command === 'whoami') {
  console.log(account.isLoggedIn ? 'You are logged in: leyla@news.example' : 'You are not authenticated. Please run \`wrangler login\`.');
} else if (!account.isLoggedIn) {
  refuse('It is necessary to set a CLOUDFLARE_API_TOKEN.');
} else if (command === 'd1 list --json') {
  console.log(JSON.stringify(account.databases.map((name) => ({ uuid: 'b9a3', name }))));
} else if (command.startsWith('d1 create')) {
  if (account.databases.includes(args[2])) refuse('A database of that name exists.');
  account.databases.push(args[2]);
} else if (command.startsWith('d1 execute') && args.includes('--remote')) {
  needDatabase();
  if (args.includes('--json')) {
    console.log(JSON.stringify([{ results: account.names.map((name) => ({ name })) }]));
  } else {
    const sql = args.includes('--file') ? readFileSync(value('--file'), 'utf8') : value('--command');
    for (const [, name] of sql.matchAll(/^\\s*CREATE \\w+ IF NOT EXISTS (\\w+)/gm)) if (!account.names.includes(name)) account.names.push(name);
    for (const [, name] of sql.matchAll(/\\('(\\w+\\.sql)'\\)/g)) account.migrations.push(name);
  }
} else if (command.startsWith('d1 migrations apply') && args.includes('--remote')) {
  needDatabase();
  if (account.names.includes('article_redrawn') && !account.migrations.includes('0002_revision.sql')) refuse('duplicate column name: revision: SQLITE_ERROR');
  account.migrations = readdirSync('src/migrations').sort();
} else if (command === 'secret list') {
  if (!account.secrets) refuse('Worker "broadside" not found.');
  console.log(JSON.stringify(Object.keys(account.secrets).map((name) => ({ name, type: 'secret_text' }))));
} else if (command.startsWith('secret put')) {
  if (!account.secrets) refuse('Worker "broadside" not found.');
  account.secrets[args[2]] = readFileSync(0, 'utf8');
} else if (command.startsWith('deploy')) {
  const file = args.includes('--secrets-file') && value('--secrets-file');
  if (file) account.modes.push(statSync(file).mode & 0o777);
  const brought = file ? parseEnv(readFileSync(file, 'utf8')) : {};
  const secrets = { ...account.secrets, ...brought, ...(file && 'SECRET_KEY' in process.env && { SECRET_KEY: process.env.SECRET_KEY }) };
  for (const name of ['SECRET_KEY', 'MODERATION_PASSWORD'])
    if (!secrets[name]) refuse('The following required secrets have not been set: ' + name);
  account.secrets = secrets;
  account.deployments.push(/^SITE_URL = "([^"]*)"/m.exec(readFileSync('wrangler.toml', 'utf8'))[1]);
  console.log('Uploaded broadside (2.10 sec)\\nDeployed broadside triggers (0.53 sec)\\n  ' + account.url + '\\n  schedule: 17 * * * *');
} else refuse('Unknown command: ' + command);
save();
`;

/** Cloudflare's own answer, to wrangler, where no Worker is. */
const noWorker = {
  success: false,
  errors: [{ code: 10007, message: 'This Worker does not exist on your account.' }],
};

let folder = '';
let site: Server;
let url = '';
/** What the deployed site answers at /health; it answers nothing before it is deployed with its address. */
let health = { status: 200, database: 'ok' };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'broadside-deploy-'));
  for (const part of ['schema.sql', 'src/migrations'])
    cpSync(part, join(folder, part), { recursive: true });
  const settings = readFileSync('wrangler.toml', 'utf8');
  writeFileSync(
    join(folder, 'wrangler.toml'),
    settings.replace(/^SITE_URL = "[^"]*"/m, 'SITE_URL = ""'),
  );
  writeFileSync(join(folder, 'wrangler.mjs'), standIn);
  chmodSync(join(folder, 'wrangler.mjs'), 0o755);
  health = { status: 200, database: 'ok' };
  site = createServer((request, response) => {
    if (request.url === '/accounts/news/workers/scripts/broadside/secrets')
      return response.writeHead(404).end(JSON.stringify(noWorker));
    if (account().deployments.at(-1) !== url) return response.writeHead(404).end();
    if (request.url !== '/health') return response.end('<title>A day in Baku | Broadside</title>');
    response.writeHead(health.status);
    return response.end(JSON.stringify({ version: '0.1.0', database: health.database }));
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  const address = site.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  url = `http://127.0.0.1:${address.port}`;
  has({});
});

afterEach(() => {
  site.close();
  rmSync(folder, { recursive: true, force: true });
});

const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const account = () => v.parse(Account, JSON.parse(read('account.json')));
const calls = () => account().calls;

/** A new account, but for what is said. */
function has(more: Partial<Account>): void {
  const fresh: Account = {
    isLoggedIn: true,
    databases: [],
    names: [],
    migrations: [],
    deployments: [],
    modes: [],
    url,
    calls: [],
  };
  writeFileSync(join(folder, 'account.json'), JSON.stringify({ ...fresh, ...more }));
}

/** The account as it is, but for what is said, with its calls forgotten. */
const then = (more: Partial<Account> = {}) =>
  has({
    ...account(),
    refuses: undefined,
    passesOn: undefined,
    kills: undefined,
    calls: [],
    ...more,
  });

/** The program behind `npm run deploy`, which looks at the site without pausing. */
async function deploy(args: readonly string[] = [], more: Readonly<Record<string, string>> = {}) {
  const { WORKERS_CI, npm_config_dry_run, ...environment } = process.env;
  const child = spawn(process.execPath, [resolve('src/tools/deploy.ts'), '--pause=0', ...args], {
    cwd: folder,
    env: { ...environment, WRANGLER: join(folder, 'wrangler.mjs'), ...more },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'close');
  return { code, said };
}

const migrations = readdirSync('src/migrations').sort();
const schemaFile = 'd1 execute broadside --remote --yes --file schema.sql';
const noting = (names: readonly string[]) =>
  `d1 execute broadside --remote --yes --command CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL); INSERT OR IGNORE INTO d1_migrations (name) VALUES ${names.map((name) => `('${name}')`).join(', ')};`;
const question = 'd1 execute broadside --remote --json --command SELECT name FROM sqlite_schema';
const migrating = 'd1 migrations apply broadside --remote';
const first = [
  'whoami',
  'd1 list --json',
  'd1 create broadside',
  noting(migrations),
  schemaFile,
  'secret list',
  'deploy --secrets-file .secrets',
  'deploy',
];
/** What it says before each of them. */
const announced = [
  'Looking whether you are logged in',
  'Looking for the database broadside.',
  'There is none: making it.',
  'Noting its migrations as applied',
  'Applying schema.sql.',
  'Looking which secrets the Worker has.',
  'It has none: it gets those in .secrets, with the deployment.\nCompiling and deploying',
  'Writing SITE_URL',
];
const later = ['whoami', 'd1 list --json', question, migrating, 'secret list', 'deploy'];

test('from a login to a working site: each step once, in order', async () => {
  const { code, said } = await deploy();
  expect(said).toContain(`The site is up     ${url}\n`);
  expect(said).toContain('200 version 0.1.0, the database answers');
  expect(said).toContain('200 A day in Baku | Broadside');
  expect(code).toBe(0);
  expect(calls()).toEqual(first);
  expect(account().names).toContain('comments');
});

test('that no Worker is there yet is understood in the words of the wrangler that is installed', async () => {
  has({ passesOn: 'secret list' });
  const { code, said } = await deploy([], {
    CLOUDFLARE_API_BASE_URL: url,
    CLOUDFLARE_API_TOKEN: 'a token',
    CLOUDFLARE_ACCOUNT_ID: 'news',
    WRANGLER_LOG_PATH: folder,
  });
  expect(said).toContain('The site is up');
  expect(code).toBe(0);
  expect(calls()).toEqual(first);
});

test('the address goes into SITE_URL, nothing else in the file changes, and it is deployed with it', async () => {
  const before = read('wrangler.toml');
  await deploy();
  expect(read('wrangler.toml')).toBe(before.replace('SITE_URL = ""', `SITE_URL = "${url}"`));
  expect(account().deployments).toEqual(['', url]);
});

test('an address that stands in SITE_URL stays, and one deployment is enough', async () => {
  const settled = read('wrangler.toml').replace('SITE_URL = ""', `SITE_URL = "${url}"`);
  writeFileSync(join(folder, 'wrangler.toml'), settled);
  has({ url: 'https://broadside.leyla.workers.dev' });
  const { code } = await deploy();
  expect(code).toBe(0);
  expect(read('wrangler.toml')).toBe(settled);
  expect(account().deployments).toEqual([url]);
});

test('new secrets go into a file for their owner’s eyes only, and are said nowhere', async () => {
  const { said } = await deploy();
  const secrets = parseEnv(read('.secrets'));
  expect(account().secrets).toEqual(secrets);
  expect(Object.keys(secrets).sort()).toEqual(['MODERATION_PASSWORD', 'SECRET_KEY']);
  expect(statSync(join(folder, '.secrets')).mode & 0o777).toBe(0o600);
  expect(account().modes).toEqual([0o600]);
  for (const secret of Object.values(secrets)) {
    expect(secret?.length).toBeGreaterThanOrEqual(12);
    expect(said).not.toContain(secret);
    expect(calls().join('\n')).not.toContain(secret);
  }
  expect(said).toContain('Move .secrets into a password manager');
});

test('git ignores the file of secrets', () => {
  expect(execFileSync('git', ['check-ignore', '.secrets']).toString()).toBe('.secrets\n');
});

test('a later deployment makes nothing and replaces nothing', async () => {
  await deploy();
  rmSync(join(folder, '.secrets')); // into the password manager
  const before = { settings: read('wrangler.toml'), account: account() };
  then();
  const { code, said } = await deploy();
  expect(code).toBe(0);
  expect(said).toContain('The site is up');
  expect(calls()).toEqual(later);
  expect(existsSync(join(folder, '.secrets'))).toBe(false);
  expect(read('wrangler.toml')).toBe(before.settings);
  const { databases, names, secrets } = before.account;
  expect(account()).toMatchObject({ databases, names, secrets, deployments: ['', url, url] });
});

test('a secret that is missing is handed over alone, and the others stay', async () => {
  await deploy();
  then({ secrets: { SECRET_KEY: 'theirs', TURNSTILE_SECRET_KEY: 'theirs too' } });
  const { code, said } = await deploy();
  const { MODERATION_PASSWORD = '' } = parseEnv(read('.secrets'));
  expect(code).toBe(0);
  expect(calls()).toEqual([...later.slice(0, -1), 'secret put MODERATION_PASSWORD', 'deploy']);
  expect(account().secrets).toEqual({
    SECRET_KEY: 'theirs',
    TURNSTILE_SECRET_KEY: 'theirs too',
    MODERATION_PASSWORD,
  });
  expect(said).not.toContain(MODERATION_PASSWORD);
});

test('secrets that a file holds already are the ones that are handed over', async () => {
  writeFileSync(join(folder, '.secrets'), '# mine\nSECRET_KEY=kept', { mode: 0o644 });
  await deploy([], { SECRET_KEY: 'of another program' });
  expect(read('.secrets')).toMatch(/^# mine\nSECRET_KEY=kept\nMODERATION_PASSWORD=\S{16}\n$/);
  expect(account().secrets?.SECRET_KEY).toBe('kept');
  expect(account().modes).toEqual([0o600]);
});

test('whoever is not logged in is told how, and nothing is tried', async () => {
  has({ isLoggedIn: false });
  const { code, said } = await deploy();
  expect(code).toBe(1);
  expect(said).toContain('Next: npx wrangler login');
  expect(calls()).toEqual(['whoami']);
});

test.each(first.map((call, index) => [call, first.slice(0, index + 1), announced[index]] as const))(
  'when `wrangler %s` fails, it ends there, has said what it was about, says what is next, and can be run again',
  async (call, until, announcement) => {
    has({ refuses: call });
    const failed = await deploy();
    expect(failed.code).toBe(1);
    expect(failed.said).toContain('Cloudflare is away.');
    expect(failed.said).toContain(announcement);
    expect(failed.said).toMatch(/\nNext: \S/);
    expect(failed.said).not.toContain('The site is up');
    expect(calls()).toEqual(until);
    const held = existsSync(join(folder, '.secrets')) ? read('.secrets') : undefined;
    then();
    const { code, said } = await deploy();
    expect(said).toContain('The site is up');
    expect(code).toBe(0);
    expect(account().databases).toEqual(['broadside']);
    expect(account().deployments.at(-1)).toBe(url);
    if (held) expect(read('.secrets')).toBe(held);
  },
);

test.each(first)('killed during `wrangler %s`, it can be run again', async (call) => {
  has({ kills: call });
  expect((await deploy()).code).not.toBe(0);
  then();
  const { code, said } = await deploy();
  expect(said).toContain('The site is up');
  expect(code).toBe(0);
  expect(account().databases).toEqual(['broadside']);
  expect(account().deployments.at(-1)).toBe(url);
  expect(account().secrets).toEqual(parseEnv(read('.secrets')));
});

test('an empty database gets schema.sql, with its migrations noted as applied before', async () => {
  const { code } = await deploy();
  expect(code).toBe(0);
  expect(account().migrations).toEqual(migrations);
  expect(calls()).not.toContain(migrating);
});

test('a database that is in use gets the migrations that it lacks, and schema.sql never again', async () => {
  await deploy();
  const names = account().names.filter((name) => name !== 'article_redrawn');
  then({ migrations: migrations.slice(0, 1), names });
  const { code } = await deploy();
  expect(code).toBe(0);
  expect(calls()).toEqual(later);
  expect(account().migrations).toEqual(migrations);
});

test('one from before there were migrations gets what it lacks', async () => {
  has({ databases: ['broadside'], names: ['comments'] });
  const { code } = await deploy();
  expect(code).toBe(0);
  expect(calls().slice(2, 4)).toEqual([question, migrating]);
  expect(account().migrations).toEqual(migrations);
});

test('one that holds what no list says is noted to hold it', async () => {
  has({ databases: ['broadside'], names: ['comments', 'article_redrawn', 'd1_migrations'] });
  const { code } = await deploy();
  expect(code).toBe(0);
  const held = ['0001_first.sql', '0002_revision.sql'];
  expect(calls().slice(3, 7)).toEqual([migrating, question, noting(held), migrating]);
  expect(account().migrations).toEqual(migrations);
});

test.each([
  [['--dry-run'], {}],
  [[], { npm_config_dry_run: 'true' }], // npm run deploy --dry-run, without the --
] as const)(
  'a dry run (%j, %j) calls nothing, writes nothing, and says all',
  async (args, more) => {
    const before = read('wrangler.toml');
    const { code, said } = await deploy(args, more);
    expect(code).toBe(0);
    expect(calls()).toEqual([]);
    expect(existsSync(join(folder, '.secrets'))).toBe(false);
    expect(read('wrangler.toml')).toBe(before);
    expect(said).toContain('Nothing was done.');
    for (const call of first)
      expect(said).toContain(call.split(' --')[0]?.replace(' broadside', ''));
  },
);

test.each([
  [503, 'away'],
  [200, 'away'],
])(
  'a site that answers /health with %i and the database %s is not called up',
  async (status, database) => {
    health = { status, database };
    const failed = await deploy();
    expect(failed.code).toBe(1);
    expect(failed.said).toContain(`${status} {"version":"0.1.0","database":"away"}`);
    expect(failed.said).toMatch(/\nNext: wait a minute/);
    expect(failed.said).not.toContain('The site is up');
    health = { status: 200, database: 'ok' };
    then();
    expect((await deploy()).code).toBe(0);
    expect(calls()).toEqual(later);
  },
);

test('where wrangler names no address, it says where to write it', async () => {
  has({ url: 'No targets deployed' });
  const { code, said } = await deploy();
  expect(code).toBe(1);
  expect(said).toContain('Next: write the address of the site into SITE_URL in wrangler.toml');
});

test('in a build at Cloudflare no secret is made that nobody would see again', async () => {
  const { code, said } = await deploy([], { WORKERS_CI: '1' });
  expect(code).toBe(1);
  expect(said).toContain('Next: set them in the dashboard');
  expect(existsSync(join(folder, '.secrets'))).toBe(false);
  expect(calls().at(-1)).toBe('secret list');
});

test.each([[['--force']], [['--pause=soon']]])('%j is refused with words', async (args) => {
  const { code, said } = await deploy(args);
  expect(code).toBe(1);
  expect(said).toContain('Next: npm run deploy');
  expect(said).not.toContain('    at ');
  expect(calls()).toEqual([]);
});

test('without wrangler it says how to come by it', async () => {
  const { code, said } = await deploy([], { WRANGLER: join(folder, 'nowhere') });
  expect(code).toBe(1);
  expect(said).toContain('Next: npm ci');
});
