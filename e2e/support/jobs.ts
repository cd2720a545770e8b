import { expect, type Page } from 'playwright/test';
import type { Program } from './program.ts';

/** On a machine that has much else to do. */
const DONE_WITHIN_MS = 45_000;
const READS_WITHIN_MS = 30_000;

/** Adds a folder: dropped on the window; in a browser, whose server reads folders of its own, by its path. */
export async function addFolder(program: Program, folder: string): Promise<void> {
  if (program.hostName === 'window') await program.drop(folder);
  else await pastePaths(program.page, folder);
}

export async function pastePaths(page: Page, ...paths: string[]): Promise<void> {
  await page.getByRole('link', { name: 'Add files' }).click();
  await page.getByRole('button', { name: 'Paste paths' }).click();
  await page.getByRole('textbox', { name: 'Paths' }).fill(paths.join('\n'));
  await page.getByRole('dialog').getByRole('button', { name: /^Add / }).click();
}

/** Adds a folder and starts a job of it, which is shown then. */
export async function startJob(program: Program, folder: string): Promise<void> {
  await addFolder(program, folder);
  await pressStart(program.page);
}

export async function pressStart(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page).toHaveURL(/#\/jobs\/\d+$/);
}

/** What the title of the job that is shown says of its state. */
export async function expectState(page: Page, state: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toContainText(state, { timeout: DONE_WITHIN_MS });
}

/** Waits until the job that is shown is done. */
export function untilDone(page: Page): Promise<void> {
  return expectState(page, 'Done');
}

/** Lets no file take longer than it needs, and waits until the job that is shown is done. */
export async function finish(program: Program): Promise<void> {
  await program.hurry();
  await untilDone(program.page);
}

/** Waits until some files of the job that is shown are read, and not yet all. */
export async function untilUnderWay(page: Page): Promise<void> {
  await expect(underWay(page)).toBeVisible({ timeout: READS_WITHIN_MS });
}

/** Of the job that is shown, which is under way. */
export async function filesDone(page: Page): Promise<number> {
  return Number.parseInt((await underWay(page).innerText()).replaceAll(',', ''), 10);
}

function underWay(page: Page) {
  return page.getByRole('main').getByText(/^[1-9][\d,]* of [\d,]+ (files|found so far)$/);
}
