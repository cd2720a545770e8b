import type { SqliteDatabase } from './database.ts';
import { pathOfColumn, pathParameter } from './codes.ts';

const REMEMBERED_MAX = 10_000;

export interface FolderIds {
  /** The id of a folder, which is made known if it is not; `isNew` says that nothing can be known of its files. */
  idOf(path: string): { readonly id: number; readonly isNew: boolean };
  pathOf(id: number): string;
}

export function folderIds(database: SqliteDatabase): FolderIds {
  const find = database
    .prepare<[string | Buffer], number>('SELECT id FROM folders WHERE path = CAST(? AS BLOB)')
    .pluck();
  const add = database.prepare<[string | Buffer]>('INSERT INTO folders (path) VALUES (CAST(? AS BLOB))');
  const get = database.prepare<[number], Buffer>('SELECT path FROM folders WHERE id = ?').pluck();
  const paths = new Map<number, string>();
  return {
    idOf: (path) => {
      const parameter = pathParameter(path);
      const known = find.get(parameter);
      if (known !== undefined) return { id: known, isNew: false };
      return { id: Number(add.run(parameter).lastInsertRowid), isNew: true };
    },
    pathOf: (id) => {
      const known = paths.get(id);
      if (known !== undefined) return known;
      const path = pathOfColumn(get.get(id) ?? Buffer.alloc(0));
      if (paths.size >= REMEMBERED_MAX) paths.clear();
      paths.set(id, path);
      return path;
    },
  };
}
