import { describe, expect, test, vi } from 'vitest';
import { MovedFileFinder } from '../../src-main/coordinator/moved-file-finder.ts';
import type { CompareItem, Intake, ItemStore, OpenItem, RecordStore } from '../../src-main/coordinator/ports.ts';
import { NO_COUNTS } from '../../src-protocol/model/job.ts';

const MOVED = { ...NO_COUNTS, done: 1, fromCache: 1 };

function compareItem(itemId: number): CompareItem {
  return {
    itemId,
    folder: '/new',
    name: `${itemId}.jpg`,
    sizeBytes: itemId,
    modifiedMs: 0,
    progress: { attempts: 0, suspicions: 0 },
  };
}

interface Setup {
  readonly count: number;
  /** Whether the file of this id is a moved one. */
  readonly isMoved: (itemId: number) => boolean;
  readonly fingerprint?: Intake['fingerprint'];
}

function setUp({ count, isMoved, fingerprint }: Setup) {
  const toCompare = new Map(Array.from({ length: count }, (_, index) => [index + 1, compareItem(index + 1)]));
  const ready: number[] = [];
  const moved: OpenItem[] = [];
  const abort = new AbortController();
  const seen = { atOnce: 0, most: 0, readySignals: 0 };
  const items: Pick<ItemStore, 'toCompare' | 'makeReady'> = {
    toCompare: (jobId, afterId, limit) =>
      [...toCompare.values()].filter(({ itemId }) => jobId === 3 && itemId > afterId).slice(0, limit),
    makeReady: (ids) => {
      for (const id of ids) if (toCompare.delete(id)) ready.push(id);
    },
  };
  const records: Pick<RecordStore, 'adoptMoved'> = {
    adoptMoved: (jobId, keyId, item, print) => {
      expect([jobId, keyId, print]).toEqual([3, 5, `print of ${item.folder}/${item.name}`]);
      if (!isMoved(item.itemId)) return undefined;
      toCompare.delete(item.itemId);
      return MOVED;
    },
  };
  const look = async (path: string) => {
    seen.atOnce += 1;
    seen.most = Math.max(seen.most, seen.atOnce);
    await new Promise((resolve) => setImmediate(resolve));
    seen.atOnce -= 1;
    return `print of ${path}`;
  };
  const finder = new MovedFileFinder(
    {
      items: items as ItemStore,
      records: records as RecordStore,
      intake: { crawl: () => Promise.resolve(), fingerprint: fingerprint ?? look },
    },
    { id: 3, keyId: 5 },
    {
      onMoved: (item, counts) => {
        expect(counts).toBe(MOVED);
        moved.push(item);
      },
      onReady: () => (seen.readySignals += 1),
    },
    abort.signal,
  );
  return { finder, toCompare, ready, moved, abort, seen };
}

function end(finder: MovedFileFinder): Promise<void> {
  return new Promise((resolve, reject) => {
    finder.wake(resolve, (error) => {
      reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
}

describe('the search for moved files', () => {
  test('completes those that were moved and makes all others ready, in batches', async () => {
    const { finder, toCompare, ready, moved, seen } = setUp({ count: 700, isMoved: (id) => id % 3 === 0 });
    await end(finder);
    expect(toCompare.size).toBe(0);
    expect(moved).toHaveLength(233);
    expect(new Set(ready).size).toBe(467);
    expect(ready).toHaveLength(467);
    expect(seen.readySignals).toBe(3);
  });

  test('looks at eight files at a time', async () => {
    const { finder, seen } = setUp({ count: 100, isMoved: () => true });
    await end(finder);
    expect(seen.most).toBe(8);
  });

  test('wakes no worker where every file was moved', async () => {
    const { finder, seen } = setUp({ count: 50, isMoved: () => true });
    await end(finder);
    expect(seen.readySignals).toBe(0);
  });

  test('leaves a file that cannot be read to the workers, who say why', async () => {
    const { finder, ready } = setUp({ count: 3, isMoved: () => true, fingerprint: () => Promise.resolve(undefined) });
    await end(finder);
    expect(ready).toEqual([1, 2, 3]);
  });

  test('goes on with what is found while it is working', async () => {
    const { finder, toCompare, moved } = setUp({ count: 10, isMoved: () => true });
    const ended = end(finder);
    toCompare.set(11, compareItem(11));
    finder.wake(
      () => undefined,
      () => undefined,
    );
    await ended;
    expect(moved).toHaveLength(11);
    expect(finder.isRunning).toBe(false);
    toCompare.set(12, compareItem(12));
    await end(finder);
    expect(moved).toHaveLength(12);
  });

  test('stops at an abort, and touches nothing after it', async () => {
    const { finder, toCompare, ready, moved, abort } = setUp({ count: 300, isMoved: (id) => id % 2 === 0 });
    const ended = end(finder);
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    const before = { moved: moved.length, ready: ready.length };
    await ended;
    expect({ moved: moved.length, ready: ready.length }).toEqual(before);
    expect(toCompare.size).toBeGreaterThan(0);
  });

  test('reports a fault of the store, and can be woken again', async () => {
    const fingerprint = vi
      .fn<Intake['fingerprint']>()
      .mockRejectedValueOnce(new Error('disk full'))
      .mockResolvedValue(undefined);
    const { finder, ready } = setUp({ count: 1, isMoved: () => false, fingerprint });
    await expect(end(finder)).rejects.toThrow('disk full');
    await end(finder);
    expect(ready).toEqual([1]);
  });
});
