import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { LeaseItem } from '../../src-protocol/messages/worker.ts';
import { resultOf } from './fakes/fake-machine.ts';
import { attic, file, opened } from './fakes/paired-lan.ts';

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

  test('is put to work however late it comes, as long as files wait that it may read', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'performance'] });
    try {
      const lan = (await opened({ idleMs: 20_000 })).start();
      lan.queue.hasWork = true;
      await vi.advanceTimersByTimeAsync(60_000);
      const machine = lan.connect(attic).describe();
      expect(machine.toldOf('work')).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(machine.toldOf('rest')).toEqual([]);
      lan.queue.hasWork = false;
      await vi.advanceTimersByTimeAsync(5_000);
      expect(machine.toldOf('rest')).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
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
