import { displayPath, mayHideInvalidBytes } from '../../../src-protocol/model/path-codec.ts';
import { pathOfColumn } from '../codes.ts';
import type { SqliteDatabase } from '../database.ts';

export type ItemRow = [
  id: number,
  folderId: number,
  /** As text that can be shown. */
  name: string,
  source: number,
  size: number | null,
  modified: number | null,
  sidecars: string | null,
  state: number,
  outcome: number | null,
  hit: number,
  recordId: number | null,
  faultCode: string | null,
  faultMessage: string | null,
  attempts: number,
  durationMs: number | null,
  worker: string | null,
  failedAt: number | null,
];

export interface ItemRows {
  /** In the order of their ids. */
  between(first: number, last: number): ItemRow[];
  get(itemId: number): ItemRow | undefined;
}

/** Items of a job as the index reads them. A name is read as text, which is much cheaper than bytes that are decoded here. */
export function itemRows(database: SqliteDatabase, jobId: number): ItemRows {
  const columns = `id, folder_id, CAST(name AS TEXT), source, size_bytes, modified_at_ms, sidecars, state, outcome, hit, record_id,
    fault_code, fault_message, attempts, duration_ms, worker, failed_at_ms`;
  // “+”: by the id alone; the index of files by job would have to be sorted
  const between = database
    .prepare<[number, number, number], ItemRow>(
      `SELECT ${columns} FROM items WHERE id BETWEEN ? AND ? AND +job_id = ? ORDER BY id`,
    )
    .raw();
  const get = database.prepare<[number], ItemRow>(`SELECT ${columns} FROM items WHERE id = ?`).raw();
  const nameOf = database.prepare<[number], Buffer>('SELECT name FROM items WHERE id = ?').pluck();

  /** SQLite's text has another number of replacement characters for invalid bytes than ours. */
  function exact(row: ItemRow): ItemRow {
    if (!mayHideInvalidBytes(row[2])) return row;
    row[2] = displayPath(pathOfColumn(nameOf.get(row[0]) ?? Buffer.alloc(0)));
    return row;
  }

  return {
    between: (first, last) => between.all(first, last, jobId).map(exact),
    get: (itemId) => {
      const row = get.get(itemId);
      return row === undefined ? undefined : exact(row);
    },
  };
}
