import type { JobCounts } from '../../src-protocol/model/job.ts';
import { NO_COUNTS } from '../../src-protocol/model/job.ts';
import type { OpenItem } from '../coordinator/ports.ts';
import { HIT_NONE, ITEM_DONE, outcomeCode, outcomeOfCode, pathOfColumn } from './codes.ts';

const DONE = `state = ${ITEM_DONE.toString()}`;

/**
 * The columns of JobCounts; sums without groups, which would be sorted. An item that is to be read again keeps its result
 * until the new one is there, and is not done meanwhile.
 */
export const COUNT_SUMS = `
  count(*) AS found, total(size_bytes) AS foundBytes,
  count(*) FILTER (WHERE ${DONE}) AS done,
  total(size_bytes) FILTER (WHERE ${DONE}) AS doneBytes,
  count(*) FILTER (WHERE ${DONE} AND hit <> ${HIT_NONE.toString()}) AS fromCache,
  count(*) FILTER (WHERE ${DONE} AND outcome = ${outcomeCode('extracted').toString()}) AS extracted,
  count(*) FILTER (WHERE ${DONE} AND outcome = ${outcomeCode('no-metadata').toString()}) AS noMetadata,
  count(*) FILTER (WHERE ${DONE} AND outcome = ${outcomeCode('failed').toString()}) AS failed,
  count(*) FILTER (WHERE ${DONE} AND outcome = ${outcomeCode('skipped').toString()}) AS skipped`;

/** What one done item adds to the counts of its job, but for having been found. */
export function countsOfDone(item: {
  readonly outcome: number;
  readonly hit: number;
  readonly sizeBytes: number;
}): JobCounts {
  const outcome = outcomeOfCode(item.outcome);
  return {
    ...NO_COUNTS,
    done: 1,
    doneBytes: item.sizeBytes,
    fromCache: item.hit === HIT_NONE ? 0 : 1,
    extracted: outcome === 'extracted' ? 1 : 0,
    noMetadata: outcome === 'no-metadata' ? 1 : 0,
    failed: outcome === 'failed' ? 1 : 0,
    skipped: outcome === 'skipped' ? 1 : 0,
  };
}

/** What items that wait for a worker add to the counts of their job. */
export function countsOfReady(items: readonly OpenItem[]): JobCounts {
  const foundBytes = items.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
  return { ...NO_COUNTS, found: items.length, foundBytes };
}

/** A file whose size was never known is as good as empty. */
export function toOpen([name, sizeBytes]: readonly [Buffer, number | null]): OpenItem {
  return { name: pathOfColumn(name), sizeBytes: sizeBytes ?? 0 };
}
