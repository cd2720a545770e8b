import { expect, type Page } from 'playwright/test';

/** Everything that can be seen: the screens by their address, and what opens above them. */
export interface Sight {
  readonly name: string;
  readonly screen: string;
  /** Whether the window shows something else there than a browser. */
  readonly differs?: boolean;
  /** What has to be done to see it. */
  readonly open?: (page: Page) => Promise<void>;
  /** What has to be done to see it still once the window is narrow. */
  readonly openNarrow?: (page: Page) => Promise<void>;
}

/** Waits for what a screen asks for once it is shown. */
const shows =
  (...selectors: readonly string[]) =>
  async (page: Page) => {
    for (const selector of selectors) await page.getByRole('main').locator(selector).first().waitFor();
  };

export const SIGHTS: readonly Sight[] = [
  { name: 'add', screen: 'add', differs: true, open: shows('h1') },
  { name: 'jobs', screen: 'jobs', open: shows('section:has-text("History") tbody tr') },
  { name: 'results', screen: 'results', open: shows('[data-row]') },
  { name: 'failures', screen: 'failures', differs: true, open: shows('[role="grid"] [role="row"]') },
  {
    name: 'insights',
    screen: 'insights',
    open: shows('section:has-text("Formats") li', '[aria-label="Tags"] tbody tr'),
  },
  { name: 'settings', screen: 'settings', open: shows('h1') },
  {
    name: 'jobs-one',
    screen: 'jobs/1',
    open: shows('section:has-text("By format") li', 'section:has-text("Slowest files") li'),
  },
  { name: 'workers', screen: 'workers', open: shows('text=/workers? now/') },
  {
    name: 'workers-alone',
    screen: 'workers',
    open: (page) => showOthers(page),
    openNarrow: (page) => showOthers(page),
  },
  {
    name: 'settings-machines',
    screen: 'settings',
    open: async (page) => {
      await page.getByRole('tab', { name: 'Other computers' }).click();
      await page.getByRole('textbox', { name: 'Lost after' }).waitFor();
    },
  },
  {
    name: 'settings-queue',
    screen: 'settings',
    open: async (page) => {
      await page.getByRole('tab', { name: 'Queue' }).click();
      await page.getByRole('radio', { name: /^Each in turn/ }).waitFor();
    },
  },
  { name: 'cache', screen: 'cache', open: shows('.recharts-bar-rectangle path') },
  { name: 'logs', screen: 'logs', differs: true, open: shows('li') },
  { name: 'about', screen: 'about', differs: true, open: shows('text=/MIT/') },
  {
    name: 'inspector',
    screen: 'results',
    differs: true,
    open: async (page) => {
      await page.getByRole('grid').getByRole('row').nth(2).click();
    },
    openNarrow: async (page) => {
      await page.getByRole('button', { name: 'Open the inspector' }).click();
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

/** Scrolls the Workers screen to the other computers, which stand below this one. */
export async function showOthers(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'At most' }).waitFor(); // what comes later moves them down
  await page.getByRole('heading', { name: 'Other computers' }).evaluate((heading) => {
    heading.scrollIntoView();
  });
}

/** What is being loaded has come, nothing moves any more, and the last frame is painted. */
export async function untilQuiet(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.evaluate(async () => {
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await document.fonts.ready;
    await nextFrame();
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
    await nextFrame();
  });
}
