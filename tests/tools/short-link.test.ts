import { expect, test } from 'vitest';
import { codeOf } from '../../src/tools/short-link.ts';

// They stand on paper: none of these may ever change.
test.each([
  ['azerbaijan-expels-iranian-diplomats', 'mkzrk38'],
  ['what-happens-to-your-address', 'gq5d557'],
  ['a', 'sabr24p'],
])('the code of %s is %s for ever', (slug, code) => {
  expect(codeOf(slug)).toBe(code);
});

test('20,000 slugs have 20,000 codes, of letters that are not mistaken for each other', () => {
  const codes = Array.from({ length: 20_000 }, (_, index) => codeOf(`slug-${index}`));
  expect(new Set(codes).size).toBe(20_000);
  for (const code of codes) expect(code).toMatch(/^[0-9abcdefghjkmnpqrstvwxyz]{7}$/);
});
