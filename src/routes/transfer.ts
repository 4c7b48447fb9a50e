// How a site moves in and out: comments from elsewhere, and every row as it stands. For programs.
import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import * as v from 'valibot';
import type { App } from '../env.ts';
import {
  exportedTables,
  isExported,
  putBack,
  type Row,
  rowsAfter,
  type TableName,
} from '../model/exports.ts';
import { importComments, importedStatuses } from '../model/imports.ts';
import { purge } from './cache.ts';
import { takeJson } from './forms.ts';
import { isRefused } from './log.ts';
import { notice, problemDetails } from './notice.tsx';

export const transfer = new Hono<App>()

  .post('/moderation/imports', takeJson, async (c) => {
    const { keys, site } = c.var;
    const { notices, closedWithoutKey } = site.words;
    if (!keys) return problemDetails(c, 503, notices.noReports.title, closedWithoutKey);
    const { success, output, issues } = await importIn(c);
    if (!success) return refused(c, v.getDotPath(issues[0]) ?? 'rows');
    if (output.kind === 'rows') return restored(c, output.table, output.rows);
    const { apply, rows } = output;
    const fates = await importComments(c.env.DB, keys, rows, apply, Date.now());
    if (apply) purge(c, slugsOf(rows));
    return c.json({ rows: fates });
  })

  .get('/moderation/exports/:table', async (c) => {
    const table = c.req.param('table');
    if (!isExported(table)) return notice(c, 404, 'notFound');
    return orRefused(c, 'after', async () => {
      const { rows, next = null } = await rowsAfter(c.env.DB, table, c.req.query('after'));
      return c.json({ rows, next });
    });
  });

/** Rows as an export has them go back. */
const restored = (c: Context<App>, table: TableName, rows: readonly Row[]) =>
  orRefused(c, table, async () => {
    const imported = await putBack(c.env.DB, table, rows);
    purge(c, slugsOf(rows));
    return c.json({ imported, there: rows.length - imported });
  });

/** What the database does not take is refused, with all that came along. */
async function orRefused(c: Context<App>, field: string, answer: () => Promise<Response>) {
  try {
    return await answer();
  } catch (error) {
    if (isRefused(error)) return refused(c, field);
    throw error;
  }
}

const slugsOf = (rows: readonly { readonly slug?: unknown }[]): readonly string[] =>
  rows.flatMap(({ slug }) => (typeof slug === 'string' ? [slug] : []));

/** @param field where it stands, in dots */
const refused = (c: Context<App>, field: string) =>
  problemDetails(c, 422, c.var.site.words.notices.unreadable.title, field, { field });

/** What is sent, by the schema of its kind. */
async function importIn(c: Context<App>) {
  const sent: unknown = await c.req.json().catch(() => undefined);
  return v.safeParse(v.safeParse(Kind, sent).success ? Rows : Comments, sent);
}

/** Half of a letter is none, and no table would give it back. */
const text = v.pipe(
  v.string(),
  v.transform((typed) => typed.toWellFormed()),
);
const like = (shape: RegExp) =>
  v.pipe(
    v.string(),
    v.check((typed) => shape.test(typed)),
  );
const id = like(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);

const Comments = v.object({
  kind: v.picklist(['comments']),
  apply: v.boolean(),
  rows: v.pipe(
    v.array(
      v.object({
        id,
        slug: like(/^(?=.{1,200}$)[a-z0-9]+(-[a-z0-9]+)*$/),
        parentId: v.nullable(id),
        name: text,
        email: text,
        website: v.nullable(text),
        body: text,
        status: v.picklist(importedStatuses),
        createdAt: v.pipe(
          v.number(),
          v.check((time) => Number.isSafeInteger(time) && time > 0),
        ),
      }),
    ),
    v.maxLength(100),
  ),
});

/** Of another kind than a row, the database takes nothing. */
const row = v.custom<Row>((value) => typeof value === 'object' && value !== null);

const Rows = v.object({
  kind: v.picklist(['rows']),
  apply: v.pipe(
    v.boolean(),
    v.check((isApplied) => isApplied),
  ),
  table: v.picklist(exportedTables),
  rows: v.array(row),
});

const Kind = v.object({ kind: Rows.entries.kind });
