import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FinishedItem, RecordStore } from '../../src-main/coordinator/ports.ts';
import { Recorder } from '../../src-main/coordinator/recorder.ts';

function finished(itemId: number, tagValues = '', tagNames = 'A:B'): FinishedItem {
  return {
    itemId,
    sizeBytes: 10,
    worker: 'local-1',
    attempts: 1,
    cacheable: true,
    result: {
      itemId,
      outcome: 'extracted',
      changedSinceCrawl: false,
      coreJson: '{}',
      tagNames,
      tagValues,
      modulesJson: '{}',
      durationMs: 1,
    },
  };
}

class FakeRecords {
  readonly batches: number[][] = [];
  readonly doneBefore = new Set<number>();
  readonly recorded: number[] = [];
  readonly faults: unknown[] = [];
  broken = false;
  readonly recorder: Recorder<FinishedItem>;

  constructor() {
    const store: Pick<RecordStore, 'finish'> = {
      finish: (jobId, keyId, items) => {
        expect([jobId, keyId]).toEqual([3, 5]);
        if (this.broken) throw new Error('disk full');
        this.batches.push(items.map(({ itemId }) => itemId));
        return items.map(({ itemId }) => itemId).filter((id) => !this.doneBefore.has(id));
      },
    };
    this.recorder = new Recorder(
      store,
      { id: 3, keyId: 5 },
      (items) => this.recorded.push(...items.map(({ itemId }) => itemId)),
      (error) => this.faults.push(error),
    );
  }
}

describe('the recorder', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('records what arrives within 50 ms in one transaction', () => {
    const fake = new FakeRecords();
    for (const id of [1, 2, 3]) fake.recorder.add(finished(id));
    vi.advanceTimersByTime(49);
    expect(fake.batches).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(fake.batches).toEqual([[1, 2, 3]]);
    expect(fake.recorded).toEqual([1, 2, 3]);
  });

  test('does not wait once there are 256 results', () => {
    const fake = new FakeRecords();
    for (let id = 1; id <= 600; id++) fake.recorder.add(finished(id));
    expect(fake.batches.map((batch) => batch.length)).toEqual([256, 256]);
    vi.advanceTimersByTime(50);
    expect(fake.recorded).toHaveLength(600);
  });

  test('takes four times as many results together that have no tags', () => {
    const fake = new FakeRecords();
    for (let id = 1; id <= 2_000; id++) fake.recorder.add(finished(id, '', ''));
    expect(fake.batches.map((batch) => batch.length)).toEqual([1_024]);
    vi.advanceTimersByTime(50);
    expect(fake.recorded).toHaveLength(2_000);
  });

  test('does not wait once there is much to write', () => {
    const fake = new FakeRecords();
    for (const id of [1, 2]) fake.recorder.add(finished(id, 'x'.repeat(2_500_000)));
    expect(fake.batches).toEqual([[1, 2]]);
  });

  test('knows which results the store has not got yet', () => {
    const fake = new FakeRecords();
    fake.recorder.add(finished(1));
    expect([fake.recorder.has(1), fake.recorder.has(2)]).toEqual([true, false]);
    fake.recorder.flush();
    expect(fake.recorder.has(1)).toBe(false);
  });

  test('reports only what the store did not have: the first result of a file stands', () => {
    const fake = new FakeRecords();
    fake.doneBefore.add(2);
    for (const id of [1, 2, 3]) fake.recorder.add(finished(id));
    fake.recorder.flush();
    expect(fake.recorded).toEqual([1, 3]);
  });

  test('has nothing to do without results', () => {
    const fake = new FakeRecords();
    fake.recorder.flush();
    vi.advanceTimersByTime(1_000);
    expect(fake.batches).toEqual([]);
  });

  test('passes a fault of the store on and does not try the same results again', () => {
    const fake = new FakeRecords();
    fake.broken = true;
    fake.recorder.add(finished(1));
    vi.advanceTimersByTime(50);
    expect(fake.faults).toEqual([new Error('disk full')]);
    expect(fake.recorded).toEqual([]);
    fake.recorder.flush();
    expect(fake.faults).toHaveLength(1);
  });
});
