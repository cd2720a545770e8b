import type { SqliteDatabase } from './database.ts';

/**
 * Returns a function that notes that an item which was done waits again, in the transaction that lets it: whoever has read
 * the job's done items finds it so without comparing all. Of each item the latest change is kept.
 */
export function changeNotes(database: SqliteDatabase): (jobId: number, itemId: number) => void {
  const forget = database.prepare('DELETE FROM changed_items WHERE item_id = ?');
  const note = database.prepare('INSERT INTO changed_items (job_id, item_id) VALUES (?, ?)');
  return (jobId, itemId) => {
    forget.run(itemId);
    note.run(jobId, itemId);
  };
}
