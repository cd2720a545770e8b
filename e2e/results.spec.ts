import type { Page } from 'playwright/test';
import { LONG_NAME, RIGHT_TO_LEFT_NAME } from './support/collection.ts';
import { expect, test } from './support/test.ts';

const SORTED_WITHIN_MS = 10_000;
const SIZE_UNITS = new Map([
  ['B', 1],
  ['kB', 1e3],
  ['MB', 1e6],
]);

const grid = (page: Page) => page.getByRole('grid', { name: 'Results' });
/** What the rows that are shown have in a column. */
const column = async (page: Page, name: string) =>
  (await grid(page).locator(`[data-column="${name}"]`).allInnerTexts()).map((text) => text.trim());
/** In bytes, as far as the cell tells them. */
function sizeOf(cell: string): number {
  const [amount = '', unit = ''] = cell.split(/\s+/);
  return Number(amount.replaceAll(',', '')) * (SIZE_UNITS.get(unit) ?? Number.NaN);
}
const resultCount = (page: Page) => page.getByRole('main').getByRole('status').filter({ hasText: /\d/ });

test('a click on a title sorts, and another one turns the order round', async ({ library }) => {
  const { page } = library;
  const title = page.getByRole('columnheader', { name: 'Size' });
  const sizes = async () => (await column(page, 'size')).map(sizeOf);
  for (const order of ['ascending', 'descending'] as const) {
    await title.getByRole('button').click();
    await expect(title).toHaveAttribute('aria-sort', order);
    const sign = order === 'ascending' ? 1 : -1;
    await expect(async () => {
      const shown = await sizes();
      expect(new Set(shown).size).toBeGreaterThan(10);
      expect(shown).not.toContain(Number.NaN);
      expect(shown).toEqual(shown.toSorted((one, other) => sign * (one - other)));
    }).toPass({ timeout: SORTED_WITHIN_MS });
  }
});

test('what is searched for is shown alone, whatever its name is like', async ({ library, collection }) => {
  const { page } = library;
  const search = page.getByRole('searchbox', { name: 'Search results' });
  await search.fill(RIGHT_TO_LEFT_NAME.slice(0, 5));
  await expect(resultCount(page)).toHaveText(`1 of ${collection.files.length}`);
  await expect(grid(page).getByText(RIGHT_TO_LEFT_NAME)).toBeVisible();
  await search.fill(LONG_NAME.slice(0, 30));
  await expect(grid(page).getByText(LONG_NAME)).toBeVisible();
  await search.fill('nothing is called like this');
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(resultCount(page)).toHaveText(`${collection.files.length} files`);
  await expect(grid(page).locator('[data-row="0"][aria-busy="false"]')).toBeVisible();
});

test('the selected file is still seen when the search is cleared, and on the way back to the results', async ({
  library,
}) => {
  const { page } = library;
  const search = page.getByRole('searchbox', { name: 'Search results' });
  await search.fill('mystery.qqq');
  const row = grid(page).getByRole('row').filter({ hasText: 'mystery.qqq' });
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
  await row.click();
  await search.fill('');
  await expect(row).toHaveAttribute('aria-selected', 'true');
  await expect(row).toBeInViewport();
  await library.go('jobs');
  await library.go('results');
  await expect(row).toBeInViewport();
  await expect(grid(page).locator('[data-row]').last()).not.toHaveAttribute('aria-busy', 'true');
  expect(await grid(page).locator('[data-row]').count()).toBeGreaterThan(15);
});

test('another column leaves the rows where they are', async ({ library, collection }) => {
  const { page } = library;
  const first = grid(page).locator('[data-row="0"]');
  await expect(first).toBeVisible();
  await grid(page).hover();
  await page.mouse.wheel(0, 10_000);
  await expect(first).toHaveCount(0);
  await expect(grid(page).locator(`[data-row="${collection.files.length - 1}"]`)).toBeInViewport();
  const shown = await grid(page).locator('[data-row]').first().getAttribute('data-row');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('combobox', { name: 'Search columns' }).fill('XResolution');
  await page
    .getByRole('option', { name: /XResolution/ })
    .first()
    .click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader', { name: /XResolution/ })).toBeAttached();
  await expect(grid(page)).toHaveAttribute('aria-busy', 'false');
  await expect(grid(page).locator('[data-row]').first()).toHaveAttribute('data-row', shown ?? '');
});

test('a facet filters by its value, and its number is that of the rows', async ({ library, collection }) => {
  const { page } = library;
  const value = page.getByRole('region', { name: 'Filter by value' }).getByRole('button', { name: /^PNG/ });
  const number = /\d+$/.exec((await value.innerText()).trim())?.[0] ?? '';
  await value.click();
  await expect(value).toHaveAttribute('aria-pressed', 'true');
  await expect(resultCount(page)).toHaveText(`${number} of ${collection.files.length}`);
  await expect.poll(async () => new Set(await column(page, 'format'))).toEqual(new Set(['PNG']));
  await page
    .getByRole('group', { name: 'Filters' })
    .getByRole('button', { name: /^Remove the filter/ })
    .click();
  await expect(resultCount(page)).toHaveText(`${collection.files.length} files`);
});

test('a condition is built of a column, a test and a value', async ({ library, collection }) => {
  const { page } = library;
  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.getByRole('combobox', { name: 'Filter by which column' }).fill('size');
  await page.getByRole('option', { name: /^Size/ }).first().click();
  await page.getByRole('combobox', { name: 'Test' }).selectOption({ label: 'is between' });
  await page.getByRole('textbox', { name: 'From' }).fill('1');
  await page.getByRole('textbox', { name: 'To' }).fill('1000');
  await page.getByRole('button', { name: 'Apply filter' }).click();
  await expect(page.getByRole('group', { name: 'Filters' })).toBeVisible();
  await expect(resultCount(page)).toHaveText(new RegExp(`^[1-9]\\d* of ${collection.files.length}$`));
});

test('any tag can be a column, and a view keeps the columns under a name', async ({ library }) => {
  const { page } = library;
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('combobox', { name: 'Search columns' }).fill('XResolution');
  await page
    .getByRole('option', { name: /XResolution/ })
    .first()
    .click();
  await page.keyboard.press('Escape');
  const tag = page.getByRole('columnheader', { name: /XResolution/ });
  await expect(tag).toBeAttached();

  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('Resolutions');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.keyboard.press('Escape');
  await expect(tag).not.toBeAttached();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name: 'Resolutions', exact: true }).click();
  await expect(tag).toBeAttached();
  await library.reload();
  await expect(tag).toBeAttached();
});

test('a view is renamed, and comes back with Undo when it was deleted', async ({ library }) => {
  const { page } = library;
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('First');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Views' }).click();
  const views = page.getByRole('list', { name: 'Saved views' });
  await views.getByRole('button', { name: 'Rename First' }).click();
  await views.getByRole('textbox', { name: 'New name of First' }).fill('Second');
  await page.keyboard.press('Enter');
  const second = views.getByRole('button', { name: 'Second', exact: true });
  await expect(second).toBeVisible();
  await expect(views.getByRole('listitem')).toHaveCount(1);
  await views.getByRole('button', { name: 'Delete Second' }).click();
  await expect(views).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await library.reload();
  await page.getByRole('button', { name: 'Views' }).click();
  await expect(second).toBeVisible();
});

test('rows are selected and copied with the keyboard', async ({ library, collection }) => {
  const { page } = library;
  await expect(grid(page).locator('[data-row="0"][aria-busy="false"]')).toBeVisible();
  await grid(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  const selected = grid(page).getByRole('row', { selected: true });
  await expect(selected).toHaveCount(3);
  await page.keyboard.press('ControlOrMeta+c');
  await expect(page.getByText('3 rows copied').first()).toBeVisible();
  const [titles = '', ...rows] = (await library.copiedText()).split('\n');
  expect(titles.split('\t').slice(0, 2)).toEqual(['Name', 'Format']);
  expect(rows).toHaveLength(3);

  await page.keyboard.press('ControlOrMeta+a');
  await expect(page.getByRole('region', { name: 'Inspector' })).toContainText(
    `${collection.files.length} files selected`,
  );
  await page.keyboard.press('End');
  await expect(selected).toHaveCount(1);
  await expect(selected).toHaveAttribute('aria-rowindex', `${collection.files.length + 1}`);
});

test('the menu of a cell copies it, and filters by its value', async ({ library }) => {
  const { page } = library;
  await page.getByRole('searchbox', { name: 'Search results' }).fill('jpeg.jpg');
  const cell = grid(page).locator('[data-column="format"]');
  await expect(cell).toHaveCount(1);
  await cell.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy cell' }).click();
  await expect.poll(library.copiedText).toBe('JPEG');
  await cell.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Exclude this value' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
});

test('values are excluded one after the other', async ({ library }) => {
  const { page } = library;
  for (const excluded of [1, 2]) {
    const cell = grid(page).locator('[data-row="0"][aria-busy="false"] [data-column="format"]');
    await expect(grid(page)).toHaveAttribute('aria-busy', 'false');
    const format = (await cell.innerText()).trim();
    await cell.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Exclude this value' }).click();
    await expect(cell).not.toHaveText(format);
    await expect(page.getByRole('group', { name: 'Filters' })).toContainText(excluded === 1 ? format : ` or ${format}`);
  }
});
