import { spawnSync } from 'node:child_process';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeCollection } from '../fixtures/collection.ts';
import { buildJpeg } from '../fixtures/builders/jpeg.ts';
import { subjectOf } from '../fixtures/subject.ts';
import { snapshotOf } from './support/folder-snapshot.ts';
import { HostileCollection, keyOf, type PathKey } from './support/hostile-collection.ts';
import { OTHER_USER, programForOtherUser } from './support/other-user.ts';
import { pathBytesOf, type PublicRecord } from './support/public-record.ts';
import { parseRecords, runCli, startCli, temporaryFolders, type CliResult } from './support/run-cli.ts';
import { stderrMatches } from './support/stderr-words.ts';
import { testExtractors } from './support/test-extractors.ts';

const TEST_TIMEOUT_MS = 180_000;

const isLinux = process.platform === 'linux';
if (!isLinux) process.stdout.write('hostile names and files: skipped, only Linux lets a test make all of them\n');
/** These wait for time limits most of the time, so they do it beside each other. */
const BESIDE = { concurrent: true, skip: !isLinux };

const temporaryFolder = temporaryFolders();

describe('a folder of hostile names and files', BESIDE, () => {
  let collection: HostileCollection;
  let result: CliResult;
  let records: readonly PublicRecord[];
  let before: ReadonlyMap<string, string>;
  let after: ReadonlyMap<string, string>;
  const record = (...names: string[]) => {
    const found = records.find(({ path }) => path === join(collection.folder, ...names));
    if (found === undefined) throw new Error(`There is no record of ${names.join('/')}`);
    return found;
  };

  beforeAll(async () => {
    const world = await temporaryFolder('hostile');
    const program = await programForOtherUser(join(world, 'program'));
    const { cwd, env } = await buildSurroundings(world);
    collection = new HostileCollection(join(world, 'collection'));
    await collection.build(OTHER_USER);

    const gate = join(world, 'data', 'gate');
    const atFirst = snapshotOf(world, [join(world, 'data'), join(collection.folder, 'changing')]);
    const running = startCli(
      [
        'extract',
        collection.folder,
        '-f',
        'jsonl',
        '--timeout',
        '1',
        '--progress',
        'json',
        '--data-dir',
        join(world, 'data'),
      ],
      {
        program,
        user: OTHER_USER,
        cwd,
        env: { ...env, ...testExtractors(['gate', 'hanging', 'throwing', 'aborting'], program.root), TEST_GATE: gate },
      },
    );
    await stderrMatches(running, /"counting":false/);
    await collection.change(OTHER_USER);
    before = new Map([...atFirst, ...snapshotOf(join(collection.folder, 'changing'))]);
    await writeFile(gate, '');
    result = await running.ended;
    after = snapshotOf(world, [join(world, 'data')]);
    records = parseRecords<PublicRecord>(result.stdout);
  }, TEST_TIMEOUT_MS);

  afterAll(async () => {
    await collection[Symbol.asyncDispose]();
  });

  test('the command says by its exit code that some files failed', () => {
    expect(result.code, result.stderr).toBe(2);
  });

  test('every file has exactly one record, with the outcome that it deserves', () => {
    const outcomes = new Map<PathKey, string[]>();
    for (const found of records) {
      const key = keyOf(pathBytesOf(found));
      outcomes.set(key, [...(outcomes.get(key) ?? []), [found.outcome, found.error?.code].filter(Boolean).join(' ')]);
    }
    const expected = [...collection.expected].map(([key, outcome]) => [key, [outcome]] as const);
    expect(readable(outcomes)).toEqual(readable(expected));
  });

  test('a file with a hostile name has the tags that it has under any other', () => {
    const byKey = new Map(records.map((found) => [keyOf(pathBytesOf(found)), found]));
    for (const [key, { name, plain }] of collection.twins) {
      const tags = byKey.get(key)?.tags;
      expect(withoutPlace(tags), key).toEqual(withoutPlace(byKey.get(plain)?.tags));
      if (typeof name === 'string') expect(tags?.['System:FileName']).toBe(name);
    }
    expect(collection.twins.size).toBeGreaterThan(50);
  });

  test('no file outside was made or changed, nor a source', () => {
    expect(new Map([...after].filter(([path, state]) => before.get(path) !== state))).toEqual(new Map());
    expect([...before.keys()].filter((path) => !after.has(path))).toEqual([]);
  });

  test('standard output has records and nothing else', () => {
    expect(
      result.stdout
        .trimEnd()
        .split('\n')
        .every((line) => line.startsWith('{"path":"')),
    ).toBe(true);
  });

  test('a path of 4,000 characters is read like any other', () => {
    const longest = records.filter(({ path }) => path.length >= 4_000 && path.length < 4_096);
    expect(longest.map(({ path, outcome, tags }) => [path.length, outcome, tags['File:FileType']])).toEqual([
      [4_000, 'extracted', 'JPEG'],
      [4_095, 'extracted', 'JPEG'],
    ]);
  });

  test('a movie of 5 GB with its metadata at the end is read', () => {
    expect(record('contents', 'sparse.mov')).toMatchObject({
      size: expect.closeTo(5e9, -6) as number,
      core: { format: 'MOV', title: subjectOf(9).title },
    });
  });

  test('a file that has grown since it was found has the size that it had when it was read', () => {
    const { size, tags } = record('changing', 'grows.txt');
    expect(size).toBeGreaterThan(1_000_000);
    expect(tags['System:FileSize']).toMatchObject({ value: size });
  });

  test('what is missing is said in words', () => {
    expect(record('changing', 'vanishes.jpg').error?.message).toContain('not there any more');
    expect(record('links', 'dangling').error?.message).toContain('--follow-symlinks');
    expect(record('contents', 'cut-in-exif.jpg').modules['exiftool']?.warnings).toEqual([expect.any(String)]);
  });

  test('a file that makes an extractor hang or throw keeps what the others find in it', () => {
    const hung = record('for extractors', 'hang.jpg');
    expect(hung.tags).toMatchObject({ 'File:FileType': 'JPEG' });
    expect(hung.modules).toMatchObject({ hanging: { error: 'Reading took longer than 1 s' } });
    const thrown = record('for extractors', 'throw.txt');
    expect(thrown.tags).toMatchObject({ 'File:FileType': 'TXT' });
    expect(thrown.modules).toMatchObject({ throwing: { error: 'this file is too much' } });
  });

  test('a file that ends its worker process is tried alone, then left out, and no other is blamed', () => {
    expect(record('for extractors', 'abort.jpg').error).toMatchObject({ code: 'extractor-crashed', attempts: 3 });
    for (let index = 0; index < 10; index++) {
      expect(record('for extractors', `good ${index}.txt`).tags).toMatchObject({
        'File:FileType': 'TXT',
        'Test:throwing': 'read',
      });
    }
  });
});

describe('links that are followed', BESIDE, () => {
  test('lead to files, and to nothing else', async () => {
    const folder = await temporaryFolder('links');
    const links = join(folder, 'links');
    await mkdir(join(links, 'real', 'inner'), { recursive: true });
    await writeFile(join(links, 'real', 'inner', 'file.txt'), 'text');
    spawnSync('mkfifo', [join(folder, 'fifo')]);
    const targets = {
      'again to inner': 'real/inner',
      dangling: 'nowhere',
      'loop-a': 'loop-b',
      'loop-b': 'loop-a',
      self: 'self',
      'real/inner/up': '../../../links',
      'to-device': '/dev/zero',
      'to-fifo': '../fifo',
      'to-file': 'real/inner/file.txt',
      'to-outside.txt': '../outside.txt',
    };
    await writeFile(join(folder, 'outside.txt'), 'outside');
    for (const [name, target] of Object.entries(targets)) await symlink(target, join(links, name));

    const { code, stdout } = await runCli([
      'extract',
      links,
      '--follow-symlinks',
      '-f',
      'jsonl',
      '--data-dir',
      join(folder, 'data'),
    ]);
    expect(code).toBe(2);
    const outcomes = parseRecords<PublicRecord>(stdout).map(({ relativePath, outcome, error }) => [
      relativePath,
      error?.code ?? outcome,
    ]);
    expect(Object.fromEntries(outcomes)).toEqual({
      'again to inner': 'not-a-file', // a second way to the same folder
      dangling: 'not-found',
      'loop-a': 'not-a-file',
      'loop-b': 'not-a-file',
      self: 'not-a-file',
      'real/inner/file.txt': 'no-metadata',
      'real/inner/up': 'not-a-file',
      'to-device': 'not-a-file',
      'to-fifo': 'not-a-file',
      'to-file': 'no-metadata',
      'to-outside.txt': 'no-metadata',
    });
    expect(outcomes).toHaveLength(Object.keys(targets).length + 1);
  });
});

describe('files that become pipes after they were found', BESIDE, () => {
  test('cost their own time limit, and keep no other from being read and hashed', async () => {
    const folder = await temporaryFolder('pipes');
    const files = join(folder, 'files');
    await mkdir(files);
    const names = Array.from({ length: 8 }, (_, index) => `${index}.txt`);
    for (const name of [...names, 'still a file.txt']) await writeFile(join(files, name), name);
    const gate = join(folder, 'gate');
    const running = startCli(
      [
        'extract',
        files,
        '--hash',
        'sha256',
        '--timeout',
        '1',
        '--retries',
        '0',
        '-f',
        'jsonl',
        '--progress',
        'json',
        '--data-dir',
        join(folder, 'data'),
      ],
      { env: { ...testExtractors(['gate']), TEST_GATE: gate } },
    );
    await stderrMatches(running, /"counting":false/);
    for (const name of names) spawnSync('sh', ['-c', 'rm "$1" && mkfifo "$1"', 'sh', join(files, name)]);
    await writeFile(gate, '');
    const { code, stdout, stderr } = await running.ended;
    expect(code, stderr).toBe(2);
    const found = new Map(parseRecords<PublicRecord>(stdout).map((record) => [record.relativePath, record]));
    for (const name of names)
      expect(found.get(name)).toMatchObject({ outcome: 'failed', error: { code: 'timed-out' } });
    expect(found.get('still a file.txt')?.tags).toMatchObject({
      'File:FileType': 'TXT',
      'Hash:SHA256': expect.any(String) as string,
    });
  });
});

describe('an extractor that does not work', () => {
  test.each([
    ['broken', 'nothing works here'],
    ['never-starts', 'its library is not installed'],
  ])('(%s) is reported and set aside, the others work on, and its part is not kept as known', async (name, reason) => {
    const folder = await temporaryFolder(name);
    const { files } = await writeCollection({ folder: join(folder, 'files'), count: 40, seed: 1, paddingScale: 0 });
    const extract = (env: NodeJS.ProcessEnv, ...more: string[]) =>
      runCli(
        [
          'extract',
          join(folder, 'files'),
          '-f',
          'jsonl',
          '--workers',
          '2',
          '--data-dir',
          join(folder, 'data'),
          ...more,
        ],
        { env },
      );

    const { code, stdout, stderr } = await extract(testExtractors([name]), '--quiet');
    expect(code).toBe(0);
    expect(stderr).toContain(`metaextract: ${name} does not work here and is set aside: ${reason}`);
    const found = parseRecords<PublicRecord>(stdout);
    expect(found).toHaveLength(files.length);
    for (const { outcome, tags, modules } of found) {
      expect(['extracted', 'no-metadata']).toContain(outcome);
      expect(tags).toHaveProperty('System:FileName');
      expect(modules[name]?.error).toContain(reason);
    }
    const again = parseRecords<PublicRecord>((await extract(testExtractors([name]))).stdout);
    expect(again.filter(({ fromCache }) => fromCache)).toEqual([]);
  });
});

function withoutPlace(tags: PublicRecord['tags'] | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(tags ?? {}).filter(([name]) => !name.startsWith('System:') && !name.startsWith('Test:')),
  );
}

/**
 * Where the command runs: with files that a name would name if it were taken for an option, and a configuration that would
 * make ExifTool write. All may be written by the user that runs it.
 */
async function buildSurroundings(world: string): Promise<{ cwd: string; env: NodeJS.ProcessEnv }> {
  await chmod(world, 0o755);
  const [cwd, home, temporary, data] = ['cwd', 'home', 'tmp', 'data'].map((name) => join(world, name)) as [
    string,
    string,
    string,
    string,
  ];
  for (const folder of [cwd, home, temporary, data]) await mkdir(folder);
  const configuration = "open my $file, '>', 'pwned-by-config'; open $file, '>', \"$ENV{HOME}/pwned-by-config\"; 1;\n";
  for (const file of [join(cwd, 'evil.config'), join(cwd, '.ExifTool_config'), join(home, '.ExifTool_config')])
    await writeFile(file, configuration);
  await writeFile(join(cwd, 'arguments.txt'), '-o\npwned-by-arguments.jpg\nvictim.jpg\n-execute\n');
  await writeFile(join(cwd, 'victim.jpg'), buildJpeg(subjectOf(1)));
  if (OTHER_USER !== undefined)
    spawnSync('chown', ['-R', `${OTHER_USER.uid}:${OTHER_USER.gid}`, cwd, home, temporary, data]);
  return { cwd, env: { HOME: home, TMPDIR: temporary } };
}

function readable(outcomes: Iterable<readonly [PathKey, readonly string[]]>): Record<string, readonly string[]> {
  return Object.fromEntries([...outcomes].map(([key, list]) => [JSON.stringify(key), list]));
}
