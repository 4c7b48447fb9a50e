// The database: there is one, and it has the tables that the Worker expects.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { giveUp } from './give-up.ts';
import { ask, order } from './wrangler.ts';

const again = 'mend what it names, then run this again: what is done already is left as it is.';

const Databases = v.pipe(v.string(), v.parseJson(), v.array(v.object({ name: v.string() })));
const Names = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ results: v.array(v.object({ name: v.string() })) })),
);

/** Makes the database if the account has none of that name. @returns whether it was made just now */
export function createDatabase(database: string): boolean {
  console.log(`Looking for the database ${database}.`);
  const listed = v.safeParse(Databases, order(['d1', 'list', '--json'], again));
  if (!listed.success) {
    giveUp('wrangler d1 list --json gave no list of databases.', 'npx wrangler d1 list shows why.');
  }
  if (listed.output.some(({ name }) => name === database)) {
    console.log('It is there. Looking what is in it.');
    return false;
  }
  console.log('There is none: making it.');
  order(['d1', 'create', database], again);
  return true;
}

/** Where wrangler.toml says that they are. */
const migrationsFolder = join(import.meta.dirname, '../migrations');

/**
 * There were databases before there were migrations, of which wrangler has no list, or an empty one. Of each migration
 * from that time, what tells that a database holds it.
 */
const heldBefore = { '0001_first.sql': 'comments', '0002_revision.sql': 'article_redrawn' };

/** Gives an empty database the whole of schema.sql, and any other the migrations that it lacks. */
export function layOutDatabase(database: string, isNew: boolean): void {
  const remote = ['--remote'];
  const there = isNew ? [] : namesIn(database, remote);
  if (there.includes('comments')) {
    console.log('Applying the migrations that it lacks, if any.');
    migrate(database, remote);
  } else {
    // Noted first: a run that ends here finds the database still empty, and begins again.
    console.log('Noting its migrations as applied: schema.sql holds them all.');
    note(database, migrations(), remote);
    console.log('Applying schema.sql.');
    order(['d1', 'execute', database, ...remote, '--yes', '--file', 'schema.sql'], again);
  }
}

/**
 * The same on this machine, where an empty database is quicker laid out by all migrations.
 * @param place what wrangler is told of the folder in which databases are kept, if it is not its own
 */
export const layOutLocally = (database: string, place: readonly string[]): void =>
  migrate(database, ['--local', ...place]);

/** What wrangler's list lacks, but the database holds, fails: so that is noted, and the rest tried again. */
function migrate(database: string, where: readonly string[]): void {
  const apply = ['d1', 'migrations', 'apply', database, ...where];
  if (ask(apply).isDone) return;
  const there = namesIn(database, where);
  if (there.includes('comments')) note(database, heldIn(there), where);
  order(apply, again);
}

const migrations = (): readonly string[] =>
  readdirSync(migrationsFolder)
    .filter((name) => name.endsWith('.sql'))
    .sort();

const heldIn = (there: readonly string[]): readonly string[] =>
  Object.entries(heldBefore).flatMap(([migration, name]) =>
    there.includes(name) ? [migration] : [],
  );

/** Tables, indexes and the like, by name. */
function namesIn(database: string, where: readonly string[]): readonly string[] {
  const sql = 'SELECT name FROM sqlite_schema';
  const args = ['d1', 'execute', database, ...where, '--json', '--command', sql];
  const answer = v.safeParse(Names, order(args, again));
  if (answer.success)
    return answer.output.flatMap(({ results }) => results).map(({ name }) => name);
  return giveUp(`What is in ${database} could not be read.`, `npx wrangler ${args.join(' ')}`);
}

/** Writes into the list that wrangler keeps in the database that these are applied. */
function note(database: string, applied: readonly string[], where: readonly string[]): void {
  const sql = `CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL); INSERT OR IGNORE INTO d1_migrations (name) VALUES ${applied.map((name) => `('${name.replaceAll("'", "''")}')`).join(', ')};`;
  order(['d1', 'execute', database, ...where, '--yes', '--command', sql], again);
}
