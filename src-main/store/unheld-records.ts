import type { SqliteDatabase } from './database.ts';
import { writing } from './database.ts';
import type { Asked, Questions } from './questions.ts';
import { inSlices } from './slices.ts';

const SLICE_RECORDS = 500;

/** Removes the records that neither a job nor the cache holds. They are found by the store's thread, if there is one. */
export function unheldRecords(database: SqliteDatabase, questions: Pick<Asked<Questions>, 'unreferencedRecords'>) {
  const remove = database.prepare('DELETE FROM records WHERE id = ? AND cached = 0');
  const removeAll = writing(database, (ids: readonly number[]) => {
    for (const id of ids) remove.run(id);
  });
  return async (): Promise<void> => {
    const ids = await questions.unreferencedRecords();
    await inSlices(() => {
      removeAll(ids.splice(0, SLICE_RECORDS));
      return ids.length > 0;
    });
  };
}
