import { join } from 'node:path';
import { sizes, themes } from '../test/desktop/looks.ts';
import { layoutProblems } from './support/layout-problems.ts';
import { SIGHTS, untilQuiet } from './support/screens.ts';
import { expect, test } from './support/test.ts';

const pictures = join(import.meta.dirname, '../test-results/screens');

// The page is the same in the window: looking at it in one of the two is enough.
for (const { name, screen, open } of SIGHTS) {
  test(`${name} fits into the window, whatever its size and theme`, { tag: '@browser' }, async ({ library }) => {
    const { page } = library;
    await library.go(screen);
    await open?.(page);
    for (const { name: size, ...viewport } of sizes) {
      await page.setViewportSize(viewport);
      for (const theme of themes) {
        await page.emulateMedia({ colorScheme: theme });
        await untilQuiet(page);
        await page.screenshot({ path: join(pictures, `${name}-${size}-${theme}.png`) });
      }
      expect.soft(await page.evaluate(layoutProblems), size).toEqual([]);
    }
  });
}
