import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Prober } from '../../../src-worker/host/probe.ts';
import { type DiskSpace, Room } from '../../../src-worker/host/room.ts';
import { Roots } from '../../../src-worker/host/roots.ts';
import { ServedLink, type ServedLinkOptions } from '../../../src-worker/host/served-link.ts';
import { TempFolder } from '../../../src-worker/host/temp-folder.ts';
import type { LaunchRuntime } from '../../../src-worker/supervisor/launcher.ts';
import type { FileAccess } from '../../../src-protocol/messages/link.ts';
import type { Lease } from '../../../src-protocol/messages/worker.ts';
import { soon } from '../soon.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { SILENT } from './engine.ts';
import { FakeLink, FakeSender } from './host-link.ts';
import { ScriptedRuntime } from './scripted-runtime.ts';

export interface ServedOptions {
  readonly roots?: readonly string[];
  readonly roomBytes?: number;
  readonly space?: () => Promise<DiskSpace>;
  readonly slots?: number;
  readonly launch?: (timeZone: string) => LaunchRuntime;
  readonly readLog?: ServedLinkOptions['readLog'];
}

/** A coordinator's link served with real files under a folder of the test, by processes that do as the test says. */
export async function serveLink({ roots, roomBytes = 1e9, space, slots = 2, launch, readLog }: ServedOptions = {}) {
  const temp = await TempFolder.open(join(temporaryFolder(), 'temp'));
  const processes: ScriptedRuntime[] = [];
  const allowed = await Roots.of(roots);
  const room = new Room(roomBytes, space ?? (() => Promise.resolve({ freeBytes: 1e12, totalBytes: 1e12 })));
  const link = new FakeLink();
  const sender = new FakeSender(link);
  const ended: string[] = [];
  let removals = 0;
  const options: ServedLinkOptions = {
    launch:
      launch ??
      ((timeZone) => (each) => {
        const process = new ScriptedRuntime(each, timeZone);
        processes.push(process);
        return process;
      }),
    slots,
    memoryLimitBytes: 1e9,
    machine: () =>
      Promise.resolve({
        name: 'attic',
        platform: 'linux',
        program: '1',
        cores: 2,
        memoryBytes: 1e9,
        slots,
        labels: [],
        extractors: [],
        roomBytes,
      }),
    status: () => Promise.resolve({ cpuShare: 0.5, memoryFreeBytes: 1e9, storedBytes: room.storedBytes }),
    readLog:
      readLog ??
      ((limit) => Promise.resolve([{ at: '2026-01-01T00:00:00.000Z', level: 'info', event: 'x', fields: { limit } }])),
    roots: allowed,
    room,
    prober: new Prober(allowed),
    folder: () => temp.folderForLink(),
    log: SILENT,
  };
  const served = new ServedLink(link, options, {
    onState: () => undefined,
    onRemoved: () => (removals += 1),
    onEnd: (reason) => ended.push(reason),
  });
  link.listeners = served;
  link.become('up');
  onTestFinished(async () => {
    await served[Symbol.asyncDispose]();
    await temp[Symbol.asyncDispose]();
  });
  await soon(() => link.all('machine')[0] ?? fail('no machine'));
  return { link, sender, served, temp, room, processes, ended, removals: () => removals };
}

/** One that has a runtime of two slots that is up, as number 0. */
export async function serveOneRuntime(options: ServedOptions = {}) {
  const all = await serveLink(options);
  all.link.listeners?.onFrame({ kind: 'work', slots: 2, memoryLimitBytes: 1e9, timeZone: 'Europe/Berlin' });
  const process = await soon(() => all.processes[0] ?? fail('no process'));
  process.hello();
  await soon(() => all.link.all('runtime-up')[0] ?? fail('not up'));
  return { ...all, process };
}

type Served = Awaited<ReturnType<typeof serveOneRuntime>>;

export const HERE: FileAccess = { kind: 'same-path' };

export function giveLease({ link }: Pick<Served, 'link'>, lease: Lease, access: FileAccess[], runtime = 0): void {
  link.listeners?.onFrame({ kind: 'runtime', runtime, message: { kind: 'lease', lease }, access });
}

/** What the runtime was given, once it was. */
export const given = ({ process }: Pick<Served, 'process'>, at = 0) =>
  soon(() => process.given[at] ?? fail('nothing was given'));

export function fail(message: string): never {
  throw new Error(message);
}
