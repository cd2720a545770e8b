import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PartitionCount } from '../../src-main/api/data/partition.ts';
import { foundFiles } from './fakes/sqlite-store.ts';

const LEASE_MS = 400;

describe('a look at files before a job is made of them', () => {
  test('adds up by kind what is not known yet, and deals it out by slots', () => {
    const count = new PartitionCount(({ name }) => (name.endsWith('.jpg') ? 100 : 10));
    count.add(foundFiles([{ name: 'a.jpg', sizeBytes: 5 }, { name: 'b.jpg', sizeBytes: 7 }, { name: 'c.mp3' }]), [
      false,
      true,
      false,
    ]);
    const workers = [
      { id: 'local-1', slots: 3 },
      { id: 'local-2', slots: 1 },
    ];
    expect(count.view(workers, LEASE_MS, true)).toEqual({
      files: 3,
      bytes: 1_012,
      complete: true,
      cached: 1,
      predictedMs: 27.5,
      leases: 2,
      content: [
        { kind: 'photo', files: 2, bytes: 12 },
        { kind: 'audio', files: 1, bytes: 1_000 },
      ],
      kinds: [
        { family: 'jpeg', files: 1, bytes: 5, predictedMs: 100 },
        { family: 'audio', files: 1, bytes: 1_000, predictedMs: 10 },
      ],
      workers: [
        { id: 'local-1', files: 2, bytes: 753.75, predictedMs: 27.5 },
        { id: 'local-2', files: 1, bytes: 251.25, predictedMs: 27.5 },
      ],
    });
  });

  test('counts a file that cannot be read, names it, and predicts nothing for it', () => {
    const count = new PartitionCount(() => 10);
    const fault = { code: 'permission-denied' as const, message: 'no', skipped: false };
    count.add({ ...foundFiles([{ name: 'a.jpg' }]), faults: [fault] }, [false]);
    expect(count.view([{ id: 'local-1', slots: 1 }], LEASE_MS, false)).toMatchObject({
      files: 1,
      complete: false,
      predictedMs: 0,
      leases: 0,
      kinds: [],
      faults: [{ path: '/f/a.jpg', code: 'permission-denied' }],
    });
  });

  test('has as much time in its kinds as the workers need together, however they are cut', () => {
    const name = fc.constantFrom('a.jpg', 'b.heic', 'c.pdf', 'd.xyz', 'e.mp4');
    const slots = fc.array(fc.integer({ min: 1, max: 16 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(name, { maxLength: 60 }), slots, (names, given) => {
        const count = new PartitionCount(({ name: of }) => of.length * 7);
        count.add(foundFiles(names.map((of, at) => ({ name: `${at.toString()}${of}` }))), []);
        const workers = given.map((each, at) => ({ id: `local-${at.toString()}`, slots: each }));
        const view = count.view(workers, LEASE_MS, true);
        const work = view.kinds.reduce((sum, { predictedMs }) => sum + predictedMs, 0);
        const total = given.reduce((sum, each) => sum + each, 0);
        expect(view.predictedMs * total).toBeCloseTo(work, 6);
        expect(view.kinds.reduce((sum, { files }) => sum + files, 0)).toBe(names.length);
      }),
    );
  });
});
