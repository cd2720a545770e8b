import { FAULT_TITLES } from '../../src-protocol/model/fault.ts';
import { displayPath } from '../../src-protocol/model/path-codec.ts';
import type { JobProgress } from '../../src-protocol/model/progress.ts';
import { bytes, count, counted, duration } from '../../src-protocol/model/words.ts';
import type { StoredJob } from '../coordinator/ports.ts';
import type { JobSummary } from '../store/job-summary.ts';
import { onOneLine } from './one-line.ts';

export interface SummaryFacts {
  readonly job: StoredJob;
  readonly progress: JobProgress;
  readonly summary: JobSummary;
}

/** How many of the slowest files it names. */
export const SLOWEST_FILES = 3;
const SLOW_FROM_MS = 1_000;

/** What became of a job, for a person: counts by outcome, failures by cause, the slowest files, and what to do next. */
export function summarise({ job, progress, summary }: SummaryFacts): string {
  const { counts, elapsedMs, leased } = progress;
  const { savedMs } = summary;
  const seconds = elapsedMs / 1_000;
  const lines = [
    `${counted(counts.done, 'file')}, ${bytes(counts.doneBytes)} in ${duration(elapsedMs)}` +
      (seconds > 0.5 ? ` (${count(counts.done / seconds)} files/s)` : ''),
    ...row('extracted', counts.extracted, ''),
    ...row('no metadata', counts.noMetadata, ''),
    ...row('skipped', counts.skipped, ''),
    ...row('failed', counts.failed, ''),
    ...row(
      'of these from the cache',
      counts.fromCache,
      savedMs > SLOW_FROM_MS ? `which saved ${duration(savedMs)} of reading` : '',
    ),
  ];
  if (leased === 0 && counts.done > 0) lines.push('  Nothing had to be read: ExifTool was not started.');
  lines.push(...describeFailures(job, summary), ...describeSlowest(summary));
  return lines.join('\n');
}

function row(name: string, value: number, note: string): string[] {
  return value === 0 ? [] : [`  ${count(value).padStart(10)}  ${name}${note === '' ? '' : `, ${note}`}`];
}

function describeFailures(job: StoredJob, { failures }: JobSummary): string[] {
  if (failures.length === 0) return [];
  return [
    'Failed or skipped, by cause:',
    ...failures.map(
      ({ code, count: files, message }) =>
        `  ${count(files).padStart(10)}  ${FAULT_TITLES[code]} (${code}): ${onOneLine(message)}`,
    ),
    `  List them: metaextract export ${job.id.toString()} --only failed,skipped --columns path,outcome,error.code,error.message,error.attempts,error.worker,error.failedAt -f csv`,
  ];
}

function describeSlowest({ slowest }: JobSummary): string[] {
  const slow = slowest.filter(({ durationMs }) => durationMs >= SLOW_FROM_MS);
  if (slow.length === 0) return [];
  return [
    'Slowest files:',
    ...slow.map(
      ({ path, durationMs, sizeBytes }) =>
        `  ${duration(durationMs).padStart(10)}  ${onOneLine(displayPath(path))} (${bytes(sizeBytes)})`,
    ),
  ];
}
