// What a reader may ask for, beside the least that a Worker, and a Worker with D1, can do.
import { peer } from './bundling.ts';
import type { Cost } from './cost.ts';
import { type Goal, ratioOf } from './goals.ts';
import { table } from './peers/bare.ts';
import { onSlowPhone } from './phone.ts';
import type { Part } from './report.ts';
import { inRounds } from './rounds.ts';
import type { Stage } from './stage.ts';
import { comment, constant, insert, page, revalidation, row, rows, share, slug } from './visits.ts';

const size = 50;

export async function besideTheRuntime(stage: Stage): Promise<Part> {
  const comments = [{ slug, count: size }];
  const [own, bare, plain] = await Promise.all([
    stage.start({ comments }),
    stage.start({ built: peer(stage.work, 'bare'), tables: [table], comments }),
    stage.start({ built: peer(stage.work, 'constant') }),
  ]);
  const known = await revalidation(own.url);
  const asked = {
    'article page': page,
    ...(known && { 'not modified': known }),
    'comment posted': await comment(own.url),
    'share redirect': share,
  };
  const figures = await inRounds(
    [
      ...Object.entries(asked).map(([name, visit]) => ({ name, visit, server: own })),
      { name: 'bare D1, the 50 rows', server: bare, visit: rows },
      { name: 'bare D1, one row', server: bare, visit: row },
      { name: 'bare D1, one INSERT', server: bare, visit: insert },
      { name: 'constant page', server: plain, visit: constant },
    ],
    stage.pace,
  );
  const phone = await phoneGoals(own.url);
  const costs = await stage.costs(own, asked);
  return {
    title: 'The article page with 50 comments, and what is done with it',
    figures,
    costs,
    goals: [
      ratioOf(figures, 'article page', 'bare D1, the 50 rows', 0.8),
      ratioOf(figures, 'not modified', 'bare D1, one row', 0.9),
      ratioOf(figures, 'comment posted', 'bare D1, one INSERT', 0.5),
      ratioOf(figures, 'share redirect', 'constant page', 0.7),
      ...costGoals(costs),
      ...phone,
    ],
  };
}

const costGoals = (costs: Readonly<Record<string, Cost>>): readonly Goal[] => [
  { what: 'article page: KB', value: Number(costs['article page']?.bytes) / 1024, most: 20 },
  { what: 'article page: round trips', value: costs['article page']?.roundTrips, most: 1 },
  { what: 'article page: rows read', value: costs['article page']?.rowsRead, most: size + 10 },
  { what: 'not modified: rows read', value: costs['not modified']?.rowsRead, most: 1 },
  { what: 'comment posted: round trips', value: costs['comment posted']?.roundTrips, most: 3 },
];

/** None where there is no Chromium. */
async function phoneGoals(origin: string): Promise<readonly Goal[]> {
  const seen = await onSlowPhone(origin, page.ask(0).path);
  if (!seen) {
    console.error('There is no Chromium here, so nobody looks at the page.');
    return [];
  }
  return [
    { what: 'slow phone: largest paint after, ms', value: seen.lcp, most: 1_000 },
    { what: 'slow phone: requests', value: seen.requests, most: 1 },
    { what: 'slow phone: KB, with headers', value: seen.bytes / 1024 },
  ];
}
