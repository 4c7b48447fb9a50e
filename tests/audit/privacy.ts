// `npm run audit:privacy`: seeds a throw-away site through its own form, then attacks it as whoever reads its
// files, its answers or its database would. Prints what was tried; ends with 1 when anything was found, or
// when the control, the same attack with the true key, finds nothing.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesIn, type Hay, type Needle, needlesOf, search } from '../bundle/needles.ts';
import { build, type Deployment, deploy } from '../deployed.ts';
import { type Attempt, keyed, keyless, secretsIn, visitorGuesses, visitorUnder } from './thief.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
const headers = { 'CF-Connecting-IP': '203.0.113.77', 'User-Agent': 'Distinctive-Agent/7.0' };

const word = () =>
  randomBytes(5)
    .toString('hex')
    .replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '');
/** How an address may be typed; none is known before the audit begins. */
const shapes = [
  () => `${word()}.${word()}@${word()}.example`,
  () => `${word()}+${word()}@${word()}.example`.toUpperCase(),
  () => `${word()}@bücherei-${word()}.example`,
  () => `Zoë.${word()}@${word()}.example`,
];
const typed = Array.from({ length: 40 }, (_, index) => shapes[index % shapes.length]?.() ?? '');
const inVain = Array.from({ length: 5 }, () => `${word()}@${word()}.example`);
const needles: readonly Needle[] = [...typed, ...inVain, ...Object.values(headers)].flatMap(
  needlesOf,
);

const rows: { attack: string; tried: number; found: number }[] = [];
const found: string[] = [];

// Everything that is written from here on lies in this folder: bundle, logs, database, Miniflare's own files.
const folder = mkdtempSync(join(tmpdir(), 'broadside-audit-'));
process.env.TMPDIR = folder;
const built = join(folder, 'built');
build(built);
const answers: Hay[] = [];
const site = await seeded();
const stolen = (await site.db.prepare('SELECT * FROM comments').all()).results;
const hashes = new Set(stolen.map(({ email_hash }) => String(email_hash)));
const database = await everythingIn(site.db);

await readEveryPage(site);
note('addresses, IP address and browser in every file that was written', filesIn(folder));
note('the same in every answer of every route', answers);
note('the same in the log of a Worker whose database fails', await failingLog());
noteHashes();
const few = typed.slice(0, shapes.length);
crack('hashes that need no key', keyless);
crack(
  'an empty key, zeros, and every label in the code',
  ['', '\0'.repeat(32), ...labels()].flatMap(secretsIn).flatMap(keyed),
);
crack(
  'everything that stands in the database, as a key',
  database.flatMap(secretsIn).flatMap(keyed),
  few,
);
crack(
  'every word of the repository, as a key',
  wordsOfRepository().flatMap(secretsIn).flatMap(keyed),
  few,
);
await unmaskVisitors();
await compareWithAnotherSite();
const control = hits(keyed(Buffer.from(site.secrets.SECRET_KEY, 'base64url')));
rows.push({
  attack: 'control: the same with the site’s own key',
  tried: typed.length,
  found: control,
});

console.table(rows);
for (const line of found) console.error(line);
await site.stop();
rmSync(folder, { recursive: true });
process.exitCode = found.length === 0 && control === typed.length ? 0 : 1;
console.log(
  process.exitCode === 0
    ? 'Nothing was found; the control found every address.'
    : 'The audit failed.',
);

/** A site on which everybody has commented, and some were turned away. */
async function seeded(): Promise<Deployment> {
  const fresh = await deploy(built);
  for (const [index, email] of typed.entries()) {
    const words = { body: `Number ${index}.`, name: `Reader ${index}`, email };
    await fresh.visitor(headers, keep).comment(slug, words);
  }
  await fresh.db.prepare(`UPDATE comments SET status = 'approved'`).run();
  await fresh.visitor(headers, keep).open(`/articles/${slug}/share/x`);
  const { results } = await fresh.db.prepare('SELECT id FROM comments LIMIT 3').all();
  for (const { id } of results) {
    const reader = fresh.visitor(headers, keep);
    const page = await reader.open(`/comments/${id}/reports`);
    await reader.submit(page, 'form[action$=reports]', { reason: 'abuse', words: 'Rude.' });
  }
  for (const email of typed.slice(0, 5)) {
    const desk = fresh.visitor({ ...headers, ...signInTo(fresh) }, keep);
    const page = await desk.open('/moderation/retention');
    await desk.submit(page, 'form[action$=commenters]', { email });
  }
  for (const email of inVain)
    await fresh.visitor(headers).comment(slug, { body: '', name: 'V', email });
  return fresh;
}

function signInTo({ secrets }: Deployment) {
  return { Authorization: `Basic ${btoa(`moderator:${secrets.MODERATION_PASSWORD}`)}` };
}

async function keep(answer: Response): Promise<void> {
  const lines = [...answer.headers].map(([name, value]) => `${name}: ${value}`);
  answers.push({
    name: `${answer.status} ${new URL(answer.url).pathname}`,
    bytes: Buffer.from([answer.url, ...lines, await answer.text()].join('\n')),
  });
}

/** What a Worker says on its console when none of these comments can be written. */
async function failingLog(): Promise<readonly Hay[]> {
  const broken = await deploy(built, { hasTables: false });
  for (const email of typed) {
    await broken.visitor(headers).comment(slug, { body: 'Lost?', name: 'Reader', email });
  }
  await broken.stop();
  if (broken.logs.length === 0) throw new Error('The log of a failing Worker is empty.');
  return [...broken.logs, ...site.logs].map((line) => ({
    name: 'the log',
    bytes: Buffer.from(line),
  }));
}

/** Every route that the README tells of, which a test holds to be every route: as a reader and as a moderator. */
async function readEveryPage({ url }: Deployment): Promise<void> {
  const [comment] = stolen;
  const values: Record<string, string> = { slug, network: 'x', id: String(comment?.id) };
  const signIn = signInTo(site);
  const paths = [...readFileSync('README.md', 'utf8').matchAll(/^\| `GET ([^`]+)` \|/gm)];
  for (const [, path = ''] of paths) {
    const address = url + path.replace(/:(\w+)/g, (_, name) => values[name] ?? 'unknown');
    for (const more of [{}, { Accept: 'application/json' }, signIn]) {
      await keep(await fetch(address, { redirect: 'manual', headers: { ...headers, ...more } }));
    }
  }
}

function note(attack: string, hay: readonly Hay[]): void {
  const told = search(hay, needles);
  found.push(...told.map(({ what, where }) => `${attack}: ${what}, in ${where}`));
  rows.push({ attack, tried: needles.length * hay.length, found: told.length });
}

/** No answer may hold what the database holds of an address, or the beginning of it. */
function noteHashes(): void {
  const parts = [...hashes].flatMap((hash) => {
    const bytes = Buffer.from(hash, 'base64url');
    return [
      hash.slice(0, 10),
      bytes.toString('hex').slice(0, 16),
      bytes.toString('base64').slice(0, 10),
    ];
  });
  const told = search(
    answers,
    parts.map((part) => ({ what: 'a hash', bytes: Buffer.from(part) })),
  );
  found.push(...told.map(({ where }) => `a part of a hash, in ${where}`));
  rows.push({
    attack: 'parts of keyed hashes in every answer',
    tried: parts.length * answers.length,
    found: told.length,
  });
}

/** How many of the addresses a dictionary that holds them all confirms. */
function hits(attempts: readonly Attempt[], emails = typed): number {
  const confirmed = emails.filter((email) => {
    const forms = new Set([email, new URL(`mailto:${email}`).pathname, normal(email)]);
    return attempts.some(({ hash }) => [...forms].some((form) => hashes.has(hash(form))));
  });
  return confirmed.length;
}

/** @param emails as many as it takes: whoever guesses the key confirms all of them or none */
function crack(attack: string, attempts: readonly Attempt[], emails = typed): void {
  const count = hits(attempts, emails);
  if (count > 0) found.push(`${attack}: ${count} addresses confirmed`);
  rows.push({ attack, tried: attempts.length * emails.length, found: count });
}

/** The documented normal form, written down once more: small letters, the domain as URLs have it. */
function normal(email: string): string {
  const [local = '', domain = ''] = email.normalize('NFC').toLowerCase().split('@');
  return `${local}@${new URL(`https://${domain}`).hostname}`;
}

async function everythingIn(db: D1Database): Promise<readonly string[]> {
  const { results: tables } = await db
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*'`)
    .all<{ name: string }>();
  const values = new Set<string>();
  for (const { name } of tables) {
    const { results } = await db.prepare(`SELECT * FROM "${name}"`).all();
    for (const value of results.flatMap(Object.values)) values.add(String(value));
  }
  return [...values];
}

function labels(): readonly string[] {
  return [...readFileSync('src/model/keys.ts', 'utf8').matchAll(/'([^'\n]+)'|`([^`\n]+)`/g)].map(
    ([, quoted, template]) => quoted ?? template ?? '',
  );
}

/** Everything in it that is long enough to be a key. */
function wordsOfRepository(): readonly string[] {
  const files = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n').filter(Boolean);
  const words = files.flatMap(
    (file) => readFileSync(file, 'latin1').match(/[\w+/=-]{22,100}/g) ?? [],
  );
  return [...new Set(words)];
}

/** Whether who shared, reported or commented can be told from their IP address and browser, which the thief knows. */
async function unmaskVisitors(): Promise<void> {
  const { results } = await site.db
    .prepare(
      'SELECT visitor FROM visits UNION SELECT visitor FROM reports UNION SELECT who FROM tries',
    )
    .all<{ visitor: string }>();
  const kept = new Set(results.map(({ visitor }) => visitor));
  const salts = (await site.db.prepare('SELECT salt FROM salts').all<{ salt: string }>()).results;
  const traits = Object.values(headers);
  const guesses = salts.flatMap(({ salt }) => visitorGuesses(traits, salt));
  const told = guesses.filter((guess) => kept.has(guess));
  if (told.length > 0) found.push('a visitor is told from IP address and browser without the key');
  const attack = 'IP address and browser against every visitor, with the salts';
  rows.push({ attack, tried: guesses.length * kept.size, found: told.length });
  const root = Buffer.from(site.secrets.SECRET_KEY, 'base64url');
  const known = salts.filter(({ salt }) => kept.has(visitorUnder(root, traits, salt)));
  if (known.length === 0) found.push('the control finds no visitor with the site’s own key');
  rows.push({ attack: 'control: the same with the site’s own key', tried: 1, found: known.length });
}

async function compareWithAnotherSite(): Promise<void> {
  const other = await deploy(built);
  for (const [index, email] of typed.entries()) {
    await other.visitor(headers).comment(slug, { body: `Number ${index}.`, name: 'R', email });
  }
  const { results } = await other.db.prepare('SELECT * FROM comments').all();
  await other.stop();
  const marks = [
    'email_hash',
    'email_key',
    'commenter_hash',
    'commenter_key',
    'retry_key',
    'text_key',
    'face',
  ];
  const theirs = new Set(results.flatMap((row) => marks.map((mark) => String(row[mark]))));
  const shared = stolen.flatMap((row) => marks.filter((mark) => theirs.has(String(row[mark]))));
  if (shared.length > 0) found.push(`another site has the same ${[...new Set(shared)].join(', ')}`);
  rows.push({
    attack: 'marks that two sites make of the same people',
    tried: stolen.length * marks.length,
    found: shared.length,
  });
}
