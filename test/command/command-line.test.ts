import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, cp, mkdir, open, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { beforeAll, describe, expect, test } from 'vitest';
import { createProgram } from '../../src-main/cli/program.ts';
import { JobProgress } from '../../src-protocol/model/progress.ts';
import { writeBroken } from '../fixtures/broken.ts';
import { writeCollection } from '../fixtures/collection.ts';
import { jobsIn, newestJob } from '../process/support/job-facts.ts';
import { OTHER_USER, programForOtherUser } from '../process/support/other-user.ts';
import type { PublicRecord } from '../process/support/public-record.ts';
import { parseRecords, runCli, temporaryFolders, type CliOptions } from '../process/support/run-cli.ts';

const FILES = 60;

const temporaryFolder = temporaryFolders();
let world: string;
let collection: string;
let files: readonly string[];
let dataFolder: string;
/** What the first job has written; it is job 1 of the data folder. */
let output: string;

/** Runs the command on the data folder that all tests share. */
function cli(args: readonly string[], options?: CliOptions) {
  return runCli([...args, '--data-dir', dataFolder], options);
}

async function recordsOf(args: readonly string[], options?: CliOptions): Promise<PublicRecord[]> {
  const { stdout, code, stderr } = await cli(args, options);
  expect([0, 2], stderr).toContain(code);
  return parseRecords<PublicRecord>(stdout);
}

beforeAll(async () => {
  world = await temporaryFolder('command');
  collection = join(world, 'collection');
  dataFolder = join(world, 'data');
  files = (await writeCollection({ folder: collection, count: FILES, seed: 3, paddingScale: 0 })).files;
  const { stdout, stderr, code } = await cli(['extract', collection, '-f', 'jsonl']);
  expect(code, stderr).toBe(0);
  output = stdout;
});

describe('--help', () => {
  const commandsOf = (command: Command, names: readonly string[]): string[][] =>
    command.commands
      .filter((each) => each.name() !== 'start-page')
      .flatMap((each) => [[...names, each.name()], ...commandsOf(each, [...names, each.name()])]);

  test('of every command has its options and an example, and goes to standard output', async () => {
    const commands = [
      [],
      ...commandsOf(
        createProgram(() => undefined),
        [],
      ),
    ];
    expect(commands.length).toBeGreaterThan(10);
    const check = async (command: readonly string[]) => {
      const { code, stdout, stderr } = await runCli([...command, '--help']);
      expect(code).toBe(0);
      expect(stderr).toBe('');
      expect(stdout).toContain(`Usage: ${['metaextract', ...command].join(' ')}`);
      expect(stdout).toMatch(/^Options:$/m);
      expect(stdout, `${command.join(' ')} has an example`).toMatch(/^Examples?:\n {2}metaextract /m);
    };
    const waiting = commands.values();
    const checkAll = async () => {
      for (const command of waiting) await check(command);
    };
    await Promise.all([checkAll(), checkAll()]); // two at a time
  });
});

describe('what cannot be done is said in one sentence, with exit code 1:', () => {
  const refuses = async (args: readonly string[], sentence: RegExp) => {
    const { code, stdout, stderr } = await cli(args);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  };

  // they are refused before they look at the data folder, so they may be at the same time
  test.concurrent.each<[string, () => readonly string[], RegExp]>([
    ['no source', () => ['extract'], /^metaextract: Nothing to extract from: /],
    ['an unknown command', () => ['extrakt', collection], /^error: unknown command 'extrakt'/],
    [
      'an unknown option',
      () => ['extract', collection, '--colums', 'all'],
      /^error: unknown option '--colums'\n\(Did you mean --columns\?\)/,
    ],
    ['no workers', () => ['extract', collection, '--workers', '0'], /must be a whole number from 1 to 256/],
    ['memory that is no number', () => ['extract', collection, '--max-memory', 'much'], /must be a whole number/],
    ['a time limit that is no number', () => ['extract', collection, '--timeout', 'soon'], /must be a number from 0.1/],
    [
      'a profile that there is not',
      () => ['extract', collection, '--profile', 'best'],
      /Allowed choices are complete, fast/,
    ],
    [
      'a priority that there is not',
      () => ['extract', collection, '--priority', 'now'],
      /Allowed choices are low, normal, high, critical/,
    ],
    [
      'a format that there is not',
      () => ['extract', collection, '-f', 'xml'],
      /Allowed choices are jsonl, json, csv, tsv/,
    ],
    [
      'an outcome that there is not',
      () => ['extract', collection, '-f', 'csv', '--only', 'good'],
      /^metaextract: “good” is no outcome/,
    ],
    ['no columns', () => ['extract', collection, '-f', 'csv', '--columns', ','], /^metaextract: No columns are chosen/],
    ['opposite wishes', () => ['extract', collection, '--no-cache', '--refresh'], /exclude each other/],
    [
      'an output in a folder that is not there',
      () => ['extract', collection, '-o', join(world, 'none', 'x.csv')],
      /folder of .*x\.csv does not exist/,
    ],
    [
      'an output that is a folder',
      () => ['extract', collection, '-o', collection],
      /is a folder: give the name of a file in it/,
    ],
    ['a job that is no number', () => ['export', 'first'], /must be the number of a job/],
    ['a number of jobs that is none', () => ['jobs', '--limit', 'all'], /must be a whole number/],
  ])('%s', (_, args, sentence) => refuses(args(), sentence));

  test.each<[string, () => readonly string[], RegExp]>([
    [
      'a list that is not there',
      () => ['extract', '--files-from', join(world, 'no-list')],
      /list .*no-list does not exist/,
    ],
    ['a list that is a folder', () => ['extract', '--files-from', collection], /list .* cannot be read/],
    ['a job that there is not', () => ['job', '99'], /^metaextract: There is no job 99\./],
    ['the export of a job that there is not', () => ['export', '99'], /^metaextract: There is no job 99\./],
    ['going on with a job that there is not', () => ['resume', '99'], /^metaextract: There is no job 99\./],
    [
      'going on with a job that is complete',
      () => ['resume', '1'],
      /^metaextract: Job 1 is complete\. Write its results with: metaextract export 1/,
    ],
    ['the cancelling of a job that is complete', () => ['cancel', '1'], /^metaextract: Job 1 is completed already/],
  ])('%s', (_, args, sentence) => refuses(args(), sentence));

  test.skipIf(process.platform === 'win32')('an output where this user may not write', async () => {
    const folder = await temporaryFolder('denied');
    const program = await programForOtherUser(join(folder, 'program'));
    await writeFile(join(folder, 'kept.csv'), 'earlier results');
    await chmod(join(folder, 'kept.csv'), 0o444);
    await chmod(folder, 0o555);
    for (const name of ['new.csv', 'kept.csv']) {
      const args = ['extract', collection, '-o', join(folder, name), '--data-dir', join(folder, 'data')];
      const { code, stderr } = await runCli(args, { program, user: OTHER_USER });
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: `metaextract: No permission to write ${join(folder, name)}: choose a place that you may write to.\n`,
      });
    }
    await chmod(folder, 0o755); // so that it can be removed
  });

  test('a data folder without jobs', async () => {
    const { code, stderr } = await runCli(['jobs', '--data-dir', join(world, 'nothing here')]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^metaextract: There are no jobs in .* yet\. Run an extraction first/);
  });

  test('a data folder that is a file', async () => {
    const { code, stderr } = await runCli(['extract', collection, '--data-dir', files[0] ?? '']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^metaextract: The data folder .* cannot be made \(EEXIST\)\. Name another with --data-dir\.\n$/,
    );
  });

  test.each<[string, (file: string) => Promise<void>]>([
    ['is something else', (file) => writeFile(file, 'this is no database\n'.repeat(1_000))],
    ['has lost its end', async (file) => truncate(file, 20_000)],
    ['has noise in the middle', (file) => overwrite(file, 8_192, Buffer.alloc(60_000, 0xa5))],
  ])('a database that %s', async (_, damage) => {
    const damaged = join(await temporaryFolder('damaged'), 'data');
    await cp(dataFolder, damaged, { recursive: true });
    await damage(join(damaged, 'metaextract.sqlite'));
    for (const args of [
      ['extract', collection],
      ['export', '1', '-f', 'jsonl'],
    ]) {
      const { code, stderr } = await runCli([...args, '--data-dir', damaged]);
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /metaextract: The database .* is damaged \(SQLITE_\w+\)\. Move it away to begin anew, or restore a copy of it\.\n$/,
      );
    }
  });

  test('nothing was begun by any of that', async () => {
    const jobs = await jobsIn(dataFolder);
    expect(jobs.filter(({ state }) => state !== 'cancelled')).toMatchObject([{ id: 1, state: 'completed' }]);
  });
});

describe('an extraction', () => {
  test('gives one record for each file, and nothing else on standard output', () => {
    expect(
      parseRecords<PublicRecord>(output)
        .map(({ path }) => path)
        .sort(),
    ).toEqual([...files].sort());
  });

  test('without a place for its results prints none, and says how to get them', async () => {
    const { code, stdout, stderr } = await cli(['extract', collection]);
    expect(code).toBe(0);
    expect(stdout).toBe('');
    const { id } = await newestJob(dataFolder);
    expect(stderr).toContain(`Job ${id} is complete.\n60 files, `);
    expect(stderr).toContain(`Write the results: metaextract export ${id} -o results.jsonl`);
  });

  test('of broken files ends with exit code 2, groups them by cause, and names a command that lists them', async () => {
    const broken = join(world, 'broken');
    await writeBroken(broken);
    await writeFile(join(broken, 'unknown'), Buffer.alloc(600, 'x\u0001'));
    const { code, stdout, stderr } = await cli(['extract', broken, join(world, 'not there.jpg'), '-o', '-']);
    expect(code).toBe(2);
    expect(stdout.split('\n').filter(Boolean)).toHaveLength(8);
    expect(stderr).toMatch(/^ +1 {2}The content is damaged \(corrupt\): ExifTool: .+$/m);
    expect(stderr).toMatch(/^ +1 {2}The file was gone \(not-found\): There is no such file or folder \(ENOENT\)$/m);
    const [, command = ''] = /List them: metaextract (.+)/.exec(stderr) ?? [];
    const listed = await cli(command.split(' '));
    expect(
      listed.stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(',').slice(0, 3)),
    ).toEqual([
      ['path', 'outcome', 'error.code'],
      [join(broken, 'noise.mp4'), 'failed', 'corrupt'],
      [join(broken, 'unknown'), 'skipped', 'unsupported'],
      [join(world, 'not there.jpg'), 'failed', 'not-found'],
    ]);
  });

  test('is silent with --quiet', async () => {
    expect(await cli(['extract', collection, '--quiet'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  test('tells programs how it goes with --progress json', async () => {
    const { stderr } = await cli(['extract', collection, '--progress', 'json', '--refresh']);
    const lines = stderr.split('\n').filter((line) => line.startsWith('{'));
    const told = lines.map((line) => JobProgress.parse(JSON.parse(line)));
    expect(told.length).toBeGreaterThan(1);
    expect(told.at(-1)).toMatchObject({
      state: 'completed',
      counting: false,
      leased: FILES,
      counts: { found: FILES, done: FILES, fromCache: 0 },
    });
    const done = told.map(({ counts }) => counts.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
  });

  test.each(['low', 'normal', 'high', 'critical'])('takes the priority %s', async (priority) => {
    expect((await cli(['extract', collection, '--priority', priority])).code).toBe(0);
    expect((await newestJob(dataFolder)).spec.priority).toBe(priority);
  });

  test('adds the hash of each file’s content with --hash sha256', async () => {
    const records = await recordsOf(['extract', collection, '--hash', 'sha256', '-f', 'jsonl']);
    expect(records).toHaveLength(FILES);
    for (const { path, tags } of records) {
      expect(tags['Hash:SHA256']).toBe(createHash('sha256').update(readFileSync(path)).digest('hex'));
    }
  });
});

describe('afterwards', () => {
  test('jobs and job say what was done, for people and for programs', async () => {
    const all = await cli(['jobs', '--limit', '1000']);
    expect(all.stdout).toMatch(/^Job +State +Made +Files +Done +Failed +Sources\n/);
    expect(all.stdout).toMatch(new RegExp(`^ *1  completed  .* 60  100 %  +0  ${collection}$`, 'm'));
    expect((await cli(['jobs', '--limit', '1'])).stdout.trimEnd().split('\n')).toHaveLength(2);
    expect((await jobsIn(dataFolder)).at(-1)).toMatchObject({
      id: 1,
      state: 'completed',
      counts: { found: FILES, done: FILES, failed: 0 },
      spec: { sources: [collection] },
    });
    const one = await cli(['job', '1']);
    expect(one.stdout).toMatch(/^Job 1 is completed\.\n {2}\/.*\n60 files, /);
    expect(one.stderr).toBe('');
  });

  test('the results can be exported in every form', async () => {
    expect((await cli(['export', '1'])).stdout).toBe(output);
    const array = JSON.parse((await cli(['export', '1', '-f', 'json'])).stdout) as unknown;
    expect(array).toEqual(parseRecords(output));
    for (const [format, separator] of [
      ['csv', ','],
      ['tsv', '\t'],
    ] as const) {
      const { stdout, stderr } = await cli(['export', '1', '-f', format, '--columns', 'relativePath,outcome,size']);
      const [header, ...rows] = stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(separator));
      expect(header).toEqual(['relativePath', 'outcome', 'size']);
      expect(rows).toEqual(
        parseRecords<PublicRecord>(output).map(({ relativePath, outcome, size }) => [
          relativePath,
          outcome,
          `${size ?? ''}`,
        ]),
      );
      expect(stderr).toBe('');
    }
  });

  test('only some results can be exported', async () => {
    const records = parseRecords<PublicRecord>(output);
    for (const outcomes of ['extracted', 'no-metadata,extracted', 'failed, skipped']) {
      const expected = records.filter(({ outcome }) => outcomes.includes(outcome));
      expect(parseRecords((await cli(['export', '1', '--only', outcomes])).stdout)).toEqual(expected);
    }
  });

  test('an export goes to a file, in the form that its name says', async () => {
    const file = join(world, 'results.csv');
    const { code, stdout, stderr } = await cli(['export', '1', '-o', file, '--excel', '--columns', 'core']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toBe(`60 records are in ${file}.\n`);
    const written = await readFile(file, 'utf8');
    expect(written.startsWith('\ufeffpath,relativePath,')).toBe(true);
    expect(written.split('\r\n')).toHaveLength(FILES + 2);
  });

  test('the cache says what it knows, and forgets it; results stay', async () => {
    const own = join(await temporaryFolder('cache'), 'data');
    await cp(dataFolder, own, { recursive: true });
    const inOwn = (...args: string[]) => runCli([...args, '--data-dir', own]);
    const statistics = async () =>
      JSON.parse((await inOwn('cache', 'stats', '--json')).stdout) as Record<string, number>;
    expect((await inOwn('cache', 'stats')).stdout).toMatch(
      /^\d+ files known, .*\n.* hits unchanged, .*\n.* of reading saved/,
    );
    const before = await statistics();
    expect(before['entries']).toBeGreaterThan(FILES);

    expect((await inOwn('cache', 'prune')).stderr).toBe('0 entries are forgotten.\n');
    expect((await inOwn('cache', 'clear')).stderr).toBe(`${before['entries'] ?? 0} entries are forgotten.\n`);
    expect(await statistics()).toMatchObject({ entries: 0, evicted: before['entries'] });
    expect((await inOwn('export', '1')).stdout).toBe(output);
    expect((await inOwn('extract', collection)).stderr).not.toContain('from the cache');
    expect((await inOwn('cache', 'prune', '--max-size', '0.1', '--max-age', '0.1')).code).toBe(0);
    expect((await statistics())['entries']).toBe(FILES);
  });

  test('doctor finds everything in order, or says what is not', async () => {
    const well = await cli(['doctor']);
    expect(well.code, well.stdout).toBe(0);
    expect(well.stdout).toMatch(/^ok +Program: Node /);
    expect(well.stdout).toMatch(/^ok +Workers and ExifTool: exiftool 13\./m);

    const ill = join(await temporaryFolder('doctor'), 'data');
    await mkdir(ill);
    await writeFile(join(ill, 'metaextract.sqlite'), 'no database '.repeat(1_000));
    const { code, stdout } = await runCli(['doctor', '--data-dir', ill]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^WRONG +Data folder: The database .* is damaged/m);
  });
});

async function overwrite(file: string, at: number, bytes: Buffer): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.write(bytes, 0, bytes.length, at);
  } finally {
    await handle.close();
  }
}
