import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { findNamespaces } from '../../scripts/find-namespaces.mjs';
import { pairingCodeText, readPairingCode } from '../../src-protocol/model/pairing-code.ts';
import { writeCollection } from '../fixtures/collection.ts';
import { QUICK_FORMATS } from '../fixtures/formats.ts';
import { differencesBetween } from '../process/support/record-comparison.ts';
import { runCli, temporaryFolders } from '../process/support/run-cli.ts';
import { testExtractors } from '../process/support/test-extractors.ts';
import { BadLink } from './support/bad-link.ts';
import { Desk, writeSettings } from './support/desk.ts';
import { Disturbance } from './support/disturbance.ts';
import { FAULTS } from './support/faults.ts';
import { Lan, type Host } from './support/namespaces.ts';
import { sentFiles } from './support/sent-files.ts';
import { Disk, WorkerSite, type Sites } from './support/sites.ts';

/** With METAEXTRACT_LONG_TESTS=1 every time is what it is in life; else all of them are so many times as short. */
const SCALE = process.env['METAEXTRACT_LONG_TESTS'] === '1' ? 1 : 1 / 8;
const TIMES = { heartbeatS: 2 * SCALE, suspectedS: 6 * SCALE, lostS: 10 * SCALE, graceS: 20 * SCALE };

const FILES = 2_200;
/** Each file takes so long until all faults were had: the job is not to be through before. */
const SLOW_MS = 800 * SCALE;
const HOUR_MS = 3_600_000;
const DISK_BYTES = 64_000_000;
const WORKER_PORT = 7_461;
const JOIN_PORT = 7_462;

const temporaryFolder = temporaryFolders();
const lans: Lan[] = [];

afterEach(async () => {
  for (const lan of lans.splice(0)) await lan[Symbol.asyncDispose]();
});

test.skipIf(findNamespaces().missing !== undefined)(
  'a job over three workers ends with the records of an undisturbed run, whatever happens to them and to their links',
  async () => {
    const world = new World(await temporaryFolder('faults'));
    await writeCollection({ folder: world.files, count: FILES, seed: 5, formats: QUICK_FORMATS, paddingScale: 0 });
    const undisturbed = await runCli(
      ['extract', world.files, '-f', 'jsonl', '--quiet', '--data-dir', join(world.folder, 'undisturbed')],
      { env: { ...world.env, TEST_HURRY: world.files } },
    );
    expect(undisturbed).toMatchObject({ code: 0, stderr: '' });

    const lan = await Lan.open();
    lans.push(lan);
    const sites = await sitesOf(lan, world);
    const { desk, workers } = sites;
    const jobId = await desk.submit([world.files]);

    // TEST_SEED has the same happen again, as far as the order and the victims go
    const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 1e9));
    process.stdout.write(`faults: seed ${seed}\n`);
    const disturbance = new Disturbance({ sites, jobId, seed, scale: SCALE });
    await disturbance.run();
    await desk.areReady(SEEING, MAPPED, SENT);
    process.stdout.write(`faults: ${disturbance.summary()}\n`);
    expect(disturbance.had).toHaveLength(FAULTS.length);
    expect(disturbance.filesDone()).toBeLessThan(FILES);

    await writeFile(world.hurry, '');
    expect(differencesBetween(await desk.recordsOf(jobId), undisturbed.stdout)).toEqual([]);
    for (const { filesDone } of await desk.machines()) expect(filesDone).toBeGreaterThan(0);
    for (const { name, host, worker } of workers) {
      const tempFolder = host.path(world.tempFolder(name));
      await expect.poll(() => sentFiles(tempFolder), { timeout: 20_000 }).toEqual([]);
      expect(await worker.end()).toBe(0);
      expect(await readdir(tempFolder)).toEqual([]);
    }
    expect(await desk.end()).toBe(0);
    for (const host of lan.hosts.filter(({ name }) => name !== 'line')) expect(await host.pids()).toEqual([]);
  },
  900_000,
);

/** The folders of the test. */
class World {
  readonly folder: string;
  readonly files: string;
  /** Where another computer sees the files. */
  readonly elsewhere: string;
  /** A disk of the one that sees none. */
  readonly disk: string;
  /** Once it is there, files are read as quickly as can be. */
  readonly hurry: string;
  readonly env: NodeJS.ProcessEnv;

  constructor(folder: string) {
    this.folder = folder;
    this.files = join(folder, 'files');
    this.elsewhere = join(folder, 'elsewhere');
    this.disk = join(folder, 'disk');
    this.hurry = join(folder, 'hurry');
    this.env = { ...testExtractors(['slow']), TEST_HURRY: this.hurry, TEST_SLOW_MS: SLOW_MS.toString() };
  }

  tempFolder(worker: string): string {
    return join(worker === SENT ? this.disk : join(this.folder, worker), 'temp');
  }
}

/** One worker that sees the files, one that sees them elsewhere, and one that they are sent to. */
const [SEEING, MAPPED, SENT] = ['attic', 'barn', 'cellar'] as const;

async function sitesOf(lan: Lan, world: World): Promise<Sites> {
  const empty = join(world.folder, 'empty');
  for (const folder of [empty, world.elsewhere, world.disk]) await mkdir(folder);
  const hidden = { kind: 'bind', from: empty, at: world.files } as const;
  const host = await lan.host('desk');
  const between = await lan.host('line');
  const attic = await lan.host(SEEING);
  const barn = await lan.host(MAPPED, [{ kind: 'bind', from: world.files, at: world.elsewhere }, hidden]);
  const cellar = await lan.host(SENT, [{ kind: 'memory', sizeBytes: DISK_BYTES, at: world.disk }, hidden]);

  const desk = new Desk(host, join(world.folder, 'desk'), world.env);
  const mappings = [{ from: world.files, to: world.elsewhere, worker: MAPPED }];
  await writeSettings(desk.dataFolder, { machines: { ...TIMES, mappings }, runtimes: { slots: 1 } });
  await desk.start();

  const start = async (on: Host, line: BadLink, clockMs: number, ...args: readonly string[]) => {
    const dataFolder = join(world.folder, on.name);
    await writeSettings(dataFolder, { machines: TIMES });
    const all = ['--slots', '2', '--temp', world.tempFolder(on.name), ...args];
    return new WorkerSite({ host: on, dataFolder, args: all, env: { ...world.env, ...shiftedClock(clockMs) } }, line);
  };
  const dialled = async (on: Host, clockMs: number) => {
    const line = await BadLink.open(between, { address: on.address, port: WORKER_PORT });
    const site = await start(on, line, clockMs);
    await desk.run(['workers', 'add', over(between, line, await site.worker.code())]);
    return site;
  };
  const line = await BadLink.open(between, { address: host.address, port: JOIN_PORT });
  const workers = [
    await dialled(attic, 0),
    await start(barn, line, HOUR_MS, '--join', over(between, line, await desk.invitation())),
    await dialled(cellar, -HOUR_MS),
  ] as const;
  await desk.areReady(SEEING, MAPPED, SENT);
  return { desk, workers, disk: new Disk(cellar, world.disk) };
}

/** The same code with the address of a line in it. */
function over(between: Host, { port }: BadLink, text: string): string {
  const read = readPairingCode(text);
  if (!read.ok) throw new Error(read.reason);
  return pairingCodeText({ ...read.code, hosts: [between.address], port });
}

function shiftedClock(clockMs: number): NodeJS.ProcessEnv {
  const script = pathToFileURL(join(import.meta.dirname, 'support', 'shifted-clock.mjs')).href;
  return { NODE_OPTIONS: `--import ${script}`, TEST_CLOCK_SHIFT_MS: clockMs.toString() };
}
