import { symlink } from 'node:fs/promises';
import { pairingCodeText } from '../src-protocol/model/pairing-code.ts';
import { finish, startJob } from './support/jobs.ts';
import { lookAt } from './support/look-at.ts';
import { dismissMessages } from './support/messages.ts';
import { addBy, cardOf, startOtherComputer } from './support/other-computer.ts';
import { showOthers } from './support/screens.ts';
import { expect, test } from './support/test.ts';

const AT_WORK_WITHIN_MS = 30_000;
const PICTURES_WITHIN_MS = 120_000;

/** Of a computer that is not there: its code is only shown. */
const CODE = pairingCodeText({
  hosts: ['192.168.1.24'],
  port: 7_461,
  fingerprint: 'k3vT0xq8'.repeat(6).slice(0, 43),
  secret: 'Wm4vJ2yLr9TzQ0aKc7dXhA',
  name: 'studio',
});

test(
  'other computers, adding one and its folders fit into the window and can be used by everybody',
  { tag: '@browser' },
  async ({ program, slowCollection, hostName }) => {
    test.setTimeout(PICTURES_WITHIN_MS);
    const { page } = program;
    await using studio = await startOtherComputer({ name: 'studio', program, labels: ['raw', 'fast'] });
    await using nas = await startOtherComputer({ name: 'nas', program });
    await addBy(program, await studio.code());
    await addBy(program, await nas.code());
    await cardOf(page, 'nas').getByRole('button', { name: 'Pause' }).click();
    await startJob(program, slowCollection.folder);
    await program.go('workers');
    await expect(
      cardOf(page, 'studio')
        .getByText(/in hand for/)
        .first(),
    ).toBeVisible({ timeout: AT_WORK_WITHIN_MS });
    await expect(cardOf(page, 'studio').getByText('seen at the same path')).toBeVisible();
    await expect(
      cardOf(page, 'studio')
        .getByText(/^[1-9]\d*$/)
        .first(),
    ).toBeVisible(); // files a second
    await dismissMessages(page); // they would lie over what is to be seen
    await showOthers(page);
    await lookAt(page, { name: 'machines', hostName, openNarrow: showOthers });

    await page.getByRole('button', { name: 'Add a computer…' }).first().click();
    await page.getByRole('textbox', { name: 'Pairing code' }).fill(CODE);
    await lookAt(page, { name: 'add-computer', hostName });
    await page.keyboard.press('Escape');

    const there = `${slowCollection.folder}-at-nas`;
    await symlink(slowCollection.folder, there, 'junction');
    await cardOf(page, 'nas').getByRole('button', { name: 'Folders' }).click();
    const dialog = page.getByRole('dialog', { name: 'Folders of nas' });
    await dialog.getByRole('textbox', { name: 'On this computer' }).fill(slowCollection.folder);
    await dialog.getByRole('textbox', { name: 'On nas' }).fill(there);
    await dialog.getByRole('button', { name: 'Add mapping' }).click();
    await dialog.getByRole('listitem').filter({ hasText: there }).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await dismissMessages(page);
    await cardOf(page, 'nas').getByRole('button', { name: 'Folders' }).click();
    await dialog.getByRole('listitem').filter({ hasText: there }).getByRole('button', { name: 'Test' }).click();
    await expect(dialog.getByText(`Sees the same files at ${there}.`)).toBeVisible();
    await lookAt(page, { name: 'machine-folders', hostName });
    await page.keyboard.press('Escape');

    await program.go('jobs/1');
    await finish(program);
  },
);
