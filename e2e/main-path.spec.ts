import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from '../test/process/support/run-cli.ts';
import { comparableRecords, comparableRows, exportTo } from './support/exported.ts';
import { addFolder, pressStart, untilDone } from './support/jobs.ts';
import { expect, test } from './support/test.ts';

test('a folder becomes results, and their export is what the command line gives of the same folder', async ({
  program,
  collection,
  emptyFolder,
}) => {
  const { page } = program;
  await addFolder(program, collection.folder);
  const found = page.getByRole('region', { name: 'Found so far' });
  await expect(found).toContainText(`${collection.files.length}`);
  await expect(found.getByText('Photos')).toBeVisible();

  await pressStart(page);
  await untilDone(page);
  await expect(page.getByRole('main')).toContainText(`${collection.files.length} files`);

  await page.getByRole('link', { name: /^Results/ }).click();
  const table = page.getByRole('grid');
  await expect(table.getByRole('row').nth(1)).toBeVisible();
  await expect(page.getByText(`${collection.files.length}`).first()).toBeVisible();

  const fromCommand = async (name: string) => {
    const output = join(emptyFolder, name);
    const dataFolder = join(emptyFolder, 'command');
    await runCli(['extract', collection.folder, '--quiet', '-o', output, '--data-dir', dataFolder]);
    return readFile(output, 'utf8');
  };
  const json = comparableRecords(await exportTo(program, join(emptyFolder, 'window.json'), { format: 'JSON' }));
  const expected = comparableRecords(await fromCommand('command.json'));
  expect([...json.keys()].sort()).toEqual([...collection.files].sort());
  expect([...json.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [path, record] of json) expect(record, path).toEqual(expected.get(path));

  const csv = comparableRows(
    await exportTo(program, join(emptyFolder, 'window.csv'), {
      format: 'CSV',
      choose: (dialog) => dialog.getByRole('radio', { name: 'All, with every tag' }).check(),
    }),
  );
  const rows = comparableRows(await fromCommand('command.csv'));
  expect(csv).toHaveLength(collection.files.length);
  expect(csv).toEqual(
    rows.map((row) => new Map([...row].map(([column, cell]) => [column, column === 'fromCache' ? 'false' : cell]))),
  );
});
