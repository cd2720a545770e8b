import { join } from 'node:path';
import { addFolder, expectState, finish, pressStart, startJob, untilDone, untilUnderWay } from './support/jobs.ts';
import { dismissMessages } from './support/messages.ts';
import { expect, test } from './support/test.ts';

const UNDO_WITHIN_MS = 7_000;

test('a job is paused, goes on, and is done', async ({ program, slowCollection }) => {
  const { page } = program;
  await startJob(program, slowCollection.folder);
  await untilUnderWay(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expectState(page, 'Paused');
  await page.getByRole('button', { name: 'Resume' }).click();
  await finish(program);
  await expect(page.getByRole('main').getByText(`${slowCollection.files.length} files`, { exact: true })).toBeVisible();
});

test('a job shows what each slot does, its speed and its formats while it runs', async ({
  program,
  slowCollection,
}) => {
  const { page } = program;
  await startJob(program, slowCollection.folder);
  await untilUnderWay(page);
  const main = page.getByRole('main');
  await expect(main.getByText(/ left$|still counting/)).toBeVisible();
  await expect(main.getByRole('region', { name: 'By format' }).getByText('MP3')).toBeVisible();
  await expect(main.getByText(/files\/s$/).first()).toBeVisible();
  await expect(main.getByText(/^This computer \d/).first()).toBeVisible();
  await finish(program);
});

test('cancelling a running job is asked once more; what was read stays', async ({ program, slowCollection }) => {
  const { page } = program;
  await startJob(program, slowCollection.folder);
  await untilUnderWay(page);
  await page.getByRole('main').getByRole('button', { name: 'Cancel', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^Cancel / });
  await dialog.getByRole('button', { name: 'Cancel the job' }).click();
  await expectState(page, 'Cancelled');
  await page.getByRole('button', { name: 'Show results' }).click();
  await expect(page.getByRole('grid', { name: 'Results' }).getByRole('row').nth(1)).toBeVisible();
});

test('a job in the queue is given another priority by its menu and by the keyboard', async ({
  program,
  slowCollection,
}) => {
  const { page } = program;
  await startJob(program, slowCollection.folder);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: /^Priority/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'High' }).click();
  await program.go('jobs');
  const job = (priority: string) =>
    page.getByRole('region', { name: `${priority} priority` }).getByRole('link', { name: 'slow' });
  await expect(job('High')).toBeVisible();
  await job('High').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(job('Critical')).toBeFocused();
});

test('a job that is done runs again, from the cache', async ({ library }) => {
  const { page } = library;
  await library.go('jobs');
  const history = page.getByRole('region', { name: 'History' });
  await history.getByRole('button', { name: 'Run again' }).last().click();
  await expect(page).toHaveURL(/#\/jobs\/\d+$/);
  await untilDone(page);
  await expect(page.getByText(/^From cache\s*[1-9]/)).toBeVisible();
});

test('a deleted job comes back with Undo, and is gone without', async ({ program, collection }) => {
  const { page } = program;
  await addFolder(program, join(collection.folder, 'Names'));
  await pressStart(page);
  await untilDone(page);
  await program.go('jobs');
  const row = page.getByRole('region', { name: 'History' }).getByRole('row').filter({ hasText: 'Names' });
  const undo = page.getByRole('button', { name: 'Undo' });
  const deleteIt = async () => {
    await row.getByRole('button', { name: /^More for/ }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await expect(row).toBeHidden();
    await expect(undo).toBeVisible();
  };
  await dismissMessages(page); // so that none is left after Undo
  await deleteIt();
  await undo.click();
  await expect(row).toBeVisible();
  await expect(undo).toBeHidden();
  await page.clock.install();
  await deleteIt();
  await page.clock.fastForward(UNDO_WITHIN_MS);
  await expect(undo).toBeHidden();
  // only now it is deleted: until then there is a job to export
  await expect(page.getByRole('button', { name: 'Export…' })).toBeDisabled();
  await program.reload();
  await expect(page.getByRole('heading', { name: 'No jobs yet' })).toBeVisible();
});
