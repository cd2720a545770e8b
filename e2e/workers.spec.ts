import { finish, startJob } from './support/jobs.ts';
import { expect, test } from './support/test.ts';

test('a worker shows what it reads, can be paused, and goes on when it is resumed', async ({
  program,
  slowCollection,
}) => {
  const { page } = program;
  await startJob(program, slowCollection.folder);
  await program.go('workers');
  const worker = page.getByRole('region', { name: /^This computer/ }).first();
  await expect(worker.getByText(/in hand for/)).toBeVisible();
  await worker.getByRole('button', { name: 'Pause' }).click();
  await expect(worker.getByText('Paused', { exact: true })).toBeVisible();
  await worker.getByRole('button', { name: 'Resume' }).click();
  await expect(worker.getByText('Working', { exact: true })).toBeVisible();
  await program.go('jobs/1');
  await finish(program);
});

test('a killed runtime comes again, and is counted as a restart', async ({ program, slowCollection }) => {
  const { page } = program;
  await startJob(program, slowCollection.folder);
  await program.go('workers');
  await expect(page.getByText(/in hand for/).first()).toBeVisible();
  const pid = await program.killRuntime();
  await expect(page.getByText('1 restart').first()).toBeVisible();
  await expect.poll(program.runtimePids).not.toContain(pid);
  await program.go('jobs/1');
  await finish(program);
});

test('fewer or more workers are had as they are asked for', async ({ program, slowCollection }) => {
  const { page } = program;
  await startJob(program, slowCollection.folder);
  await program.go('workers');
  const scale = page.getByRole('region', { name: 'How many workers' });
  const atMost = scale.getByRole('textbox', { name: 'At most' });
  const workers = async () => (await program.runtimePids()).length;
  await atMost.fill('1');
  await atMost.press('Enter');
  await expect.poll(workers).toBe(1);
  await expect(scale).toContainText('1 worker now');
  await scale.getByRole('button', { name: 'At least: one more' }).click();
  await scale.getByRole('button', { name: 'At least: one more' }).click();
  await expect(atMost).toHaveValue('2');
  await expect.poll(workers).toBe(2);
  await expect(scale).toContainText('2 workers now');
  await scale.getByRole('button', { name: 'At most: one less' }).click();
  await expect(scale.getByRole('textbox', { name: 'At least' })).toHaveValue('1');
  await expect.poll(workers).toBe(1);
  await expect(scale).toContainText('1 worker now');
  await program.go('jobs/1');
  await finish(program);
});

test('stopping the workers is asked again, and they start again', async ({ library }) => {
  const { page } = library;
  await library.go('workers');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText(/The workers are stopp(ed|ing)/)).toBeVisible();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText(/The workers are stopp(ed|ing)/)).toBeHidden();
});
