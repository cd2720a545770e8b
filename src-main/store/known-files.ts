import type { FoundFiles } from '../coordinator/ports.ts';
import { pathParameter } from './codes.ts';
import type { SqliteDatabase } from './database.ts';

/** Which of these files the cache would answer for, with records that are no older. Nothing is noted as used. */
export type KnownFiles = (files: FoundFiles, extractionKey: string, sinceMs: number) => boolean[];

export function knownFiles(database: SqliteDatabase): KnownFiles {
  const findFolder = database
    .prepare<[string | Buffer], number>('SELECT id FROM folders WHERE path = CAST(? AS BLOB)')
    .pluck();
  const findKey = database.prepare<[string], number>('SELECT id FROM extraction_keys WHERE key = ?').pluck();
  const find = database
    .prepare<[number, string | Buffer, number, number, number, string | null, number], number>(
      `
    SELECT 1 FROM records INDEXED BY records_by_file
    WHERE cached = 1 AND folder_id = ? AND name = CAST(? AS BLOB) AND key_id = ? AND size_bytes = ? AND modified_at_ms = ?
      AND sidecars IS ? AND created_at_ms >= ?`,
    )
    .pluck();

  return ({ folder, names, sizes, modifiedMs, sidecars, faults }, extractionKey, sinceMs) => {
    const folderId = findFolder.get(pathParameter(folder));
    const keyId = findKey.get(extractionKey);
    if (folderId === undefined || keyId === undefined) return names.map(() => false);
    return names.map((name, at) => {
      if (faults?.[at] !== undefined) return false;
      const state = [sizes[at] ?? 0, modifiedMs[at] ?? 0, sidecars?.[at] ?? null] as const;
      return find.get(folderId, pathParameter(name), keyId, ...state, sinceMs) !== undefined;
    });
  };
}
