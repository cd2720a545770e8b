import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { joinPools } from '../../src-main/links/joined-pools.ts';
import type { WorkerEvents } from '../../src-main/coordinator/ports.ts';
import type { Peer } from '../../src-link/link.ts';
import type { LeaseItem } from '../../src-protocol/messages/worker.ts';
import { OWN_EXTRACTORS, peerNamed, resultOf } from './fakes/fake-machine.ts';
import { WatchedLan } from './fakes/watched-lan.ts';
import { temporaryFolder } from './temporary-folder.ts';

const attic = peerNamed('attic');

/** A data folder in which there are peers already. */
function pairedFolder(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'link'));
  writeFileSync(join(folder, 'link', 'coordinator-peers.json'), '{}');
  return folder;
}

function opened(options: Partial<Parameters<typeof WatchedLan.open>[0]> = {}): Promise<WatchedLan> {
  return WatchedLan.open({ dataFolder: pairedFolder(), peers: [attic], ...options });
}

let items = 0;
function file(content = 'content'): LeaseItem {
  items += 1;
  const path = join(temporaryFolder(), `${items}.jpg`);
  writeFileSync(path, content);
  return { itemId: items, path, sizeBytes: content.length };
}

const missing = { code: 'not-found', message: 'The file is not there any more (ENOENT)' } as const;

describe('a machine', () => {
  test('is asked to work once there is work, and its processes are workers of the pool', async () => {
    const lan = await opened();
    const machine = lan.connect(attic).describe();
    expect(machine.told).toEqual([]);
    lan.start();
    expect(machine.toldOf('work')).toMatchObject([{ slots: 4, memoryLimitBytes: 1e9 }]);
    machine.up(1, 2).up(2, 2);
    expect(lan.up.map(({ name, slots }) => `${name} ${slots}`)).toEqual(['attic/local-1 2', 'attic/local-2 2']);
    expect(lan.up[0]?.machine).toMatchObject({ name: 'attic', labels: ['raw'], delayMs: 4 });
    lan.start();
    expect(machine.toldOf('work')).toHaveLength(1);
  });

  test('without a limit of its own has that of the settings, also when it is changed', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic);
    lan.wishes.memoryLimitBytes = 7e8;
    lan.start();
    expect(machine.toldOf('work').map(({ memoryLimitBytes }) => memoryLimitBytes)).toEqual([1e9, 7e8]);
    lan.workers.setLimits(attic.id, { memoryLimitBytes: 3e8 });
    lan.wishes.memoryLimitBytes = 8e8;
    lan.start();
    expect(machine.toldOf('work').at(-1)).toMatchObject({ memoryLimitBytes: 3e8 });
  });

  test('that cannot have processes is told to work once more when its pause is over, and not before', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic);
    machine.say({ kind: 'failure', reason: 'no memory' });
    lan.start();
    expect([lan.states(), machine.toldOf('work').length]).toEqual([['attic set-aside'], 1]);
    lan.clock.nowMs += 5_000;
    lan.start();
    expect(machine.toldOf('work')).toHaveLength(2);
  });

  test('that dials in is shown with where it came from, also after it has left', async () => {
    const { dial: _, ...guest } = attic;
    const lan = (await opened({ peers: [guest] })).start();
    expect(lan.workers.machines()[0]).not.toHaveProperty('address');
    const machine = lan.working(guest);
    expect(lan.workers.machines()).toMatchObject([{ dialled: 'from-there', address: '192.0.2.9' }]);
    machine.end('it has left');
    expect(lan.workers.machines()).toMatchObject([{ state: 'connecting', address: '192.0.2.9' }]);
  });

  test('that was working before somebody asked is told of then', async () => {
    const lan = await opened();
    lan.connect(attic).describe().up();
    expect(lan.up).toEqual([]);
    lan.start();
    expect(lan.up).toHaveLength(1);
  });

  test('gets leases with the way to each file, and its results come back', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic);
    const [seen, second] = [file('seen'), file('again')];
    machine.files.set(seen.path, seen.path);
    const leaseId = lan.leaseTo('attic/local-1', [seen, second]);
    await vi.waitFor(() => {
      expect(machine.accesses).toEqual(['same-path', 'sent']);
    });
    machine.result(leaseId, [resultOf(seen), resultOf(second)]);
    machine.done(leaseId);
    expect(lan.words).toEqual([`${seen.itemId} extracted`, `${second.itemId} extracted`, `done ${leaseId}`]);
    expect(lan.workers.machines()).toMatchObject([{ name: 'attic', filesDone: 2, failures: 0, busyMs: 10 }]);
    expect(lan.workers.runtimes()).toMatchObject([{ id: 'attic/local-1', machine: attic.id, filesDone: 2, leases: 0 }]);
  });

  test('keeps its leases in order, whatever is to be found out first', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic);
    const shared = file();
    machine.files.set(shared.path, shared.path);
    const first = lan.leaseTo('attic/local-1', [shared]);
    await vi.waitFor(() => {
      expect(machine.leases).toEqual([first]);
    });
    const slow = lan.leaseTo('attic/local-1', [file()]);
    const quick = lan.leaseTo('attic/local-1', [shared]);
    await vi.waitFor(() => {
      expect(machine.leases).toEqual([first, slow, quick]);
    });
  });

  test('never hears of a lease that is given up before it is on its way', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic);
    const leaseId = lan.leaseTo('attic/local-1', [file()]);
    lan.worker('attic/local-1').send({ kind: 'abandon', leaseId });
    const next = lan.leaseTo('attic/local-1', [file()]);
    await vi.waitFor(() => {
      expect(machine.leases).toEqual([next]);
    });
    expect(lan.words).toEqual([`done ${leaseId}`]);
    lan.worker('attic/local-1').send({ kind: 'abandon', leaseId: next });
    expect(machine.toldOf('runtime').at(-1)?.message).toEqual({ kind: 'abandon', leaseId: next });
  });

  test('has what it is to read given to others when its process ends, its link ends, or a process is replaced', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic).up(2).up(3);
    machine.down(1);
    machine.down(2, true);
    machine.end('nothing was heard for 30 s');
    expect(lan.down).toEqual(['attic/local-1 process', 'attic/local-2 link', 'attic/local-3 link']);
    expect(lan.states()).toEqual(['attic connecting']);
    expect(lan.message()).toContain('nothing was heard for 30 s');
  });

  test('whose link is silent or broken gets no leases until it is heard again', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic);
    const worker = lan.worker('attic/local-1');
    const seen: string[] = [];
    for (const state of ['up', 'suspected', 'up', 'broken', 'up'] as const) {
      machine.state(state);
      seen.push(`${lan.states()[0]} ${worker.takesLeases()}`);
    }
    expect(seen).toEqual([
      'attic ready true',
      'attic suspected false',
      'attic ready true',
      'attic away false',
      'attic ready true',
    ]);
  });

  test('with a session of its own that is new has its old one ended first', async () => {
    const lan = (await opened()).start();
    const before = lan.working(attic);
    const after = lan.working(attic);
    expect(before.endedBecause).toContain('new session');
    expect(lan.down).toEqual(['attic/local-1 link']);
    expect(lan.up).toHaveLength(1);
    before.up(7);
    expect(lan.up).toHaveLength(1);
    expect(after.endedBecause).toBeUndefined();
  });

  test('with other extractors gets nothing, and its message names both versions and which side to update', async () => {
    const lan = (await opened()).start();
    const machine = lan.connect(attic).describe([{ id: 'exiftool', version: '13.9+1' }]);
    expect(lan.states()).toEqual(['attic refused']);
    expect(lan.message()).toContain('exiftool 13.9+1');
    expect(lan.message()).toContain('exiftool 13.59+1');
    expect(lan.message()).toMatch(/Update attic\.$/);
    machine.up(1, 2, [{ id: 'exiftool', version: '13.9+1' }]);
    expect([lan.up, machine.told]).toEqual([[], []]);
    lan.connect(attic).describe([{ id: 'exiftool', version: '13.100+1' }]);
    expect(lan.message()).toMatch(/Update desk\.$/);
    lan.working(attic);
    expect([lan.states(), lan.up.length]).toEqual([['attic ready'], 1]);
  });

  test('that rests by its schedule, is leaving, or replaces a process, gets no leases', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic).up(2);
    const status = { cpuShare: 0.5, memoryFreeBytes: 1, rssBytes: 2, storedBytes: 3 };
    machine.sayNow({ kind: 'status', status: { ...status, state: 'off-duty', message: 'It works from 22:00.' } });
    expect([lan.states(), lan.message()]).toEqual([['attic off-duty'], 'It works from 22:00.']);
    expect(lan.up.map((worker) => worker.takesLeases())).toEqual([false, false]);
    machine.sayNow({ kind: 'status', status: { ...status, state: 'ready' } });
    machine.say({ kind: 'runtime-leaving', runtime: 2 });
    expect(lan.up.map((worker) => worker.takesLeases())).toEqual([true, false]);
    machine.say({ kind: 'leaving', message: 'It is being shut down.' });
    expect([lan.states(), lan.message()]).toEqual([['attic draining'], 'It is being shut down.']);
    expect(lan.up.map((worker) => worker.takesLeases())).toEqual([false, false]);
  });

  test('ends its processes when nothing was leased for a while, and starts them when there is work again', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'performance'] });
    try {
      const lan = (await opened({ idleMs: 20_000 })).start();
      const machine = lan.working(attic);
      const shared = file();
      machine.files.set(shared.path, shared.path);
      await vi.advanceTimersByTimeAsync(15_000);
      const leaseId = lan.leaseTo('attic/local-1', [shared]);
      await vi.waitFor(() => {
        expect(machine.leases).toEqual([leaseId]);
      });
      await vi.advanceTimersByTimeAsync(60_000);
      expect(machine.toldOf('rest')).toEqual([]);
      machine.result(leaseId, [resultOf(shared)]);
      machine.done(leaseId);
      await vi.advanceTimersByTimeAsync(30_000);
      expect(machine.toldOf('rest')).toHaveLength(1);
      lan.start();
      expect(machine.toldOf('work')).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a machine that goes wrong', () => {
  test('with results for files that it was not given is set aside and named, and what is right of them stands', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic);
    const item = file();
    const leaseId = lan.leaseTo('attic/local-1', [item]);
    await vi.waitFor(() => {
      expect(machine.leases).toEqual([leaseId]);
    });
    machine.result(leaseId, [resultOf(item), resultOf({ ...item, itemId: 424_242 })]);
    expect(lan.words).toEqual([`${item.itemId} extracted`]);
    expect(lan.states()).toEqual(['attic set-aside']);
    expect(lan.message()).toContain('results for files that it was not given');
    expect(lan.worker('attic/local-1').takesLeases()).toBe(false);
    machine.result(leaseId, [resultOf(item)]);
    machine.done(leaseId);
    expect(lan.words).toEqual([`${item.itemId} extracted`, `done ${leaseId}`]);
  });

  test.each([
    [
      'results of a lease that never was',
      (m: ReturnType<WatchedLan['working']>) => {
        m.result(9, [resultOf(file())]);
      },
    ],
    [
      'results that are not of their form',
      (m: ReturnType<WatchedLan['working']>) => {
        m.result(9, [{ ...resultOf(file()), modulesJson: 'nonsense' }]);
      },
    ],
    [
      'the end of a lease that never was',
      (m: ReturnType<WatchedLan['working']>) => {
        m.done(9);
      },
    ],
    [
      'words of a process that never was',
      (m: ReturnType<WatchedLan['working']>) => {
        m.done(9, 5);
      },
    ],
    [
      'a process that it has already',
      (m: ReturnType<WatchedLan['working']>) => {
        m.up(1);
      },
    ],
    [
      'a request for a file outside of its leases',
      (m: ReturnType<WatchedLan['working']>) => {
        m.sayNow({
          kind: 'fetch',
          transfer: 1,
          leaseId: 1,
          itemId: 1,
          part: 0,
          offset: 0,
          chunkBytes: 4_096,
          creditBytes: 1,
        });
      },
    ],
  ])('with %s is set aside, and nothing of it is heard', async (_what, misbehave) => {
    const lan = (await opened()).start();
    const machine = lan.working(attic);
    misbehave(machine);
    expect([lan.states(), lan.words, lan.up.length]).toEqual([['attic set-aside'], [], 1]);
  });

  test('is tried with one lease after its pause, and is well when that comes back', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic);
    machine.done(9);
    lan.clock.nowMs += 5_000;
    const worker = lan.worker('attic/local-1');
    expect(worker.takesLeases()).toBe(true);
    const item = file();
    const leaseId = lan.leaseTo('attic/local-1', [item]);
    expect(worker.takesLeases()).toBe(false);
    await vi.waitFor(() => {
      expect(machine.leases).toEqual([leaseId]);
    });
    machine.result(leaseId, [resultOf(item)]);
    machine.done(leaseId);
    expect([worker.takesLeases(), lan.states()]).toEqual([true, ['attic ready']]);
  });

  test('is set aside when its link ends while it has files, and not when it has none', async () => {
    const lan = (await opened()).start();
    lan.working(attic).end('cut');
    lan.working(attic);
    expect(lan.states()).toEqual(['attic ready']);
    lan.leaseTo('attic/local-1', [file()]);
    lan.working(attic);
    expect(lan.states()).toEqual(['attic set-aside']);
  });

  test('is set aside when three processes die within a minute, or three files in a row do not reach it', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic).up(2).up(3);
    for (const runtime of [1, 2]) machine.down(runtime);
    expect(lan.states()).toEqual(['attic ready']);
    machine.down(3);
    expect(lan.states()).toEqual(['attic set-aside']);
    lan.workers.resume(attic.id);
    machine.up(4);
    const lost = [file(), file(), file()];
    const leaseId = lan.leaseTo('attic/local-4', lost);
    await vi.waitFor(() => {
      expect(machine.leases).toContain(leaseId);
    });
    machine.result(
      leaseId,
      lost.map((item) => resultOf(item, { code: 'transfer-failed', message: 'no room' })),
      4,
    );
    machine.done(leaseId, 4);
    expect([lan.states(), lan.message().includes('no room')]).toEqual([['attic set-aside'], true]);
  });

  test('with an extractor that does not work gives its files to others, and its results do not count', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic);
    const item = file();
    const leaseId = lan.leaseTo('attic/local-1', [item]);
    await vi.waitFor(() => {
      expect(machine.leases).toEqual([leaseId]);
    });
    machine.say({
      kind: 'runtime',
      runtime: 1,
      message: { kind: 'extractor-set-aside', extractorId: 'exiftool', message: 'perl is missing' },
    });
    machine.result(leaseId, [resultOf(item, { code: 'extractor-crashed', message: 'exiftool does not work here' })]);
    machine.done(leaseId);
    expect([lan.down, lan.words, lan.states()]).toEqual([['attic/local-1 link'], [], ['attic set-aside']]);
    expect(lan.message()).toContain('perl is missing');
    await vi.waitFor(() => {
      expect(machine.toldOf('runtime').at(-1)?.message).toEqual({ kind: 'drain' });
    });
  });

  test('that does not see a file as it should has it tried again, and what it says afterwards stays in order', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic);
    const item = file();
    machine.files.set(item.path, item.path);
    const leaseId = lan.leaseTo('attic/local-1', [item]);
    await vi.waitFor(() => {
      expect(machine.accesses).toEqual(['same-path']);
    });
    machine.files.clear();
    machine.result(leaseId, [resultOf(item, missing)]);
    machine.done(leaseId);
    expect(lan.words).toEqual([]);
    await vi.waitFor(() => {
      expect(lan.words).toEqual([`${item.itemId} transfer-failed`, `done ${leaseId}`]);
    });
    await vi.waitFor(async () => {
      lan.leaseTo('attic/local-1', [item]);
      await Promise.resolve();
      expect(machine.accesses.at(-1)).toBe('sent');
    });
  });

  test('says that a file is gone which is gone here too: that stands', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic);
    const item = file();
    machine.files.set(item.path, item.path);
    const leaseId = lan.leaseTo('attic/local-1', [item]);
    await vi.waitFor(() => {
      expect(machine.accesses).toEqual(['same-path']);
    });
    rmSync(item.path);
    machine.result(leaseId, [resultOf(item, missing)]);
    await vi.waitFor(() => {
      expect(lan.words).toEqual([`${item.itemId} not-found`]);
    });
  });
});

describe('what bringing a file takes', () => {
  test('is nothing where it is seen, the way where it is sent, and never where that is not wanted or too large', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic);
    const [seen, unseen] = [file(), file()];
    machine.files.set(seen.path, seen.path);
    const folderOf = ({ path }: LeaseItem) => join(path, '..');
    const transferMs = (item: LeaseItem, sizeBytes: number) =>
      lan.worker('attic/local-1').machine?.transferMs(folderOf(item), sizeBytes);
    expect(transferMs(seen, 50e6)).toBe(1_000);
    await vi.waitFor(() => {
      expect(transferMs(seen, 50e6)).toBe(0);
    });
    expect(transferMs(unseen, 50e6)).toBe(1_000);
    expect(transferMs(unseen, 2e9)).toBe(Infinity);
  });

  test('is never while its disk is full, however much room it had, and as before when there is room again', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic);
    const transferMs = () => lan.worker('attic/local-1').machine?.transferMs('/elsewhere', 1_000);
    const tell = (roomBytes: number) => {
      const status = { state: 'ready', cpuShare: 0.5, memoryFreeBytes: 1, rssBytes: 2, storedBytes: 3 } as const;
      machine.sayNow({ kind: 'status', status: { ...status, roomBytes } });
    };
    tell(0);
    expect(transferMs()).toBe(Infinity);
    tell(1e9);
    expect(transferMs()).toBeLessThan(Infinity);
  });

  test('is never, where files are not sent and it is not known that it sees them', async () => {
    const lan = (await opened({ send: false })).start();
    const machine = lan.working(attic);
    const item = file();
    machine.files.set(item.path, item.path);
    const transferMs = () => lan.worker('attic/local-1').machine?.transferMs(join(item.path, '..'), 10);
    expect(transferMs()).toBe(Infinity);
    await vi.waitFor(() => {
      expect(transferMs()).toBe(0);
    });
  });
});

describe('what a person wants of a machine', () => {
  test('pause: no more leases, also after a restart, until it is resumed', async () => {
    const dataFolder = pairedFolder();
    const lan = (await opened({ dataFolder })).start();
    lan.working(attic);
    expect(lan.workers.pause(attic.id)).toMatchObject({ state: 'paused' });
    expect(lan.worker('attic/local-1').takesLeases()).toBe(false);
    const later = (await opened({ dataFolder })).start();
    const machine = later.connect(attic).describe();
    expect([later.states(), machine.told]).toEqual([['attic paused'], []]);
    expect(later.workers.resume(attic.id)).toMatchObject({ state: 'ready' });
    expect(machine.toldOf('work')).toHaveLength(1);
  });

  test('drain: it finishes what is on its way to it, and only then is told to rest', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic);
    const leaseId = lan.leaseTo('attic/local-1', [file()]);
    expect(lan.workers.drain(attic.id)).toMatchObject({ state: 'draining' });
    expect(lan.worker('attic/local-1').takesLeases()).toBe(false);
    await vi.waitFor(() => {
      expect(machine.told.at(-1)).toEqual({ kind: 'rest' });
    });
    expect(machine.leases).toEqual([leaseId]);
    lan.start();
    expect(machine.toldOf('work')).toHaveLength(1);
    lan.workers.resume(attic.id);
    expect(machine.toldOf('work')).toHaveLength(2);
  });

  test('limits: they are told at once, kept, and never more than it offers', async () => {
    const dataFolder = pairedFolder();
    const lan = (await opened({ dataFolder })).start();
    const machine = lan.working(attic);
    lan.workers.setLimits(attic.id, { slots: 1, memoryLimitBytes: 2e8 });
    expect(machine.toldOf('work').at(-1)).toMatchObject({ slots: 1, memoryLimitBytes: 2e8 });
    expect([lan.workers.slots, lan.workers.machines()[0]?.limits.slots]).toEqual([1, 1]);
    const later = (await opened({ dataFolder })).start();
    expect(later.connect(attic).describe().toldOf('work')).toMatchObject([{ slots: 1 }]);
    later.workers.setLimits(attic.id, { slots: 99 });
    expect(later.workers.slots).toBe(4);
  });

  test('remove: it is told, its files go to others, and nothing is kept of it', async () => {
    const dataFolder = pairedFolder();
    const lan = (await opened({ dataFolder })).start();
    const machine = lan.working(attic);
    await lan.workers.remove(attic.id);
    expect(machine.told.at(-1)).toEqual({ kind: 'removed' });
    expect([lan.down, lan.workers.machines(), lan.links.known]).toEqual([['attic/local-1 link'], [], []]);
    expect(lan.removed).toEqual(['attic']);
    expect(readFileSync(join(dataFolder, 'link', 'machines.json'), 'utf8')).not.toContain('attic');
    expect(() => lan.workers.pause(attic.id)).toThrow(/no such computer/i);
  });

  test('one process paused: the others go on, and so does the one after it not', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic).up(2);
    expect(lan.workers.pauseRuntime('attic/local-1')).toBe(true);
    expect(lan.workers.pauseRuntime('attic/local-9')).toBe(false);
    expect(lan.up.map((worker) => worker.takesLeases())).toEqual([false, true]);
    expect(lan.workers.runtimes()[0]).toMatchObject({ state: 'paused', isPaused: true });
    machine.down(1);
    machine.say({ kind: 'runtime-up', runtime: 3, name: 'local-1', slots: 2, extractors: [...OWN_EXTRACTORS] });
    expect(lan.worker('attic/local-1').takesLeases()).toBe(false);
    expect(lan.workers.runtimes().find(({ id }) => id === 'attic/local-1')).toMatchObject({ restarts: 1 });
    lan.workers.resumeRuntime('attic/local-1');
    expect(lan.worker('attic/local-1').takesLeases()).toBe(true);
  });

  test('a log, or the test of a mapping: from the machine, or why it cannot be had', async () => {
    const lan = (await opened()).start();
    await expect(lan.workers.log(attic.id, 10)).rejects.toThrow(/no link/);
    await expect(lan.workers.testMapping(attic.id, '/photos')).rejects.toMatchObject({ code: 'CONFLICT' });
    const machine = lan.working(attic);
    const lines = lan.workers.log(attic.id, 10);
    const request = machine.toldOf('ask-log')[0]?.request ?? -1;
    const line = { at: '2026-01-02T03:04:05.678Z', level: 'info', event: 'started', fields: {} } as const;
    machine.say({ kind: 'log', request, lines: [line] });
    expect(await lines).toEqual([line]);
    const unanswered = lan.workers.log(attic.id, 10);
    machine.end('cut');
    await expect(unanswered).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

describe('the machines of a data folder', () => {
  test('have names of their own, which they keep', async () => {
    const dataFolder = pairedFolder();
    const peers = [attic, peerNamed('attic', 'other'), peerNamed('local')];
    const names = async (some: Peer[]) =>
      (await opened({ dataFolder, peers: some })).workers.machines().map(({ name }) => name);
    expect(await names(peers)).toEqual(['attic', 'attic-2', 'local-2']);
    expect(await names(peers.slice(1))).toEqual(['attic-2', 'local-2']);
  });

  test('say why they cannot be reached, and when they are tried again', async () => {
    const lan = await opened({ peers: [attic, { ...peerNamed('cellar'), dial: undefined as never }] });
    expect(lan.states()).toEqual(['attic connecting', 'cellar connecting']);
    const trouble = { message: 'Nothing answers at 192.0.2.7.', nextTryAtMs: lan.clock.nowMs + 4_200 };
    lan.links.options.events.onTrouble(attic, { ...trouble, code: 'unreachable' });
    expect(lan.message()).toBe('Nothing answers at 192.0.2.7. It is tried again in 5 s.');
    lan.links.options.events.onTrouble(attic, {
      ...trouble,
      message: 'It has removed this computer.',
      code: 'revoked',
    });
    expect([lan.states()[0], lan.message()]).toEqual(['attic refused', 'It has removed this computer.']);
    lan.connect(attic).describe();
    expect(lan.states()[0]).toBe('attic ready');
  });

  test('are not connected to by a program that only looks', async () => {
    const lan = await opened({ connects: false });
    expect([lan.states(), lan.links.connected]).toEqual([['attic connecting'], []]);
  });

  test('keep what they have done', async () => {
    const done = { files: 10, bytes: 100, failures: 1, sentBytes: 50, busyMs: 500 };
    const lan = (await opened({ work: new Map([['attic', done]]) })).start();
    const machine = lan.working(attic);
    const item = file();
    const leaseId = lan.leaseTo('attic/local-1', [item]);
    await vi.waitFor(() => {
      expect(machine.leases).toEqual([leaseId]);
    });
    machine.result(leaseId, [resultOf(item)]);
    expect(lan.workers.machines()).toMatchObject([{ filesDone: 11, bytesDone: 107, failures: 1, busyMs: 505 }]);
    await lan.workers[Symbol.asyncDispose]();
    expect(lan.kept).toEqual([{ name: 'attic', work: { files: 1, bytes: 7, failures: 0, sentBytes: 0, busyMs: 5 } }]);
  });

  test('grow by pairing; a wrong code is answered in words', async () => {
    const lan = (await opened({ peers: [] })).start();
    await expect(lan.workers.pair('nonsense')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    const code = `metaextract-pair:1?h=192.0.2.7&p=7461&f=${attic.fingerprint}&s=${'s'.repeat(22)}&n=attic`;
    await expect(lan.workers.pair(code)).rejects.toThrow('The code was used.');
    lan.links.toPair = attic;
    expect(await lan.workers.pair(code)).toMatchObject({
      id: attic.id,
      state: 'connecting',
      address: '192.0.2.7:7461',
    });
    expect(lan.links.connected).toEqual(['attic']);
    lan.working(attic);
    expect(lan.up).toHaveLength(1);
  });

  test('of a file that cannot be read are paired still, with no limits', async () => {
    const dataFolder = pairedFolder();
    writeFileSync(join(dataFolder, 'link', 'machines.json'), '{');
    const lan = await opened({ dataFolder });
    expect(lan.workers.machines()).toMatchObject([{ name: 'attic', limits: {} }]);
  });
});

describe('joined pools', () => {
  class LocalPool {
    events: WorkerEvents | undefined;
    start(events: WorkerEvents): void {
      this.events = events;
    }
    [Symbol.asyncDispose](): Promise<void> {
      return Promise.resolve();
    }
  }
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: vi.fn() };

  test('are started at other computers alone where the work is for these', async () => {
    const lan = await opened();
    const local = new LocalPool();
    const pool = joinPools(local, lan.workers, log);
    pool.start(lan.events, false);
    lan.working(attic);
    expect([local.events, lan.up.length]).toEqual([undefined, 1]);
    pool.start(lan.events, true);
    expect(local.events).toBeDefined();
  });

  test('fail only where no other computer works: else that is but written down', async () => {
    const lan = await opened();
    const local = new LocalPool();
    joinPools(local, lan.workers, log).start(lan.events, true);
    const machine = lan.working(attic);
    local.events?.onFailure('ExifTool does not start');
    expect([lan.failures, log.error.mock.calls.length]).toEqual([[], 1]);
    machine.end('cut');
    local.events?.onFailure('ExifTool does not start');
    expect(lan.failures).toEqual(['ExifTool does not start']);
  });
});
