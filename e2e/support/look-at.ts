import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { NARROW, sizes, themes } from '../../test/desktop/looks.ts';
import type { HostName } from './hosts.ts';
import { layoutProblems } from './layout-problems.ts';
import { untilQuiet } from './screens.ts';
import { expect } from './test.ts';

const pictures = join(import.meta.dirname, '../../test-results/screens');
/** They are for people: `npm run screens` asks for them. Else they are taken of what is not as it should be. */
const takesAll = process.env['TEST_PICTURES'] !== undefined;

interface Look {
  readonly name: string;
  readonly hostName: HostName;
  /** What has to be done to see it still once the window is narrow. */
  readonly openNarrow?: ((page: Page) => Promise<void>) | undefined;
}

/** Expects that all of what is shown fits, in each size, and that everybody can use it, in each theme. */
export async function lookAt(page: Page, { name, hostName, openNarrow }: Look): Promise<void> {
  const folder = hostName === 'browser' ? pictures : join(pictures, hostName);
  for (const { name: size, ...viewport } of sizes) {
    await page.setViewportSize(viewport);
    if (size === NARROW) await openNarrow?.(page);
    for (const theme of size === NARROW && !takesAll ? themes.slice(-1) : themes) {
      await page.emulateMedia({ colorScheme: theme });
      await untilQuiet(page);
      const faults = size === NARROW ? [] : await seriousViolations(page);
      if (theme === themes.at(-1)) faults.push(...(await page.evaluate(layoutProblems)));
      expect.soft(faults, `${size}, ${theme}`).toEqual([]);
      if (takesAll || faults.length > 0) await page.screenshot({ path: join(folder, `${name}-${size}-${theme}.png`) });
    }
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
