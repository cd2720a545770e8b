import { join } from 'node:path';
import { startJob, untilDone } from './support/jobs.ts';
import { expect, test } from './support/test.ts';

test('the cache counts what it knew, and knows nothing more once it is cleared', async ({ program, collection }) => {
  const { page } = program;
  const folder = join(collection.folder, 'Formats');
  await startJob(program, folder);
  await untilDone(page);
  await program.go('jobs');
  await page.getByRole('button', { name: 'Run again' }).click();
  await untilDone(page);

  await page.getByRole('link', { name: /^Cache/ }).click();
  await expect(page.getByRole('region', { name: 'Hit rate' })).toContainText('50 %');
  await expect(page.getByRole('region', { name: 'Size' })).toContainText(/Entries\s*[1-9]/);
  await page.getByRole('button', { name: 'Prune now' }).click();
  await expect(page.getByText('Nothing had to be forgotten: all is within the limits').first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Size' })).toContainText(/Entries\s*[1-9]/);

  await expect(page.getByRole('region', { name: 'Limits' })).toContainText('365 days');
  await page.getByRole('button', { name: 'Change in Settings' }).click();
  await expect(page.getByRole('textbox', { name: 'Kept for' })).toHaveValue('365');

  await program.go('cache');
  await page.getByRole('button', { name: 'Clear cache' }).click();
  const dialog = page.getByRole('dialog', { name: 'Clear the cache?' });
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('region', { name: 'Size' })).toContainText(/Entries\s*[1-9]/);
  await page.getByRole('button', { name: 'Clear cache' }).click();
  await dialog.getByRole('button', { name: 'Clear cache' }).click();
  await expect(page.getByText(/^The cache is empty: [1-9]\d* entries forgotten/).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Size' })).toContainText(/Entries\s*0/);
  await expect(page.getByRole('button', { name: 'Clear cache' })).toBeDisabled();
  await program.go('jobs');
  await page.getByRole('button', { name: 'Run again' }).first().click();
  await untilDone(page);
  await expect(page.getByText(/^From cache\s*0$/)).toBeVisible();
});
