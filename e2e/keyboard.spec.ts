import { basename, dirname, join } from 'node:path';
import { type Locator, type Page } from 'playwright/test';
import { savedText } from './support/exported.ts';
import { startJob, untilDone, untilUnderWay } from './support/jobs.ts';
import { expect, test } from './support/test.ts';

const TABS_MAX = 60;

/** Presses Tab until the control has the focus, as a person does who has no mouse. */
async function tabTo(page: Page, role: 'button' | 'grid' | 'link' | 'searchbox' | 'radio', name: RegExp | string) {
  const control = page.getByRole(role, { name, exact: true }).first();
  await control.waitFor();
  for (let tabs = 0; tabs < TABS_MAX; tabs++) {
    if (await control.evaluate((element) => element === document.activeElement)) return control;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${role} ${name.toString()} is not reached with Tab`);
}

/** Presses Escape once, as soon as the focus is in the dialog: before, the key would be meant for something else. */
async function closeWithEscape(page: Page, dialog: Locator) {
  await expect(dialog.and(page.locator(':focus-within'))).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
}

test('the whole way from a folder to an export is walked with the keyboard alone', async ({
  program,
  collection,
  emptyFolder,
}) => {
  const { page } = program;
  await tabTo(page, 'button', 'Paste paths');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Paths' })).toBeFocused();
  await page.keyboard.insertText(collection.folder);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('list', { name: 'Sources' })).toContainText(collection.folder);
  await tabTo(page, 'button', 'Start');
  await page.keyboard.press('Enter');
  await untilDone(page);

  await page.keyboard.press('ControlOrMeta+3');
  const grid = page.getByRole('grid', { name: 'Results' });
  const firstRow = grid.locator('[data-row="0"][aria-busy="false"]');
  await expect(firstRow).toBeVisible();
  await page.keyboard.press('ControlOrMeta+f');
  await expect(page.getByRole('searchbox', { name: 'Search results' })).toBeFocused();
  await page.keyboard.type('Names');
  const names = collection.files.filter((path) => basename(dirname(path)) === 'Names');
  await expect(grid).toHaveAttribute('aria-rowcount', `${names.length + 1}`);
  await expect(firstRow).toBeVisible();
  await tabTo(page, 'grid', 'Results');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByRole('region', { name: 'Inspector' })).toContainText('2 files selected');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('region', { name: 'Inspector' }).getByRole('region', { name: 'All tags' })).toBeVisible();

  const path = join(emptyFolder, 'by-keyboard.csv');
  await program.saveTo(path);
  await page.keyboard.press('ControlOrMeta+e');
  const dialog = page.getByRole('dialog', { name: 'Export results' });
  await expect(dialog.getByRole('button', { name: 'Export', exact: true })).toBeFocused();
  const csv = await tabTo(page, 'radio', 'CSV');
  const tsv = dialog.getByRole('radio', { name: 'TSV', exact: true });
  await page.keyboard.press('ArrowRight');
  await expect(tsv).toBeFocused();
  await expect(tsv).toBeChecked();
  await page.keyboard.press('ArrowLeft');
  await expect(csv).toBeChecked();
  await tabTo(page, 'button', 'Export');
  await page.keyboard.press('Enter');
  expect(await savedText(path)).toContain('two');
});

test('a dialog that was opened by a menu or the palette gives the focus back to where it was', async ({
  program,
  slowCollection,
}) => {
  const { page } = program;
  await startJob(program, slowCollection.folder);
  await untilUnderWay(page);
  await program.go('jobs');
  const menu = page.getByRole('button', { name: 'More for slow' });
  await menu.press('Enter');
  await page.getByRole('menuitem', { name: 'Cancel' }).press('Enter');
  await closeWithEscape(page, page.getByRole('dialog', { name: /^Cancel / }));
  await expect(menu).toBeFocused();

  const link = page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: /^Jobs/ });
  await link.focus();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('Keyboard help');
  await expect(page.getByRole('option', { name: /^Keyboard help/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await closeWithEscape(page, page.getByRole('dialog', { name: 'Keyboard' }));
  await expect(link).toBeFocused();
});
