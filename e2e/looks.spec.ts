import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { NARROW, sizes, themes } from '../test/desktop/looks.ts';
import { layoutProblems } from './support/layout-problems.ts';
import { SIGHTS, untilQuiet } from './support/screens.ts';
import { expect, test } from './support/test.ts';

const pictures = join(import.meta.dirname, '../test-results/screens');

// Where the page is the same in the window, looking at it in one of the two is enough.
for (const { name, screen, open, openNarrow, differs = false } of SIGHTS) {
  test(
    `${name} fits into the window and can be used by everybody, whatever its size and theme`,
    { tag: differs ? [] : '@browser' },
    async ({ library, hostName }) => {
      const { page } = library;
      const folder = hostName === 'browser' ? pictures : join(pictures, hostName);
      await library.go(screen);
      await open?.(page);
      for (const { name: size, ...viewport } of sizes) {
        await page.setViewportSize(viewport);
        if (size === NARROW) await openNarrow?.(page);
        for (const theme of themes) {
          await page.emulateMedia({ colorScheme: theme });
          await untilQuiet(page);
          await page.screenshot({ path: join(folder, `${name}-${size}-${theme}.png`) });
          if (size === sizes[0].name) expect.soft(await seriousViolations(page), theme).toEqual([]);
        }
        expect.soft(await page.evaluate(layoutProblems), size).toEqual([]);
      }
    },
  );
}

/** Each as a sentence: the rule, and the elements that break it. */
async function seriousViolations(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] }); // by all its rules
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} (${any[0]?.message ?? ''})`).join('; ')}`);
}
