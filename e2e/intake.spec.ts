import { basename, dirname, join } from 'node:path';
import { addFolder, pastePaths, pressStart, untilDone } from './support/jobs.ts';
import { expect, test } from './support/test.ts';

test('what is dropped is counted by kind, with its size and the time that it takes, before anything starts', async ({
  program,
  collection,
}) => {
  await addFolder(program, collection.folder);
  const found = program.page.getByRole('region', { name: 'Found so far' });
  await expect(found).toContainText(`${collection.files.length}`);
  for (const kind of ['Photos', 'Raw', 'Video', 'Audio', 'Documents'])
    await expect(found.getByText(kind)).toBeVisible();
  await expect(found.getByText(/^This takes /)).toBeVisible();
  await expect(found.getByText(/ [kM]B$/)).toBeVisible();
});

test('the window’s own dialog gives folders', { tag: '@window' }, async ({ library, collection }) => {
  await library.go('add');
  await library.chooseFolders([collection.folder]);
  await library.page.getByRole('button', { name: 'Choose folder' }).click();
  await expect(library.page.getByRole('list', { name: 'Sources' })).toContainText(collection.folder);
});

test('pasted paths are added, and a line that is none is named', async ({ library, collection }) => {
  const { page } = library;
  await library.go('add');
  await page.getByRole('button', { name: 'Paste paths' }).click();
  const dialog = page.getByRole('dialog', { name: 'Paste paths' });
  const add = dialog.getByRole('button', { name: /^Add/ });
  await expect(add).toBeDisabled();
  await dialog.getByRole('textbox').fill(`Pictures\n"${collection.folder}"`);
  await expect(dialog.getByText('This line is no whole path')).toBeVisible();
  await expect(add).toHaveText('Add 1 path');
  await add.click();
  await expect(page.getByRole('list', { name: 'Sources' }).getByRole('listitem')).toHaveCount(1);
});

test('a path at which nothing is says so, and can be removed and brought back', async ({ library, collection }) => {
  const { page } = library;
  await library.go('add');
  const nowhere = join(collection.folder, 'no such folder');
  await pastePaths(page, nowhere, collection.folder);
  const sources = page.getByRole('list', { name: 'Sources' });
  await expect(sources.getByText('There is nothing here.')).toBeVisible();
  await page.getByRole('button', { name: `Remove ${nowhere}` }).click();
  await expect(sources.getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(sources.getByRole('listitem')).toHaveCount(2);
});

test('include, exclude, profile and priority decide what a job reads, and how', async ({ program, collection }) => {
  const { page } = program;
  await addFolder(program, join(collection.folder, 'Formats'));
  const options = page.getByRole('group', { name: 'Options' });
  await options.getByRole('button', { name: 'Faster, no composite tags' }).click();
  await options.getByRole('button', { name: /^Include/ }).click();
  await page.getByRole('textbox', { name: 'Include' }).fill('*.{jpg,png,pdf}');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await options.getByRole('button', { name: /^Exclude/ }).click();
  await page.getByRole('textbox', { name: 'Exclude' }).fill('*.pdf');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await options.getByRole('button', { name: /^Priority/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'High' }).click();
  await options.getByRole('button', { name: /^More/ }).click();
  await page.getByRole('textbox', { name: 'Name of the job' }).fill('Two pictures');
  await page.getByRole('textbox', { name: 'Seconds for one file' }).fill('90');
  await page.getByRole('heading', { name: 'Add files' }).click({ position: { x: 4, y: 4 } });
  await expect(options.getByRole('button', { name: /^More/ })).toContainText('90 s');
  await expect(page.getByRole('region', { name: 'Found so far' })).toContainText('2files');

  await pressStart(page);
  await untilDone(page);
  const main = page.getByRole('main');
  await expect(main.getByRole('heading', { level: 1 })).toContainText('Two pictures');
  await expect(main).toContainText('2 files');
});

test('what was read before is offered again', async ({ program, collection }) => {
  const { page } = program;
  const folder = join(collection.folder, 'Names');
  await addFolder(program, folder);
  await pressStart(page);
  await untilDone(page);
  await program.go('add');
  await page.getByRole('list', { name: 'Recent' }).getByRole('button', { name: 'Names', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Sources' })).toContainText(folder);
  await expect(page.getByText('All known from the cache: done in moments')).toBeVisible();
});

test(
  'what is dropped on a browser is sent to the server and read there',
  { tag: '@browser' },
  async ({ program, collection }) => {
    const { page } = program;
    await program.drop(join(collection.folder, 'Formats'));
    await expect(page.getByRole('list', { name: 'Sent from this computer' })).toContainText(/\d+ files sent/);
    await pressStart(page);
    await untilDone(page);
    await page.getByRole('link', { name: /^Results/ }).click();
    await expect(page.getByRole('grid').getByText('jpeg.jpg')).toBeVisible();
  },
);

test('folders of the server can be walked through and added', { tag: '@browser' }, async ({ library, collection }) => {
  const { page } = library;
  await library.go('add');
  await page.getByRole('button', { name: 'Browse server' }).click();
  const dialog = page.getByRole('dialog', { name: 'Browse server' });
  for (const name of [basename(dirname(collection.folder)), basename(collection.folder)])
    await dialog.getByRole('button', { name: `Open ${name}` }).click();
  await dialog.getByRole('row', { name: 'Formats' }).click();
  await dialog.getByRole('button', { name: 'Add 1 item' }).click();
  await expect(page.getByRole('list', { name: 'Sources' })).toContainText(join(collection.folder, 'Formats'));
});
