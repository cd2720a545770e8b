import { rmSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import type { FakeMachine } from './fakes/fake-machine.ts';
import { resultOf } from './fakes/fake-machine.ts';
import { attic, file, leased, opened } from './fakes/paired-lan.ts';

const missing = { code: 'not-found', message: 'The file is not there any more (ENOENT)' } as const;

describe('a machine that goes wrong', () => {
  test('with results for files that it was not given is set aside and named, and what is right of them stands', async () => {
    const { lan, machine, item, leaseId } = await leased();
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
      (m: FakeMachine) => {
        m.result(9, [resultOf(file())]);
      },
    ],
    [
      'results that are not of their form',
      (m: FakeMachine) => {
        m.result(9, [{ ...resultOf(file()), modulesJson: 'nonsense' }]);
      },
    ],
    [
      'the end of a lease that never was',
      (m: FakeMachine) => {
        m.done(9);
      },
    ],
    [
      'words of a process that never was',
      (m: FakeMachine) => {
        m.done(9, 5);
      },
    ],
    [
      'a process that it has already',
      (m: FakeMachine) => {
        m.up(1);
      },
    ],
    [
      'a request for a file outside of its leases',
      (m: FakeMachine) => {
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
    const { lan, machine, item, leaseId } = await leased();
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
    const { lan, machine, item, leaseId } = await leased({ seen: true });
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
    const { lan, machine, item, leaseId } = await leased({ seen: true });
    rmSync(item.path);
    machine.result(leaseId, [resultOf(item, missing)]);
    await vi.waitFor(() => {
      expect(lan.words).toEqual([`${item.itemId} not-found`]);
    });
  });
});
