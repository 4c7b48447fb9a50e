import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { layOutLocally } from '../../src/tools/database.ts';

const folder = 'src/migrations';
const migrations = readdirSync(folder).sort();
const sqlOf = (name: string) => readFileSync(join(folder, name), 'utf8');

const id = (letter: string) => letter.repeat(26);
const mac = 'm'.repeat(43);
const key = 'k'.repeat(11);
/**
 * Something in every table: for each migration that makes one, rows for it. They name their columns, for a later
 * migration may add more.
 */
const rowsSince: Readonly<Record<string, string>> = {
  '0001_first.sql': `
  INSERT INTO comments (id, slug, parent_id, path, name, body, tree, face, status, email_hash, email_key, commenter_hash, commenter_key, created_at)
    VALUES ('${id('A')}', 'a-day', NULL, '${id('A')}', 'Leyla', 'First', '["First"]', 'aaaa', 'approved', '${mac}', '${key}', '${mac}', '${key}', 1),
           ('${id('B')}', 'a-day', '${id('A')}', '${id('A')}${id('B')}', 'Kamran', 'Second', '[]', 'bbbb', 'pending', '${mac}', '${key}', '${mac}', '${key}', 2);
  UPDATE articles SET is_open = 0, pinned_id = '${id('A')}' WHERE slug = 'a-day';
  INSERT INTO salts (day, salt) VALUES (7, '${mac}');
  INSERT INTO visits (day, visitor, slug, event, channel) VALUES (7, '${mac}', 'a-day', 'share', 'x'), (7, '${mac}', 'another', 'arrival', 'x');
  INSERT INTO tries (day, minute, who, count) VALUES (7, 10080, '${mac}', 2);
  INSERT INTO reports (comment_id, visitor, reason, words, created_at) VALUES ('${id('A')}', '${mac}', 'spam', 'Look', 3);
  INSERT INTO confirmations (commenter_hash, commenter_key, email_hash, email_key, created_at) VALUES ('${mac}', '${key}', '${mac}', '${key}', 3);
  INSERT INTO passes (id, purpose, email_hash, email_key, created_at) VALUES ('${mac}', 'session', '${mac}', '${key}', 3);
  INSERT INTO erased (id, erased_at) VALUES ('${id('C')}', 3);
  INSERT INTO decisions (id, batch, comment_id, was, became, moderator, was_decided_at, decided_at) VALUES (1, '${id('D')}', '${id('A')}', 'pending', 'approved', 'moderator', NULL, 3);
  INSERT INTO phrases (phrase, effect, moderator, created_at) VALUES ('casino', 'spam', 'moderator', 3);
  INSERT INTO blocks (who, commenter_key, day, comment_id, moderator, created_at) VALUES ('${mac}', '${key}', NULL, '${id('B')}', 'moderator', 3);
  INSERT INTO chores (name, done_at, rows) VALUES ('retention', 3, 0);`,
};

const rowsOf = (names: readonly string[]) => names.map((name) => rowsSince[name] ?? '').join('');

let place = '';

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'broadside-migrations-'));
});

afterEach(() => rmSync(place, { recursive: true, force: true }));

test('the migrations in order give what schema.sql gives', () => {
  layOutLocally('broadside', ['--persist-to', place]);
  expect(schemaOf(opened())).toEqual(schemaOf(laidOut(readFileSync('schema.sql', 'utf8'))));
});

test.each(migrations.map((name, index) => [name, index + 1] as const))(
  'a database that was laid out up to %s gets there with all its rows',
  (_, count) => {
    const db = laidOut(...migrations.slice(0, count).map(sqlOf));
    db.exec(rowsOf(migrations.slice(0, count)));
    const before = contentOf(db);
    const empty = before.filter(({ rows }) => rows.length === 0).map(({ name }) => name);
    expect(empty, 'tables for which rowsSince has no row').toEqual([]);
    for (const name of migrations.slice(count)) db.exec(sqlOf(name));
    expect(contentOf(db, before)).toEqual(before);
    expect(schemaOf(db)).toEqual(schemaOf(laidOut(...migrations.map(sqlOf))));
    expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
  },
);

test.each(['0001_first.sql', '0002_revision.sql'])(
  'so does one from before wrangler kept a list of them, at %s, and then nothing is left to do',
  (last) => {
    wrangler('--file', join(folder, '0001_first.sql'));
    const old = opened();
    if (last === '0002_revision.sql') old.exec(sqlOf(last));
    old.exec(rowsOf(['0001_first.sql']));
    const before = contentOf(old);
    old.close();
    layOutLocally('broadside', ['--persist-to', place]);
    layOutLocally('broadside', ['--persist-to', place]);
    const db = opened();
    expect(contentOf(db, before)).toEqual(before);
    expect(db.prepare('SELECT name FROM d1_migrations').all()).toEqual(
      migrations.map((name) => ({ name })),
    );
  },
);

/** The site's own local database, as wrangler lays one out. */
const wrangler = (...what: readonly string[]) =>
  execFileSync(
    process.execPath,
    [
      resolve('node_modules/wrangler/bin/wrangler.js'),
      ...['d1', 'execute', 'broadside', '--local', '--yes', '--persist-to', place],
      ...what,
    ],
    { stdio: 'pipe' },
  );

function opened(): DatabaseSync {
  const [file = ''] = globSync(join(place, 'v3/d1/*/*.sqlite')).filter(
    (name) => !name.endsWith('metadata.sqlite'),
  );
  return new DatabaseSync(file);
}

function laidOut(...sql: readonly string[]): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  for (const one of sql) db.exec(one);
  return db;
}

/** Every table, index, view and trigger with its SQL, but for comments and blanks. */
const schemaOf = (db: DatabaseSync) =>
  db
    .prepare(
      `SELECT name, sql FROM sqlite_schema
       WHERE sql IS NOT NULL AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name NOT LIKE 'd1\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'
       ORDER BY name`,
    )
    .all()
    .map(({ name, sql }) => ({ name, sql: bare(String(sql)) }));

const bare = (sql: string) =>
  sql
    .replace(/(^|\s)-- .*$/gm, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ?([(),]) ?/g, '$1');

/** All rows of every table. @param like only these columns of theirs, and only these tables */
function contentOf(db: DatabaseSync, like = tablesOf(db)) {
  return like.map(({ name, columns }) => ({
    name,
    columns,
    rows: db.prepare(`SELECT ${columns} FROM ${name} ORDER BY ${columns}`).all(),
  }));
}

const tablesOf = (db: DatabaseSync): { name: string; columns: string }[] =>
  db
    .prepare(
      `SELECT schema.name, group_concat(columns.name, ', ') AS columns
       FROM sqlite_schema AS schema, pragma_table_info(schema.name) AS columns
       WHERE schema.type = 'table' AND schema.name NOT LIKE '\\_cf%' ESCAPE '\\' AND schema.name NOT LIKE 'd1\\_%' ESCAPE '\\' AND schema.name NOT LIKE 'sqlite%'
       GROUP BY schema.name`,
    )
    .all()
    .map(({ name, columns }) => ({ name: String(name), columns: String(columns) }));
