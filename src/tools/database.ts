// The deployed database: there is one, and it has the tables that the Worker expects.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { giveUp } from './give-up.ts';
import { order } from './wrangler.ts';

const again = 'mend what it names, then run this again: what is done already is left as it is.';

const Databases = v.pipe(v.string(), v.parseJson(), v.array(v.object({ name: v.string() })));
const Names = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ results: v.array(v.object({ name: v.string() })) })),
);

/** Makes the database if the account has none of that name. @returns whether it was made just now */
export function createDatabase(database: string): boolean {
  const listed = v.safeParse(Databases, order(['d1', 'list', '--json'], again));
  if (!listed.success) {
    giveUp('wrangler d1 list --json gave no list of databases.', 'npx wrangler d1 list shows why.');
  }
  if (listed.output.some(({ name }) => name === database)) {
    console.log(`The database ${database} is there.`);
    return false;
  }
  console.log(`There is no database ${database}: making it.`);
  order(['d1', 'create', database], again);
  return true;
}

/**
 * Gives an empty database the whole of schema.sql, and any other the migrations that it lacks. While
 * there are no migrations, schema.sql adds what is missing: it changes nothing that stands.
 */
export function layOutDatabase(database: string, isNew: boolean): void {
  const migrations = migrationsIn('migrations');
  const there = isNew ? [] : namesIn(database);
  const wanted = namesOf(readFileSync('schema.sql', 'utf8'));
  if (wanted.some((name) => there.includes(name)) && migrations.length > 0) {
    console.log('Applying the migrations that it lacks.');
    order(['d1', 'migrations', 'apply', database, '--remote'], again);
  } else if (wanted.every((name) => there.includes(name))) {
    console.log('It has every table, index and trigger of schema.sql.');
  } else {
    // Noted first: a run that ends here finds the database still empty, and begins again.
    if (migrations.length > 0) noteMigrations(database, migrations);
    console.log('Applying schema.sql.');
    order(['d1', 'execute', database, '--remote', '--yes', '--file', 'schema.sql'], again);
  }
}

function migrationsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .sort();
}

const namesOf = (sql: string): readonly string[] =>
  [...sql.matchAll(/^CREATE (?:TABLE|INDEX|VIEW|TRIGGER) IF NOT EXISTS (\w+)/gm)].map(
    ([, name = '']) => name,
  );

function namesIn(database: string): readonly string[] {
  const sql = 'SELECT name FROM sqlite_schema';
  const args = ['d1', 'execute', database, '--remote', '--json', '--command', sql];
  const answer = v.safeParse(Names, order(args, again));
  if (answer.success)
    return answer.output.flatMap(({ results }) => results).map(({ name }) => name);
  return giveUp(`What is in ${database} could not be read.`, `npx wrangler ${args.join(' ')}`);
}

/** schema.sql holds what they change: in the table where wrangler looks, they count as applied. */
function noteMigrations(database: string, migrations: readonly string[]): void {
  console.log('Noting its migrations as applied: schema.sql holds them all.');
  const sql = `CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL);
    INSERT OR IGNORE INTO d1_migrations (name) VALUES ${migrations.map((name) => `('${name.replaceAll("'", "''")}')`).join(', ')};`;
  order(['d1', 'execute', database, '--remote', '--yes', '--command', sql], again);
}
