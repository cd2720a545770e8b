import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { DiskGuard, diskSpace } from '../../src-main/resources/disk-guard.ts';
import { isHeld, limitsFor } from '../../src-main/resources/disk-hold.ts';
import { temporaryFolder } from './temporary-folder.ts';

const LIMITS = { pauseBelowBytes: 5e8, resumeAboveBytes: 1e9 };

/** A guard of a disk whose free space is the test's to say; `undefined`: it cannot be told. */
function guarded() {
  const disk: { freeBytes: number | undefined } = { freeBytes: 1e10 };
  const told: (string | undefined)[] = [];
  const guard = new DiskGuard({
    folder: '/data',
    limits: () => LIMITS,
    onHold: (reason) => told.push(reason),
    spaceOf: () =>
      disk.freeBytes === undefined
        ? Promise.reject(new Error('EIO'))
        : Promise.resolve({ freeBytes: disk.freeBytes, totalBytes: 1e12 }),
  });
  return { disk, told, guard };
}

describe('the disk guard', () => {
  test('lets jobs wait below the one limit until above the other', async () => {
    const { disk, told, guard } = guarded();
    using _ = guard;
    for (const freeBytes of [6e8, 4.9e8, 1.2e8, 6e8, 9.9e8, 1.1e9, 6e8]) {
      disk.freeBytes = freeBytes;
      await guard.look();
    }
    const words = (free: string) => `The disk of /data has ${free} free; jobs wait until 1 GB is free.`;
    expect(told).toEqual([...['490 MB', '120 MB', '600 MB', '990 MB'].map(words), undefined]);
    expect(guard.space).toEqual({ freeBytes: 6e8, totalBytes: 1e12 });
  });

  test('says how much is free now, and nothing again while that is the same', async () => {
    const { disk, told, guard } = guarded();
    using _ = guard;
    disk.freeBytes = 4e8;
    await guard.look();
    disk.freeBytes = 1.2e8;
    await guard.look();
    await guard.look();
    expect(guard.reason).toBe('The disk of /data has 120 MB free; jobs wait until 1 GB is free.');
    expect(told).toEqual([expect.stringContaining('400 MB free'), guard.reason]);
  });

  test('stops nothing where the space cannot be told', async () => {
    const { disk, told, guard } = guarded();
    using _ = guard;
    for (const freeBytes of [undefined, 1e8, undefined, undefined]) {
      disk.freeBytes = freeBytes;
      await guard.look();
    }
    expect(told).toEqual([expect.stringContaining('100 MB free'), undefined]);
    expect([guard.reason, guard.space]).toEqual([undefined, undefined]);
  });

  test('lets jobs wait for half a minute where the store finds the disk full, whatever that says itself', async () => {
    vi.useFakeTimers();
    const { told, guard } = guarded();
    using _ = guard;
    await guard.look();
    guard.noteFull();
    guard.noteFull();
    const words = 'The disk of /data is full; jobs wait, and try again in half a minute.';
    expect(told).toEqual([words]);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(told).toEqual([words]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(told).toEqual([words, undefined]);
    vi.useRealTimers();
  });

  test('asks a disk that hangs once', async () => {
    let asked = 0;
    let answer: (space: { freeBytes: number; totalBytes: number }) => void = () => undefined;
    using guard = new DiskGuard({
      folder: '/data',
      limits: () => LIMITS,
      onHold: () => undefined,
      spaceOf: () => {
        asked += 1;
        return new Promise((resolve) => (answer = resolve));
      },
    });
    const looks = [guard.look(), guard.look(), guard.look()];
    answer({ freeBytes: 1, totalBytes: 1e12 });
    await Promise.all(looks);
    expect([asked, guard.reason === undefined]).toEqual([1, false]);
  });

  test('knows the space of a real folder, whatever its name', async () => {
    const folder = join(temporaryFolder(), 'ein Ordner äöü');
    mkdirSync(folder);
    const { freeBytes, totalBytes } = await diskSpace(folder);
    expect(freeBytes).toBeGreaterThan(0);
    expect(totalBytes).toBeGreaterThanOrEqual(freeBytes);
  });
});

describe('the limits of free space', () => {
  test('are as they were set on a large disk, and shares of a small one', () => {
    expect(limitsFor(LIMITS, 1e12)).toEqual(LIMITS);
    expect(limitsFor(LIMITS, 1e9)).toEqual({ pauseBelowBytes: 1e8, resumeAboveBytes: 2e8 });
    expect(limitsFor({ pauseBelowBytes: 5e8, resumeAboveBytes: 1e8 }, 1e12).resumeAboveBytes).toBe(5e8);
  });

  test('hold nothing on an empty disk of any size, and everything on a full one', () => {
    const limits = fc.record({ pauseBelowBytes: fc.nat(), resumeAboveBytes: fc.nat() });
    fc.assert(
      fc.property(limits, fc.integer({ min: 1, max: 2 ** 45 }), fc.boolean(), (given, totalBytes, wasHeld) => {
        expect(isHeld(wasHeld, { freeBytes: totalBytes, totalBytes }, given)).toBe(false);
        if (given.pauseBelowBytes > 0) expect(isHeld(wasHeld, { freeBytes: 0, totalBytes }, given)).toBe(true);
      }),
    );
  });

  test('let it change once at most while nothing changes', () => {
    const limits = fc.record({ pauseBelowBytes: fc.nat(), resumeAboveBytes: fc.nat() });
    fc.assert(
      fc.property(limits, fc.nat(), fc.boolean(), (given, freeBytes, wasHeld) => {
        const space = { freeBytes, totalBytes: 1e12 };
        const next = isHeld(wasHeld, space, given);
        expect(isHeld(next, space, given)).toBe(next);
      }),
    );
  });
});
