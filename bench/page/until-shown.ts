import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright';

/** Waits until the table of results shows rows. The page's own policy forbids what `waitForFunction` would do. */
export async function untilShown(page: Page, withinMs: number): Promise<void> {
  const signal = AbortSignal.timeout(withinMs);
  while (!(await page.evaluate<boolean>('probe.isShown()'))) {
    if (signal.aborted) throw new Error(`No rows were shown within ${(withinMs / 1_000).toString()} s.`);
    await delay(20);
  }
}
