import type { Page } from 'playwright/test';
import { expect, test } from './support/test.ts';

const inspector = (page: Page) => page.getByRole('region', { name: 'Inspector' });

async function inspect(page: Page, name: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search results' }).fill(name);
  await expect(page.getByRole('grid', { name: 'Results' }).locator('[data-column="name"]')).toHaveCount(1);
  await page.getByRole('grid', { name: 'Results' }).getByText(name).click();
  await expect(inspector(page).getByRole('heading', { level: 2 })).toHaveText(name);
}

test('a file is shown with its picture, its time and its place', async ({ library }) => {
  const { page } = library;
  await inspect(page, 'png.png');
  const preview = inspector(page).getByRole('button', { name: 'Show the preview of png.png large' });
  await expect
    .poll(() => preview.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0);
  await preview.click();
  await expect(page.getByRole('dialog', { name: 'png.png' })).toBeVisible();
  await page.keyboard.press('Escape');
  await inspect(page, 'jpeg.jpg');
  await expect(inspector(page)).toContainText(/DateTimeOriginal/);
  await expect(inspector(page).getByText(/°/).first()).toBeVisible();
});

test('tags are searched, and shown as printed or raw', async ({ library }) => {
  const { page } = library;
  await inspect(page, 'jpeg.jpg');
  const tags = inspector(page).getByRole('region', { name: 'All tags' });
  await tags.getByRole('searchbox', { name: 'Search tags' }).fill('ExposureTime');
  const line = tags.getByRole('list').first().getByRole('listitem').filter({ hasText: 'ExposureTime' }).first();
  await expect(line).toContainText(/1\/\d+/);
  await tags.getByRole('radio', { name: 'Raw' }).click();
  await expect(line).toContainText(/0\.\d+/);
  await tags.getByRole('searchbox').fill('nothing is called like this');
  await expect(tags.getByText('No tag matches the search.')).toBeVisible();
});

test('all that is known is copied as JSON', async ({ library, collection }) => {
  const { page } = library;
  await inspect(page, 'jpeg.jpg');
  await inspector(page).getByRole('button', { name: 'Copy as JSON' }).click();
  await expect(page.getByText('The metadata is on the clipboard as JSON.').first()).toBeVisible();
  const record = JSON.parse(await library.copiedText()) as { readonly path: string; readonly tags: object };
  expect(collection.files).toContain(record.path);
  expect(Object.keys(record.tags).length).toBeGreaterThan(20);
});

test('two files are compared side by side, with what differs marked', async ({ library }) => {
  const { page } = library;
  const grid = page.getByRole('grid', { name: 'Results' });
  await page.getByRole('searchbox', { name: 'Search results' }).fill('Formats tif');
  await expect(grid.locator('[data-column="name"]')).toHaveCount(2);
  await grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowDown');
  await inspector(page).getByRole('button', { name: 'Compare 2 files' }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare 2 files' });
  await expect(dialog.getByText(/\d+ of \d+ values differ/)).toBeVisible();
  const rows = dialog.getByRole('row');
  const marked = dialog.getByRole('img', { name: 'differs' });
  await expect(rows).toHaveCount((await marked.count()) + 1);
  await dialog.getByRole('switch', { name: 'Only differences' }).click();
  await expect.poll(() => rows.count()).toBeGreaterThan((await marked.count()) + 1);
});
