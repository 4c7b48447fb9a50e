import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

/** What colours and width can change; everything else is the same however a page is looked at. */
const ofLooks = [
  'color-contrast',
  'link-in-text-block',
  'scrollable-region-focusable',
  'target-size',
];

/**
 * That axe finds no barrier on the page, and that it runs off no side.
 *
 * @param look how it is looked at. Of a page that was looked at before, only what that can change is looked for.
 */
export async function expectSound(page: Page, look = ''): Promise<void> {
  const isKnown = await page.evaluate(() => window.axe !== undefined);
  // Not by a script element, which the page's policy would refuse.
  if (!isKnown) await page.evaluate(axe.source);
  const barriers = await page.evaluate(
    async (only) => {
      const found = await window.axe?.run({
        ...(only && { runOnly: only }),
        rules: { 'target-size': { enabled: true } },
        resultTypes: ['violations'],
      });
      return found?.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
      );
    },
    isKnown ? ofLooks : undefined,
  );
  expect(barriers, look).toEqual([]);
  const [wide, seen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    innerWidth,
  ]);
  expect(wide, look).toBeLessThanOrEqual(seen ?? 0);
}
