import { expect, test } from 'vitest';
import { oldPathOf } from '../../src/model/old-path.ts';

test.each([
  ['/2023/old/', '/2023/old'],
  ['/2023/old?utm_source=x&fbclid=y', '/2023/old'],
  ['/?p=77&fbclid=x', '?p=77'],
  ['/index.php?p=9&utm_medium=mail', '/index.php?p=9'],
  ['/2020/%c9%99li', '/2020/%C9%99li'],
  ['/2020/əli/', '/2020/%C9%99li'],
  ['/a%2Fb', '/a%2Fb'],
  ['/%E0%A4%A', '/%E0%A4%A'],
  ['/', ''],
])('%s is known as %s', (path, known) => {
  expect(oldPathOf(new URL(path, 'https://site.example'))).toBe(known);
});
