import { startJob, untilDone, untilUnderWay } from './support/jobs.ts';
import { expectEveryFileOnce } from './support/every-file-once.ts';
import { expect, test } from './support/test.ts';

test('a reload in the middle of a job shows it as it goes on', async ({ program, largeCollection }) => {
  await startJob(program, largeCollection.folder);
  await untilUnderWay(program.page);
  await program.reload();
  await expect(program.page).toHaveURL(/#\/jobs\/1$/);
  await untilDone(program.page);
  await expectEveryFileOnce(program, largeCollection);
});

test('a job whose runtime is killed ends with every file once', async ({ program, largeCollection }) => {
  await startJob(program, largeCollection.folder);
  await untilUnderWay(program.page);
  await program.killRuntime();
  await untilDone(program.page);
  await expectEveryFileOnce(program, largeCollection);
});

test('a job that was unfinished when the program ended goes on at the next start, and is complete', async ({
  program,
  largeCollection,
}) => {
  await startJob(program, largeCollection.folder);
  await untilUnderWay(program.page);
  await program.restart();
  await program.go('jobs/1');
  await untilDone(program.page);
  await expectEveryFileOnce(program, largeCollection);
});
