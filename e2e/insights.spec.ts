import { expect, test } from './support/test.ts';

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

test('where the pictures were taken is drawn on a map', async ({ library }) => {
  await library.go('insights');
  await expect(library.page.getByRole('region', { name: 'Places' })).toBeVisible();
});
