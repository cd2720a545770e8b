import { setMaxListeners } from 'node:events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NoRoom, Room } from '../../src-worker/host/room.ts';

const HUGE = () => Promise.resolve({ freeBytes: 1e12, totalBytes: 1e12 });
const never = new AbortController().signal;
setMaxListeners(0, never);
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('room for files', () => {
  test('is given in the order of asking, so that a large file is not overtaken for ever', async () => {
    const room = new Room(100, HUGE);
    const order: string[] = [];
    const first = await room.reserve(60, never);
    const large = room.reserve(80, never).then((reservation) => {
      order.push('large');
      return reservation;
    });
    const small = room.reserve(20, never).then((reservation) => {
      order.push('small');
      return reservation;
    });
    await settle();
    expect(order).toEqual([]);
    first.release();
    await Promise.all([large, small]);
    expect(order).toEqual(['large', 'small']);
  });

  test('that can never be is refused at once, with words', async () => {
    const room = new Room(100e6, HUGE);
    await expect(room.reserve(200e6, never)).rejects.toThrow(
      'The file has 200 MB, and this worker takes at most 100 MB of files that are sent to it.',
    );
    await expect(room.reserve(200e6, never)).rejects.toBeInstanceOf(NoRoom);
  });

  test('is not taken from what a disk is to keep free, and waits for files of its own to go', async () => {
    let freeBytes = 1_000e6;
    const room = new Room(1e12, () => Promise.resolve({ freeBytes, totalBytes: 1e12 }));
    const first = await room.reserve(400e6, never);
    let second: unknown;
    void room.reserve(200e6, never).then((reservation) => (second = reservation));
    await settle();
    expect(second).toBeUndefined(); // 400 of the usable 500 are promised
    first.release();
    await settle();
    expect(second).toBeDefined();
    freeBytes = 400e6;
    (second as { release(): void }).release();
    await expect(room.reserve(1e6, never)).rejects.toThrow("The worker's disk has room for 0.0 MB more");
  });

  test('that is not wanted any more is not waited for, and holds up nobody', async () => {
    const room = new Room(100, HUGE);
    const held = await room.reserve(100, never);
    const abort = new AbortController();
    const given = room.reserve(100, abort.signal);
    let behind = false;
    void room.reserve(1, never).then(() => (behind = true));
    abort.abort(new Error('enough'));
    await expect(given).rejects.toThrow('enough');
    await expect(room.reserve(1, abort.signal)).rejects.toThrow('enough');
    held.release();
    await settle();
    expect(behind).toBe(true);
  });

  test('tells what lies there', async () => {
    const room = new Room(100, HUGE);
    const [a, b] = [await room.reserve(30, never), await room.reserve(30, never)];
    a.wrote(10);
    b.wrote(30);
    expect(room.storedBytes).toBe(40);
    b.release();
    b.release();
    b.wrote(5);
    expect(room.storedBytes).toBe(10);
    await room.reserve(70, never);
  });

  test('is kept on a disk that cannot tell its space', async () => {
    const room = new Room(100, () => Promise.reject(new Error('no such call')));
    await room.reserve(100, never);
  });

  test('is never more than there is, and everybody gets some in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 30 }), async (sizes) => {
        const room = new Room(100, HUGE);
        let used = 0;
        const take = async (bytes: number) => {
          const reservation = await room.reserve(bytes, never);
          used += bytes;
          expect(used).toBeLessThanOrEqual(100);
          await new Promise((resolve) => setImmediate(resolve));
          used -= bytes;
          reservation.release();
        };
        await Promise.all(sizes.map(take));
      }),
      { numRuns: 50 },
    );
  });

  test('on a disk is all but half a gigabyte, or a twentieth of a small one', async () => {
    const largest = (freeBytes: number, totalBytes: number) =>
      new Room(20e9, () => Promise.resolve({ freeBytes, totalBytes })).largestBytes();
    expect(await largest(10e9, 1e12)).toBe(9.5e9);
    expect(await largest(60e6, 64e6)).toBe(56.8e6);
    expect(await largest(1e6, 1e12)).toBe(0);
    expect(await largest(1e12, 1e12)).toBe(20e9);
    const silent = new Room(7, () => Promise.reject(new Error('no such call')));
    expect(await silent.largestBytes()).toBe(7);
  });

  test('counts what lies there as free: it will be gone when the next file comes', async () => {
    const room = new Room(20e9, () => Promise.resolve({ freeBytes: 2e9, totalBytes: 1e12 }));
    (await room.reserve(1e9, never)).wrote(1e9);
    expect(await room.largestBytes()).toBe(2.5e9);
  });
});
