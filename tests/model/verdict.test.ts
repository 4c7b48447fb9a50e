import { describe, expect, test } from 'vitest';
import { policies } from '../../src/model/moderation.ts';
import { heldFrom, judge, ruleNames, type Signals, spamFrom } from '../../src/model/verdict.ts';

const honest: Signals = {
  policy: 'first',
  standing: 'approved before',
  links: 0,
  isLookalike: false,
  isTrapped: false,
  formAge: 60_000,
  leastAge: 3000,
  length: 100,
  isSaidElsewhere: false,
  phrases: [],
  isBlocked: false,
  recent: 0,
  doubt: undefined,
};
const day = 24 * 60 * 60 * 1000;

test.each([
  ['first', 'new', 'pending'],
  ['first', 'approved before', 'approved'],
  ['all', 'new', 'pending'],
  ['all', 'approved before', 'pending'],
  ['none', 'new', 'approved'],
  ['none', 'approved before', 'approved'],
] as const)('under "%s" a commenter who is %s has a comment %s', (policy, standing, status) => {
  expect(judge({ ...honest, policy, standing }).status).toBe(status);
});

describe.each(policies)('under "%s"', (policy) => {
  test('a name that passes for an author’s waits', () => {
    expect(judge({ ...honest, policy, isLookalike: true }).status).toBe('pending');
  });

  test.each(['unchecked', 'refused'] as const)(
    'what Turnstile leaves %s waits, whatever was earned, and is not spam',
    (doubt) => {
      for (const standing of ['new', 'approved before'] as const) {
        expect(judge({ ...honest, policy, standing, doubt }).status).toBe('pending');
      }
    },
  );

  test('whoever fills the trap is taken for spam, whatever they earned', () => {
    expect(judge({ ...honest, policy, isTrapped: true }).status).toBe('spam');
  });
});

test.each([
  ['two links', { links: 2 }, []],
  ['three links', { links: 3 }, [['links', 15]]],
  ['a hundred links', { links: 100 }, [['links', 45]]],
  ['a form sent after two seconds', { formAge: 2999 }, [['quick', 20]]],
  ['a form sent after three seconds', { formAge: 3000 }, []],
  ['a form sent at once where nobody minds', { formAge: 0, leastAge: 0 }, []],
  ['a form without a time', { formAge: undefined }, []],
  ['a form sent after a day', { formAge: day }, []],
  ['a form sent after more than a day', { formAge: day + 1 }, [['stale', 10]]],
  ['a form that Turnstile was not asked about', { doubt: 'unchecked' }, [['unchecked', 5]]],
  ['a form that Turnstile refuses', { doubt: 'refused' }, [['refused', 45]]],
  ['a text that stands elsewhere', { isSaidElsewhere: true }, [['elsewhere', 50]]],
  ['a few words that stand elsewhere', { isSaidElsewhere: true, length: 24 }, []],
  ['a third comment in a minute', { recent: 2 }, []],
  ['a fourth comment in a minute', { recent: 3 }, [['busy', 15]]],
  ['somebody blocked', { isBlocked: true }, [['blocked', 200]]],
] as const)('%s', (_, signals, reasons) => {
  const found = judge({ ...honest, policy: 'none', standing: 'new', ...signals }).reasons;
  expect(found.map(({ rule, points }) => [rule, points])).toEqual(reasons);
});

test('a known commenter may be quick, and may send three links', () => {
  expect(judge({ ...honest, formAge: 0 }).status).toBe('approved');
  expect(judge({ ...honest, links: 3 }).status).toBe('approved');
});

test('a known commenter who sends many links waits', () => {
  expect(judge({ ...honest, links: 8 }).status).toBe('pending');
});

test('nothing that somebody honest does by chance is spam', () => {
  for (const policy of policies) {
    const hasty = { ...honest, policy, standing: 'new', formAge: 0 } as const;
    const clumsy = { ...hasty, links: 100, doubt: 'unchecked' } as const;
    expect(judge(clumsy).status).not.toBe('spam');
    expect(judge({ ...clumsy, links: 3, isSaidElsewhere: true }).status).not.toBe('spam');
    expect(judge({ ...hasty, links: 3, doubt: 'refused' }).status).not.toBe('spam');
  }
});

test('the same links everywhere, quicker than anybody types, are spam under every policy', () => {
  for (const policy of policies) {
    const spam = { policy, standing: 'new', links: 6, formAge: 0, isSaidElsewhere: true } as const;
    expect(judge({ ...honest, ...spam }).status).toBe('spam');
  }
});

describe('a phrase of the list', () => {
  const hold = { phrase: 'casino', effect: 'hold' } as const;
  const spam = { phrase: 'free money', effect: 'spam' } as const;

  test.each(policies)('holds under "%s", whoever says it, and is named', (policy) => {
    for (const standing of ['new', 'approved before'] as const) {
      const { status, reasons } = judge({ ...honest, policy, standing, phrases: [hold] });
      expect(status).toBe('pending');
      expect(reasons).toContainEqual({ rule: 'held', points: 60, phrases: ['casino'] });
    }
  });

  test.each(policies)('is spam under "%s", whoever says it', (policy) => {
    for (const standing of ['new', 'approved before'] as const)
      expect(judge({ ...honest, policy, standing, phrases: [spam] }).status).toBe('spam');
  });

  test('whoever is blocked is spam under every policy, whatever they earned', () => {
    for (const policy of policies)
      expect(judge({ ...honest, policy, isBlocked: true }).status).toBe('spam');
  });
});

test('the same text elsewhere, quicker than anybody types, and refused by Turnstile, adds up to spam', () => {
  const replayed = {
    standing: 'new',
    isSaidElsewhere: true,
    doubt: 'refused',
    formAge: 0,
  } as const;
  expect(judge({ ...honest, ...replayed }).status).toBe('spam');
});

test('what holds a comment adds up to no spam, with what else somebody honest may do', () => {
  const held = {
    standing: 'new',
    isLookalike: true,
    phrases: [{ phrase: 'casino', effect: 'hold' }],
    doubt: 'unchecked',
  } as const;
  for (const policy of policies)
    for (const more of [
      { links: 100 },
      { isSaidElsewhere: true },
      { links: 100, isSaidElsewhere: true },
      { links: 9, formAge: 0 },
      { recent: 9, links: 9 },
    ])
      expect(judge({ ...honest, policy, ...held, ...more }).status).toBe('pending');
});

test('one text everywhere waits, whatever its author earned', () => {
  expect(judge({ ...honest, isSaidElsewhere: true }).status).toBe('pending');
});

test('every rule has a name of its own, and the thresholds are apart', () => {
  expect(new Set(ruleNames).size).toBe(ruleNames.length);
  expect(heldFrom).toBeLessThan(spamFrom);
});
