import { type FamilyGroup, groupOf } from './family-groups.ts';
import { addBar, type Bar, barOf, failedPartOf, type TimeWindow } from './lane-geometry.ts';
import type { Span } from './slot-lanes.ts';

/** What is drawn of a lane; no more than can be seen, however many leases there are. */
export interface LaneBars {
  /** The leases of the job, by the kind of their files. */
  readonly groups: ReadonlyMap<FamilyGroup['id'], readonly Bar[]>;
  /** The leases of other jobs. */
  readonly others: readonly Bar[];
  /** The parts that failed. */
  readonly failed: readonly Bar[];
  /** Where failures are pointed at. */
  readonly marks: readonly number[];
}

/** `spans` are in the order of their time. */
export function laneBars(spans: readonly Span[], jobId: number, window: TimeWindow, widthPx: number): LaneBars {
  const groups = new Map<FamilyGroup['id'], Bar[]>();
  const others: Bar[] = [];
  const failed: Bar[] = [];
  const marks: number[] = [];
  for (const span of spans) {
    const bar = barOf(span, window, widthPx);
    if (bar === undefined) continue;
    const { block } = span;
    if (block.jobId !== jobId) {
      addBar(others, bar);
      continue;
    }
    const group = groupOf(block.family);
    const bars = groups.get(group) ?? [];
    groups.set(group, bars);
    addBar(bars, bar);
    if (block.failed > 0) {
      const part = failedPartOf(bar, block.failed / Math.max(1, block.files));
      addBar(failed, part);
      addMark(marks, part.x + part.width / 2);
    }
  }
  return { groups, others, failed, marks };
}

function addMark(marks: number[], x: number): void {
  if (x - (marks.at(-1) ?? -Infinity) >= 1) marks.push(x);
}
