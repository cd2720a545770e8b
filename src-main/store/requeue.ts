import type { JobCounts } from '../../src-protocol/model/job.ts';
import { NO_COUNTS, subtractCounts } from '../../src-protocol/model/job.ts';
import type { ItemStore, OpenItem } from '../coordinator/ports.ts';
import { changeNotes } from './change-notes.ts';
import { ITEM_DONE, ITEM_READY, outcomeCode } from './codes.ts';
import type { SqliteDatabase } from './database.ts';
import { countsOfDone, toOpen } from './item-counts.ts';

type FailedRow = [name: Buffer, size: number | null, outcome: number, hit: number, code: string];

/** Lets failed items wait once more. Their failure stands until there is another result. */
export function requeue(database: SqliteDatabase): ItemStore['requeue'] {
  const find = database
    .prepare<[number, number], FailedRow>(
      `SELECT name, size_bytes, outcome, hit, fault_code FROM items
      WHERE id = ? AND job_id = ? AND state = ${ITEM_DONE.toString()} AND outcome = ${outcomeCode('failed').toString()}`,
    )
    .raw();
  const reopen = database.prepare(
    `UPDATE items SET state = ${ITEM_READY.toString()}, attempts = 0, suspicions = 0, not_before_ms = 0 WHERE id = ?`,
  );
  const note = changeNotes(database);
  return (jobId, itemIds, codes) => {
    const wanted = codes === undefined ? undefined : new Set<string>(codes);
    let counts: JobCounts = NO_COUNTS;
    const open: OpenItem[] = [];
    for (const id of itemIds) {
      const row = find.get(id, jobId);
      if (row === undefined) continue;
      const [name, size, outcome, hit, code] = row;
      if (wanted?.has(code) === false) continue;
      reopen.run(id);
      note(jobId, id);
      counts = subtractCounts(counts, countsOfDone({ outcome, hit, sizeBytes: size ?? 0 }));
      open.push(toOpen([name, size]));
    }
    return { counts, open };
  };
}
