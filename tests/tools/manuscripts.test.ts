// Articles of every kind, most of them wrong, with a seed of their own: `npm run fuzz` takes others.
import { expect, test } from 'vitest';
import { refuted, seedOfTests } from '../fuzz/claims.ts';
import { manuscripts } from '../fuzz/manuscripts.ts';

test.each(manuscripts)('$name', async (claim) => {
  expect(await refuted(claim, { seed: seedOfTests, numRuns: 300 })).toBeUndefined();
});
