import { cp, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../src-main/cli/exit.ts';
import { findNamespaces } from '../../scripts/find-namespaces.mjs';
import { writeCollection } from '../fixtures/collection.ts';
import { FIXTURE_FORMATS, QUICK_FORMATS } from '../fixtures/formats.ts';
import type { PublicRecord } from '../process/support/public-record.ts';
import { differencesBetween } from '../process/support/record-comparison.ts';
import { parseRecords, runCli, temporaryFolders, type CliResult } from '../process/support/run-cli.ts';
import { filesBelow } from '../process/support/tag-comparison.ts';
import type { RunningWorker } from '../process/support/worker.ts';
import { Desk } from './support/desk.ts';
import { Lan, type Host, type Mount } from './support/namespaces.ts';
import { sentFiles } from './support/sent-files.ts';
import { isLinked, startWorkerOn, type WorkerSetup } from './support/worker.ts';

/** One of each format, about. */
const EVERY_FORMAT = FIXTURE_FORMATS.map((format) => ({ ...format, sharePercent: 1 }));
/** Tells the content of a file that was sent. */
const HASHED = ['--hash', 'sha256'];
const AT_ATTIC = ['--machines', 'attic'];
const TO_STDOUT = ['-f', 'jsonl', '--quiet'];
/** Sent in parts of more than one size. */
const LARGE_BYTES = [3_000_000, 12_000_000];

/** A name that no encoding reads. */
const NO_TEXT = Buffer.from([0x66, 0xff, 0xfe]);

const temporaryFolder = temporaryFolders();
const lans: Lan[] = [];

/** Hosts of these names, with what they see otherwise than the others. */
async function network<Name extends string>(views: Record<Name, readonly Mount[]>): Promise<Record<Name, Host>> {
  const lan = await Lan.open();
  lans.push(lan);
  const hosts: [string, Host][] = [];
  for (const [name, mounts] of Object.entries<readonly Mount[]>(views))
    hosts.push([name, await lan.host(name, mounts)]);
  return Object.fromEntries(hosts) as Record<Name, Host>;
}

afterEach(async () => {
  for (const lan of lans.splice(0)) await lan[Symbol.asyncDispose]();
});

type Dialling = 'from-here' | 'from-there';

/** A worker that is paired with the desk, and ready. */
async function pairedWorker(desk: Desk, dialling: Dialling, setup: WorkerSetup): Promise<RunningWorker> {
  const args = [...(setup.args ?? []), ...(dialling === 'from-there' ? ['--join', await desk.invitation()] : [])];
  const worker = startWorkerOn({ ...setup, args });
  if (dialling === 'from-here') await desk.run(['workers', 'add', await worker.code()]);
  await isLinked(worker);
  await desk.areReady(setup.host.name);
  return worker;
}

describe.skipIf(findNamespaces().missing !== undefined)('two hosts of a network', () => {
  let world: string;
  let folders: readonly [shared: string, mapped: string, hidden: string];
  let local: CliResult;

  beforeAll(async () => {
    world = await temporaryFolder('pairing');
    folders = await photoFolders(world);
    local = await runCli(['extract', ...folders, ...HASHED, ...TO_STDOUT, '--data-dir', join(world, 'local')]);
    expect(local).toMatchObject({ code: EXIT.someFailed, stderr: '' });
  }, 60_000);

  test.each<{ how: string; dialling: Dialling }>([
    { how: 'where the coordinator dials', dialling: 'from-here' },
    { how: 'where the worker dials', dialling: 'from-there' },
  ])(
    'pair and run a job over shared, mapped and sent files, with the records of a local run: $how',
    async ({ dialling }) => {
      const [shared, mapped, hidden] = folders;
      const elsewhere = join(world, 'elsewhere');
      const { desk: deskHost, attic } = await network({
        desk: [],
        attic: [
          { kind: 'bind', from: mapped, at: elsewhere },
          { kind: 'bind', from: join(world, 'empty'), at: mapped },
          { kind: 'bind', from: join(world, 'decoy'), at: hidden },
        ],
      });
      const desk = new Desk(deskHost, join(world, `desk ${dialling}`));
      await desk.start();
      const workerFolder = join(world, `attic ${dialling}`);
      const worker = await pairedWorker(desk, dialling, { host: attic, dataFolder: workerFolder });
      await desk.run(['workers', 'map', 'add', mapped, elsewhere, '--worker', 'attic']);

      const records = await desk.recordsOf(await desk.submit([...folders, ...HASHED, ...AT_ATTIC]));
      expect(differencesBetween(records, local.stdout)).toEqual([]);

      const [machine] = await desk.machines();
      expect(machine).toMatchObject({ name: 'attic', dialled: dialling, filesDone: parseRecords(local.stdout).length });
      const ways = machine?.access.map(({ folder, way, path }) => [folder, way, path]);
      expect(ways?.sort()).toEqual(
        [
          [shared, 'same-path', undefined],
          [mapped, 'mapped', elsewhere],
          [hidden, 'sent', undefined],
        ].sort(),
      );
      const tempFolder = join(workerFolder, 'worker', 'temp');
      await expect.poll(() => sentFiles(tempFolder)).toEqual([]);

      // without a server, by the command alone
      expect(await desk.end()).toBe(0);
      const alone = await desk.try(['extract', hidden, ...HASHED, ...AT_ATTIC, '--no-cache', ...TO_STDOUT]);
      expect(alone).toMatchObject({ code: EXIT.someFailed, stderr: '' });
      expect(differencesBetween(alone.stdout, below(hidden, local.stdout))).toEqual([]);

      expect(await worker.end()).toBe(0);
      expect(await readdir(tempFolder)).toEqual([]);
      expect([...(await attic.pids()), ...(await deskHost.pids())]).toEqual([]);
    },
    120_000,
  );
});

describe.skipIf(findNamespaces().missing !== undefined)('four hosts of a network', () => {
  test('find each other, and share a job by labels and by folders', async () => {
    const world = await temporaryFolder('labels');
    const folders = ['one', 'two', 'three'].map((name) => join(world, name));
    for (const [at, folder] of folders.entries())
      await writeCollection({ folder, count: 30 + at, seed: at, formats: QUICK_FORMATS, paddingScale: 0 });
    const [one = '', two = '', three = ''] = folders;

    const { desk: deskHost, attic, barn, cellar } = await network({ desk: [], attic: [], barn: [], cellar: [] });
    const desk = new Desk(deskHost, join(world, 'desk'));
    await desk.start();
    const start = (host: Host, dialling: Dialling, ...args: readonly string[]) =>
      pairedWorker(desk, dialling, { host, dataFolder: join(world, host.name), args });
    await start(attic, 'from-here', '--labels', 'raw,fast');
    await expect.poll(() => desk.discovered(), { timeout: 20_000 }).toMatchObject([{ name: 'attic', isPaired: true }]);
    const shown = startWorkerOn({ host: barn, dataFolder: join(world, 'barn'), args: ['--labels', 'raw'] });
    await shown.code();
    await expect
      .poll(async () => (await desk.discovered()).map(({ name, host, isPaired }) => [name, host, isPaired]).sort(), {
        timeout: 20_000,
      })
      .toEqual([
        ['attic', attic.address, true],
        ['barn', barn.address, false],
      ]);
    await desk.run(['workers', 'add', await shown.code()]);
    await start(cellar, 'from-there');
    await desk.areReady('attic', 'barn', 'cellar');

    const filesDone = async () =>
      Object.fromEntries((await desk.machines()).map((machine) => [machine.name, machine.filesDone]));
    await desk.recordsOf(await desk.submit([one, '--labels', 'raw,fast']));
    expect(await filesDone()).toEqual({ attic: 30, barn: 0, cellar: 0 });

    const assignments = ['--assign', `${two}=barn`, '--assign', `${three}=cellar`];
    const job = await desk.submit([...folders, '--no-cache', '--machines', 'local', ...assignments]);
    expect(parseRecords(await desk.recordsOf(job))).toHaveLength(30 + 31 + 32);
    expect(await filesDone()).toEqual({ attic: 30, barn: 31, cellar: 32 });
  }, 120_000);
});

/** The records of what lies below a folder. */
function below(folder: string, jsonl: string): string {
  const lines = jsonl.split('\n').filter((line) => line !== '');
  return lines.filter((line) => (JSON.parse(line) as PublicRecord).path.startsWith(`${folder}/`)).join('\n');
}

/**
 * Three folders with the same kinds of files, and what a worker is to see of them: `empty`, and `decoy`, in which there are
 * files of the same names and sizes as in the third, but not the same.
 */
async function photoFolders(world: string): Promise<readonly [string, string, string]> {
  const folders = ['shared', 'mapped', 'hidden'].map((name) => join(world, name));
  const [shared = '', mapped = '', hidden = ''] = folders;
  for (const [at, folder] of folders.entries())
    await writeCollection({ folder, count: 40, seed: at, formats: EVERY_FORMAT, paddingScale: 0 });
  for (const name of ['elsewhere', 'empty']) await mkdir(join(world, name));
  const decoy = join(world, 'decoy');
  await cp(hidden, decoy, { recursive: true });
  for (const file of await filesBelow(decoy)) await writeFile(file, Buffer.alloc((await stat(file)).size, 0x20));
  for (const [at, folder] of folders.entries()) {
    await writeFile(join(folder, 'broken.jpg'), 'not a picture');
    await writeFile(join(folder, 'empty.jpg'), '');
    await writeFile(join(folder, 'a new\nline – naïve 名前.txt'), 'x');
    await writeFile(Buffer.concat([Buffer.from(`${folder}/`), NO_TEXT, Buffer.from('.txt')]), 'y');
    for (const sizeBytes of LARGE_BYTES)
      await writeFile(join(folder, `${sizeBytes}.dat`), Buffer.alloc(sizeBytes, at + 1));
  }
  return [shared, mapped, hidden];
}
