import type { SqliteDatabase } from './database.ts';

export interface ItemExtent {
  readonly first: number;
  readonly last: number;
}

/**
 * From the first to the last id of a job's items; those of jobs that ran at the same time are among them. Undefined for a job
 * without items. It takes a look at the index of all items of the job.
 */
export function itemExtent(database: SqliteDatabase): (jobId: number) => ItemExtent | undefined {
  const find = database.prepare<[number], { first: number | null; last: number | null }>(
    'SELECT min(id) AS first, max(id) AS last FROM items WHERE job_id = ?',
  );
  return (jobId) => {
    const { first, last } = find.get(jobId) ?? { first: null, last: null };
    return first === null || last === null ? undefined : { first, last };
  };
}
