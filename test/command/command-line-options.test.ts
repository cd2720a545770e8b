import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { writeCollection } from '../fixtures/collection.ts';
import { PROJECT_ROOT, runCli, temporaryFolders, testProgram, type CliResult } from '../process/support/run-cli.ts';
import { startServer } from '../process/support/server.ts';

const FILES = 12;

const temporaryFolder = temporaryFolders();
let world: string;
let collection: string;
let dataFolder: string;

const cli = (...args: string[]) => runCli([...args, '--data-dir', dataFolder]);
const refusal = ({ code, stdout, stderr }: CliResult) => {
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  return stderr;
};

beforeAll(async () => {
  world = await temporaryFolder('options');
  collection = join(world, 'collection');
  dataFolder = join(world, 'data');
  await writeCollection({ folder: collection, count: FILES, seed: 3, paddingScale: 0 });
  expect((await cli('extract', collection, '--quiet')).code).toBe(0);
});

describe('an option that would change nothing is refused:', () => {
  test('beside a job file, what the file says itself', async () => {
    const file = join(world, 'job.yaml');
    await writeFile(file, `sources: [${JSON.stringify(collection)}]\n`);
    const options = ['--priority', 'high', '--watch', '--name', 'x', '--include', '*.jpg', '--no-hidden'];
    expect(refusal(await cli('submit', file, ...options))).toBe(
      'metaextract: A job file says itself what the job is to do. Leave --include, --no-hidden, --priority, --name, --watch away.\n',
    );
    const saved = join(world, 'saved.yaml');
    expect((await cli('submit', file, '--save', saved)).code).toBe(0);
  });

  test('for a job that the server goes on with, how this computer would do it', async () => {
    const server = await startServer(await temporaryFolder('options-server'));
    onTestFinished(async () => {
      await server.end();
    });
    const options = ['-o', 'x.csv', '-f', 'csv', '--workers', '2'];
    expect(refusal(await cli('resume', '1', '--server', server.url, ...options))).toBe(
      `metaextract: The server at ${server.url} goes on with the job, by its own settings. Leave --output, --format, --workers away.\n`,
    );
    expect(refusal(await cli('resume', '1', '--server', server.url))).toContain('There is no job 1.');
  });

  test('for a job that this computer goes on with, an answer of the server', async () => {
    expect(refusal(await cli('resume', '1', '--json'))).toContain('Leave --json away.');
  });
});

test('a job file may name its folders from where the command is', async () => {
  const [file, saved] = [join(world, 'relative.yaml'), join(world, 'absolute.yaml')];
  await writeFile(file, 'sources: [photos]\nassignments: [{ folder: photos/raw, workers: { names: [attic] } }]\n');
  expect((await cli('submit', file, '--save', saved)).code).toBe(0);
  expect(parse(await readFile(saved, 'utf8'))).toMatchObject({
    sources: [join(PROJECT_ROOT, 'photos')],
    assignments: [{ folder: join(PROJECT_ROOT, 'photos', 'raw'), workers: { names: ['attic'] } }],
  });
});

test('results may be shown from the very first', async () => {
  const { code, stdout } = await cli('results', '1', '--offset', '0', '--limit', '1');
  expect(code).toBe(0);
  expect(stdout).toContain(`1 of ${FILES}`);
  expect(refusal(await cli('results', '1', '--offset', '-1'))).toContain('a whole number from 0');
});

test('a source for another computer is the path that it has there', async () => {
  const server = await startServer(await temporaryFolder('options-paths'));
  onTestFinished(async () => {
    await server.end();
  });
  const submit = (source: string) => cli('submit', source, '--server', server.url, '--json');
  const { stdout } = await submit('/photos/../films');
  expect(JSON.parse(stdout)).toMatchObject({ request: { sources: ['/photos/../films'] } });
  expect(refusal(await submit('photos'))).toBe(
    `metaextract: The server ${server.url} does not know from which folder “photos” is meant. Give the whole path that it has there.\n`,
  );
});

test('the cache keeps to the settings of the data folder, after an extraction and when it is pruned', async () => {
  const own = await temporaryFolder('options-cache');
  const inOwn = (...args: string[]) => runCli([...args, '--data-dir', own]);
  const entries = async () =>
    (JSON.parse((await inOwn('cache', 'stats', '--json')).stdout) as { entries: number }).entries;
  const keepFor = (maxAgeDays: number) =>
    writeFile(join(own, 'settings.json'), JSON.stringify({ cache: { maxAgeDays } }));
  const ageBy = (days: number) => {
    const database = new Database(join(own, 'metaextract.sqlite'));
    database.prepare('UPDATE records SET created_at_ms = created_at_ms - ?').run(days * 86_400_000);
    database.close();
  };
  const another = join(world, 'another');
  await mkdir(another);
  await writeFile(join(another, 'note.txt'), 'one more\n');

  await mkdir(own, { recursive: true });
  await keepFor(1_000); // without the settings, entries of a year are forgotten
  expect((await inOwn('extract', collection, '--quiet')).code).toBe(0);
  ageBy(400);
  expect((await inOwn('extract', another, '--quiet')).code).toBe(0);
  expect(await entries()).toBe(FILES + 1);
  expect((await inOwn('cache', 'prune')).stderr).toBe('0 entries are forgotten.\n');
  await keepFor(100);
  expect((await inOwn('cache', 'prune', '--max-age', '1000')).stderr).toBe('0 entries are forgotten.\n');
  expect((await inOwn('cache', 'prune')).stderr).toBe(`${FILES} entries are forgotten.\n`);
  expect(await entries()).toBe(1);
});

test.skipIf(process.platform === 'win32')('a reader that goes away early, such as head, is no failure', async () => {
  const { node, cli: script } = testProgram();
  const pipe = spawn(
    'bash',
    ['-c', '"$0" "$@" | true; exit ${PIPESTATUS[0]}', node, script, 'jobs', '--data-dir', dataFolder],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const [stderr, [code]] = await Promise.all([text(pipe.stderr), once(pipe, 'exit') as Promise<[number]>]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
