export interface PathTexts {
  readonly rows: number;
  /** Folders with the separator at the end, by their number. */
  readonly folders: readonly string[];
  readonly folderOf: (row: number) => number;
  readonly nameOf: (row: number) => string;
}

/** The files of one folder, or of several that differ only in case. */
interface Group {
  readonly folder: string;
  readonly names: readonly string[];
  readonly rows: readonly number[];
}

/**
 * The place of each row's path among all paths in ascending order, from 1; equal ones share a place. Names are sorted
 * folder by folder, and folders are put between the names: whole paths share long beginnings, and to compare those takes
 * several times as long.
 */
export function pathRanks(texts: PathTexts): { readonly ofRow: Uint32Array; readonly count: number } {
  const groups = groupsOf(texts);
  const ofRow = new Uint32Array(texts.rows);
  let count = 0;
  const give = (group: Group, at: number) => {
    if (at === 0 || group.names[at] !== group.names[at - 1]) count++;
    ofRow[group.rows[at] ?? 0] = count;
  };

  /** Ranks the files of a folder and of all that begin with it; returns the place of the group after those. */
  function rankWithin(place: number): number {
    const group = groups[place];
    if (group === undefined) return place;
    let file = 0;
    let next = place + 1;
    for (;;) {
      const inner = groups[next];
      if (inner?.folder.startsWith(group.folder) !== true) break;
      const rest = inner.folder.slice(group.folder.length);
      while (file < group.names.length && (group.names[file] ?? '') <= rest) give(group, file++);
      next = rankWithin(next);
    }
    while (file < group.names.length) give(group, file++);
    return next;
  }

  let place = 0;
  while (place < groups.length) place = rankWithin(place);
  return { ofRow, count };
}

function groupsOf({ rows, folders, folderOf, nameOf }: PathTexts): Group[] {
  const rowsOf = new Map<string, number[]>();
  for (let row = 0; row < rows; row++) {
    const folder = folders[folderOf(row)] ?? '';
    const known = rowsOf.get(folder);
    if (known === undefined) rowsOf.set(folder, [row]);
    else known.push(row);
  }
  return [...rowsOf.keys()].sort(compareUnits).map((folder) => {
    const named = (rowsOf.get(folder) ?? []).map((row) => ({ row, name: nameOf(row) }));
    named.sort((a, b) => compareUnits(a.name, b.name));
    return { folder, names: named.map(({ name }) => name), rows: named.map(({ row }) => row) };
  });
}

function compareUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
