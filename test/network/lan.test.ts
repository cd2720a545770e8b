import { link, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Machine } from '../../src-protocol/contract/machines.ts';
import { writeCollection } from '../fixtures/collection.ts';
import { QUICK_FORMATS } from '../fixtures/formats.ts';
import { freePort } from '../process/support/free-port.ts';
import { differencesBetween } from '../process/support/record-comparison.ts';
import { runCli, temporaryFolders } from '../process/support/run-cli.ts';
import { jobIn, startServer } from '../process/support/server.ts';
import { joinWorker, startWorker, type RunningWorker } from '../process/support/worker.ts';
import { writeSettings } from './support/desk.ts';

const FILES = 90;

describe('another computer', () => {
  const temporaryFolder = temporaryFolders();
  const ending: { end(): Promise<unknown> }[] = [];
  let world: string;
  let photos: string;
  /** The same files under another path. */
  let elsewhere: string;
  /** What a run without any other computer gives. */
  let expected: string;

  beforeAll(async () => {
    world = await temporaryFolder('lan');
    photos = join(world, 'photos');
    await writeCollection({ folder: photos, count: FILES, seed: 5, formats: QUICK_FORMATS, paddingScale: 0 });
    elsewhere = join(world, 'elsewhere');
    await linkAll(photos, elsewhere); // before it is read first, as this changes the files' inodes
    expected = await run(
      'extract',
      photos,
      '--local-only',
      '--no-cache',
      '-o',
      '-',
      '--data-dir',
      join(world, 'alone'),
    );
  }, 60_000);

  afterAll(async () => {
    for (const each of ending) await each.end();
  }, 60_000);

  async function run(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await runCli(args);
    if (code !== 0 && code !== 2) throw new Error(`${args.join(' ')} ended with ${String(code)}: ${stderr}`);
    return stdout;
  }

  async function deskFolder(name: string): Promise<string> {
    const folder = join(world, name);
    await writeSettings(folder, { machines: { joinPort: await freePort() } });
    return folder;
  }

  async function machineOf(desk: string): Promise<Machine> {
    const { machines } = JSON.parse(await run('workers', 'list', '--json', '--data-dir', desk)) as {
      machines: Machine[];
    };
    const [machine] = machines;
    if (machine === undefined || machines.length > 1)
      throw new Error(`there are ${machines.length.toString()} machines`);
    return machine;
  }

  function listening(name: string, ...args: string[]): RunningWorker {
    const worker = startWorker(join(world, `worker-${name}`), ['--name', name, '--slots', '2', ...args]);
    ending.push(worker);
    return worker;
  }

  /** Pairs, and has all files read by the worker. */
  async function extractAt(worker: RunningWorker, name: string, ...mapping: string[]): Promise<Machine> {
    const desk = await deskFolder(`desk-${name}`);
    await run('workers', 'add', await worker.code(), '--data-dir', desk);
    await worker.event('paired');
    if (mapping.length > 0) await run('workers', 'map', 'add', ...mapping, '--worker', name, '--data-dir', desk);
    const found = await run('extract', photos, '--machines', name, '--no-cache', '-o', '-', '--data-dir', desk);
    expect(differencesBetween(found, expected)).toEqual([]);
    const machine = await machineOf(desk);
    expect(machine.filesDone).toBeGreaterThanOrEqual(FILES); // the last ones may be read twice, not to be waited for
    return machine;
  }

  test('that listens and sees the same files reads them as this one does', async () => {
    expect(await extractAt(listening('attic'), 'attic')).toMatchObject({ sentBytes: 0 });
  }, 90_000);

  test('that sees them under another path reads them there by a mapping', async () => {
    const machine = await extractAt(listening('loft', '--root', elsewhere), 'loft', photos, elsewhere);
    expect(machine).toMatchObject({ sentBytes: 0 });
  }, 90_000);

  test('that sees none of them is sent all of them', async () => {
    const empty = join(world, 'empty');
    await mkdir(empty);
    const machine = await extractAt(listening('barn', '--root', empty), 'barn');
    expect(machine.sentBytes).toBeGreaterThan(0);
  }, 90_000);

  test('that dials a server by its invitation works for it, is paused and limited, and is forgotten', async () => {
    const desk = await deskFolder('desk-shed');
    const server = await startServer(desk);
    ending.push(server);
    const invite = ['workers', 'invite', '--host', '127.0.0.1', '--json', '--data-dir', desk];
    const { code } = JSON.parse(await run(...invite)) as { code: string };
    const worker = joinWorker(join(world, 'worker-shed'), code, ['--name', 'shed', '--slots', '2']);
    ending.push(worker);
    await expect
      .poll(async () => (await server.client.machines.list()).machines[0]?.state, { timeout: 20_000 })
      .toBe('ready');
    const job = await server.client.jobs.create({ sources: [photos], cache: 'off', workers: { names: ['shed'] } });
    await jobIn(server.client, job.id, ['completed']);
    const found = await run('export', job.id.toString(), '-f', 'jsonl', '--data-dir', desk);
    expect(differencesBetween(found, expected)).toEqual([]);

    const { workers } = await server.client.workers.list();
    expect(workers.filter(({ kind }) => kind === 'remote').map(({ id }) => id)).toContain('shed/local-1');
    await run('workers', 'pause', 'shed', '--data-dir', desk);
    expect(await machineOf(desk)).toMatchObject({
      name: 'shed',
      state: 'paused',
      dialled: 'from-there',
    });
    await run('workers', 'resume', 'shed', '--data-dir', desk);
    expect(await run('workers', 'limits', 'shed', '--slots', '1', '--data-dir', desk)).toContain('shed is ready');
    expect(await run('workers', 'log', 'shed', '--data-dir', desk)).not.toBe('');
    await run('workers', 'remove', 'shed', '--data-dir', desk);
    expect((await server.client.machines.list()).machines).toEqual([]);
    await worker.event('removed');
    expect(await worker.command.ended).toMatchObject({ code: 0 }); // it has nobody left to dial
  }, 90_000);

  test('that is not paired cannot be chosen', async () => {
    const desk = await deskFolder('desk-alone');
    const refused = await runCli(['extract', photos, '--machines', 'nobody', '--data-dir', desk]);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain('No computer “nobody” is paired with this one.');
  });
});

/** The same files under another path: hard links, so that their times are the same too. */
async function linkAll(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true }))
    if (entry.isDirectory()) await linkAll(join(from, entry.name), join(to, entry.name));
    else await link(join(from, entry.name), join(to, entry.name));
}
