import { expectEveryFileOnce } from './support/every-file-once.ts';
import { filesDone, finish, startJob, untilUnderWay } from './support/jobs.ts';
import { expect, test } from './support/test.ts';

test('a reload in the middle of a job shows it as it goes on', async ({ program, slowCollection }) => {
  await startJob(program, slowCollection.folder);
  await untilUnderWay(program.page);
  await program.reload();
  await expect(program.page).toHaveURL(/#\/jobs\/1$/);
  await untilUnderWay(program.page);
  await finish(program);
  await expectEveryFileOnce(program, slowCollection);
});

test('a job whose runtime is killed ends with every file once', async ({ program, slowCollection }) => {
  await startJob(program, slowCollection.folder);
  await untilUnderWay(program.page);
  await program.killRuntime();
  await finish(program);
  await expectEveryFileOnce(program, slowCollection);
});

for (const [what, happens] of [
  ['the window or the tab was closed', 'reopen'],
  ['the program ended', 'restart'],
] as const)
  test(`a job that was unfinished when ${what} goes on with the next one, and is complete`, async ({
    program,
    slowCollection,
  }) => {
    await startJob(program, slowCollection.folder);
    await untilUnderWay(program.page);
    await program[happens]();
    await program.go('jobs/1');
    await untilUnderWay(program.page);
    expect(await filesDone(program.page)).toBeLessThan(slowCollection.files.length);
    await finish(program);
    await expectEveryFileOnce(program, slowCollection);
  });
