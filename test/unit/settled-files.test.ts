import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FoundFiles } from '../../src-main/coordinator/ports.ts';
import { SettledFiles } from '../../src-main/coordinator/settled-files.ts';

const NOW = 1_000_000;
const SETTLE = 5_000;

interface TestFile {
  readonly name: string;
  readonly modifiedMs: number;
  readonly sizeBytes?: number;
}

function filesOf(files: readonly TestFile[], more: Partial<FoundFiles> = {}): FoundFiles {
  return {
    source: 0,
    folder: '/f',
    names: files.map(({ name }) => name),
    sizes: files.map(({ sizeBytes = 1 }) => sizeBytes),
    modifiedMs: files.map(({ modifiedMs }) => modifiedMs),
    ...more,
  };
}

function namesIn(found: readonly FoundFiles[]): string[] {
  return found.flatMap(({ names }) => [...names]);
}

describe('files of a watched folder', () => {
  test('are taken once their last change is long enough ago', () => {
    const settled = new SettledFiles([]);
    const files = filesOf([
      { name: 'old', modifiedMs: 5 },
      { name: 'just old enough', modifiedMs: NOW - SETTLE },
      { name: 'fresh', modifiedMs: NOW - SETTLE + 1 },
      { name: 'now', modifiedMs: NOW },
    ]);
    expect(namesIn(settled.pick([files], NOW, SETTLE))).toEqual(['old', 'just old enough']);
    expect(settled.nextDueMs).toBe(NOW + 1);
    settled.begin();
    expect(settled.nextDueMs).toBe(Infinity);
    expect(namesIn(settled.pick([files], NOW + SETTLE, SETTLE))).toHaveLength(4);
  });

  test('that are all settled are handed on as they are: nothing is copied', () => {
    const files = filesOf([{ name: 'a', modifiedMs: 5 }]);
    expect(new SettledFiles([]).pick([files], NOW, SETTLE)[0]).toBe(files);
  });

  test('that are dated in the future are taken once they were seen unchanged for as long', () => {
    const settled = new SettledFiles([]);
    const future = { name: 'a', modifiedMs: NOW * 2 };
    expect(settled.pick([filesOf([future])], NOW, SETTLE)).toEqual([]);
    expect(settled.nextDueMs).toBe(NOW + SETTLE);
    expect(settled.pick([filesOf([{ ...future, sizeBytes: 9 }])], NOW + 4_000, SETTLE)).toEqual([]);
    expect(settled.pick([filesOf([{ ...future, sizeBytes: 9 }])], NOW + 8_000, SETTLE)).toEqual([]);
    expect(namesIn(settled.pick([filesOf([{ ...future, sizeBytes: 9 }])], NOW + 9_000, SETTLE))).toEqual(['a']);
  });

  test('that vanished under the crawl are left out, but not a source that is not there', () => {
    const settled = new SettledFiles(['/f/source']);
    const fault = (code: 'not-found' | 'permission-denied') => ({ code, skipped: false, message: '' });
    const files = filesOf(
      ['gone', 'source', 'closed'].map((name) => ({ name, modifiedMs: 0 })),
      { faults: [fault('not-found'), fault('not-found'), fault('permission-denied')] },
    );
    const [picked] = settled.pick([files], NOW, SETTLE);
    expect(picked?.names).toEqual(['source', 'closed']);
    expect(picked?.faults?.map((each) => each?.code)).toEqual(['not-found', 'permission-denied']);
  });

  test('keep what belongs to them when others are held back', () => {
    const file = fc.record({
      name: fc.string({ minLength: 1 }),
      modifiedMs: fc.constantFrom(0, NOW - 1),
      sizeBytes: fc.nat(),
      sidecars: fc.option(fc.constant('[["a.xmp",1,2]]'), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(file, { minLength: 1 }), (files) => {
        const sidecars = files.map((each) => each.sidecars);
        const picked = new SettledFiles([]).pick([filesOf(files, { sidecars })], NOW, SETTLE);
        const kept = files.filter(({ modifiedMs }) => modifiedMs === 0);
        expect(namesIn(picked)).toEqual(kept.map(({ name }) => name));
        expect(picked.flatMap(({ sizes }) => [...(sizes as number[])])).toEqual(kept.map(({ sizeBytes }) => sizeBytes));
        expect(picked.flatMap((each) => [...(each.sidecars ?? [])])).toEqual(kept.map((each) => each.sidecars));
      }),
    );
  });
});
