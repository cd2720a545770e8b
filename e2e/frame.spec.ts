import { expect, test } from './support/test.ts';

const SCREENS = [
  ['Add files', 'add'],
  ['Jobs', 'jobs'],
  ['Results', 'results'],
  ['Failures', 'failures'],
  ['Insights', 'insights'],
  ['Workers', 'workers'],
  ['Cache', 'cache'],
  ['Logs', 'logs'],
  ['Settings', 'settings'],
] as const;

test('every screen is reached from the side bar, says which it is, and survives a reload', async ({ library }) => {
  const { page } = library;
  const screens = page.getByRole('navigation', { name: 'Screens' });
  for (const [name, address] of SCREENS) {
    const entry = screens.getByRole('link', { name });
    await entry.click();
    await expect(entry).toHaveAttribute('aria-current', 'page');
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(page).toHaveURL(({ hash }) => hash === `#/${address}`);
  }
  await library.reload();
  await expect(screens.getByRole('link', { name: 'Settings' })).toHaveAttribute('aria-current', 'page');
});

test('going back leads to the screen before', async ({ library }) => {
  const { page } = library;
  await library.go('workers');
  await library.go('cache');
  await page.goBack();
  await expect(page.getByRole('link', { name: 'Workers' })).toHaveAttribute('aria-current', 'page');
});

test('a screen that cannot be shown says so, and leaves the others', async ({ library }) => {
  const { page } = library;
  await library.go('add');
  await page.evaluate(() => {
    const broken = { state: { recentSources: 'no list' }, version: 1 };
    localStorage.setItem('metaextract.preferences', JSON.stringify(broken));
  });
  await library.reload();
  const fault = page.getByRole('alert').filter({ hasText: 'This screen could not be shown' });
  await expect(fault).toBeVisible();
  await fault.getByRole('button', { name: 'Show again' }).click();
  await expect(fault).toBeVisible();
  expect(library.takeComplaints().join('\n')).toContain('is not a function');
  await library.go('cache');
  await expect(page.getByRole('heading', { level: 1, name: 'Cache' })).toBeVisible();
});
