interface Choosable {
  readonly path: string;
  readonly kind: 'folder' | 'file' | 'other';
}

/** The row that a key leads to; undefined for a key that leads nowhere. */
export function focusAfter(key: string, focused: number, rows: number, rowsOnPage: number): number | undefined {
  const last = Math.max(0, rows - 1);
  const page = Math.max(1, rowsOnPage - 1);
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, focused + 1);
    case 'ArrowUp':
      return Math.max(0, focused - 1);
    case 'PageDown':
      return Math.min(last, focused + page);
    case 'PageUp':
      return Math.max(0, focused - page);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

/** What is chosen when everything from one row to another is chosen as well. */
export function chosenAfter(
  entries: readonly Choosable[],
  chosen: ReadonlySet<string>,
  from: number,
  to: number,
): ReadonlySet<string> {
  const between = entries.slice(Math.min(from, to), Math.max(from, to) + 1);
  return new Set([...chosen, ...between.filter(({ kind }) => kind !== 'other').map(({ path }) => path)]);
}
