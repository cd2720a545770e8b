import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { savedText } from './support/exported.ts';
import { startJob, untilDone } from './support/jobs.ts';
import { expect, test } from './support/test.ts';

test('failures stand under their causes, with what to do, and the file that they are about', async ({ library }) => {
  const { page } = library;
  await library.go('failures');
  const causes = page.getByRole('navigation', { name: 'Causes' });
  await expect(causes.getByRole('button')).toHaveCount(2);
  await causes.getByRole('button', { name: /^The file type is not known/ }).click();
  await expect(page.getByRole('grid', { name: /The file type is not known/ }).getByText('mystery.qqq')).toBeVisible();
  await causes.getByRole('button', { name: /^The content is damaged/ }).click();
  const damaged = page.getByRole('grid', { name: /The content is damaged/ });
  const row = damaged.getByRole('row', { name: 'noise.mp4' });
  await expect(row.getByRole('gridcell', { name: /^This computer \d+$/ })).toBeVisible();
  await expect(row.getByRole('gridcell', { name: '1', exact: true })).toBeVisible();
  await row.getByText('noise.mp4').click();
  const file = page.getByRole('region', { name: 'The chosen file' });
  await expect(file).toContainText('noise.mp4');
  await expect(file).toContainText(/Fault corrupt · 1 attempt · This computer \d+ · .+ · 5 kB/);
});

test('the list of failures is exported', async ({ library, emptyFolder }) => {
  const { page } = library;
  await library.go('failures');
  const path = join(emptyFolder, 'failures.csv');
  await library.saveTo(path);
  await page.getByRole('button', { name: 'Export the list' }).click();
  const lines = (await savedText(path)).trim().split(/\r?\n/);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain(',error.attempts,error.worker,error.failedAt,');
  expect(lines.find((line) => line.includes('noise.mp4'))).toMatch(/,1,local-\d+,\d{4}-\d\d-\d\dT[\d:.]+Z,5000,/);
});

test('a file that was put right is read when its cause is tried again', async ({
  program,
  collection,
  emptyFolder,
}) => {
  const { page } = program;
  const folder = join(emptyFolder, 'Broken');
  await cp(join(collection.folder, 'Broken'), folder, { recursive: true });
  await startJob(program, folder);
  await untilDone(page);
  await writeFile(join(folder, 'noise.mp4'), await readFile(join(collection.folder, 'Formats', 'mp4.mp4')));
  await page.getByRole('link', { name: /^Failures/ }).click();
  await page.getByRole('button', { name: 'Retry all of this cause' }).click();
  await expect(page.getByRole('heading', { name: 'All files could be read' })).toBeVisible();
});
