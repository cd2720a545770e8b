import type { Dirent } from 'node:fs';
import { readdirSync } from 'node:fs';
import { mayHideInvalidBytes, pathFromBytes } from '../../src-protocol/model/path-codec.ts';
import { fileSystemPath as systemPath } from '../../src-worker/file/file-system-path.ts';

export type EntryKind = 'file' | 'folder' | 'link' | 'other' | 'unknown';

export interface FolderEntry {
  readonly name: string;
  readonly kind: EntryKind;
}

/** As the API takes files too. */
export { systemPath };

/** The entries of a folder with byte-exact names, sorted, so that every crawl finds the same order. */
export function readFolder(path: string): FolderEntry[] {
  const folder = systemPath(path);
  let entries: FolderEntry[] = readdirSync(folder, { withFileTypes: true }).map((entry) => ({
    name: entry.name,
    kind: kindOf(entry),
  }));
  if (entries.some(({ name }) => mayHideInvalidBytes(name))) {
    entries = readdirSync(folder, { withFileTypes: true, encoding: 'buffer' }).map((entry) => ({
      name: pathFromBytes(entry.name),
      kind: kindOf(entry),
    }));
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function kindOf(
  entry: Pick<
    Dirent,
    'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket' | 'isBlockDevice' | 'isCharacterDevice'
  >,
): EntryKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isFIFO() || entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice()) return 'other';
  return 'unknown'; // some file systems do not say
}
