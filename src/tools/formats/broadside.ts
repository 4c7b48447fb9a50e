// An export of ours, put back: rows as they were, and the files of articles and pages where none stand.
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { exportedTables, keyOf, type Row, type TableName } from '../../model/exports.ts';
import { linesIn } from '../json-lines.ts';
import { faultsIn, format, readManifest, sourceFolders } from '../manifest.ts';
import { mostComments, parcels, SiteError } from '../site.ts';
import { copyWhole } from '../whole.ts';
import type { Format, ImportDesk } from './format.ts';

/** Rows of other tables are short, and a Worker has little to do with them. */
const mostRows = 500;

export const broadside: Format = {
  name: 'an export of Broadside',
  recognises: (head) => new RegExp(`^\\s*\\{\\s*"format"\\s*:\\s*"${format}"`).test(head),
  bring: async (folder, desk) => {
    const manifest = readManifest(folder);
    if (!manifest)
      throw new SiteError(
        'The manifest of this export cannot be read, or is of another version.',
        'take another copy of the export, or the Broadside that it was made with.',
      );
    const faults = await faultsIn(folder, manifest);
    if (faults.length > 0)
      throw new SiteError(
        [...faults, 'Nothing was imported.'].join('\n'),
        'take another copy of the export.',
      );
    for (const table of exportedTables) {
      const file = join(folder, `${table}.jsonl`);
      if (desk.isApplied) await restore(table, file, desk);
      else await compare(table, file, desk);
    }
    for (const { path } of manifest.files) await putFile(folder, path, desk);
  },
};

/** A row, and the line on which it stands. */
interface Placed {
  readonly row: Row;
  readonly line: number;
}

const Line = v.pipe(
  v.string(),
  v.parseJson(),
  v.record(v.string(), v.nullable(v.union([v.string(), v.number()]))),
);

/** Every row of a file, one after the other. @param unreadable is told the others */
async function* rowsIn(
  file: string,
  progress: ImportDesk['progress'],
  unreadable: (line: number) => void = () => {},
): AsyncGenerator<Placed> {
  const show = progress(basename(file, '.jsonl'), statSync(file).size);
  let line = 0;
  let bytes = 0;
  for await (const text of linesIn(file)) {
    line++;
    bytes += Buffer.byteLength(text) + 1;
    show(bytes);
    const { success, output } = v.safeParse(Line, text);
    if (success) yield { row: output, line };
    else unreadable(line);
  }
}

/** Says what a restore would do: both sides are sorted by the same key, and are read side by side. */
async function compare(table: TableName, file: string, desk: ImportDesk): Promise<void> {
  const there = desk.site.rowsOf(table);
  let next = (await there.next()).value;
  for await (const { row } of rowsIn(file, desk.progress, unreadable(table, desk))) {
    desk.report.read(table);
    while (next && order(table, next, row) < 0) next = (await there.next()).value;
    if (next && order(table, next, row) === 0) desk.report.there(table);
    else desk.report.imported(table);
  }
}

const unreadable =
  (table: string, { report }: ImportDesk) =>
  (line: number) => {
    report.read(table);
    report.skipped(table, { line, id: '' }, 'is no row');
  };

/** As SQLite sorts: numbers as such, texts by their bytes. */
function order(table: TableName, one: Row, other: Row): number {
  for (const column of keyOf(table)) {
    const [a, b] = [one[column] ?? '', other[column] ?? ''];
    const difference =
      typeof a === 'number' && typeof b === 'number'
        ? a - b
        : Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
    if (difference !== 0) return difference;
  }
  return 0;
}

async function restore(table: TableName, file: string, desk: ImportDesk): Promise<void> {
  if (table === 'comments') return restoreComments(file, desk);
  const rows = counted(table, rowsIn(file, desk.progress, unreadable(table, desk)), desk);
  for await (const parcel of parcels(rows, mostRows)) await send(table, parcel, desk);
}

async function* counted(table: string, rows: AsyncIterable<Placed>, { report }: ImportDesk) {
  for await (const placed of rows) {
    report.read(table);
    yield placed;
  }
}

/**
 * What is answered goes before its answers. Most often it has the lower id, and so stands before them; those that
 * do not wait for another reading, and only their ids are kept in memory until then.
 */
async function restoreComments(file: string, desk: ImportDesk): Promise<void> {
  const table = 'comments';
  let waiting: ReadonlySet<string> | undefined;
  do {
    const before = waiting;
    const held = new Set<string>();
    const ready = async function* () {
      const heard = before ? undefined : unreadable(table, desk);
      for await (const placed of rowsIn(file, desk.progress, heard)) {
        const id = String(placed.row.id);
        const parent = placed.row.parent_id === null ? '' : String(placed.row.parent_id);
        if (before && !before.has(id)) continue;
        if (!before) desk.report.read(table);
        const isAhead = parent < id || before?.has(parent) === false;
        if (isAhead && !held.has(parent)) yield withoutTree(placed);
        else held.add(id);
      }
    };
    for await (const parcel of parcels(ready(), mostComments)) await send(table, parcel, desk);
    waiting = held;
    if (held.size > 0 && held.size === before?.size) return leaveOut(held, file, desk);
  } while (waiting.size > 0);
}

/** The site makes it of the text again. */
const withoutTree = ({ row, line }: Placed): Placed => {
  const { tree, ...rest } = row;
  return { row: rest, line };
};

async function leaveOut(ids: ReadonlySet<string>, file: string, { report, progress }: ImportDesk) {
  for await (const { row, line } of rowsIn(file, progress)) {
    const id = String(row.id);
    if (ids.has(id)) report.skipped('comments', { line, id }, 'what it answers is not there');
  }
}

/** What the tables refuse they refuse whole: so halves are sent, until it is known which row it is. */
async function send(table: TableName, placed: readonly Placed[], desk: ImportDesk): Promise<void> {
  const { report, site } = desk;
  try {
    const rows = placed.map(({ row }) => row);
    const imported = await site.putBack(table, rows);
    for (let count = 0; count < placed.length; count++)
      if (count < imported) report.imported(table);
      else report.there(table);
  } catch (error) {
    if (!(error instanceof SiteError && error.status === 422)) throw error;
    const [first] = placed;
    if (first && placed.length === 1) {
      const id = String(first.row[keyOf(table)[0] ?? ''] ?? '');
      return report.skipped(table, { line: first.line, id }, 'the tables do not take it');
    }
    const middle = Math.ceil(placed.length / 2);
    await send(table, placed.slice(0, middle), desk);
    await send(table, placed.slice(middle), desk);
  }
}

/** An article, a page, a picture: what stands there already stays, and is told of where it differs. */
async function putFile(folder: string, path: string, { report, isApplied }: ImportDesk) {
  const source = sourceFolders.find((one) => path.startsWith(`${one}/`));
  if (!source) return;
  const kind = `src/${source}`;
  report.read(kind);
  const from = join(folder, path);
  const to = join('src', path);
  if (existsSync(to)) {
    const isSame = (await readFile(from)).equals(await readFile(to));
    const id = path.slice(source.length + 1).replace(/\.md$/, '');
    if (isSame) report.there(kind);
    else report.skipped(kind, { line: 1, id }, `src/${path} says something else, and stays`);
    return;
  }
  if (isApplied) copyWhole(from, to);
  report.imported(kind);
}
