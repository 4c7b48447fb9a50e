// What is promised, and how far it is kept.
import { type Figures, medianOf } from './rounds.ts';

/** One promise; without either limit, a figure for its own sake. */
export interface Goal {
  readonly what: string;
  /** undefined, or no number, where it could not be measured. */
  readonly value: number | undefined;
  readonly least?: number;
  readonly most?: number;
  /** The same by CPU time: what the neighbours on a busy machine blur less. */
  readonly byCpu?: number | undefined;
}

/** What could not be measured is missed. */
export const isMissed = ({ value = Number.NaN, least = -Infinity, most = Infinity }: Goal) =>
  !(value >= least && value <= most);

/** How many times as many requests one is to answer as another: the median of the rounds, each by itself. */
export function ratioOf(
  figures: readonly Figures[],
  one: string,
  other: string,
  least: number,
): Goal {
  const find = (name: string) => figures.find((figure) => figure.name === name);
  const [above, below] = [find(one), find(other)];
  const what = `${one}, to ${other}`;
  if (!above || !below) return { what, least, value: undefined };
  const ratios = above.rounds.map(({ rate }, i) => rate / (below.rounds[i]?.rate ?? Number.NaN));
  const byCpu = above.cpu && below.cpu && below.cpu / above.cpu;
  return { what, least, value: medianOf(ratios), byCpu };
}
