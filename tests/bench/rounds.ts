// Rounds in which each is measured in turn, so that what else the machine does meets all of them.
import { setTimeout } from 'node:timers/promises';
import { load, type Pace, type Visit } from './load.ts';
import type { Server } from './servers.ts';

export interface Contestant {
  readonly name: string;
  readonly server: Server;
  readonly visit: Visit;
}

/** One measurement. */
type Round = Omit<Pace, 'requests'> & {
  /** CPU time of a request, in ms, in all processes of the server. */
  readonly cpu: number | undefined;
};

/** The medians, and what they are medians of. */
export interface Figures extends Round {
  readonly name: string;
  readonly rounds: readonly Round[];
}

/** In ms: what a server still does after its last answer belongs to its last request. */
const settling = 150;

/** In s: until the engine has compiled what it does often. */
const warmingUp = 2;

/** Warms all of them up, then measures each of them once a round. */
export async function inRounds(
  contestants: readonly Contestant[],
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<readonly Figures[]> {
  for (const one of contestants) await measure(one, warmingUp);
  const measured: Round[][] = contestants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, one] of contestants.entries()) {
      measured[index]?.push(await measure(one, seconds));
    }
  }
  return contestants.map(({ name }, index) => figuresOf(name, measured[index] ?? []));
}

async function measure({ server, visit }: Contestant, seconds: number): Promise<Round> {
  const before = server.cpu();
  const { requests, ...pace } = await load(server.url, visit, seconds);
  await setTimeout(settling);
  const after = server.cpu();
  const isKnown = before !== undefined && after !== undefined;
  return { ...pace, cpu: isKnown ? (after - before) / requests : undefined };
}

function figuresOf(name: string, rounds: readonly Round[]): Figures {
  const of = (key: keyof Round) => medianOf(rounds.flatMap((round) => round[key] ?? []));
  const isCpuKnown = rounds.every(({ cpu }) => cpu !== undefined);
  return {
    name,
    rate: of('rate'),
    p50: of('p50'),
    p99: of('p99'),
    cpu: isCpuKnown ? of('cpu') : undefined,
    rounds,
  };
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = low] = sorted.slice(Math.ceil(middle) - 1);
  return Number.isInteger(middle) ? (low + high) / 2 : low;
}
