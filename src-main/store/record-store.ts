import type { ItemResult } from '../../src-protocol/messages/item-result.ts';
import type { CompareItem, FinishedItem, RecordStore } from '../coordinator/ports.ts';
import type { JobCounts } from '../../src-protocol/model/job.ts';
import { HIT_MOVED, HIT_NONE, ITEM_DONE, outcomeCode, pathOfColumn } from './codes.ts';
import type { SqliteDatabase } from './database.ts';
import { writing } from './database.ts';
import { countsOfDone } from './item-counts.ts';
import { movedTagValues } from './moved-tags.ts';
import type { NameLists } from './name-lists.ts';
import { sameSidecars } from './sidecar-states.ts';
import type { UnheldRecords } from './unheld-records.ts';

interface OpenFile {
  readonly folder_id: number;
  readonly name: Buffer;
  /** A file that the crawl could not look at, and that is read all the same, has neither size nor time. */
  readonly size_bytes: number | null;
  readonly modified_at_ms: number | null;
  readonly sidecars: string | null;
  /** That of an earlier reading. */
  readonly record_id: number | null;
}

/** What a record says of a file, wherever that is. */
interface RecordContent {
  readonly size_bytes: number;
  readonly modified_at_ms: number;
  readonly outcome: number;
  readonly fault_code: string | null;
  readonly fault_message: string | null;
  readonly duration_ms: number;
  readonly fingerprint: Buffer | null;
  readonly name_list_id: number;
  readonly core: string;
  readonly modules: string;
  readonly tag_values: string;
}

interface RecordRow extends RecordContent {
  readonly name: Buffer;
  readonly sidecars: string | null;
}

/** Of a record besides its texts, about. */
const ROW_BYTES = 250;

const RECORD_COLUMNS = `key_id, folder_id, name, size_bytes, modified_at_ms, sidecars, outcome, fault_code, fault_message, cached,
  created_at_ms, used_at_ms, duration_ms, stored_bytes, fingerprint, name_list_id, core, modules, tag_values`;

export function recordStore(
  database: SqliteDatabase,
  lists: NameLists,
  unheld: UnheldRecords,
  nowMs: () => number,
): RecordStore {
  const openItem = database.prepare<[number, number], OpenFile>(
    'SELECT folder_id, name, size_bytes, modified_at_ms, sidecars, record_id FROM items WHERE id = ? AND job_id = ? AND state <> 0',
  );
  const dropSame = database.prepare(`
    UPDATE records SET cached = 0 WHERE cached = 1 AND folder_id = ? AND name = CAST(? AS BLOB) AND key_id = ?`);
  const insertRow = database.prepare(`
    INSERT INTO records (${RECORD_COLUMNS}) VALUES (?, ?, CAST(? AS BLOB), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const complete = database.prepare(`
    UPDATE items SET state = ${ITEM_DONE.toString()}, outcome = ?, hit = ?, record_id = ?, fault_code = ?, fault_message = ?, attempts = ?,
      duration_ms = ?, worker = ?, failed_at_ms = ? WHERE id = ?`);
  // for a file in which nothing was found, and that has no earlier record: a quarter faster, as less is bound
  const completeEmpty = database.prepare(`
    UPDATE items SET state = ${ITEM_DONE.toString()}, outcome = ?, hit = ${HIT_NONE.toString()}, fault_code = NULL, fault_message = NULL,
      attempts = ?, duration_ms = ?, worker = NULL, failed_at_ms = NULL
    WHERE id = ? AND job_id = ? AND state <> 0 AND record_id IS NULL`);
  const sameContent = database.prepare<[number, number, number, Buffer], RecordRow>(`
    SELECT * FROM records WHERE cached = 1 AND fingerprint IS NOT NULL AND size_bytes = ? AND modified_at_ms = ? AND key_id = ?
      AND fingerprint = ? ORDER BY id DESC`);
  const countMiss = database.prepare(`
    INSERT INTO cache_days (day, misses) VALUES (?, ?) ON CONFLICT DO UPDATE SET misses = misses + excluded.misses`);
  const countMoved = database.prepare(`
    INSERT INTO cache_days (day, moved, saved_ms) VALUES (?, 1, ?)
    ON CONFLICT DO UPDATE SET moved = moved + 1, saved_ms = saved_ms + excluded.saved_ms`);

  function supersede(file: OpenFile, keyId: number): void {
    if (dropSame.run(file.folder_id, file.name, keyId).changes > 0) unheld.note();
  }

  /** Returns its id. */
  function insert(keyId: number, file: OpenFile, content: RecordContent, cached: boolean, now: number): number {
    const { core, modules, tag_values: values } = content;
    const { lastInsertRowid } = insertRow.run(
      keyId,
      file.folder_id,
      file.name,
      content.size_bytes,
      content.modified_at_ms,
      file.sidecars,
      content.outcome,
      content.fault_code,
      content.fault_message,
      cached ? 1 : 0,
      now,
      now,
      content.duration_ms,
      ROW_BYTES + core.length + modules.length + values.length,
      content.fingerprint,
      content.name_list_id,
      core,
      modules,
      values,
    );
    return Number(lastInsertRowid);
  }

  function addRecord(keyId: number, file: OpenFile, result: ItemResult, cacheable: boolean, now: number): number {
    if (cacheable) supersede(file, keyId);
    const content = {
      size_bytes: result.sizeBytes ?? file.size_bytes ?? 0,
      modified_at_ms: file.modified_at_ms ?? 0,
      outcome: outcomeCode(result.outcome),
      fault_code: result.fault?.code ?? null,
      fault_message: result.fault?.message ?? null,
      duration_ms: result.durationMs,
      fingerprint: result.fingerprint === undefined ? null : Buffer.from(result.fingerprint, 'hex'),
      name_list_id: lists.idOf(result.tagNames),
      core: result.coreJson,
      modules: result.modulesJson,
      tag_values: result.tagValues,
    };
    return insert(keyId, file, content, cacheable, now);
  }

  function finish(jobId: number, keyId: number, items: readonly FinishedItem[]): number[] {
    const now = nowMs();
    const finished: number[] = [];
    for (const item of items) {
      const { itemId, result, cacheable } = item;
      const hasRecord = result.tagNames !== '';
      if (!hasRecord && result.fault === undefined) {
        const { changes } = completeEmpty.run(
          outcomeCode(result.outcome),
          item.attempts,
          result.durationMs,
          itemId,
          jobId,
        );
        if (changes > 0) {
          finished.push(itemId);
          continue;
        }
      }
      const file = openItem.get(itemId, jobId);
      if (file === undefined) continue; // a lease may be done twice: the first result stands
      if (file.record_id !== null) unheld.note(); // the item lets go of it
      const recordId = hasRecord ? addRecord(keyId, file, result, cacheable, now) : null;
      complete.run(...doneValues(item, recordId, now));
      finished.push(itemId);
    }
    countMiss.run(dayOf(now), finished.length);
    return finished;
  }

  function recordOfSame(file: OpenFile, keyId: number, name: string, fingerprint: Buffer): RecordRow | undefined {
    const { size_bytes: size, modified_at_ms: modified, sidecars } = file;
    if (size === null || modified === null) return undefined;
    for (const record of sameContent.iterate(size, modified, keyId, fingerprint)) {
      if (!sameSidecars(record.sidecars, sidecars)) continue;
      if (extensionOf(pathOfColumn(record.name)) === extensionOf(name)) return record;
    }
    return undefined;
  }

  function adoptMoved(jobId: number, keyId: number, item: CompareItem, fingerprint: string): JobCounts | undefined {
    const file = openItem.get(item.itemId, jobId);
    if (file === undefined) return undefined;
    const known = recordOfSame(file, keyId, item.name, Buffer.from(fingerprint, 'hex'));
    if (known === undefined) return undefined;
    const now = nowMs();
    if (file.record_id !== null) unheld.note();
    const values = movedTagValues(lists.namesOf(known.name_list_id), known.tag_values, item.folder, item.name);
    supersede(file, keyId);
    const recordId = insert(keyId, file, { ...known, tag_values: values }, true, now);
    complete.run(
      known.outcome,
      HIT_MOVED,
      recordId,
      known.fault_code,
      known.fault_message,
      0,
      known.duration_ms,
      null,
      null,
      item.itemId,
    );
    countMoved.run(dayOf(now), known.duration_ms);
    return countsOfDone({ outcome: known.outcome, hit: HIT_MOVED, sizeBytes: known.size_bytes });
  }

  return {
    finish: writing(database, finish),
    adoptMoved: writing(database, adoptMoved),
    removeUnheld: () => {
      unheld.note();
      return unheld.remove();
    },
  };
}

/** In the order in which `complete` takes them. */
function doneValues({ itemId, result, worker, attempts }: FinishedItem, recordId: number | null, now: number) {
  const { outcome, fault, durationMs } = result;
  return [
    outcomeCode(outcome),
    HIT_NONE,
    recordId,
    fault?.code ?? null,
    fault?.message ?? null,
    attempts,
    durationMs,
    fault === undefined ? null : worker,
    fault === undefined ? null : now,
    itemId,
  ] as const;
}

/** ExifTool tells some types apart by it alone (a NEF is a TIFF by content), so a record holds for the same one only. */
function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot).toLowerCase();
}

/** The UTC day of a time, `2026-01-31`. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
