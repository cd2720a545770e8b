import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { writeCollection } from '../fixtures/collection.ts';
import { snapshotOf } from '../process/support/folder-snapshot.ts';
import { jobsIn, newestJob } from '../process/support/job-facts.ts';
import type { PublicRecord } from '../process/support/public-record.ts';
import {
  parseRecords,
  runCli,
  startCli,
  temporaryFolders,
  testProgram,
  type CliOptions,
  type RunningCli,
} from '../process/support/run-cli.ts';
import { stderrMatches } from '../process/support/stderr-words.ts';
import { testExtractors } from '../process/support/test-extractors.ts';

const FILES = 40;
/** With two slots a job of all files takes a few seconds. */
const SLOW: CliOptions = { env: { ...testExtractors(['slow']), TEST_SLOW_MS: '100' } };
/** The same extractors, for what goes on with such a job. */
const QUICK: CliOptions = { env: { ...SLOW.env, TEST_SLOW_MS: '0' } };
/** One file takes longer than any test. */
const STUCK: CliOptions = { env: { ...testExtractors(['slow']), TEST_SLOW_MS: '600000' } };

const temporaryFolder = temporaryFolders();
let folder: string;
let collection: string;
let dataFolder: string;
let files: readonly string[];

const cli = (args: readonly string[], options?: CliOptions) => runCli([...args, '--data-dir', dataFolder], options);

/** Starts a job, and waits until it has read some files, or has begun to read. */
async function startJob(args: readonly string[], options: CliOptions, pattern = /"done":[1-9]/): Promise<RunningCli> {
  const running = startCli([...args, '--workers', '2', '--progress', 'json', '--data-dir', dataFolder], options);
  await stderrMatches(running, pattern);
  return running;
}

beforeEach(async () => {
  folder = await temporaryFolder('jobs');
  collection = join(folder, 'files');
  dataFolder = join(folder, 'data');
  files = (await writeCollection({ folder: collection, count: FILES, seed: 5, paddingScale: 0 })).files;
});

describe.skipIf(process.platform === 'win32')('an interrupted job', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('(%s) says how to go on, and does so', async (signal) => {
    const output = join(folder, 'out.jsonl');
    const running = await startJob(['extract', collection, '-o', output], SLOW);
    running.child.kill(signal);
    const { code, stdout, stderr } = await running.ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toMatch(/Interrupted; \d+ of 40 files are done\. Go on with: metaextract resume 1\n$/);
    expect(existsSync(output)).toBe(false);
    const before = await newestJob(dataFolder);
    expect(before).toMatchObject({ id: 1, state: 'interrupted' });
    expect(before.counts.done).toBeLessThan(FILES);
    const recorded = parseRecords<PublicRecord>((await cli(['export', '1'])).stdout);
    expect(recorded).toHaveLength(before.counts.done);

    const resumed = await cli(['resume', '1', '-o', output], QUICK);
    expect(resumed.code, resumed.stderr).toBe(0);
    const records = parseRecords<PublicRecord>(await readFile(output, 'utf8'));
    expect(records.map(({ path }) => path).sort()).toEqual([...files].sort());
    expect(records).toEqual(expect.arrayContaining(recorded));
    expect(await jobsIn(dataFolder)).toMatchObject([
      { id: 1, state: 'completed', counts: { found: FILES, done: FILES, fromCache: 0 } },
    ]);
  });

  test('is gone on with by the same command and --resume; another command makes a job of its own', async () => {
    const running = await startJob(['extract', collection], SLOW);
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    expect((await cli(['extract', collection, '--resume', '--timeout', '50'], QUICK)).code).toBe(0);
    expect((await cli(['extract', collection, '--resume', '-f', 'jsonl'], QUICK)).code).toBe(0);
    expect((await jobsIn(dataFolder)).map(({ id, state }) => [id, state])).toEqual([
      [2, 'completed'],
      [1, 'completed'],
    ]);
    expect((await cli(['extract', collection, '--resume'], QUICK)).code).toBe(0);
    expect(await newestJob(dataFolder)).toMatchObject({ id: 3, counts: { fromCache: FILES } });
  });

  test('knows its list from standard input when it goes on', async () => {
    const running = await startJob(['extract', '--files-from', '-'], { ...SLOW, stdin: files.join('\n') });
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    const { code, stdout } = await cli(['resume', '1', '-f', 'jsonl'], QUICK);
    expect(code).toBe(0);
    expect(
      parseRecords<PublicRecord>(stdout)
        .map(({ path }) => path)
        .sort(),
    ).toEqual([...files].sort());
  });

  test('that never had its list is not taken for complete', async () => {
    const { node, cli: script } = testProgram();
    const child = spawn(node, [script, 'extract', '--files-from', '-', '--data-dir', dataFolder], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    child.stdin.write(files.slice(0, 3).join('\n')); // and the rest never comes
    await until(async () => (await jobsIn(dataFolder)).length > 0);
    child.kill('SIGINT');
    await once(child, 'exit');
    const { code, stderr } = await cli(['resume', '1']);
    expect(code).toBe(1);
    expect(stderr).toBe(
      'metaextract: The list of sources of job 1 was not read to its end, or is gone. Extract them again.\n',
    );
  });
});

describe('a second process on the same data folder', () => {
  test('is refused by a clear sentence and touches nothing, and may look', async () => {
    const running = await startJob(['extract', collection], STUCK, /"busySlots":[1-9]/);
    const before = await settledSnapshot(); // nothing is written any more: every slot is stuck
    const refused = [
      ['extract', collection],
      ['extract', '--files-from', '-'],
      ['resume', '1'],
      ['cache', 'clear'],
      ['cache', 'prune'],
    ].map((args) => cli(args, { stdin: collection }));
    for (const { code, stdout, stderr } of await Promise.all(refused)) {
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(
        new RegExp(
          `^metaextract: The data folder ${dataFolder} is in use by process ${running.pid} on \\S+ since \\S+Z\\. Wait until it ends, or name another folder with --data-dir\\.\\n$`,
        ),
      );
    }
    expect(snapshotOf(dataFolder)).toEqual(before);

    expect((await cli(['jobs'])).stdout).toMatch(/^ +1 {2}running /m);
    expect((await cli(['job', '1'])).stdout).toMatch(/^Job 1 is running\./);
    expect((await cli(['cache', 'stats'])).code).toBe(0);
    expect((await cli(['export', '1'])).code).toBe(0);
    expect((await cli(['doctor'])).stdout).toMatch(/^ok +Data folder: .* is in use by process/m);
    expect((await runCli(['extract', collection, '--data-dir', join(folder, 'another')])).code).toBe(0);
    await cli(['cancel', '1']);
    await running.ended;
  });
});

describe('cancel', () => {
  test('ends a job of another process; what was extracted stays', async () => {
    const running = await startJob(['extract', collection, '-o', join(folder, 'out.jsonl')], {
      env: { ...SLOW.env, TEST_SLOW_MS: '300' },
    });
    const [cancelled, end] = await Promise.all([cli(['cancel', '1']), running.ended]);
    expect(cancelled).toMatchObject({ code: 0, stdout: '', stderr: 'Job 1 is cancelled.\n' });
    expect(end.code).toBe(130);
    expect(end.stderr).toMatch(
      /Job 1 was cancelled; \d+ of 40 files are done and can be exported: metaextract export 1 -o results\.jsonl\n$/,
    );
    expect(existsSync(join(folder, 'out.jsonl'))).toBe(false);
    const { state, counts } = await newestJob(dataFolder);
    expect(state).toBe('cancelled');
    expect(parseRecords((await cli(['export', '1'])).stdout)).toHaveLength(counts.done);
    expect(await cli(['resume', '1'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Job 1 was cancelled.') as string,
    });
    expect(await cli(['cancel', '1'])).toMatchObject({ code: 1, stderr: 'metaextract: Job 1 is cancelled already.\n' });
  });

  test('ends a job that is stuck in its files', async () => {
    const running = await startJob(['extract', collection], STUCK, /"busySlots":[1-9]/);
    expect((await cli(['cancel', '1'])).code).toBe(0);
    expect((await running.ended).code).toBe(130);
  });

  test.skipIf(process.platform === 'win32')(
    'ends an interrupted job, whether or not the data folder is in use',
    async () => {
      for (const id of ['1', '2']) {
        const running = await startJob(['extract', collection, '--no-cache'], SLOW);
        running.child.kill('SIGINT');
        expect((await running.ended).code, id).toBe(130);
      }
      expect((await cli(['cancel', '1'])).stderr).toBe('Job 1 is cancelled.\n');
      const other = await startJob(['extract', collection, '--no-cache'], STUCK, /"busySlots":[1-9]/);
      expect(await cli(['cancel', '2'])).toMatchObject({ code: 0, stderr: 'Job 2 is cancelled.\n' });
      expect((await jobsIn(dataFolder)).map(({ state }) => state)).toEqual(['running', 'cancelled', 'cancelled']);
      await cli(['cancel', '3']);
      await other.ended;
    },
  );
});

describe.skipIf(process.platform === 'win32')('an export', () => {
  /** Runs the command by a shell, where the files that it writes may not grow over 100 KB. */
  const inSmallSpace = async (...args: string[]) => {
    const { node, cli: script } = testProgram();
    const child = spawn(
      'bash',
      ['-c', 'ulimit -f 100; exec "$0" "$@"', node, script, ...args, '--data-dir', dataFolder],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit') as Promise<[number]>]);
    return { code, stderr };
  };

  test('that fails leaves an existing file as it was, and nothing beside it', async () => {
    await cli(['extract', collection, '--quiet']);
    const output = join(folder, 'results', 'out.jsonl');
    await mkdir(join(folder, 'results'));
    await writeFile(output, 'earlier results');
    const isAsBefore = async () => {
      expect(await readFile(output, 'utf8')).toBe('earlier results');
      expect(await readdir(join(folder, 'results'))).toEqual(['out.jsonl']);
    };

    const unknown = await cli(['export', '1', '-o', output, '-f', 'csv', '--columns', 'path,Modle']);
    expect(unknown).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^metaextract: There is no column “Modle”: did you mean .+\?\n$/) as string,
    });
    const full = await inSmallSpace('export', '1', '-o', output);
    expect(full).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/out\.jsonl grew past the largest file/) as string,
    });
    await isAsBefore();

    const again = await cli(['extract', collection, '-o', output, '--columns', 'path,Modle', '-f', 'csv']);
    expect(again).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /There is no column “Modle”.* Write the results: metaextract export 2 -o results\.jsonl\n$/s,
      ) as string,
    });
    await isAsBefore();
  });

  test('is interrupted, or ends when nobody reads any more', async () => {
    await cli(['extract', collection, '--quiet']);
    const { node, cli: script } = testProgram();
    const start = () =>
      spawn(node, [script, 'export', '1', '--data-dir', dataFolder], { stdio: ['ignore', 'pipe', 'pipe'] });

    const unread = start(); // more than a pipe holds
    await once(unread.stdout, 'readable');
    await delay(300);
    unread.kill('SIGINT');
    const [stderr, [code]] = await Promise.all([text(unread.stderr), once(unread, 'exit') as Promise<[number]>]);
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'Interrupted; a file with earlier results is as it was.\n' });

    const left = start();
    left.stdout.once('data', () => left.stdout.destroy());
    const [words, [leftCode]] = await Promise.all([text(left.stderr), once(left, 'exit') as Promise<[number]>]);
    expect({ code: leftCode, stderr: words }).toEqual({ code: 0, stderr: '' });
  });
});

/** The data folder once nothing changes in it any more. */
async function settledSnapshot(): Promise<ReadonlyMap<string, string>> {
  for (let last = snapshotOf(dataFolder); ;) {
    await delay(100);
    const now = snapshotOf(dataFolder);
    if (isDeepStrictEqual(now, last)) return now;
    last = now;
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(50);
}
