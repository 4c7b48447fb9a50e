// `npm run deploy`: from a Cloudflare login to a working site, and every later deployment. Each step
// looks first and does only what is missing, so a run that was cut off can simply be run again.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'smol-toml';
import * as v from 'valibot';
import { createDatabase, layOutDatabase } from './database.ts';
import { giveUp } from './give-up.ts';
import { addSecrets, secretIn, secretNames } from './secrets.ts';
import { deployedTo, withSiteUrl } from './site-url.ts';
import { ask, order } from './wrangler.ts';

const settingsFile = 'wrangler.toml';
const secretsFile = '.secrets';
const tries = 20;

/** Any other "not found" is no reason to hand over secrets: they could replace some. */
const noWorker =
  /\b(?:worker|script)\b.*(?:not found|does not exist)|script_not_found|code: 10007/i;

const { isDryRun, pause } = readArguments();
const { database, siteUrl } = readSettings();

if (isDryRun) {
  console.log(`Without --dry-run, this would be done, by these commands:
  1. See whether you are logged in: wrangler whoami
  2. Look for the database ${database}, and make it if there is none: wrangler d1 list, wrangler d1 create
  3. Lay it out, if it is empty, by schema.sql, or apply the migrations that it lacks: wrangler d1 execute, wrangler d1 migrations apply
  4. See which of ${secretNames.join(' and ')} it lacks, make those in ${secretsFile} and hand them over: wrangler secret list, wrangler secret put
  5. Compile and deploy: wrangler deploy
  6. ${siteUrl ? `Leave SITE_URL as it is: ${siteUrl}` : `Write the address of the site into SITE_URL in ${settingsFile}, and deploy once more`}
  7. Ask the site for its health and its newest article
Nothing was done.`);
  process.exit(0);
}

checkLogin();
const isNew = createDatabase(database);
layOutDatabase(database, isNew);
const deployed = deploy(handOverSecrets());
const url = siteUrl.replace(/\/$/, '') || settle(deployed);
await visit(url);
console.log(`
The site is up     ${url}
Moderate           ${url}/moderation
as                 moderator`);
if (existsSync(secretsFile)) {
  console.log(`with the password  MODERATION_PASSWORD in ${secretsFile}

Move ${secretsFile} into a password manager and delete it here: Cloudflare gives no secret back.`);
}

/** npm keeps a `--dry-run` that does not stand behind `--`, and says so in the environment. */
function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        'dry-run': { type: 'boolean', default: process.env.npm_config_dry_run === 'true' },
        pause: { type: 'string', default: '3' },
      },
    });
    const seconds = Number(values.pause);
    if (!(seconds >= 0)) throw new Error('--pause must be a number of seconds.');
    return { isDryRun: values['dry-run'], pause: seconds * 1000 };
  } catch (error) {
    return giveUp(
      error instanceof Error ? error.message : String(error),
      'npm run deploy, with nothing behind it but -- --dry-run, and -- --pause=SECONDS between two looks at the new site.',
    );
  }
}

function readSettings() {
  const Settings = v.object({
    vars: v.object({ SITE_URL: v.string() }),
    d1_databases: v.tuple([v.object({ database_name: v.string() })]),
  });
  if (!existsSync(settingsFile)) giveUp(`There is no ${settingsFile} here.`, 'go to the clone.');
  try {
    const { vars, d1_databases } = v.parse(Settings, parse(readFileSync(settingsFile, 'utf8')));
    return { siteUrl: vars.SITE_URL, database: d1_databases[0].database_name };
  } catch (error) {
    return giveUp(
      `${settingsFile} cannot be used: ${error instanceof Error ? error.message : error}`,
      `mend it: [vars] must have SITE_URL, and there must be one database with its database_name.`,
    );
  }
}

/** Who is not logged in is told so, and wrangler still ends with 0. */
function checkLogin(): void {
  console.log('Looking whether you are logged in to Cloudflare.');
  const { isDone, said, complained } = ask(['whoami']);
  if (isDone && !/not (?:authenticated|logged in)/i.test(said + complained)) return;
  giveUp(
    isDone ? 'Nobody is logged in to Cloudflare here.' : said + complained,
    'npx wrangler login (or set CLOUDFLARE_API_TOKEN), then run this again.',
  );
}

/**
 * Makes the secrets that the Worker lacks, and hands those over. A Worker that has none, or is not
 * there, gets the whole file, with the deployment.
 * @returns what that deployment has to be told
 */
function handOverSecrets(): readonly string[] {
  console.log('Looking which secrets the Worker has.');
  const there = secretsThere();
  const missing = secretNames.filter((name) => !there.includes(name));
  if (missing.length === 0) {
    console.log(`They are there: ${secretNames.join(', ')}.`);
    return [];
  }
  if (process.env.WORKERS_CI) {
    giveUp(
      `The Worker lacks ${missing.join(' and ')}, and what is made here nobody would see again.`,
      'set them in the dashboard, under Settings, Variables and Secrets, or run npm run deploy in a clone; then build again.',
    );
  }
  const made = addSecrets(secretsFile, missing);
  if (made.length > 0) console.log(`Made ${made.join(' and ')}, in ${secretsFile}.`);
  if (made.includes('SECRET_KEY') && !isNew) {
    console.log(
      'The database is not new: if it has comments, give the key that they were made with back as PREVIOUS_SECRET_KEYS (see README, "When the key changes").',
    );
  }
  if (there.length === 0) {
    console.log(`It has none: it gets those in ${secretsFile}, with the deployment.`);
    return ['--secrets-file', secretsFile];
  }
  for (const name of missing) {
    console.log(`Handing over ${name}.`);
    order(
      ['secret', 'put', name],
      'run this again: the secret is kept in .secrets.',
      secretIn(secretsFile, name),
    );
  }
  return [];
}

/** The names of the Worker's secrets. A Worker that is not there has none. */
function secretsThere(): readonly string[] {
  const Secrets = v.pipe(v.string(), v.parseJson(), v.array(v.object({ name: v.string() })));
  const { isDone, said, complained } = ask(['secret', 'list']);
  if (!isDone && noWorker.test(said + complained)) return [];
  const list = v.safeParse(Secrets, said);
  if (isDone && list.success) return list.output.map(({ name }) => name);
  return giveUp(
    `${said}${complained}\nWhich secrets the Worker has could not be read.`,
    'npx wrangler secret list shows why; then run this again.',
  );
}

function deploy(more: readonly string[] = []): string {
  console.log('Compiling and deploying: this takes a minute.');
  return order(
    ['deploy', ...more],
    'mend what it names, then run this again: what is done already is left as it is.',
  );
}

/** Writes down where the site is, once wrangler said it. */
function settle(deployed: string): string {
  const url = deployedTo(deployed);
  const next = `write the address of the site into SITE_URL in ${settingsFile}, then run this again.`;
  if (!url) return giveUp(`${deployed}\nWrangler did not say where the site is.`, next);
  const settled = withSiteUrl(readFileSync(settingsFile, 'utf8'), url);
  if (!settled) return giveUp(`The site is at ${url}, and SITE_URL could not be written.`, next);
  console.log(`Writing SITE_URL = "${url}" into ${settingsFile}: commit it.`);
  writeFileSync(settingsFile, settled);
  deploy();
  return url;
}

/** Looks at the site until it is there: a new address takes a while to be known everywhere. */
async function visit(url: string): Promise<void> {
  const Health = v.pipe(
    v.string(),
    v.parseJson(),
    v.object({ version: v.string(), database: v.literal('ok') }),
  );
  console.log(`Asking ${url}/health and ${url}/`);
  await look(`${url}/health`, (text) => {
    const { success, output } = v.safeParse(Health, text);
    return success ? `version ${output.version}, the database answers` : undefined;
  });
  await look(`${url}/`, (text) => /<title>([^<]+)<\/title>/.exec(text)?.[1]);
}

/** @param read what the answer should hold; undefined if it does not */
async function look(address: string, read: (text: string) => string | undefined): Promise<void> {
  let seen = '';
  for (let left = tries; left > 0; left--) {
    const { status, text } = await answerOf(address);
    const found = status === 200 ? read(text) : undefined;
    if (found) return console.log(`  ${status} ${found}`);
    seen = status ? `${status} ${text.slice(0, 300)}` : text;
    if (left > 1) await new Promise((resolve) => setTimeout(resolve, pause));
  }
  giveUp(
    `The site is deployed, but ${address} is not as it should be after ${tries} looks:\n  ${seen}`,
    'wait a minute and run this again; if it stays so, npx wrangler tail shows what the Worker says, and npx wrangler rollback takes the deployment back.',
  );
}

/** Status 0: there was no answer, for the reason that stands in the text. */
async function answerOf(address: string): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(10_000) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return { status: 0, text: `no answer: ${String(error)}` };
  }
}
