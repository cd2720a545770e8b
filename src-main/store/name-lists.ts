import { createHash } from 'node:crypto';
import type { SqliteDatabase } from './database.ts';

const REMEMBERED_MAX = 5_000;

export interface NameLists {
  /** The id of a list of tag names (`TagTable.names`), which is stored once however many files share it. */
  idOf(names: string): number;
  namesOf(id: number): string;
  /** Removes all lists, where no record has any. */
  clear(): void;
}

export function nameLists(database: SqliteDatabase): NameLists {
  const find = database.prepare<[Buffer], number>('SELECT id FROM name_lists WHERE digest = ?').pluck();
  const add = database.prepare<[Buffer, string]>('INSERT INTO name_lists (digest, names) VALUES (?, ?)');
  const get = database.prepare<[number], string>('SELECT names FROM name_lists WHERE id = ?').pluck();
  const removeAll = database.prepare('DELETE FROM name_lists WHERE NOT EXISTS (SELECT 1 FROM records)');
  const ids = new Map<string, number>();
  const namesById = new Map<number, string>();
  return {
    idOf: (names) => {
      const known = ids.get(names);
      if (known !== undefined) return known;
      const digest = createHash('sha256').update(names).digest();
      const id = find.get(digest) ?? Number(add.run(digest, names).lastInsertRowid);
      if (ids.size >= REMEMBERED_MAX) ids.clear();
      ids.set(names, id);
      return id;
    },
    namesOf: (id) => {
      const known = namesById.get(id);
      if (known !== undefined) return known;
      const names = get.get(id) ?? '';
      if (namesById.size >= REMEMBERED_MAX) namesById.clear();
      namesById.set(id, names);
      return names;
    },
    clear: () => {
      if (removeAll.run().changes === 0) return;
      ids.clear();
      namesById.clear();
    },
  };
}
