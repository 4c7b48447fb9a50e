// `npm run bench:conversation`: what a page costs among 100 and among 100,000 comments. Prints the table of
// docs/scale.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conversation, type Order, orders } from '../../src/model/comments.ts';
import { watched } from '../../src/routes/database.ts';
import { build, type Deployment, deploy } from '../deployed.ts';
import { addComments, idOf, type Shape } from './comments.ts';
import { median } from './timing.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
const size = 50;
const shapes = ['threads of one', 'replies in one thread'] as const;

const built = mkdtempSync(join(tmpdir(), 'broadside-built-'));
build(built);
const rows = [];
for (const shape of shapes) {
  for (const count of [100, 100_000]) {
    const site = await deploy(built);
    await addComments(site.db, slug, count, shape);
    for (const order of orders) rows.push(await measure(site, shape, count, order));
    await site.stop();
    site.remove();
  }
}
rmSync(built, { recursive: true });
console.table(rows);

async function measure(site: Deployment, shape: Shape, count: number, order: Order) {
  const root = shape === 'threads of one' ? '' : idOf(1);
  const isBackwards = order === 'newest' && !root;
  const pages = {
    first: '',
    middle: root + idOf(isBackwards ? count / 2 + 1 : count / 2),
    last: root + idOf(isBackwards ? size + 1 : count - size),
  };
  const row: Record<string, string | number> = { comments: count, shape, order };
  for (const [name, after] of Object.entries(pages)) {
    const { db, cost } = watched(site.db);
    const found = await conversation(db, slug, { after, size, order });
    if (found.comments.length < size)
      throw new Error(`${found.comments.length} on the ${name} page`);
    row[`${name}, rows`] = cost.rowsRead;
    const query = `after=${after}${order === 'newest' ? '&sort=newest' : ''}`;
    row[`${name}, ms`] = await median(`${site.url}/articles/${slug}/comments?${query}`);
  }
  return row;
}
