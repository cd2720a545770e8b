import type { ItemResult } from '../../src-protocol/messages/worker.ts';
import type { CompareItem, FinishedItem, RecordStore } from '../coordinator/ports.ts';
import type { JobCounts } from '../../src-protocol/model/job.ts';
import { HIT_MOVED, HIT_NONE, ITEM_DONE, outcomeCode, pathOfColumn, pathParameter } from './codes.ts';
import type { SqliteDatabase } from './database.ts';
import { writing } from './database.ts';
import { countsOfDone } from './item-counts.ts';
import { movedTagValues } from './moved-tags.ts';
import type { NameLists } from './name-lists.ts';
import type { Asked, Questions } from './questions.ts';
import { sameSidecars } from './sidecar-states.ts';
import { unheldRecords } from './unheld-records.ts';

interface ItemFile {
  readonly folder_id: number;
  readonly name: Buffer;
  readonly size_bytes: number;
  readonly modified_at_ms: number;
  readonly sidecars: string | null;
}

/** A file that the crawl could not look at, and that is read all the same, has neither size nor time. */
type OpenFile = Omit<ItemFile, 'size_bytes' | 'modified_at_ms'> & {
  readonly size_bytes: number | null;
  readonly modified_at_ms: number | null;
};

interface RecordRow extends ItemFile {
  readonly id: number;
  readonly outcome: number;
  readonly fault_code: string | null;
  readonly fault_message: string | null;
  readonly duration_ms: number;
  readonly fingerprint: Buffer;
  readonly name_list_id: number;
  readonly core: string;
  readonly modules: string;
  readonly tag_values: string;
}

const RECORD_COLUMNS = `key_id, folder_id, name, size_bytes, modified_at_ms, sidecars, outcome, fault_code, fault_message, cached,
  created_at_ms, used_at_ms, duration_ms, stored_bytes, fingerprint, name_list_id, core, modules, tag_values`;

export function recordStore(
  database: SqliteDatabase,
  lists: NameLists,
  questions: Asked<Questions>,
  nowMs: () => number,
): RecordStore {
  const openItem = database.prepare<[number, number], OpenFile>(
    'SELECT folder_id, name, size_bytes, modified_at_ms, sidecars FROM items WHERE id = ? AND job_id = ? AND state <> 0',
  );
  const supersede = database.prepare(`
    UPDATE records SET cached = 0 WHERE cached = 1 AND folder_id = ? AND name = CAST(? AS BLOB) AND key_id = ?`);
  const insert = database.prepare(`
    INSERT INTO records (${RECORD_COLUMNS}) VALUES (?, ?, CAST(? AS BLOB), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const complete = database.prepare(`
    UPDATE items SET state = ${ITEM_DONE.toString()}, outcome = ?, hit = ?, record_id = ?, fault_code = ?, fault_message = ?, attempts = ?,
      duration_ms = ? WHERE id = ?`);
  const sameContent = database.prepare<[number, number, number, Buffer], RecordRow>(`
    SELECT * FROM records WHERE cached = 1 AND fingerprint IS NOT NULL AND size_bytes = ? AND modified_at_ms = ? AND key_id = ?
      AND fingerprint = ? ORDER BY id DESC`);
  const countMiss = database.prepare(`
    INSERT INTO cache_days (day, misses) VALUES (?, ?) ON CONFLICT DO UPDATE SET misses = misses + excluded.misses`);
  const countMoved = database.prepare(`
    INSERT INTO cache_days (day, moved, saved_ms) VALUES (?, 1, ?)
    ON CONFLICT DO UPDATE SET moved = moved + 1, saved_ms = saved_ms + excluded.saved_ms`);

  function addRecord(keyId: number, file: OpenFile, result: ItemResult, cacheable: boolean, now: number): number {
    if (cacheable) supersede.run(file.folder_id, file.name, keyId);
    const storedBytes = 250 + result.coreJson.length + result.modulesJson.length + result.tagValues.length;
    const { lastInsertRowid } = insert.run(
      keyId,
      file.folder_id,
      file.name,
      result.sizeBytes ?? file.size_bytes ?? 0,
      file.modified_at_ms ?? 0,
      file.sidecars,
      outcomeCode(result.outcome),
      result.fault?.code ?? null,
      result.fault?.message ?? null,
      cacheable ? 1 : 0,
      now,
      now,
      result.durationMs,
      storedBytes,
      result.fingerprint === undefined ? null : Buffer.from(result.fingerprint, 'hex'),
      lists.idOf(result.tagNames),
      result.coreJson,
      result.modulesJson,
      result.tagValues,
    );
    return Number(lastInsertRowid);
  }

  function finish(jobId: number, keyId: number, items: readonly FinishedItem[]): number[] {
    const now = nowMs();
    const finished: number[] = [];
    for (const { itemId, result, attempts, cacheable } of items) {
      const file = openItem.get(itemId, jobId);
      if (file === undefined) continue; // a lease may be done twice: the first result stands
      const recordId = result.tagNames === '' ? null : addRecord(keyId, file, result, cacheable, now);
      complete.run(
        outcomeCode(result.outcome),
        HIT_NONE,
        recordId,
        result.fault?.code ?? null,
        result.fault?.message ?? null,
        attempts,
        result.durationMs,
        itemId,
      );
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
    const values = movedTagValues(lists.namesOf(known.name_list_id), known.tag_values, item.folder, item.name);
    supersede.run(file.folder_id, file.name, keyId);
    const { lastInsertRowid } = insert.run(
      keyId,
      file.folder_id,
      pathParameter(item.name),
      known.size_bytes,
      known.modified_at_ms,
      file.sidecars,
      known.outcome,
      known.fault_code,
      known.fault_message,
      1,
      now,
      now,
      known.duration_ms,
      250 + known.core.length + known.modules.length + values.length,
      known.fingerprint,
      known.name_list_id,
      known.core,
      known.modules,
      values,
    );
    complete.run(
      known.outcome,
      HIT_MOVED,
      lastInsertRowid,
      known.fault_code,
      known.fault_message,
      0,
      known.duration_ms,
      item.itemId,
    );
    countMoved.run(dayOf(now), known.duration_ms);
    return countsOfDone({ outcome: known.outcome, hit: HIT_MOVED, sizeBytes: known.size_bytes });
  }

  return {
    finish: writing(database, finish),
    adoptMoved: writing(database, adoptMoved),
    removeUnheld: unheldRecords(database, questions),
  };
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
