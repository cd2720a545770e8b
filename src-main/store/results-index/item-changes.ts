import { ITEM_READY, ITEM_TO_COMPARE } from '../codes.ts';
import type { SqliteDatabase } from '../database.ts';

/** What tells where the items of a job have changed, without a look at all of them. */
export interface ItemChanges {
  /** The number of the last change of a done item, of whichever job. */
  lastChange(): number;
  /** Items of the job that were done and have changed, in the order of the changes. */
  changesAfter(change: number): number[];
  /** The ids of the items from one id to another that are not done: lists, each in ascending order. */
  openBetween(first: number, last: number): number[][];
  /** Null without any. */
  extent(): { readonly first: number | null; readonly last: number | null; readonly count: number };
  /** The largest id of the items of all jobs. */
  newestId(): number;
  jobsDeleted(): number;
}

export function itemChanges(database: SqliteDatabase, jobId: number): ItemChanges {
  const lastChange = database.prepare<[], number | null>('SELECT max(id) FROM changed_items').pluck();
  const changes = database
    .prepare<[number, number], number>('SELECT item_id FROM changed_items WHERE id > ? AND job_id = ? ORDER BY id')
    .pluck();
  const open = database
    .prepare<[number, number, number, number], number>(
      `
    SELECT id FROM items INDEXED BY items_open WHERE job_id = ? AND state = ? AND state <> 0 AND id BETWEEN ? AND ? ORDER BY id`,
    )
    .pluck();
  const extent = database.prepare<[number], ReturnType<ItemChanges['extent']>>(
    'SELECT min(id) AS first, max(id) AS last, count(*) AS count FROM items WHERE job_id = ?',
  );
  const newest = database.prepare<[], number | null>('SELECT max(id) FROM items').pluck();
  // their numbers are never given again
  const jobsDeleted = database
    .prepare<[], number>(
      "SELECT ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'jobs'), 0) - (SELECT count(*) FROM jobs)",
    )
    .pluck();
  return {
    lastChange: () => lastChange.get() ?? 0,
    changesAfter: (change) => changes.all(change, jobId),
    openBetween: (first, last) => [ITEM_READY, ITEM_TO_COMPARE].map((state) => open.all(jobId, state, first, last)),
    extent: () => extent.get(jobId) ?? { first: null, last: null, count: 0 },
    newestId: () => newest.get() ?? 0,
    jobsDeleted: () => jobsDeleted.get() ?? 0,
  };
}
