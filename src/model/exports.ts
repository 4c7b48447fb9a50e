// Every row that is worth keeping elsewhere, as it stands, and the way back.
import { treeOf } from './body.ts';

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, string | number | null>>;

interface Table {
  readonly columns: string;
  /** What is before every key: values of the first columns, by which its rows are told apart and sorted. */
  readonly first: readonly (string | number)[];
  /** Which rows, if not all. */
  readonly only?: string;
}

/**
 * In the order in which they go back: each after what it refers to; and what was erased before all, so that it does
 * not come again. Left out are columns that triggers count (`comment_count`, `revision`), and `visitor` of a comment,
 * which means nothing the day after. Of a report it stays, to tell it from another: without the day's salt, which is
 * in no export, it tells nothing else.
 */
const tables = {
  erased: { first: [''], columns: 'id, erased_at' },
  articles: { first: [''], columns: 'slug, share_count, is_open, pinned_id' },
  comments: {
    first: [''],
    columns:
      'id, slug, parent_id, path, name, role, website, body, tree, face, status, email_hash, email_key, commenter_hash, commenter_key, retry_key, text_key, said_key, verdict, created_at, edited_at, decided_at',
  },
  shares: { first: ['', ''], columns: 'slug, network, count' },
  counts: { first: [0, '', '', ''], columns: 'day, slug, event, channel, count' },
  reports: { first: ['', ''], columns: 'comment_id, visitor, reason, words, created_at' },
  confirmations: {
    first: ['', ''],
    columns: 'commenter_hash, email_hash, commenter_key, email_key, created_at',
  },
  decisions: {
    first: [0],
    columns: 'id, batch, comment_id, was, became, moderator, was_decided_at, decided_at',
  },
  phrases: { first: [''], columns: 'phrase, effect, moderator, created_at' },
  blocks: {
    first: [''],
    columns: 'who, commenter_key, comment_id, moderator, created_at',
    only: 'commenter_key IS NOT NULL', // those of a visitor end with the day
  },
} as const satisfies Readonly<Record<string, Table>>;

export type TableName = keyof typeof tables;

/** What an export is made of, in the order in which it goes back. */
export const exportedTables = Object.keys(tables).filter(isExported);

/**
 * What is in no export. `keys` is counted by triggers as comments go back. The others live for an hour or for days:
 * who came and tried, the salts without which that means nothing, links and open sessions, and when the chores of
 * this database were done.
 */
export const leftOut = ['keys', 'salts', 'visits', 'tries', 'passes', 'chores'] as const;

export function isExported(name: string): name is TableName {
  return Object.hasOwn(tables, name);
}

/** The columns by which the rows of a table are told apart and sorted. */
export const keyOf = (name: TableName): readonly string[] =>
  tables[name].columns.split(', ').slice(0, tables[name].first.length);

/**
 * Rows of a table in the order of their keys: 500 at most, and fewer where they are long. One statement, of nothing but
 * the words above.
 * @param after the key of the last one before, as JSON; without one, the first
 * @returns the rows, and the key to go on from; none when there was no row any more
 */
export async function rowsAfter(db: D1Database, name: TableName, after?: string) {
  const { columns, first, only = 'true' }: Table = tables[name];
  const names = keyOf(name);
  const key = names.join(', ');
  const { results } = await db
    .prepare(
      `SELECT ${columns} FROM (
         SELECT *, sum(octet_length(json_array(${columns}))) OVER (ORDER BY ${key} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ahead
         FROM (
           SELECT ${columns} FROM ${name}
           WHERE (${key}) > (${first.map((_, index) => `?1 ->> ${index}`)}) AND ${only} ORDER BY ${key} LIMIT 500))
       WHERE coalesce(ahead, 0) < 500000 ORDER BY ${key}`,
    )
    .bind(after ?? JSON.stringify(first))
    .all<Row>();
  const last = results.at(-1);
  return { rows: results, next: last && JSON.stringify(names.map((column) => last[column])) };
}

/**
 * Puts rows of an export back where none has their key; what is there stays. A tree is not taken from outside: it is
 * made of the text again.
 * @returns how many were written
 * @throws what the database says of a row that cannot be one
 */
export async function putBack(
  db: D1Database,
  name: TableName,
  rows: readonly Row[],
): Promise<number> {
  const [written] = await db.batch([
    added(db, name, name === 'comments' ? rows.map(drawn) : rows),
    ...(name === 'shares' ? [summed(db, rows)] : []),
  ]);
  return written?.results.length ?? 0;
}

/** Adds rows where none has their key, and gives back the first column of those that it added. */
export const added = (db: D1Database, name: TableName, rows: readonly Row[]) => {
  const { columns } = tables[name];
  return db
    .prepare(
      `INSERT INTO ${name} (${columns}) SELECT ${columns.replace(/\w+/g, "value ->> '$&'")}
       FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING RETURNING ${columns.split(',')[0]}`,
    )
    .bind(JSON.stringify(rows));
};

/** What was deleted says nothing. */
const drawn = (row: Row): Row => ({
  ...row,
  tree: JSON.stringify(row.status === 'deleted' ? [] : treeOf(String(row.body))),
});

const summed = (db: D1Database, shares: readonly Row[]) =>
  db
    .prepare(
      `UPDATE articles SET share_count = (SELECT sum(count) FROM shares WHERE shares.slug = articles.slug)
       WHERE slug IN (SELECT value ->> 'slug' FROM json_each(?1))`,
    )
    .bind(JSON.stringify(shares));
