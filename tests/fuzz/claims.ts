// What is claimed of every input that there may be, and how a claim is tried.
import * as fc from 'fast-check';

/** Something that holds whatever comes in. */
export interface Claim {
  /** As a sentence. */
  readonly name: string;
  readonly property: fc.IRawProperty<unknown[]>;
}

/** How a run is chosen, and chosen again. */
export interface Run {
  readonly seed: number;
  /** Inputs that are tried. */
  readonly numRuns: number;
  /** Where an earlier run failed: see the report of fast-check. */
  readonly path?: string;
  /** In ms: nothing new is tried afterwards. */
  readonly interruptAfterTimeLimit?: number;
}

/** The one that every run of the tests has, so that what was green yesterday is green today. */
export const seedOfTests = 20_261_126;

/** A claim about one kind of input. */
export const claim = <Input>(
  name: string,
  input: fc.Arbitrary<Input>,
  holds: (input: Input) => void | Promise<void>,
): Claim => ({
  name,
  property: fc.asyncProperty(input, async (one) => holds(one)),
});

/** @returns what went wrong, with the smallest input that shows it and how to try it again; undefined when nothing did */
export async function refuted({ name, property }: Claim, run: Run): Promise<string | undefined> {
  const details = await fc.check(property, { includeErrorInReport: true, ...run });
  if (!details.failed) return undefined;
  const again = `npm run fuzz -- --only='${name}' --seed=${details.seed} --path='${details.counterexamplePath}'`;
  return `${name}: not so.\n${fc.defaultReportMessage(details)}\nAgain: ${again}`;
}
