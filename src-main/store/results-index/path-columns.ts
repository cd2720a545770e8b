import { displayPath } from '../../../src-protocol/model/path-codec.ts';
import type { FolderIds } from '../folder-ids.ts';
import { CodedColumn } from './coded-column.ts';
import type { Column } from './column.ts';
import { PLAIN } from './faces.ts';
import { GrowingCodes } from './growing-codes.ts';
import type { ItemRow } from './item-rows.ts';
import type { JobRows } from './job-rows.ts';
import { NameTexts } from './name-texts.ts';
import { PathColumn } from './path-column.ts';
import { placeOf } from './places.ts';

/** Paths as they are written, of an item. */
export type ShownPaths = (itemId: number) => {
  readonly path: string;
  readonly relativePath: string;
  readonly name: string;
};

/** The paths of all files of a job, as they are, as seen from their sources, and in their parts. */
export class PathColumns {
  readonly columns: ReadonlyMap<string, Column>;
  readonly #folderIds: Pick<FolderIds, 'pathOf'>;
  readonly #sources: readonly string[];
  readonly #names = new NameTexts();
  readonly #folderOfRow: GrowingCodes;
  readonly #folders: string[] = [];
  readonly #relativeFolders: string[] = [];
  readonly #shownFolders: string[] = [];
  readonly #folder: CodedColumn;
  /** What tables are sorted by. */
  readonly #sortedBy: readonly PathColumn[];
  readonly #numbers = new Map<string, number>();
  #characters = 0;

  constructor(rows: JobRows, folderIds: Pick<FolderIds, 'pathOf'>, sources: readonly string[], shownPaths: ShownPaths) {
    this.#folderIds = folderIds;
    this.#sources = sources;
    this.#folderOfRow = new GrowingCodes(() => rows.expected);
    const parts = { rows: () => rows.count, names: this.#names, folderOfRow: this.#folderOfRow };
    const named = { ...parts, folderOfRow: new GrowingCodes(() => rows.expected) }; // all are in one folder without a name
    this.#folder = new CodedColumn('text', PLAIN, () => rows.expected);
    const path = new PathColumn(parts, this.#folders, (row) => shownPaths(rows.idOf(row)).path);
    const name = new PathColumn(named, [''], (row) => shownPaths(rows.idOf(row)).name);
    this.#sortedBy = [name, path];
    this.columns = new Map<string, Column>([
      ['path', path],
      ['relativePath', new PathColumn(parts, this.#relativeFolders, (row) => shownPaths(rows.idOf(row)).relativePath)],
      ['name', name],
      ['folder', this.#folder],
    ]);
  }

  get bytes(): number {
    return this.#names.bytes + this.#folderOfRow.bytes + this.#characters;
  }

  add(row: number, [, folderId, name, source]: ItemRow): void {
    this.#names.add(name);
    const number = this.#numberOf(folderId, source);
    this.#folderOfRow.set(row, number);
    this.#folder.set(row, this.#shownFolders[number] ?? '');
  }

  /** Prepares one column for questions; false where nothing is left. */
  prepareNext(): boolean {
    const column = this.#sortedBy.find(({ isPrepared }) => !isPrepared);
    column?.prepare();
    return column !== undefined;
  }

  #numberOf(folderId: number, source: number): number {
    const key = `${folderId}:${source}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const path = this.#folderIds.pathOf(folderId);
    const { folder, relativeFolder } = placeOf(path, this.#sources[source]);
    const number = this.#folders.push(folder) - 1;
    this.#relativeFolders.push(relativeFolder);
    this.#shownFolders.push(displayPath(path));
    this.#numbers.set(key, number);
    this.#characters += folder.length + relativeFolder.length;
    return number;
  }
}
