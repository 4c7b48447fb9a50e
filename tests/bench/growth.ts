// The same page as the work grows: among more comments, and among more articles.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyProject } from '../copy.ts';
import { build } from '../deployed.ts';
import { articles } from './articles.ts';
import type { Cost } from './cost.ts';
import { ratioOf } from './goals.ts';
import type { Part } from './report.ts';
import { inRounds } from './rounds.ts';
import type { Stage } from './stage.ts';
import { startUp } from './timing.ts';
import { page, slug } from './visits.ts';

/** What differs by less than a tenth. */
const isFlat = 0.9;

export async function amongComments(stage: Stage): Promise<Part> {
  const among = (count: number) => `among ${count.toLocaleString('en')} comments`;
  const contestants = await Promise.all(
    [100, 10_000, 100_000].map(async (count) => ({
      name: among(count),
      server: await stage.start({ comments: [{ slug, count }] }),
      visit: page,
    })),
  );
  const figures = await inRounds(contestants, stage.pace);
  const costs: Record<string, Cost> = {};
  for (const { name, server } of contestants) {
    Object.assign(costs, await stage.costs(server, { [name]: page }));
  }
  const [few, many] = [among(100), among(100_000)];
  return {
    title: 'Its first page among more and more comments',
    figures,
    costs,
    goals: [
      ratioOf(figures, many, few, isFlat),
      {
        what: `rows read ${many}, beyond ${few}`,
        value: Number(costs[many]?.rowsRead) - Number(costs[few]?.rowsRead),
        most: 0,
      },
    ],
  };
}

export async function amongArticles(stage: Stage): Promise<Part> {
  const [few, many] = ['among 2 articles', 'among 5,000 articles'];
  const project = stage.keep(copyProject());
  const startsIn = startUp(join(withArticles(project, 1_000), 'index.js'));
  const built = withArticles(project, 5_000);
  const comments = [{ slug, count: 50 }];
  const [small, large] = await Promise.all([
    stage.start({ comments }),
    stage.start({ comments, built, project }),
  ]);
  const figures = await inRounds(
    [
      { name: few, server: small, visit: page },
      { name: many, server: large, visit: page },
    ],
    stage.pace,
  );
  return {
    title: 'The same page among more and more articles',
    figures,
    costs: {},
    goals: [
      ratioOf(figures, many, few, isFlat),
      { what: 'start-up with 1,000 articles, ms', value: startsIn, most: 50 },
    ],
  };
}

/** Writes articles into a copy of the project until it has so many. @returns where it is built */
function withArticles(project: string, count: number): string {
  const folder = join(project, 'src/articles/invented');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(articles(count - 2))) {
    writeFileSync(join(folder, name), text);
  }
  const built = join(project, `built-${count}`);
  build(built, project);
  return built;
}
