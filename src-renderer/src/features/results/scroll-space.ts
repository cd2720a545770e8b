export const ROW_PX = 28;

/** Browsers cut off elements that are higher than some 17 to 33 million pixels. */
const HIGHEST_PX = 15_000_000;

/** The rows of a table, and how much of them is seen at once. */
export interface ScrollSpace {
  readonly rows: number;
  readonly viewportPx: number;
}

/** How high all rows are. Offsets are measured in it. */
export function contentPx({ rows }: ScrollSpace): number {
  return rows * ROW_PX;
}

/** How high the element is whose scroll bar stands for them. */
export function elementPx(space: ScrollSpace): number {
  return Math.min(contentPx(space), HIGHEST_PX);
}

/** Whether a pixel of the scroll bar's element is more than a pixel of the rows. */
export function isMapped(space: ScrollSpace): boolean {
  return contentPx(space) > HIGHEST_PX;
}

export function lastOffset(space: ScrollSpace): number {
  return Math.max(0, contentPx(space) - space.viewportPx);
}

export function clampOffset(space: ScrollSpace, offsetPx: number): number {
  return Math.min(lastOffset(space), Math.max(0, offsetPx));
}

export function offsetOfScroll(space: ScrollSpace, scrollTop: number): number {
  return clampOffset(space, isMapped(space) ? scrollTop * scale(space) : scrollTop);
}

export function scrollOfOffset(space: ScrollSpace, offsetPx: number): number {
  return isMapped(space) ? offsetPx / scale(space) : offsetPx;
}

function scale(space: ScrollSpace): number {
  return lastOffset(space) / Math.max(1, elementPx(space) - space.viewportPx);
}

/** The offset nearest to this one at which a row is wholly seen; with `centred`, one that is not goes to the middle. */
export function offsetThatShows(
  space: ScrollSpace,
  offsetPx: number,
  row: number,
  align: 'nearest' | 'centred' = 'nearest',
): number {
  const top = row * ROW_PX;
  const bottom = top + ROW_PX;
  if (top >= offsetPx && bottom <= offsetPx + space.viewportPx) return offsetPx;
  if (align === 'centred') return clampOffset(space, top - (space.viewportPx - ROW_PX) / 2);
  return clampOffset(space, top < offsetPx ? top : bottom - space.viewportPx);
}

/** The rows that are seen at an offset: from the first up to, but without, `end`. */
export function rowsAt(space: ScrollSpace, offsetPx: number): { readonly first: number; readonly end: number } {
  const first = Math.floor(offsetPx / ROW_PX);
  return { first, end: Math.min(space.rows, Math.ceil((offsetPx + space.viewportPx) / ROW_PX)) };
}
