import { count } from '../../../../src-protocol/model/words.ts';
import type { JobCounts } from '../../../../src-protocol/model/job.ts';

export interface OutcomePart {
  readonly id: 'cached' | 'extracted' | 'no-metadata' | 'failed';
  readonly text: string;
  readonly count: number;
  /** The count in words. */
  readonly value: string;
  readonly color: `--${string}`;
}

/**
 * What became of the files of a job in four parts that add up to those that are done. The coordinator counts a file from the
 * cache among its outcome as well, so here it is taken from the extracted ones first, then from those without metadata;
 * failures always show in full.
 */
export function outcomeParts(counts: JobCounts): readonly OutcomePart[] {
  const { done, extracted, fromCache, failed, skipped } = counts;
  const bad = failed + skipped;
  const cached = Math.min(fromCache, Math.max(0, done - bad));
  const fresh = Math.max(0, extracted - cached);
  const empty = Math.max(0, done - bad - cached - fresh);
  return [
    part('cached', 'From cache', cached, '--cached'),
    part('extracted', 'Extracted', fresh, '--extracted'),
    part('no-metadata', 'No metadata', empty, '--no-metadata'),
    part('failed', skipped > 0 ? 'Failed or skipped' : 'Failed', bad, '--failed'),
  ];
}

function part(id: OutcomePart['id'], text: string, files: number, color: OutcomePart['color']): OutcomePart {
  return { id, text, count: files, value: count(files), color };
}

/** `1,200 from cache, 300 extracted`: the parts that there are, for a screen reader. */
export function partsInWords(parts: readonly OutcomePart[]): string {
  const present = parts.filter((each) => each.count > 0);
  return present.map(({ text, value }) => `${value} ${text.toLowerCase()}`).join(', ') || 'nothing done yet';
}
