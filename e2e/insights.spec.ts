import { expect, test } from './support/test.ts';

const REACH_PX = 10;

test('a bar filters the results, and there are as many as it says', async ({ library, collection }) => {
  const { page } = library;
  await library.go('insights');
  const bar = page.getByRole('region', { name: 'Formats' }).getByRole('button', { name: /^JPEG.*\d files$/ });
  const files = /\d+/.exec(await bar.innerText())?.[0] ?? '';
  await bar.click();
  await expect(bar).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('group', { name: 'Filter' })).toContainText(
    `${files} of ${collection.files.length} files`,
  );
  await page.getByRole('button', { name: 'Show in results' }).click();
  await expect(page.getByText(`${files} of ${collection.files.length}`)).toBeVisible();
});

test('a step of a scale filters by what it counts, with the keyboard too', async ({ library, collection }) => {
  const { page } = library;
  await library.go('insights');
  const chart = page.getByRole('group', { name: /^ISO:/ });
  const bar = chart.getByRole('button', { name: /: [1-9]\d* files?$/ }).first();
  const files = /(\d+) files?$/.exec((await bar.getAttribute('aria-label')) ?? '')?.[1] ?? '';
  await bar.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: 'Filter', exact: true })).toContainText(
    `${files} of ${collection.files.length} files`,
  );
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page.getByRole('group', { name: 'Filter', exact: true })).toContainText('Choose a bar');
});

test('formats stand by their size where that is asked for, with the keyboard too', async ({ library }) => {
  const { page } = library;
  await library.go('insights');
  const formats = page.getByRole('region', { name: 'Formats' });
  const first = formats.getByRole('listitem').first();
  await expect(first).toHaveText(/\d files?$/);
  await formats.getByRole('radio', { name: 'Files' }).focus();
  const size = formats.getByRole('radio', { name: 'Size' });
  await page.keyboard.press('ArrowRight');
  await expect(size).toBeFocused();
  await expect(size).toBeChecked();
  await expect(first).toHaveText(/\d [kMGT]?B$/);
  await page.keyboard.press('?'); // nothing is written there, so that keys are commands
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
});

test('where the pictures were taken is drawn on a map, and a part of it that is marked filters the results', async ({
  library,
  collection,
}) => {
  const { page } = library;
  await library.go('insights');
  const places = page.getByRole('region', { name: 'Places' });
  await expect(places).toContainText(/[1-9]\d* files with a position/);
  const map = places.getByRole('img', { name: /^Outline of the world with [1-9]\d* files at [1-9]\d* places$/ });
  const mark = map.locator('g path').first();
  await expect(mark).toBeAttached();

  await places.scrollIntoViewIfNeeded();
  await places.getByRole('button', { name: 'Mark an area by dragging' }).click();
  const at = await mark.evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect);
  await page.mouse.move(at.x - REACH_PX, at.y - REACH_PX);
  await page.mouse.down();
  await page.mouse.move(at.x + REACH_PX, at.y + REACH_PX, { steps: 3 });
  await page.mouse.up();
  const filter = page.getByRole('group', { name: 'Filter', exact: true });
  await expect(filter).toContainText('Latitude');
  await expect(filter).toContainText('Longitude');
  const all = `${collection.files.length}`;
  await expect(filter).toContainText(/[1-9]\d* of/);
  await expect(filter).not.toContainText(`${all} of ${all}`);
  const files = /([1-9]\d*) of/.exec(await filter.innerText())?.[1] ?? '';
  await page.getByRole('button', { name: 'Show in results' }).click();
  await expect(page.getByText(`${files} of ${all}`)).toBeVisible();
  expect(Number(files)).toBeLessThan(collection.files.length);
});
