import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WaitingItem } from '../../src-main/coordinator/waiting-files.ts';
import { costliestLast, isSuspect, WaitingFiles } from '../../src-main/coordinator/waiting-files.ts';

const anyItem = fc
  .record({
    itemId: fc.nat(60),
    family: fc.constantFrom('jpeg' as const, 'raster' as const),
    folder: fc.constantFrom('/a', '/b'),
    predictedMs: fc.integer({ min: 0, max: 5 }),
    suspicions: fc.constantFrom(0, 0, 0, 1),
  })
  .map(({ suspicions, ...item }): WaitingItem => ({
    ...item,
    name: 'a.jpg',
    sizeBytes: 1,
    modifiedMs: 0,
    progress: { attempts: 0, suspicions },
  }));

const step = fc.oneof(
  fc.record({ add: fc.array(anyItem, { maxLength: 20 }) }),
  fc.record({ take: fc.array(fc.nat(60), { maxLength: 20 }) }),
);
const byCost = (a: WaitingItem, b: WaitingItem) => b.predictedMs - a.predictedMs || a.itemId - b.itemId;

describe('files that wait', () => {
  test('are each there once until they are taken, sorted by cost on the shelves of their families and workers', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const files = new WaitingFiles([], (folder) => (folder === '/a' ? 0 : 1));
        const expected = new Map<number, WaitingItem>();
        for (const each of steps) {
          if ('add' in each) {
            files.add(each.add);
            for (const item of each.add) if (!expected.has(item.itemId)) expected.set(item.itemId, item);
          } else {
            files.take(each.take.flatMap((itemId) => expected.get(itemId) ?? []));
            for (const itemId of each.take) expected.delete(itemId);
          }
        }
        const all = [...expected.values()];
        expect(files.all).toEqual(all);
        expect(files.size).toBe(all.length);
        expect(files.costMs).toBeCloseTo(
          all.reduce((sum, { predictedMs }) => sum + predictedMs, 0),
          6,
        );
        const ofAll = files.shelves(() => true);
        expect([...costliestLast(ofAll)].reverse()).toEqual(all.filter((item) => !isSuspect(item)).sort(byCost));
        for (const shelf of ofAll) expect([...costliestLast([shelf])].reverse()).toEqual([...shelf.items].sort(byCost));
        const ofSecond = [...files.shelves((choice) => choice === 1).flatMap(({ items }) => items)];
        expect([...ofSecond, ...files.suspects((choice) => choice === 1)].sort(byCost)).toEqual(
          all.filter(({ folder }) => folder === '/b').sort(byCost),
        );
        expect(files.hasSuspects).toBe(all.some(isSuspect));
        expect(files.choices).toEqual(new Set(all.map(({ folder }) => (folder === '/a' ? 0 : 1))));
      }),
    );
  });
});
