// `npm run bench:conversation`: what a page costs among 100 and among 100,000 comments. Prints the table of
// docs/scale.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conversation, type Order, orders } from '../../src/model/comments.ts';
import { build, type Deployment, deploy } from '../deployed.ts';
import { metered } from '../meter.ts';
import { median } from './timing.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
const size = 50;
const body = 'The river knows no border, and nobody has ever asked it. '.repeat(4).slice(0, 200);

const built = mkdtempSync(join(tmpdir(), 'broadside-built-'));
build(built);
const rows = [];
for (const shape of ['threads of one', 'replies in one thread']) {
  for (const count of [100, 100_000]) {
    const site = await deploy(built);
    await grow(site.db, shape, count);
    for (const order of orders) rows.push(await measure(site, shape, count, order));
    await site.stop();
    site.remove();
  }
}
rmSync(built, { recursive: true });
console.table(rows);

/** Bare rows, in parts that one statement of D1 can hold. */
async function grow(db: D1Database, shape: string, count: number): Promise<void> {
  const root = idOf(1);
  for (let from = 1; from <= count; from += 10_000) {
    await db
      .prepare(
        `INSERT INTO comments (id, slug, parent_id, path, name, body, tree, face, status, email_hash, email_key, commenter_hash, commenter_key, created_at)
         WITH RECURSIVE n (i) AS (SELECT ?2 UNION ALL SELECT i + 1 FROM n WHERE i < ?3)
         SELECT printf('%026d', i), ?1, iif(?4 AND i > 1, ?5, NULL), iif(?4 AND i > 1, ?5, '') || printf('%026d', i),
                'Leyla', ?6, json_array(json_array('p', ?6)), 'face', 'approved', ?7, 'k2345678901', ?7, 'k2345678901', i
         FROM n`,
      )
      .bind(
        slug,
        from,
        Math.min(count, from + 9_999),
        shape === 'threads of one' ? 0 : 1,
        root,
        body,
        'h'.repeat(43),
      )
      .run();
  }
}

function idOf(number: number): string {
  return String(number).padStart(26, '0');
}

async function measure(site: Deployment, shape: string, count: number, order: Order) {
  const root = shape === 'threads of one' ? '' : idOf(1);
  const isBackwards = order === 'newest' && !root;
  const pages = {
    first: '',
    middle: root + idOf(isBackwards ? count / 2 + 1 : count / 2),
    last: root + idOf(isBackwards ? size + 1 : count - size),
  };
  const row: Record<string, string | number> = { comments: count, shape, order };
  for (const [name, after] of Object.entries(pages)) {
    const { db, cost } = metered(site.db);
    const found = await conversation(db, slug, { after, size, order });
    if (found.comments.length < size)
      throw new Error(`${found.comments.length} on the ${name} page`);
    row[`${name}, rows`] = cost.rowsRead;
    const query = `after=${after}${order === 'newest' ? '&sort=newest' : ''}`;
    row[`${name}, ms`] = await median(`${site.url}/articles/${slug}/comments?${query}`);
  }
  return row;
}
