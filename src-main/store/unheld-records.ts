import type { SqliteDatabase } from './database.ts';
import { writing } from './database.ts';
import type { Asked, Questions } from './questions.ts';
import { inSlices } from './slices.ts';

const SLICE_RECORDS = 500;

/** The records that neither a job nor the cache holds. To find them takes a look at all items of all jobs. */
export interface UnheldRecords {
  /** There may be some now. */
  note(): void;
  /** Removes them, if there may be any. */
  remove(): Promise<void>;
}

/**
 * They are found by the store's thread, if there is one. There is one of this for a store, which removes them one time after
 * the other: the number of a removed record is given again, and a list that is still held elsewhere would name the new one.
 */
export function unheldRecords(
  database: SqliteDatabase,
  questions: Pick<Asked<Questions>, 'unreferencedRecords'>,
): UnheldRecords {
  const remove = database.prepare('DELETE FROM records WHERE id = ? AND cached = 0');
  const removeAll = writing(database, (ids: readonly number[]) => {
    for (const id of ids) remove.run(id);
  });
  let mayBeSome = true; // an earlier run of the program may have left some
  let work: Promise<void> = Promise.resolve();

  async function removeNoted(): Promise<void> {
    if (!mayBeSome) return;
    mayBeSome = false;
    try {
      const ids = await questions.unreferencedRecords();
      await inSlices(() => {
        removeAll(ids.splice(0, SLICE_RECORDS));
        return ids.length > 0;
      });
    } catch (error) {
      mayBeSome = true;
      throw error;
    }
  }

  return {
    note: () => {
      mayBeSome = true;
    },
    remove: () => {
      const removed = work.then(removeNoted);
      work = removed.catch(() => undefined);
      return removed;
    },
  };
}
