// Every parser against inputs by the hundred, with a seed of their own: `npm run fuzz` takes others.
import { expect, test } from 'vitest';
import { refuted, seedOfTests } from '../fuzz/claims.ts';
import { parsers } from '../fuzz/parsers.ts';

test.each(parsers)('$name', async (claim) => {
  expect(await refuted(claim, { seed: seedOfTests, numRuns: 300 })).toBeUndefined();
});
