import { describe, expect, test } from 'vitest';
import type { LaneBlock } from '../../src-renderer/src/state/lanes.ts';
import type { WorkerView } from '../../src-protocol/contract/workers.ts';
import {
  barOf,
  barsPath,
  failedPartOf,
  spanAt,
  utilisation,
} from '../../src-renderer/src/features/jobs/lane-geometry.ts';
import { laneBars } from '../../src-renderer/src/features/jobs/lane-bars.ts';
import { type Span, slotLanes } from '../../src-renderer/src/features/jobs/slot-lanes.ts';
import { worker } from './support/worker.ts';

const T0 = Date.parse('2026-01-01T10:00:00.000Z');
const WINDOW = { fromMs: T0, toMs: T0 + 60_000 };

function block(leaseId: number, fromS: number, toS: number | undefined, more: Partial<LaneBlock> = {}): LaneBlock {
  return {
    leaseId,
    jobId: 1,
    workerId: 'local-1',
    slot: 0,
    family: 'jpeg',
    files: 10,
    failed: 0,
    startedAt: new Date(T0 + fromS * 1_000).toISOString(),
    ...(toS !== undefined && { endedAt: new Date(T0 + toS * 1_000).toISOString() }),
    ...more,
  };
}

function span(fromS: number, toS: number): Span {
  return { block: block(1, fromS, toS), startMs: T0 + fromS * 1_000, endMs: T0 + toS * 1_000 };
}

function workerOf(id: string, slots: number, kind: WorkerView['kind'] = 'local'): WorkerView {
  return worker({ id, kind, slots: Array.from({ length: slots }, (_, slot) => ({ slot })) });
}

function workers(...list: WorkerView[]): ReadonlyMap<string, WorkerView> {
  return new Map(list.map((each) => [each.id, each]));
}

describe('the place of a lease in its lane', () => {
  test('is in proportion to its time, with a gap to the next', () => {
    expect(barOf(span(15, 30), WINDOW, 400)).toEqual({ x: 100, width: 99 });
  });

  test('is cut at both ends of the window', () => {
    expect(barOf(span(-30, 15), WINDOW, 400)).toEqual({ x: 0, width: 99 });
    expect(barOf(span(45, 90), WINDOW, 400)).toEqual({ x: 300, width: 99 });
  });

  test('is none outside of the window', () => {
    expect(barOf(span(-30, 0), WINDOW, 400)).toBeUndefined();
    expect(barOf(span(60, 70), WINDOW, 400)).toBeUndefined();
  });

  test('can be seen however short the lease was', () => {
    expect(barOf(span(15, 15.001), WINDOW, 400)?.width).toBe(1);
  });

  test('shows one failed file of very many, and never more than the lease', () => {
    expect(failedPartOf({ x: 100, width: 50 }, 0.001)).toEqual({ x: 147, width: 3 });
    expect(failedPartOf({ x: 100, width: 2 }, 0.5)).toEqual({ x: 100, width: 2 });
    expect(failedPartOf({ x: 100, width: 50 }, 0.5)).toEqual({ x: 125, width: 25 });
  });

  test('is drawn as one closed figure for each bar', () => {
    const path = barsPath(
      [
        { x: 0, width: 10 },
        { x: 20, width: 1 },
      ],
      4,
      4,
    );
    expect(path.match(/M/g)).toHaveLength(2);
    expect(path.match(/z/g)).toHaveLength(2);
    expect(path).not.toMatch(/NaN|--/);
  });

  test('has no corners where nobody could see them', () => {
    expect(barsPath([{ x: 20, width: 2 }], 4, 14)).toBe('M20 4h2v14h-2z');
    expect(barsPath([{ x: 20, width: 10 }], 4, 14)).toMatch(/a3 3/);
  });
});

describe('what is drawn of a lane', () => {
  const drawn = (blocks: readonly LaneBlock[], widthPx: number) => {
    const [lane] = slotLanes(blocks, workers(workerOf('local-1', 1)), WINDOW.toMs);
    return laneBars(lane?.spans ?? [], 1, WINDOW, widthPx);
  };

  test('is no more than there are pixels, however many leases there were', () => {
    const blocks = Array.from({ length: 6_000 }, (_, at) => block(at, at / 100, (at + 1) / 100, { failed: 1 }));
    const { groups, failed, marks } = drawn(blocks, 400);
    expect(groups.get('jpeg')).toEqual([{ x: 0, width: expect.closeTo(400, -1) as number }]);
    expect(failed).toHaveLength(1);
    expect(marks.length).toBeGreaterThan(100);
    expect(marks.length).toBeLessThanOrEqual(400);
  });

  test('keeps leases apart that can be told apart', () => {
    const { groups } = drawn([block(1, 0, 15), block(2, 15, 30), block(3, 40, 60)], 400);
    expect(groups.get('jpeg')).toEqual([
      { x: 0, width: 99 },
      { x: 100, width: 99 },
      { x: expect.closeTo(266.7, 1) as number, width: expect.closeTo(132.3, 1) as number },
    ]);
  });

  test('tells kinds of files and other jobs apart', () => {
    const { groups, others } = drawn(
      [block(1, 0, 0.1), block(2, 0.1, 0.2, { family: 'video' }), block(3, 0.2, 0.3, { jobId: 2 })],
      400,
    );
    expect([...groups.keys()]).toEqual(['jpeg', 'video']);
    expect(others).toHaveLength(1);
  });
});

describe('utilisation', () => {
  test('is the share of the time since the first lease of the window', () => {
    expect(utilisation([span(20, 30), span(40, 60)], WINDOW)).toBe(0.75);
  });

  test('counts time once where leases overlap', () => {
    expect(utilisation([span(0, 30), span(15, 30)], WINDOW)).toBe(0.5);
  });

  test('leaves out what lies before the window', () => {
    expect(utilisation([span(-60, -30), span(-30, 30)], WINDOW)).toBe(0.5);
  });

  test('is unknown for a slot that read nothing', () => {
    expect(utilisation([], WINDOW)).toBeUndefined();
    expect(utilisation([span(-20, -10)], WINDOW)).toBeUndefined();
  });
});

test('the lease under the pointer is found, and none in a gap', () => {
  const spans = [span(0, 15), span(30, 45)];
  expect(spanAt(spans, WINDOW, 0.6)).toBe(spans[1]);
  expect(spanAt(spans, WINDOW, 0.4)).toBeUndefined();
});

describe('the lanes of the slots', () => {
  const nowMs = T0 + 60_000;

  test('are named as the workers are, with the slot where a worker has several', () => {
    const names = slotLanes(
      [],
      workers(workerOf('nas', 2, 'remote'), workerOf('local-10', 1), workerOf('local-2', 2)),
      nowMs,
    ).map(({ name }) => name);
    expect(names).toEqual([
      'This computer 2, slot 1',
      'This computer 2, slot 2',
      'This computer 10',
      'nas, slot 1',
      'nas, slot 2',
    ]);
  });

  test('keep what a worker that is gone has read', () => {
    const [lane] = slotLanes([block(1, 0, 5)], workers(), nowMs);
    expect(lane?.name).toBe('This computer 1');
    expect(lane?.spans).toHaveLength(1);
  });

  test('hold leases in the order of their time, and let one that is still read last until now', () => {
    const [lane] = slotLanes([block(2, 30, undefined), block(1, 0, 20)], workers(workerOf('local-1', 1)), nowMs);
    expect(lane?.spans.map(({ block: { leaseId }, endMs }) => [leaseId, endMs])).toEqual([
      [1, T0 + 20_000],
      [2, nowMs],
    ]);
  });

  test('end a lease whose end was missed where the next one begins', () => {
    const [lane] = slotLanes([block(1, 0, undefined), block(2, 10, 20)], workers(workerOf('local-1', 1)), nowMs);
    expect(lane?.spans[0]?.endMs).toBe(T0 + 10_000);
  });

  test('give a lease of a lost worker no time that nobody saw', () => {
    const [lane] = slotLanes([block(1, 10, undefined)], workers(), nowMs);
    expect(lane?.spans[0]?.endMs).toBe(T0 + 10_000);
  });
});
