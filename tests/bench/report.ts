// What was measured, as Markdown or as JSON.
import { cpus } from 'node:os';
import type { Cost } from './cost.ts';
import { type Goal, isMissed } from './goals.ts';
import type { Figures } from './rounds.ts';

/** What one part of the run found. */
export interface Part {
  readonly title: string;
  readonly figures: readonly Figures[];
  /** By the name of their figures. */
  readonly costs: Readonly<Record<string, Cost>>;
  readonly goals: readonly Goal[];
}

export function printJson(parts: readonly Part[]): void {
  const figures = parts.flatMap((part) =>
    part.figures.map((one) => ({ ...one, ...part.costs[one.name] })),
  );
  const goals = parts.flatMap((part) =>
    part.goals.map((goal) => ({ ...goal, isMissed: isMissed(goal) })),
  );
  console.log(JSON.stringify({ machine: machine(), figures, goals }, null, 2));
}

export function print(parts: readonly Part[]): void {
  const { cores, processor, node } = machine();
  console.log(
    `${cores} cores (${processor}), Node ${node}, 16 connections. CPU is that of all processes of a server.`,
  );
  for (const { title, figures, costs, goals } of parts) {
    console.log(`\n## ${title}\n`);
    printTable(
      [
        '',
        'req/s',
        'p50, ms',
        'p99, ms',
        'CPU, ms',
        'round trips',
        'rows read',
        'written',
        'KB, brotli',
      ],
      figures.map((one) => figureLine(one, costs[one.name])),
    );
    printTable(['', 'measured', 'by CPU', 'budget', 'goal'], goals.map(goalLine));
  }
}

const machine = () => ({
  cores: cpus().length,
  processor: cpus()[0]?.model ?? '',
  node: process.version,
});

const figureLine = ({ name, rate, p50, p99, cpu }: Figures, cost: Cost | undefined) => [
  name,
  written(Math.round(rate)),
  ...[p50, p99, cpu, cost?.roundTrips, cost?.rowsRead, cost?.rowsWritten].map(written),
  written(cost && cost.bytes / 1024),
];

const goalLine = (goal: Goal) => [
  goal.what,
  written(goal.value),
  goal.byCpu === undefined ? '' : written(goal.byCpu),
  budgetOf(goal),
  isMissed(goal) ? 'missed' : 'kept',
];

function budgetOf({ least, most }: Goal): string {
  if (least !== undefined) return `≥ ${least}`;
  return most === undefined ? '' : `≤ ${most}`;
}

const written = (value = Number.NaN) =>
  Number.isNaN(value) ? '–' : value.toLocaleString('en', { maximumFractionDigits: 2 });

/** As Markdown, each column as wide as its widest cell. */
function printTable(head: readonly string[], lines: readonly (readonly string[])[]): void {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].map((line) => line[column]?.length ?? 0)),
  );
  const row = ([name = '', ...cells]: readonly string[]) => [
    name.padEnd(widths[0] ?? 0),
    ...cells.map((cell, i) => cell.padStart(widths[i + 1] ?? 0)),
  ];
  const rule = widths.map((width, i) => `${'-'.repeat(width - 1)}${i === 0 ? '-' : ':'}`);
  for (const cells of [row(head), rule, ...lines.map(row)]) console.log(`| ${cells.join(' | ')} |`);
  console.log();
}
