import type { FaultCode } from '../../src-protocol/model/fault.ts';
import { joinPath } from '../../src-protocol/model/path-join.ts';
import type { OutcomeKind } from '../../src-protocol/model/record.ts';
import { HIT_NONE, ITEM_DONE, outcomeOfCode, pathOfColumn } from './codes.ts';
import type { SqliteDatabase } from './database.ts';
import { folderIds } from './folder-ids.ts';

export interface FailureGroup {
  readonly outcome: OutcomeKind;
  readonly code: FaultCode;
  readonly count: number;
  /** One of the messages. */
  readonly message: string;
}

export interface SlowFile {
  readonly path: string;
  readonly durationMs: number;
  readonly sizeBytes: number;
}

export interface JobSummary {
  /** What failed or was skipped, by cause, the most frequent first. */
  readonly failures: readonly FailureGroup[];
  /** The files that took longest in this job, the slowest first. */
  readonly slowest: readonly SlowFile[];
  /** What the files that the cache held took when they were read. */
  readonly savedMs: number;
}

/** Summaries of jobs from all of their items: a second and more for a job of millions. */
export function jobSummaries(database: SqliteDatabase): (jobId: number, slowestFiles: number) => JobSummary {
  const folders = folderIds(database);
  const failures = database.prepare<
    [number],
    { outcome: number; code: FaultCode; count: number; message: string | null }
  >(`
    SELECT i.outcome, i.fault_code AS code, count(*) AS count, min(ifnull(i.fault_message, r.fault_message)) AS message
    FROM items i LEFT JOIN records r ON r.id = i.record_id
    WHERE i.job_id = ? AND i.fault_code IS NOT NULL AND i.state = ${ITEM_DONE.toString()} GROUP BY 1, 2 ORDER BY 3 DESC`);
  const slowest = database.prepare<
    [number, number],
    { folder_id: number; name: Buffer; duration_ms: number; size_bytes: number }
  >(`
    SELECT folder_id, name, duration_ms, size_bytes FROM items
    WHERE job_id = ? AND hit = ${HIT_NONE.toString()} AND duration_ms IS NOT NULL ORDER BY duration_ms DESC LIMIT ?`);
  const saved = database
    .prepare<[number], number>(
      `SELECT total(duration_ms) FROM items WHERE job_id = ? AND hit <> ${HIT_NONE.toString()}`,
    )
    .pluck();

  return (jobId, slowestFiles) => ({
    failures: failures.all(jobId).map(({ outcome, code, count, message }) => ({
      outcome: outcomeOfCode(outcome),
      code,
      count,
      message: message ?? '',
    })),
    slowest: slowest.all(jobId, slowestFiles).map((row) => ({
      path: joinPath(folders.pathOf(row.folder_id), pathOfColumn(row.name)),
      durationMs: row.duration_ms,
      sizeBytes: row.size_bytes,
    })),
    savedMs: saved.get(jobId) ?? 0,
  });
}
