import { addFolder, untilDone } from './support/jobs.ts';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './support/test.ts';

test('the theme and a number are chosen, and stay chosen at the next start', async ({ program }) => {
  const { page } = program;
  await program.go('settings');
  const background = () => program.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.getByRole('radio', { name: 'Light' }).click();
  const light = await background();
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  const openCache = () => program.page.getByRole('tab', { name: 'Cache' }).click();
  await openCache();
  const keptFor = page.getByRole('textbox', { name: 'Kept for' });
  await keptFor.fill('45');
  await keptFor.press('Enter');
  await expect(page.getByText(/^Saved: Kept for/).first()).toBeVisible();
  await program.go('cache');
  await expect(page.getByRole('region', { name: 'Limits' })).toContainText('45 days');
  await program.restart();
  await expect.poll(background).toBe(dark);
  await program.go('settings');
  await openCache();
  await expect(program.page.getByRole('textbox', { name: 'Kept for' })).toHaveValue('45');
});

test('a number that cannot be is refused with its reason', async ({ library }) => {
  const { page } = library;
  await library.go('settings');
  await page.getByRole('tab', { name: 'Cache' }).click();
  const keptFor = page.getByRole('textbox', { name: 'Kept for' });
  await keptFor.fill('many');
  await expect(page.getByRole('alert')).toBeVisible();
  await keptFor.fill('0');
  await expect(page.getByRole('alert')).toHaveText('It cannot be less than 0.1 days.');
});

test('a setting that was changed is put back with Undo', async ({ library }) => {
  const { page } = library;
  await library.go('settings');
  await page.getByRole('tab', { name: 'Cache' }).click();
  const keptFor = page.getByRole('textbox', { name: 'Kept for' });
  await expect(keptFor).toHaveValue('365');
  await keptFor.fill('45');
  await keptFor.press('Enter');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(keptFor).toHaveValue('365');
  await library.reload();
  await page.getByRole('tab', { name: 'Cache' }).click();
  await expect(keptFor).toHaveValue('365');
});

test('a backup is made when it is asked for', async ({ program }) => {
  const { page } = program;
  await program.go('settings');
  await page.getByRole('tab', { name: 'Backups' }).click();
  const backups = page.getByRole('region', { name: 'Backups that there are' });
  await expect(backups).toContainText('There is none yet.');
  await backups.getByRole('button', { name: 'Back up now' }).click();
  await expect(page.getByText(/^The backup is made \(.+ [kM]B\)\.$/).first()).toBeVisible();
  await expect(backups.getByRole('listitem')).toHaveCount(1);
  const name = await backups.getByRole('listitem').locator('[title]').innerText();
  expect(await readdir(join(program.dataFolder, 'backups'))).toEqual([name]);
});

test('jobs start at once where that is wished', async ({ program, collection }) => {
  const { page } = program;
  await program.go('settings');
  await page.getByRole('tab', { name: 'Adding files' }).click();
  await page.getByRole('switch', { name: 'Start at once' }).click();
  await addFolder(program, join(collection.folder, 'Names'));
  await expect(page).toHaveURL(/#\/jobs\/1$/);
  await untilDone(page);
});

test('About names the versions and the licences', async ({ library }) => {
  const { page } = library;
  await library.go('about');
  await expect(page.getByRole('main')).toContainText(/ExifTool/);
  await expect(page.getByRole('main')).toContainText(/MIT/);
});
