import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { NARROW, sizes, themes } from '../../test/desktop/looks.ts';
import type { HostName } from './hosts.ts';
import { layoutProblems } from './layout-problems.ts';
import { untilQuiet } from './screens.ts';
import { expect } from './test.ts';

const pictures = join(import.meta.dirname, '../../test-results/screens');

interface Look {
  readonly name: string;
  readonly hostName: HostName;
  /** What has to be done to see it still once the window is narrow. */
  readonly openNarrow?: ((page: Page) => Promise<void>) | undefined;
}

/** Takes a picture of what is shown in each size and theme, and expects that all of it fits and everybody can use it. */
export async function lookAt(page: Page, { name, hostName, openNarrow }: Look): Promise<void> {
  const folder = hostName === 'browser' ? pictures : join(pictures, hostName);
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
}

/** Each as a sentence: the rule, and the elements that break it. */
async function seriousViolations(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] }); // by all its rules
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} (${any[0]?.message ?? ''})`).join('; ')}`);
}
