import type { Page } from 'playwright/test';
import { RIGHT_TO_LEFT_NAME } from './support/collection.ts';
import { expect, test } from './support/test.ts';

async function openPalette(page: Page): Promise<void> {
  await expect(page.locator('[data-row="0"][aria-busy="false"]')).toBeVisible(); // by then the page hears the keys
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox')).toBeFocused();
}

test('the palette runs a command', async ({ library }) => {
  const { page } = library;
  await openPalette(page);
  await page.keyboard.type('go to workers');
  await expect(page.getByRole('option', { name: /^Go to workers/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Workers' })).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('the palette finds a file, and shows it among the results', async ({ library }) => {
  const { page } = library;
  await library.go('settings');
  await page.getByRole('button', { name: 'Search files, tags and commands' }).click();
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type(RIGHT_TO_LEFT_NAME.slice(0, 5));
  await page.getByRole('option', { name: RIGHT_TO_LEFT_NAME }).click();
  await expect(page).toHaveURL(/#\/results/);
  await expect(page.getByRole('grid').getByText(RIGHT_TO_LEFT_NAME)).toBeVisible();
});

test('the palette adds a tag as a column', async ({ library }) => {
  const { page } = library;
  await openPalette(page);
  await page.keyboard.type('Software');
  await page
    .getByRole('option', { name: /^Add the column.*Software/ })
    .first()
    .click();
  await expect(page.getByRole('columnheader', { name: /Software/ })).toBeVisible();
});

test('the keyboard help opens with a question mark and closes with Escape', async ({ library }) => {
  const { page } = library;
  await library.go('cache');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});
