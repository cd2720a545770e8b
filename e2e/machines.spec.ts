import { mkdir, symlink } from 'node:fs/promises';
import { freePort } from '../test/process/support/free-port.ts';
import { addFolder, finish, pressStart, startJob, untilUnderWay } from './support/jobs.ts';
import { noMulticast } from './support/multicast.ts';
import { addBy, cardOf, openAdd, pairBy, startOtherComputer } from './support/other-computer.ts';
import type { Program } from './support/program.ts';
import { expect, test } from './support/test.ts';

/** Its process begins to read only once its extractors have started, on a machine that has much else to do. */
const AT_WORK_WITHIN_MS = 30_000;

test('a computer is paired by the code that it shows, is seen to read along, is drained and removed', async ({
  program,
  slowCollection,
}) => {
  const { page } = program;
  await using attic = await startOtherComputer({ name: 'attic', program });
  await addBy(program, await attic.code());
  const card = cardOf(page, 'attic');
  await expect(card.getByText('Ready', { exact: true })).toBeVisible();
  await expect(card).toContainText('At 127.0.0.1:');

  await startJob(program, slowCollection.folder);
  await program.go('workers');
  await expect(card.getByText('Working', { exact: true })).toBeVisible({ timeout: AT_WORK_WITHIN_MS });
  await expect(card.getByText(/in hand for/).first()).toBeVisible();
  await expect(card.getByText(/^[12] of 2 busy$/)).toBeVisible();
  await expect(card.getByText(/^[1-9][\d.]* k?B in .+ of work$/)).toBeVisible();
  await expect(card.getByText('seen at the same path')).toBeVisible();

  await program.go('jobs/1');
  await expect(page.getByRole('radio', { name: /^attic \d/ }).first()).toBeVisible();

  await program.go('workers');
  await card.getByRole('button', { name: 'Drain' }).click();
  await page.getByRole('dialog', { name: 'Drain attic?' }).getByRole('button', { name: 'Drain' }).click();
  await expect(card.getByText('Drained', { exact: true })).toBeVisible({ timeout: AT_WORK_WITHIN_MS });
  await card.getByRole('button', { name: 'Resume' }).click();
  await expect(card.getByText(/^(Ready|Working)$/)).toBeVisible();

  await card.getByRole('button', { name: 'More for attic' }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  const question = page.getByRole('dialog', { name: 'Remove attic?' });
  await expect(question).toContainText('pair it again with the code that it shows');
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(card).toBeHidden();
  await expect(page.getByText('Let another computer read along.')).toBeVisible();
  await attic.event('removed');

  await program.go('jobs/1');
  await finish(program);
});

test('a wrong code says what is wrong with it, and what to do', async ({ program }) => {
  const { page } = program;
  await using attic = await startOtherComputer({ name: 'attic', program });
  const code = await attic.code();
  await openAdd(program);
  const field = page.getByRole('textbox', { name: 'Pairing code' });
  const pair = page.getByRole('button', { name: 'Pair', exact: true });

  await field.fill('1234');
  await expect(page.getByText(/^This is no pairing code:/)).toContainText('Copy the whole line');
  await expect(pair).toBeDisabled();
  await field.fill(code.slice(0, code.indexOf('&s=')));
  await expect(page.getByText(/^The pairing code is not complete/)).toBeVisible();

  await field.fill(code.replace(/(?<=&s=)[^&]+/, 'A'.repeat(22)));
  await expect(page.getByRole('status').filter({ hasText: 'The code of attic' })).toBeVisible();
  await pair.click();
  await expect(page.getByText(/^“attic” does not accept the pairing code/)).toContainText(
    'Have “attic” show a new one.',
  );
  await field.fill(code.replace(/(?<=&p=)\d+/, (await freePort()).toString()));
  await pair.click();
  await expect(page.getByText(/127\.0\.0\.1 does not answer/)).toBeVisible();

  await pairBy(page, code);
  await expect(cardOf(page, 'attic')).toBeVisible();
});

test('a computer that announces itself on the network is found, and asked for its code', async ({ program }) => {
  const reason = await noMulticast();
  test.skip(reason !== undefined, reason ?? '');
  const { page } = program;
  const name = `attic-${program.hostName}-${process.pid.toString()}`; // others on the network may be found as well
  await using attic = await startOtherComputer({ name, program, announced: true });
  const code = await attic.code();
  await openAdd(program);
  await page.getByRole('tab', { name: 'On this network' }).click();
  const choose = page.getByRole('button', { name: `Pair with its code: ${name}` });
  await expect(async () => {
    if (await choose.isVisible()) return;
    await page.getByRole('button', { name: 'Look again' }).click();
    await expect(choose).toBeVisible();
  }).toPass();
  await choose.click();
  await pairBy(page, code, `Pairing code of ${name}`);
  await expect(cardOf(page, name)).toBeVisible();
});

test(
  'a computer that cannot be reached is invited, and comes in by itself',
  { tag: '@browser' },
  async ({ program }) => {
    const { page } = program;
    await setJoinPort(program, await freePort());
    await openAdd(program);
    await page.getByRole('tab', { name: 'Invite it' }).click();
    await page.getByRole('button', { name: 'Make a code' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a computer' });
    await expect(dialog.getByRole('img', { name: 'The code as a QR code' })).toBeVisible();
    await dialog.getByRole('button', { name: /^Copy the command/ }).click();
    await expect(page.getByText('The command is on the clipboard.').first()).toBeVisible();
    const command = await program.copiedText();
    const joinCode = /^metaextract worker --join "(\S+)"$/.exec(command)?.[1];
    expect(joinCode, command).toBeDefined();
    await using cellar = await startOtherComputer({ name: 'cellar', program, joinCode: joinCode ?? '' });
    await cellar.event('dialling');
    await expect(dialog.getByText('cellar is in')).toBeVisible();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expect(cardOf(page, 'cellar')).toContainText('Dials this computer');
  },
);

test(
  'a job is read by the computers that were chosen for it alone',
  { tag: '@browser' },
  async ({ program, slowCollection }) => {
    const { page } = program;
    await using attic = await startOtherComputer({ name: 'attic', program, labels: ['fast'] });
    await addBy(program, await attic.code());
    await expect(cardOf(page, 'attic').getByText('Ready', { exact: true })).toBeVisible();
    await addFolder(program, slowCollection.folder);
    await page.getByRole('button', { name: 'Workers: all' }).click();
    await page.getByRole('button', { name: 'fast', exact: true }).click();
    await page.getByRole('checkbox', { name: 'attic' }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Workers: attic, or labelled fast' })).toBeVisible();
    await pressStart(page);
    await untilUnderWay(page);
    await finish(program);
    const did = page.getByRole('region', { name: 'What each slot did' }).getByRole('radiogroup', { name: 'Slots' });
    await expect(did.getByRole('radio', { name: /^attic/ }).first()).toBeVisible();
    await expect(did.getByRole('radio', { name: /^This computer/ })).toHaveCount(0);
  },
);

test(
  'a mapping is tested by the content of files before it is saved',
  { tag: '@browser' },
  async ({ program, slowCollection }) => {
    const { page } = program;
    const other = `${program.dataFolder}-other-path`;
    const empty = `${program.dataFolder}-empty`;
    await symlink(slowCollection.folder, other, 'junction');
    await mkdir(empty);
    await using attic = await startOtherComputer({ name: 'attic', program });
    await addBy(program, await attic.code());
    const card = cardOf(page, 'attic');
    await expect(card.getByText('Ready', { exact: true })).toBeVisible();
    await card.getByRole('button', { name: 'Folders' }).click();
    const form = page.getByRole('form', { name: 'Add a mapping' });
    await form.getByRole('textbox', { name: 'On this computer' }).fill(slowCollection.folder);
    const there = form.getByRole('textbox', { name: 'On attic' });
    await there.fill(empty);
    await form.getByRole('button', { name: 'Test' }).click();
    await expect(form.getByText('There is nothing at that path.')).toBeVisible();
    await there.fill(other);
    await expect(form.getByText('There is nothing at that path.')).toBeHidden();
    await form.getByRole('button', { name: 'Test' }).click();
    await expect(form.getByText(`Sees the same files at ${other}.`)).toBeVisible();
    await form.getByRole('button', { name: 'Add mapping' }).click();
    const dialog = page.getByRole('dialog', { name: 'Folders of attic' });
    await expect(dialog.getByRole('listitem').filter({ hasText: other })).toContainText('only attic');
    await dialog.getByRole('button', { name: `Remove the mapping of ${slowCollection.folder}` }).click();
    await expect(dialog.getByText('There is none yet.')).toBeVisible();
  },
);

/** One that nobody else on this machine has. */
async function setJoinPort(program: Program, port: number): Promise<void> {
  const { page } = program;
  await program.go('settings');
  await page.getByRole('tab', { name: 'Other computers' }).click();
  const field = page.getByRole('textbox', { name: 'Port for invited computers' });
  await field.fill(port.toString());
  await field.press('Enter');
  await expect(page.getByText(/^Saved: Port for invited computers/).first()).toBeVisible();
}
