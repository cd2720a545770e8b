import { expect, test } from './support/test.ts';

test('the log shows what happened, by level and by what is searched for', async ({ library }) => {
  const { page } = library;
  await library.go('logs');
  const lines = page.getByRole('region', { name: 'Lines of the log' });
  await expect(lines.getByRole('listitem').first()).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search the log' }).fill('nothing is called like this');
  await expect(page.getByRole('heading', { name: 'No line is like that' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all lines' }).click();
  await expect(lines.getByRole('listitem').first()).toBeVisible();
  await page.getByRole('radio', { name: 'Errors' }).click();
  await expect(page.getByRole('heading', { name: 'No line is like that' })).toBeVisible();
});
