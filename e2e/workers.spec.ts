import { startJob, untilDone } from './support/jobs.ts';
import { expect, test } from './support/test.ts';

test('a worker shows what it reads, can be paused, and goes on when it is resumed', async ({
  program,
  largeCollection,
}) => {
  const { page } = program;
  await startJob(program, largeCollection.folder);
  await program.go('workers');
  const worker = page.getByRole('region', { name: /^This computer/ }).first();
  await expect(worker.getByText(/in hand for/)).toBeVisible();
  await worker.getByRole('button', { name: 'Pause' }).click();
  await expect(worker.getByText('Paused', { exact: true })).toBeVisible();
  await worker.getByRole('button', { name: 'Resume' }).click();
  await expect(worker.getByText('Working', { exact: true })).toBeVisible();
  await program.go('jobs/1');
  await untilDone(page);
});

test('a killed runtime comes again, and is counted as a restart', async ({ program, largeCollection }) => {
  const { page } = program;
  await startJob(program, largeCollection.folder);
  await program.go('workers');
  await expect(page.getByText(/in hand for/).first()).toBeVisible();
  const pid = await program.killRuntime();
  await expect(page.getByText('1 restart').first()).toBeVisible();
  await expect.poll(program.runtimePids).not.toContain(pid);
  await program.go('jobs/1');
  await untilDone(page);
});

test('fewer or more workers are had as they are asked for, and stopping is asked again', async ({ program }) => {
  const { page } = program;
  await program.go('workers');
  const scale = page.getByRole('region', { name: 'How many workers' });
  const atMost = scale.getByRole('textbox', { name: 'At most' });
  const before = Number(await atMost.inputValue());
  await scale
    .getByRole('button', { name: /more.*at most|at most.*more|increase/i })
    .last()
    .click();
  await expect(atMost).toHaveValue(`${before + 1}`);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText(/The workers are stopp(ed|ing)/)).toBeVisible();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText(/The workers are stopp(ed|ing)/)).toBeHidden();
});
