import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FoundFault, FoundFiles } from '../../src-main/coordinator/ports.ts';
import { FoundBatch } from '../../src-main/intake/found-batch.ts';

const FAULT: FoundFault = { code: 'not-found', skipped: false, message: 'gone' };

interface Entry {
  readonly source: number;
  readonly folder: string;
  readonly name: string;
  readonly size: number;
  readonly sidecars: string | undefined;
  readonly fault: FoundFault | undefined;
}

function entriesOf(sent: readonly (readonly FoundFiles[])[]): Entry[] {
  return sent.flat().flatMap(({ source, folder, names, sizes, sidecars, faults }) =>
    names.map((name, at) => ({
      source,
      folder,
      name,
      size: sizes[at] ?? -1,
      sidecars: sidecars?.[at],
      fault: faults?.[at],
    })),
  );
}

function add(batch: FoundBatch, { source, folder, name, size, sidecars, fault }: Entry): void {
  if (fault === undefined) batch.addFile(source, folder, name, size, 7.5, sidecars);
  else batch.addFault(source, folder, name, fault);
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a batch of found files', () => {
  test('hands everything over in the order in which it was found, once', () => {
    const entry = fc.record({
      source: fc.integer({ min: -1, max: 1 }),
      folder: fc.constantFrom('/a', '/b', '/a/c'),
      name: fc.string({ maxLength: 3 }),
      size: fc.nat(),
      sidecars: fc.option(fc.constant('[["a.xmp",1,2]]'), { nil: undefined }),
      fault: fc.constantFrom(undefined, undefined, undefined, FAULT),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 200 }), fc.integer({ min: 1, max: 100 }), (entries, limit) => {
        const sent: (readonly FoundFiles[])[] = [];
        const batch = new FoundBatch((files) => sent.push(files), limit);
        for (const one of entries) add(batch, one);
        batch.flush();
        batch.flush();
        const expected = entries.map((one) =>
          one.fault === undefined ? one : { ...one, size: 0, sidecars: undefined },
        );
        expect(entriesOf(sent)).toEqual(expected);
        for (const files of sent.flat())
          expect(new Set([files.names.length, files.sizes.length, files.modifiedMs.length]).size).toBe(1);
      }),
    );
  });

  test('begins with a few files, so that work can start, and is larger from then on', () => {
    const sizes: number[] = [];
    const batch = new FoundBatch((files) => sizes.push(entriesOf([files]).length), 2_000);
    for (let at = 0; at < 5_000; at++) batch.addFile(0, '/a', `${at}`, 1, 1, undefined);
    batch.flush();
    expect(sizes).toEqual([64, 2_000, 2_000, 936]);
  });

  test('does not keep files for long where they are found slowly', () => {
    const sizes: number[] = [];
    const batch = new FoundBatch((files) => sizes.push(entriesOf([files]).length), 2_000);
    for (let at = 0; at < 10; at++) {
      batch.addFile(0, '/a', `${at}`, 1, 1, undefined);
      vi.advanceTimersByTime(60);
    }
    expect(sizes).toEqual([3, 3, 3]);
  });

  test('names each folder once for all its files', () => {
    const sent: (readonly FoundFiles[])[] = [];
    const batch = new FoundBatch((files) => sent.push(files), 100);
    for (const folder of ['/a', '/a', '/b', '/a']) batch.addFile(0, folder, 'x', 1, 1, undefined);
    batch.addFile(1, '/a', 'x', 1, 1, undefined);
    batch.flush();
    expect(sent.flat().map(({ source, folder, names }) => [source, folder, names.length])).toEqual([
      [0, '/a', 2],
      [0, '/b', 1],
      [0, '/a', 1],
      [1, '/a', 1],
    ]);
  });
});
