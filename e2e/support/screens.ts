import { expect, type Page } from 'playwright/test';

/** Everything that can be seen: the screens by their address, and what opens above them. */
export interface Sight {
  readonly name: string;
  readonly screen: string;
  /** What has to be done to see it. */
  readonly open?: (page: Page) => Promise<void>;
}

const SCREENS = [
  'add',
  'jobs',
  'jobs/1',
  'results',
  'failures',
  'insights',
  'workers',
  'cache',
  'logs',
  'settings',
  'about',
];

export const SIGHTS: readonly Sight[] = [
  ...SCREENS.map((screen) => ({ name: screen.replace('/1', '-one'), screen })),
  {
    name: 'inspector',
    screen: 'results',
    open: async (page) => {
      await page.getByRole('grid').getByRole('row').nth(2).click();
    },
  },
  {
    name: 'paste-paths',
    screen: 'add',
    open: async (page) => {
      await page.getByRole('button', { name: 'Paste paths' }).click();
    },
  },
  {
    name: 'export',
    screen: 'results',
    open: async (page) => {
      await page.getByRole('button', { name: 'Export…' }).click();
      await page.getByRole('dialog').getByRole('region', { name: 'Preview' }).waitFor();
    },
  },
  {
    name: 'palette',
    screen: 'results',
    open: async (page) => {
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'keyboard',
    screen: 'add',
    open: async (page) => {
      await page.keyboard.press('?');
    },
  },
];

/** What is being loaded has come, and the last frame is painted. */
export async function untilQuiet(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => setTimeout(resolve, 250));
  });
}
