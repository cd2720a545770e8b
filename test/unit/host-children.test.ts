import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { dialPeer } from '../../src-link/dial-peer.ts';
import { COORDINATOR_FRAMES } from '../../src-link/frame-schemas.ts';
import { openIdentity } from '../../src-link/identity.ts';
import type { CoordinatorFrames, Link, LinkListeners } from '../../src-link/link.ts';
import { listenForLinks } from '../../src-link/listen-for-links.ts';
import { pairByCode } from '../../src-link/pair-by-code.ts';
import { PeersFile } from '../../src-link/peers-file.ts';
import type { FileAccess, FromMachine, FromMachineNow } from '../../src-protocol/messages/link.ts';
import type { Lease } from '../../src-protocol/messages/worker.ts';
import { PROTOCOL_VERSION } from '../../src-protocol/messages/worker.ts';
import { parseSchedule } from '../../src-worker/host/schedule.ts';
import { WorkerHost, type WorkerHostOptions } from '../../src-worker/host/worker-host.ts';
import { launchChild } from '../../src-worker/supervisor/launch-child.ts';
import { SILENT } from './fakes/engine.ts';
import { leaseOf, sent, sha256 } from './fakes/host-link.ts';
import { fail } from './fakes/served-link.ts';
import { soon } from './soon.ts';
import { temporaryFolder } from './temporary-folder.ts';

const READING_RUNTIME = fileURLToPath(new URL('./fakes/reading-runtime.ts', import.meta.url));
const TIMING = () => ({ heartbeatMs: 100, suspectedMs: 2_000, lostMs: 4_000, graceMs: 4_000 });

beforeEach(() => {
  vi.stubEnv('TEST_PROTOCOL_VERSION', PROTOCOL_VERSION.toString());
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** A worker with real processes, and all that it told its command. */
async function openWorker(options: Partial<WorkerHostOptions> = {}, dataFolder = temporaryFolder()) {
  const told: string[] = [];
  const host = await WorkerHost.open({
    dataFolder,
    tempFolder: join(dataFolder, 'temp'),
    roomBytes: 1e9,
    name: 'attic',
    program: '1.0.0',
    listen: { host: '127.0.0.1', port: 0 },
    launch: (timeZone) => launchChild(READING_RUNTIME, { TZ: timeZone }),
    slots: 2,
    memoryLimitBytes: 1e10,
    labels: ['raw'],
    extractors: [{ id: 'fake', version: '1' }],
    log: SILENT,
    readLog: () => Promise.resolve([]),
    timing: TIMING,
    events: {
      onPaired: ({ name }) => told.push(`paired ${name}`),
      onPeer: ({ name }, state) => told.push(`${name} ${state}`),
      onDuty: (isOn) => told.push(isOn ? 'on duty' : 'off duty'),
      onRemoved: ({ name }) => told.push(`removed ${name}`),
    },
    ...options,
  });
  onTestFinished(() => host[Symbol.asyncDispose]());
  return { host, told, dataFolder };
}

/** The coordinator's end of a link, which keeps what it hears, and sends files that fit into the first credit. */
class Desk implements LinkListeners<CoordinatorFrames> {
  link: Link<CoordinatorFrames> | undefined;
  readonly heard: FromMachine[] = [];
  readonly files = new Map<string, Buffer>();
  readonly ends: string[] = [];

  serve(link: Link<CoordinatorFrames>): this {
    this.link = link;
    return this;
  }

  onFrame(frame: FromMachine): void {
    this.heard.push(frame);
  }

  onFrameNow(frame: FromMachineNow): void {
    if (frame.kind === 'fetch') void this.#send(frame);
  }

  onChunk(): void {
    fail('a worker sends no files');
  }

  onState(): void {
    // what it means is the worker's to show
  }

  onEnd(reason: string): void {
    this.ends.push(reason);
  }

  all<K extends FromMachine['kind']>(kind: K): (FromMachine & { kind: K })[] {
    return this.heard.filter((frame): frame is FromMachine & { kind: K } => frame.kind === kind);
  }

  results() {
    return this.all('runtime').flatMap(({ message }) => (message.kind === 'results' ? message.results : []));
  }

  leasesDone(): number[] {
    return this.all('runtime').flatMap(({ message }) => (message.kind === 'lease-done' ? [message.leaseId] : []));
  }

  lease(lease: Lease, access: FileAccess[], runtime = 0): void {
    this.link?.send({ kind: 'runtime', runtime, message: { kind: 'lease', lease }, access });
  }

  async #send({ transfer, leaseId, itemId, part, offset, chunkBytes }: FromMachineNow & { kind: 'fetch' }) {
    const file = this.files.get(`${leaseId}/${itemId}/${part}`) ?? fail('this file is not sent');
    for (let at = offset; at < file.length; at += chunkBytes)
      await this.link?.sendChunk({ transfer, offset: at, bytes: file.subarray(at, at + chunkBytes) });
    this.link?.sendNow({ kind: 'file-end', transfer, sha256: sha256(file) });
  }
}

async function ownOf() {
  const folder = temporaryFolder();
  const peers = new PeersFile(join(folder, 'peers.json'));
  const own = { role: 'coordinator', name: 'desk', program: '1.0.0', peers } as const;
  return { ...own, identity: await openIdentity(folder) };
}

/** Pairs with a worker and dials it. */
async function dial(host: WorkerHost): Promise<Desk> {
  const own = await ownOf();
  const peer = await pairByCode(host.invite(['127.0.0.1']).code, own);
  const desk = new Desk();
  const dialer = dialPeer<CoordinatorFrames>({
    ...own,
    peer,
    frames: COORDINATOR_FRAMES,
    timing: TIMING,
    log: SILENT,
    onLink: (link) => desk.serve(link),
    onTrouble: () => undefined,
  });
  onTestFinished(() => dialer[Symbol.asyncDispose]());
  await soon(() => desk.all('machine')[0] ?? fail('no machine'));
  return desk;
}

const work = { kind: 'work', slots: 2, memoryLimitBytes: 1e10, timeZone: 'Asia/Tokyo' } as const;

async function workers(desk: Desk): Promise<void> {
  desk.link?.send(work);
  await soon(() => desk.all('runtime-up')[0] ?? fail('no runtime'));
}

describe('a worker with processes of its own', () => {
  test('reads the files of a lease, by whichever way they come, and keeps none of them', async () => {
    const { host, told, dataFolder } = await openWorker();
    const desk = await dial(host);
    expect(desk.all('machine')[0]?.machine).toMatchObject({
      name: 'attic',
      slots: 2,
      labels: ['raw'],
      program: '1.0.0',
    });
    expect(told).toEqual(['paired desk', 'desk up']);
    await workers(desk);
    const folder = temporaryFolder();
    const [shared, mapped, photo] = [randomBytes(10), randomBytes(20), randomBytes(6_000_000)];
    writeFileSync(join(folder, 'shared.jpg'), shared);
    writeFileSync(join(folder, 'mapped.jpg'), mapped);
    desk.files.set('9/3/0', photo).set('9/3/1', Buffer.from('<xmp/>'));
    const items = [
      { itemId: 1, path: join(folder, 'shared.jpg') },
      { itemId: 2, path: '/there/mapped.jpg' },
      { itemId: 3, path: '/there/photo.cr2' },
      { itemId: 4, path: '/there/gone.jpg' },
    ];
    desk.lease(leaseOf(9, items), [
      { kind: 'same-path' },
      { kind: 'mapped', path: join(folder, 'mapped.jpg') },
      sent(photo.length, [{ name: 'photo.xmp', sizeBytes: 6 }]),
      { kind: 'fault', fault: { code: 'not-found', message: 'gone' } },
    ]);
    await soon(() => {
      expect(desk.leasesDone()).toEqual([9]);
    });
    const results = desk.results().sort((a, b) => a.itemId - b.itemId);
    expect(results.map(({ itemId, outcome, fault }) => [itemId, outcome, fault?.code])).toEqual([
      [1, 'extracted', undefined],
      [2, 'extracted', undefined],
      [3, 'extracted', undefined],
      [4, 'failed', 'not-found'],
    ]);
    const read = results.slice(0, 3).map(({ tagValues }) => JSON.parse(tagValues) as Record<string, unknown>);
    expect(read.map(({ hash }) => hash)).toEqual([sha256(shared), sha256(mapped), sha256(photo)]);
    expect(read.map(({ original }) => original)).toEqual([
      undefined,
      { path: '/there/mapped.jpg' },
      {
        path: '/there/photo.cr2',
        stat: { modifiedMs: 1_000.5, accessedMs: 2_000, changedMs: 3_000, mode: 0o100644 },
      },
    ]);
    expect(read[2]).toMatchObject({ timeZone: 'Asia/Tokyo', beside: 2 });
    await soon(() => {
      expect(existsSync(String(read[2]?.['path']))).toBe(false);
      expect(host.status()).toMatchObject({ slots: 2, filesDone: 3, storedBytes: 0, state: 'ready', links: 1 });
    });
    await host.drain(5_000);
    await soon(() => {
      expect(desk.all('leaving')).toHaveLength(1);
      expect(desk.ends).toHaveLength(1);
    });
    expect(readdirSync(join(dataFolder, 'temp'))).toEqual([]);
  }, 30_000);

  test('tells of a process that dies, and starts another under another number', async () => {
    const { host } = await openWorker();
    const desk = await dial(host);
    await workers(desk);
    desk.lease(leaseOf(1, [{ itemId: 1, path: '/x.fatal' }]), [{ kind: 'same-path' }]);
    await soon(() => {
      expect(desk.all('runtime-up').map(({ runtime }) => runtime)).toEqual([0, 1]);
    });
    expect(desk.all('runtime-down')).toEqual([
      { kind: 'runtime-down', runtime: 0, reason: 'it ended with code 9', inOrder: false },
    ]);
  }, 30_000);

  test('works for several coordinators at once, whose leases have the same numbers', async () => {
    const { host } = await openWorker();
    const folder = temporaryFolder();
    const desks: Desk[] = [];
    for (const name of ['a', 'b']) {
      const desk = await dial(host);
      await workers(desk);
      const path = join(folder, `${name}.jpg`);
      writeFileSync(path, name);
      desk.lease(leaseOf(1, [{ itemId: 1, path }]), [{ kind: 'same-path' }]);
      desks.push(desk);
    }
    for (const [at, desk] of desks.entries())
      await soon(() => {
        expect(desk.results().map(({ tagValues }) => (JSON.parse(tagValues) as { hash: string }).hash)).toEqual([
          sha256(Buffer.from(at === 0 ? 'a' : 'b')),
        ]);
      });
    expect(host.peers().map(({ state }) => state)).toEqual(['up', 'up']);
  }, 30_000);

  test('does not work while it is off duty, and says so', async () => {
    const day = new Date(Date.now() + 3 * 86_400_000).toLocaleDateString('en', { weekday: 'long' });
    const parsed = parseSchedule(day);
    const { host } = await openWorker(parsed.ok ? { schedule: parsed.schedule } : {});
    const desk = await dial(host);
    desk.link?.send(work);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(desk.all('runtime-up')).toEqual([]);
    expect(host.status()).toMatchObject({ state: 'off-duty', slots: 0 });
  });

  test('forgets a coordinator that has removed it', async () => {
    const { host, told } = await openWorker();
    const desk = await dial(host);
    desk.link?.send({ kind: 'removed' });
    await soon(() => {
      expect(told).toContain('removed desk');
      expect(host.peers()).toEqual([]);
      expect(host.status().links).toBe(0);
    });
  });

  test('dials the coordinator whose code it has, again after a restart, and uses the code once only', async () => {
    const own = await ownOf();
    const desk = new Desk();
    const listener = await listenForLinks<CoordinatorFrames>({
      ...own,
      host: '127.0.0.1',
      port: 0,
      frames: COORDINATOR_FRAMES,
      timing: TIMING,
      log: SILENT,
      onLink: (link) => desk.serve(link),
    });
    onTestFinished(() => listener[Symbol.asyncDispose]());
    const { code } = listener.invite(['127.0.0.1']);
    const { host, dataFolder } = await openWorker({ listen: undefined } as unknown as Partial<WorkerHostOptions>);
    expect(host.address).toBeUndefined();
    expect(() => host.invite(['127.0.0.1'])).toThrow('cannot be dialled');
    expect((await host.join(code)).name).toBe('desk');
    await soon(() => desk.all('machine')[0] ?? fail('no machine'));
    await host.drain(1_000);
    const { host: again } = await openWorker(
      { listen: undefined } as unknown as Partial<WorkerHostOptions>,
      dataFolder,
    );
    expect((await again.join(code)).name).toBe('desk');
    await soon(() => {
      expect(desk.all('machine')).toHaveLength(2);
    });
    // removed at the coordinator, it comes back by a code that is new, and not by the old one
    own.peers.remove(own.peers.list()[0]?.id ?? '');
    await soon(() => {
      expect(again.peers()[0]?.state).toBe('ended');
    });
    await again.join(code);
    await soon(() => {
      expect(again.peers()[0]?.message).toContain('does not accept the pairing code');
    });
    await again.join(listener.invite(['127.0.0.1']).code);
    await soon(() => {
      expect(desk.all('machine')).toHaveLength(3);
    });
    const [peer] = again.peers();
    await again.forget(peer?.peer.id ?? '');
    expect(again.peers()).toEqual([]);
  }, 30_000);

  test('does not begin where its folder for files is in use, and leaves nothing open', async () => {
    const { host, dataFolder } = await openWorker();
    writeFileSync(join(dataFolder, 'temp', 'owner.json'), JSON.stringify({ pid: process.ppid, host: 'elsewhere' }));
    await expect(openWorker({ tempFolder: join(dataFolder, 'temp') })).rejects.toThrow('is in use by process');
    expect(host.address?.port).toBeGreaterThan(0);
    const port = host.address?.port ?? 0;
    const other = temporaryFolder();
    await expect(openWorker({ listen: { host: '127.0.0.1', port } }, other)).rejects.toThrow();
    expect(readdirSync(join(other, 'temp'))).toEqual([]);
  });
});
