import { type CSSProperties, type KeyboardEvent, type MouseEvent, useId, useMemo, useState } from 'react';
import { clearSelection, useSelection } from '../../state/selection.ts';
import { classNames } from '../../ui/class-names.ts';
import { ContextMenuArea, type MenuItem } from '../../ui/menu.tsx';
import { isShortcut } from '../../ui/shortcut.ts';
import { copyRows } from './copy-rows.ts';
import { useGridColumns } from './grid-columns.ts';
import type { RowsView } from './results-view-query.ts';
import { rowMenu } from './row-menu.ts';
import { elementPx, ROW_PX } from './scroll-space.ts';
import { rowAfterKey } from './selection-range.ts';
import { HEADER_PX, TableHeader } from './table-header.tsx';
import { type RowColumn, TableRow } from './table-row.tsx';
import { useGridSelection } from './use-grid-selection.ts';
import type { Rows } from './use-rows.ts';
import { layerPx, type Scroller } from './use-scroller.ts';
import { useStayingRows } from './use-staying-rows.ts';

/** Rows beyond the edges, so that a slow scroll shows no gap. */
const MARGIN_ROWS = 4;

interface ResultsTableProps {
  readonly view: RowsView;
  readonly rows: Rows;
  readonly scroller: Scroller;
  readonly onInspect: () => void;
  /** Puts away what lies over the table, where something does. */
  readonly onUncover: (() => void) | undefined;
}

/** The results as a grid that is read and used with the mouse or the keyboard alone. */
export function ResultsTable({ view, rows, scroller, onInspect, onUncover }: ResultsTableProps) {
  const gridId = useId();
  const { scrollerRef, moverRef, space, seen, base, showRow, scrollBy } = scroller;
  const table = useGridColumns();
  useStayingRows(rows, seen, scrollBy);
  const { cursor, moveTo, selectAll } = useGridSelection(view, rows, showRow);
  const selection = useSelection(({ itemIds }) => itemIds);
  const selected = useMemo(() => new Set(selection), [selection]);
  const [menu, setMenu] = useState<readonly MenuItem[]>([]);
  const headers = table.getFlatHeaders();
  const pinned = table.getStartLeafColumns().length;
  const columnIds = headers.map(({ id }) => id).join('\n');
  const columns = useRowColumns(columnIds, pinned, rows.view);
  const total = rows.total ?? 0;

  const copy = () => {
    void copyRows(rows, columnIds.split('\n'), useSelection.getState().itemIds);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return;
    const pageRows = Math.max(1, Math.floor(space.viewportPx / ROW_PX) - 1);
    const to = event.altKey ? undefined : rowAfterKey(event.key, cursor, { rows: total, pageRows });
    const keys = event.nativeEvent;
    // until the rows of the view are there, no row is what it will be
    if (rows.isBefore && (to !== undefined || event.key === ' ' || isShortcut(keys, 'Mod+A'))) event.preventDefault();
    else if (to !== undefined) {
      moveTo(to, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'none' : 'only');
      showRow(to);
    } else if (isShortcut(keys, 'Mod+A')) selectAll(total);
    else if (isShortcut(keys, 'Mod+C')) copy();
    else if (event.key === ' ' && cursor !== undefined) moveTo(cursor, 'toggle');
    else if (event.key === 'ContextMenu' || isShortcut(keys, 'Shift+F10')) openMenuAt(event.currentTarget, cursor);
    else if (event.key === 'Enter' && cursor !== undefined) onInspect();
    else if (event.key === 'Escape' && onUncover) onUncover();
    else if (event.key === 'Escape' && selection.length > 0) clearSelection();
    else return;
    event.preventDefault();
  };

  const onRowDown = (event: MouseEvent<HTMLDivElement>) => {
    const row = rowOf(event.target);
    if (row === undefined || event.button !== 0 || rows.isBefore) return;
    moveTo(row, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'only');
  };

  const onMenu = (event: MouseEvent<HTMLDivElement>) => {
    // by the key for it, the target is the grid itself
    const index = rowOf(event.target) ?? cursor;
    const row = index === undefined ? undefined : rows.rowAt(index);
    if (index === undefined || row === undefined || rows.isBefore) {
      event.preventDefault();
      return;
    }
    const isAmong = selected.has(row.itemId);
    if (!isAmong) moveTo(index, 'only');
    const column = columnOf(event.target) ?? columnIds.split('\n')[0] ?? 'name';
    const value = row.cells[rows.view.columns.indexOf(column)] ?? null;
    const path = String(row.cells[rows.view.columns.indexOf('path')] ?? '');
    const place = { jobId: view.jobId, itemId: row.itemId, path, column, value, selected: isAmong ? selected.size : 1 };
    setMenu(rowMenu(place, { copyRows: copy, openInspector: onInspect }));
  };

  const first = Math.max(0, seen.first - MARGIN_ROWS);
  const end = Math.min(total, seen.end + MARGIN_ROWS);
  // a row's element is used again for the row that comes in at the other edge
  const slots = Math.max(end - first, Math.ceil(space.viewportPx / ROW_PX) + 2 * MARGIN_ROWS + 2);
  return (
    <ContextMenuArea items={menu}>
      <div
        ref={scrollerRef}
        role="grid"
        aria-label="Results"
        aria-rowcount={total + 1}
        aria-colcount={headers.length}
        aria-multiselectable
        aria-busy={rows.isBefore}
        aria-activedescendant={
          cursor !== undefined && cursor >= first && cursor < end ? `${gridId}-${cursor}` : undefined
        }
        tabIndex={0}
        onKeyDown={onKeyDown}
        onMouseDown={onRowDown}
        onDoubleClick={(event) => {
          if (rowOf(event.target) !== undefined) onInspect();
        }}
        onContextMenu={onMenu}
        onMouseOver={showWholeText}
        style={widthsOf(
          headers.map((header) => header.getSize()),
          pinned,
        )}
        className="group/grid relative min-h-0 flex-1 overflow-auto overscroll-contain bg-bg focus-visible:outline-none"
      >
        <TableHeader headers={headers} pinned={pinned} />
        <div role="rowgroup" className="min-w-(--width)" style={{ height: elementPx(space) }}>
          <div className="sticky overflow-clip" style={{ top: HEADER_PX, height: layerPx(space) }}>
            <div ref={moverRef} className={classNames('will-change-transform', rows.isBefore && 'opacity-70')}>
              {Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at).map((index) => {
                const row = rows.rowAt(index);
                return (
                  <TableRow
                    key={index % slots}
                    id={`${gridId}-${index}`}
                    index={index}
                    topPx={(index - base) * ROW_PX}
                    row={row}
                    columns={columns}
                    isSelected={row !== undefined && selected.has(row.itemId)}
                    isFocused={index === cursor}
                  />
                );
              })}
            </div>
          </div>
        </div>
      </div>
    </ContextMenuArea>
  );
}

/** The same object for as long as the columns are the same, so that the rows stay as they are. */
function useRowColumns(ids: string, pinned: number, { columns }: RowsView): readonly RowColumn[] {
  return useMemo(
    () =>
      ids.split('\n').map((column, at) => ({
        column,
        at: columns.indexOf(column),
        isPinned: at < pinned,
        isLastPinned: at === pinned - 1,
      })),
    [ids, pinned, columns],
  );
}

/** The widths as custom properties, so that a column is made wider without any of its cells being made anew. */
function widthsOf(widths: readonly number[], pinned: number): CSSProperties {
  const left = widths.map((_, at) => widths.slice(0, at).reduce((sum, width) => sum + width, 0));
  return {
    '--columns': `${widths.map((width) => `${width}px`).join(' ')} minmax(0,1fr)`,
    '--width': `${widths.reduce((sum, width) => sum + width, 0)}px`,
    ...Object.fromEntries(left.slice(0, pinned).map((px, at) => [`--left-${at}`, `${px}px`])),
  } as CSSProperties;
}

function rowOf(target: EventTarget): number | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  return row === null ? undefined : Number(row.dataset['row']);
}

/** The menu key means the focused row, which the browser does not know of. */
function openMenuAt(grid: HTMLElement, row: number | undefined): void {
  const cell = grid.querySelector(`[data-row="${row ?? ''}"] [data-column]`);
  if (cell === null) return;
  const { left, bottom } = cell.getBoundingClientRect();
  const place = { clientX: left + 24, clientY: bottom - 6 };
  cell.dispatchEvent(new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...place }));
}

function columnOf(target: EventTarget): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>('[data-column]')?.dataset['column'] : undefined;
}

/** A text that does not fit is told in full by the mouse resting on it. */
function showWholeText({ target }: MouseEvent): void {
  if (!(target instanceof HTMLElement) || target.tagName !== 'BDI') return;
  const whole = target.scrollWidth > target.clientWidth ? target.textContent : '';
  if (target.title !== whole) target.title = whole;
}
