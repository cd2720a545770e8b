import type { FolderIds } from '../folder-ids.ts';
import { GrowingCodes } from './growing-codes.ts';
import type { ItemRow } from './item-rows.ts';
import type { JobRows } from './job-rows.ts';
import { NameTexts } from './name-texts.ts';
import { PathColumn } from './path-column.ts';
import { placeOf } from './places.ts';

/** Paths as they are written, of an item. */
export type ShownPaths = (itemId: number) => { readonly path: string; readonly relativePath: string };

/** The paths of all files of a job, as they are and as seen from their sources. */
export class PathColumns {
  readonly columns: ReadonlyMap<string, PathColumn>;
  readonly #folderIds: Pick<FolderIds, 'pathOf'>;
  readonly #sources: readonly string[];
  readonly #names = new NameTexts();
  readonly #folderOfRow: GrowingCodes;
  readonly #folders: string[] = [];
  readonly #relativeFolders: string[] = [];
  readonly #numbers = new Map<string, number>();
  #characters = 0;

  constructor(rows: JobRows, folderIds: Pick<FolderIds, 'pathOf'>, sources: readonly string[], shownPaths: ShownPaths) {
    this.#folderIds = folderIds;
    this.#sources = sources;
    this.#folderOfRow = new GrowingCodes(() => rows.expected);
    const parts = { rows: () => rows.count, names: this.#names, folderOfRow: this.#folderOfRow };
    this.columns = new Map([
      ['path', new PathColumn(parts, this.#folders, (row) => shownPaths(rows.idOf(row)).path)],
      ['relativePath', new PathColumn(parts, this.#relativeFolders, (row) => shownPaths(rows.idOf(row)).relativePath)],
    ]);
  }

  get bytes(): number {
    return this.#names.bytes + this.#folderOfRow.bytes + this.#characters;
  }

  add(row: number, [, folderId, name, source]: ItemRow): void {
    this.#names.add(name);
    this.#folderOfRow.set(row, this.#numberOf(folderId, source));
  }

  #numberOf(folderId: number, source: number): number {
    const key = `${folderId}:${source}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const { folder, relativeFolder } = placeOf(this.#folderIds.pathOf(folderId), this.#sources[source]);
    const number = this.#folders.push(folder) - 1;
    this.#relativeFolders.push(relativeFolder);
    this.#numbers.set(key, number);
    this.#characters += folder.length + relativeFolder.length;
    return number;
  }
}
