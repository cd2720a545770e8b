import type { FaultCode } from '../../src-protocol/model/fault.ts';
import type { JobCounts } from '../../src-protocol/model/job.ts';
import { NO_COUNTS } from '../../src-protocol/model/job.ts';
import type { ItemCursor, ItemStore } from '../coordinator/ports.ts';
import { ITEM_DONE, outcomeCode } from './codes.ts';
import type { SqliteDatabase } from './database.ts';
import { COUNT_SUMS, toOpen } from './item-counts.ts';

/** So many are looked at in a few milliseconds. */
const SLICE_ITEMS = 2_000;

const START: ItemCursor = { folderId: -1, name: new Uint8Array() };

/** Items are gone through by folder and name, for which there is an index: their ids are mixed with those of other jobs. */
const IN_SLICE = 'job_id = ? AND (folder_id, name) > (?, ?) AND (folder_id, name) <= (?, ?)';

type SliceParameters = [number, number, Uint8Array, number, Uint8Array];

/** Goes through all items of a job, a part at a time. */
export function itemSlices(database: SqliteDatabase): Pick<ItemStore, 'tally' | 'failed'> {
  const end = database
    .prepare<[number, number, Uint8Array], [number, Buffer]>(
      `SELECT folder_id, name FROM items WHERE job_id = ? AND (folder_id, name) > (?, ?)
      ORDER BY folder_id, name LIMIT 1 OFFSET ${(SLICE_ITEMS - 1).toString()}`,
    )
    .raw();
  const counts = database.prepare<SliceParameters, JobCounts>(`SELECT ${COUNT_SUMS} FROM items WHERE ${IN_SLICE}`);
  const open = database
    .prepare<SliceParameters, [Buffer, number | null]>(
      `SELECT name, size_bytes FROM items INDEXED BY items_by_file WHERE ${IN_SLICE} AND state <> ${ITEM_DONE.toString()}`,
    )
    .raw();
  const failed = database
    .prepare<SliceParameters, [number, string]>(
      `SELECT id, fault_code FROM items WHERE ${IN_SLICE} AND state = ${ITEM_DONE.toString()}
      AND outcome = ${outcomeCode('failed').toString()}`,
    )
    .raw();

  /** The last part has no end of its own: it ends behind everything. */
  function sliceAfter(jobId: number, after: ItemCursor = START) {
    const [folderId, name] = end.get(jobId, after.folderId, after.name) ?? [undefined, undefined];
    const next: ItemCursor | undefined = folderId === undefined ? undefined : { folderId, name };
    const parameters: SliceParameters = [
      jobId,
      after.folderId,
      after.name,
      next?.folderId ?? Number.MAX_SAFE_INTEGER,
      next?.name ?? START.name,
    ];
    return { parameters, next };
  }

  return {
    tally: (jobId, after) => {
      const { parameters, next } = sliceAfter(jobId, after);
      return { counts: counts.get(...parameters) ?? NO_COUNTS, open: open.all(...parameters).map(toOpen), next };
    },
    failed: (jobId, codes, after) => {
      const { parameters, next } = sliceAfter(jobId, after);
      const wanted = codes === undefined ? undefined : new Set<string>(codes satisfies readonly FaultCode[]);
      const rows = failed.all(...parameters).filter(([, code]) => wanted?.has(code) ?? true);
      return { itemIds: rows.map(([id]) => id), next };
    },
  };
}
