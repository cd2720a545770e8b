import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { themes } from '../test/desktop/looks.ts';
import { SIGHTS, untilQuiet } from './support/screens.ts';
import { expect, test } from './support/test.ts';

// The page is the same in the window: looking at it in one of the two is enough.
for (const { name, screen, open } of SIGHTS) {
  test(`axe finds nothing serious at ${name}, light or dark`, { tag: '@browser' }, async ({ library }) => {
    const { page } = library;
    await library.go(screen);
    await open?.(page);
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      await untilQuiet(page);
      expect.soft(await seriousViolations(page), colorScheme).toEqual([]);
    }
  });
}

/** Each as a sentence: the rule, and the elements that break it. */
async function seriousViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} (${any[0]?.message ?? ''})`).join('; ')}`);
}
