import type { JobCounts } from '../../src-protocol/model/job.ts';
import { addCounts, NO_COUNTS } from '../../src-protocol/model/job.ts';
import { mayHideInvalidBytes } from '../../src-protocol/model/path-codec.ts';
import type {
  AddedItems,
  CompareItem,
  FoundFiles,
  IntakeContext,
  ItemStore,
  OpenItem,
  ReadyItem,
} from '../coordinator/ports.ts';
import { changedItems } from './changed-items.ts';
import {
  HIT_NONE,
  HIT_UNCHANGED,
  ITEM_DONE,
  ITEM_READY,
  ITEM_TO_COMPARE,
  outcomeCode,
  pathOfColumn,
  pathParameter,
} from './codes.ts';
import { COUNT_SUMS, countsOfReady, toOpen } from './item-counts.ts';
import { itemSlices } from './item-slices.ts';
import type { ReadyRow } from './ready-rows.ts';
import { readyRows } from './ready-rows.ts';
import { requeue } from './requeue.ts';
import type { ChangedFile } from './changed-items.ts';
import type { SqliteDatabase } from './database.ts';
import { writing } from './database.ts';
import type { FolderIds } from './folder-ids.ts';
import { dayOf } from './record-store.ts';

type OpenItemRow = [
  id: number,
  folderId: number,
  name: string,
  size: number | null,
  modified: number | null,
  attempts: number,
  suspicions: number,
];

/** What files that are just added have brought so far. */
interface Adding {
  /** Files that the job knew, and that have changed. */
  readonly changes: ChangedFile[];
  /** Those that are to wait for a worker. */
  readonly ready: OpenItem[];
  /** Whether just these were added: then what the store holds of them need not be read again. */
  areAllReady: boolean;
}

/** So many are removed in a few milliseconds. */
const REMOVED_AT_ONCE = 500;

export function itemStore(database: SqliteDatabase, folders: FolderIds, nowMs: () => number): ItemStore {
  const addReady = readyRows(database);
  // by position: named parameters cost a third of the insert's time
  const addOrHit = database.prepare(`
    INSERT OR IGNORE INTO items
      (job_id, folder_id, name, source, size_bytes, modified_at_ms, sidecars, state, outcome, hit, record_id, fault_code, duration_ms)
    SELECT p.job, p.folder, p.name, p.source, p.size, p.modified, p.sidecars, iif(r.id IS NULL, ${ITEM_READY.toString()}, ${ITEM_DONE.toString()}),
      r.outcome, iif(r.id IS NULL, ${HIT_NONE.toString()}, ${HIT_UNCHANGED.toString()}), r.id, r.fault_code, r.duration_ms
    FROM (SELECT ? AS job, ? AS folder, CAST(? AS BLOB) AS name, ? AS source, ? AS size, ? AS modified, ? AS sidecars, ? AS key, ? AS since) p
    LEFT JOIN records r INDEXED BY records_by_file
      ON r.cached = 1 AND r.folder_id = p.folder AND r.name = p.name AND r.key_id = p.key AND r.size_bytes = p.size
      AND r.modified_at_ms = p.modified AND r.sidecars IS p.sidecars AND r.created_at_ms >= p.since
    LIMIT 1`);
  const addFaulty = database.prepare(`
    INSERT OR IGNORE INTO items (job_id, folder_id, name, source, size_bytes, modified_at_ms, state, outcome, fault_code, fault_message, attempts, failed_at_ms)
    VALUES (?, ?, CAST(? AS BLOB), ?, NULL, NULL, ${ITEM_DONE.toString()}, ?, ?, ?, 1, ?)`);
  const lastId = database.prepare<[], number | null>('SELECT max(id) FROM items').pluck();
  const markToCompare = database.prepare(`
    UPDATE items SET state = ${ITEM_TO_COMPARE.toString()}
    WHERE id > @before AND state = ${ITEM_READY.toString()} AND EXISTS (
      SELECT 1 FROM records r WHERE r.cached = 1 AND r.fingerprint IS NOT NULL AND r.size_bytes = items.size_bytes
        AND r.modified_at_ms = items.modified_at_ms AND r.key_id = @keyId AND r.created_at_ms >= @lookUpSinceMs)`);
  // within the transaction that adds them, items with larger ids are those that were added
  const countAdded = database.prepare<[number], JobCounts & { savedMs: number }>(
    `SELECT ${COUNT_SUMS}, total(duration_ms) AS savedMs FROM items WHERE id > ?`,
  );
  const countHits = database.prepare(`
    INSERT INTO cache_days (day, hits, saved_ms) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET hits = hits + excluded.hits, saved_ms = saved_ms + excluded.saved_ms`);
  const openAdded = database
    .prepare<[number], [Buffer, number | null]>('SELECT name, size_bytes FROM items WHERE id > ? AND state <> 0')
    .raw();
  // without “state <> 0” the index is not usable, and all items of the job would be sorted at every refill
  const ready = database
    .prepare<[number, number, number, number, number], OpenItemRow>(
      `
    SELECT id, folder_id, CAST(name AS TEXT), size_bytes, modified_at_ms, attempts, suspicions FROM items INDEXED BY items_open
    WHERE job_id = ? AND state = ? AND state <> 0 AND id > ? AND not_before_ms <= ? ORDER BY id LIMIT ?`,
    )
    .raw();
  const nameOf = database.prepare<[number], Buffer>('SELECT name FROM items WHERE id = ?').pluck();
  const nextRetry = database
    .prepare<[number, number], number | null>(
      'SELECT min(not_before_ms) FROM items WHERE job_id = ? AND state <> 0 AND not_before_ms > ?',
    )
    .pluck();
  const makeReady = database.prepare(
    `UPDATE items SET state = ${ITEM_READY.toString()} WHERE id = ? AND state = ${ITEM_TO_COMPARE.toString()}`,
  );
  const retry = database.prepare(
    'UPDATE items SET attempts = ?, suspicions = ?, not_before_ms = ? WHERE id = ? AND state <> 0',
  );
  const countAll = database.prepare<[number], JobCounts>(`SELECT ${COUNT_SUMS} FROM items WHERE job_id = ?`);
  const removeSome = database
    .prepare<[number], number>(
      `DELETE FROM items WHERE id IN (SELECT id FROM items WHERE job_id = ? LIMIT ${REMOVED_AT_ONCE.toString()}) RETURNING id`,
    )
    .pluck();
  const forgetChange = database.prepare('DELETE FROM changed_items WHERE item_id = ?');
  const changed = changedItems(database);
  const slices = itemSlices(database);

  function addFolder(files: FoundFiles, job: IntakeContext, adding: Adding): void {
    const folder = folders.idOf(files.folder);
    const lookUp = job.lookUpSinceMs !== undefined && !folder.isNew;
    const ready: ReadyRow[] = [];
    for (let at = 0; at < files.names.length; at++) {
      const name = pathParameter(files.names[at] ?? '');
      const fault = files.faults?.[at];
      const size = files.sizes[at] ?? 0;
      const modified = files.modifiedMs[at] ?? 0;
      const sidecars = files.sidecars?.[at] ?? null;
      if (job.takeChanged === true && !folder.isNew) {
        const file = { name, sizeBytes: size, modifiedMs: modified, sidecars, source: files.source };
        const known = changed.find(job.jobId, folder.id, file);
        if (known !== undefined) {
          if (known !== 'unchanged' && fault === undefined) adding.changes.push(known);
          continue;
        }
      }
      if (fault !== undefined) {
        const outcome = outcomeCode(fault.skipped ? 'skipped' : 'failed');
        adding.areAllReady = false;
        addFaulty.run(job.jobId, folder.id, name, files.source, outcome, fault.code, fault.message, nowMs());
      } else if (lookUp) {
        adding.areAllReady = false;
        addOrHit.run(job.jobId, folder.id, name, files.source, size, modified, sidecars, job.keyId, job.lookUpSinceMs);
      } else {
        ready.push([job.jobId, folder.id, name, files.source, size, modified, sidecars]);
        adding.ready.push({ name: files.names[at] ?? '', sizeBytes: size });
      }
    }
    if (addReady(ready) < ready.length) adding.areAllReady = false;
  }

  function add(found: readonly FoundFiles[], job: IntakeContext): AddedItems {
    const before = lastId.get() ?? 0;
    const adding: Adding = { changes: [], ready: [], areAllReady: true };
    for (const files of found) addFolder(files, job, adding);
    const reopened = changed.reopen(job.jobId, adding.changes);
    const counts = adding.areAllReady ? countsOfReady(adding.ready) : countWithHits(before);
    if (counts.done < counts.found && job.lookUpSinceMs !== undefined)
      markToCompare.run({ before, keyId: job.keyId, lookUpSinceMs: job.lookUpSinceMs });
    const open = adding.areAllReady ? adding.ready : openAdded.all(before).map(toOpen);
    return { counts: addCounts(counts, reopened.counts), open: [...open, ...reopened.open] };
  }

  function countWithHits(before: number): JobCounts {
    const { savedMs, ...counts } = countAdded.get(before) ?? { ...NO_COUNTS, savedMs: 0 };
    if (counts.fromCache > 0) countHits.run(dayOf(nowMs()), counts.fromCache, savedMs);
    return counts;
  }

  function toReady(row: OpenItemRow): ReadyItem {
    const [itemId, folderId, name, sizeBytes, modifiedMs, attempts, suspicions] = row;
    return {
      itemId,
      folder: folders.pathOf(folderId),
      // text is read in half the time of bytes
      name: mayHideInvalidBytes(name) ? pathOfColumn(nameOf.get(itemId) ?? Buffer.from(name)) : name,
      sizeBytes: sizeBytes ?? 0,
      modifiedMs: modifiedMs ?? 0,
      progress: { attempts, suspicions },
    };
  }

  return {
    add: writing(database, add),
    ready: (jobId, afterId, nowMs, limit) => ready.all(jobId, ITEM_READY, afterId, nowMs, limit).map(toReady),
    toCompare: (jobId, afterId, limit): CompareItem[] =>
      ready.all(jobId, ITEM_TO_COMPARE, afterId, Infinity, limit).map(toReady),
    nextRetryMs: (jobId, nowMs) => nextRetry.get(jobId, nowMs) ?? undefined,
    makeReady: writing(database, (itemIds: readonly number[]) => {
      for (const id of itemIds) makeReady.run(id);
    }),
    retry: writing(database, (retries: Parameters<ItemStore['retry']>[0]) => {
      for (const { itemId, progress, notBeforeMs } of retries)
        retry.run(progress.attempts, progress.suspicions, notBeforeMs, itemId);
    }),
    counts: (jobId) => countAll.get(jobId) ?? NO_COUNTS,
    tally: slices.tally,
    failed: slices.failed,
    requeue: writing(database, requeue(database)),
    removeSome: writing(database, (jobId: number) => {
      const itemIds = removeSome.all(jobId);
      for (const itemId of itemIds) forgetChange.run(itemId);
      return itemIds.length > 0;
    }),
  };
}
