import { ITEM_READY } from './codes.ts';
import type { SqliteDatabase } from './database.ts';

/** An item that waits for a worker. */
export type ReadyRow = readonly [
  jobId: number,
  folderId: number,
  /** Text where it is valid UTF-8, else bytes. */
  name: string | Buffer,
  source: number,
  sizeBytes: number,
  modifiedMs: number,
  sidecars: string | null,
];

/** To begin and end a statement takes a third of the time of a row. */
const ROWS_AT_ONCE = 8;

/** Returns a function that inserts items, and returns how many of them are new. */
export function readyRows(database: SqliteDatabase): (rows: readonly ReadyRow[]) => number {
  const insertOf = (rows: number) => {
    const row = `(?, ?, CAST(? AS BLOB), ?, ?, ?, ?, ${ITEM_READY.toString()})`;
    return database.prepare(`
      INSERT OR IGNORE INTO items (job_id, folder_id, name, source, size_bytes, modified_at_ms, sidecars, state)
      VALUES ${new Array(rows).fill(row).join()}`);
  };
  const insertSome = insertOf(ROWS_AT_ONCE);
  const insertOne = insertOf(1);

  return (rows) => {
    let added = 0;
    let at = 0;
    for (; at + ROWS_AT_ONCE <= rows.length; at += ROWS_AT_ONCE)
      added += insertSome.run(...rows.slice(at, at + ROWS_AT_ONCE).flat()).changes;
    for (const row of rows.slice(at)) added += insertOne.run(...row).changes;
    return added;
  };
}
