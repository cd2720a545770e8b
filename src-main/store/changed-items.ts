import type { JobCounts } from '../../src-protocol/model/job.ts';
import { addCounts, NO_COUNTS, subtractCounts } from '../../src-protocol/model/job.ts';
import type { OpenItem } from '../coordinator/ports.ts';
import { changeNotes } from './change-notes.ts';
import { ITEM_DONE, ITEM_READY, pathOfColumn } from './codes.ts';
import type { SqliteDatabase } from './database.ts';
import { countsOfDone } from './item-counts.ts';

/** A file as the crawl sees it now. */
interface SeenFile {
  readonly name: string | Buffer;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly sidecars: string | null;
  readonly source: number;
}

type KnownRow = [
  id: number,
  name: Buffer,
  size: number | null,
  modified: number | null,
  sidecars: string | null,
  state: number,
  outcome: number,
  hit: number,
];

/** A file that has changed since the job has read it. */
export interface ChangedFile {
  readonly row: KnownRow;
  readonly now: SeenFile;
}

export interface ChangedItems {
  /** Undefined for a file that the job does not know. */
  find(jobId: number, folderId: number, file: SeenFile): ChangedFile | 'unchanged' | undefined;
  /** Lets the items wait for a worker once more; returns what that changes in the counts of their job. */
  reopen(
    jobId: number,
    changed: readonly ChangedFile[],
  ): { readonly counts: JobCounts; readonly open: readonly OpenItem[] };
}

/** Finds out which files of a job have changed, reading one row for each and writing to none that has not. */
export function changedItems(database: SqliteDatabase): ChangedItems {
  const find = database
    .prepare<[number, number, string | Buffer], KnownRow>(
      `SELECT id, name, size_bytes, modified_at_ms, sidecars, state, outcome, hit FROM items
      WHERE job_id = ? AND folder_id = ? AND name = CAST(? AS BLOB)`,
    )
    .raw();
  const reopen = database.prepare(`
    UPDATE items SET size_bytes = ?, modified_at_ms = ?, sidecars = ?, source = ?, state = ${ITEM_READY.toString()},
      attempts = 0, suspicions = 0, not_before_ms = 0 WHERE id = ?`);
  const note = changeNotes(database);

  return {
    find: (jobId, folderId, file) => {
      const row = find.get(jobId, folderId, file.name);
      if (row === undefined) return undefined;
      const [, , size, modified, sidecars, state] = row;
      const isSame = size === file.sizeBytes && modified === file.modifiedMs && sidecars === file.sidecars;
      // One that waits is left alone: it may be being read just now, and what comes of it would pass for the new state.
      // The next look sees that it has changed.
      return isSame || state !== ITEM_DONE ? 'unchanged' : { row, now: file };
    },
    reopen: (jobId, changed) => {
      let counts = NO_COUNTS;
      const open: OpenItem[] = [];
      for (const { row, now } of changed) {
        const [id, name, size, , , , outcome, hit] = row;
        reopen.run(now.sizeBytes, now.modifiedMs, now.sidecars, now.source, id);
        note(jobId, id);
        counts = subtractCounts(counts, countsOfDone({ outcome, hit, sizeBytes: size ?? 0 }));
        counts = addCounts(counts, { ...NO_COUNTS, foundBytes: now.sizeBytes - (size ?? 0) });
        open.push({ name: pathOfColumn(name), sizeBytes: now.sizeBytes });
      }
      return { counts, open };
    },
  };
}
