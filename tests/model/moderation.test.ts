import { expect, test } from 'vitest';
import { moderate, policies } from '../../src/model/moderation.ts';

test.each([
  ['first', 'new', 'pending'],
  ['first', 'approved before', 'approved'],
  ['all', 'new', 'pending'],
  ['all', 'approved before', 'pending'],
  ['none', 'new', 'approved'],
  ['none', 'approved before', 'approved'],
] as const)('under "%s" a commenter who is %s has a comment %s', (policy, standing, status) => {
  expect(moderate(policy, standing, false)).toBe(status);
});

test.each(policies)('under "%s" a name that passes for an author’s waits', (policy) => {
  expect(moderate(policy, 'approved before', true)).toBe('pending');
});
