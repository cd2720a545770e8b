import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { setLayout, setSort, useResultsView } from '../../state/results-view.ts';
import { classNames } from '../../ui/class-names.ts';
import { isNumeric } from '../../ui/columns.ts';
import { ContextMenuArea, type MenuItem } from '../../ui/menu.tsx';
import { moved, pinToggled, removed, resized } from './column-layout.ts';
import type { ColumnHeader } from './grid-columns.ts';

export const HEADER_PX = 32;
const RESIZE_STEP_PX = 16;
const DRAG_FROM_PX = 5;

interface TableHeaderProps {
  readonly headers: readonly ColumnHeader[];
  readonly pinned: number;
}

/** The titles of the columns: sorts, and lets columns be moved, made wider, pinned and taken away. */
export function TableHeader({ headers, pinned }: TableHeaderProps) {
  const [stop, setStop] = useState(0);
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number }>();
  return (
    <div role="rowgroup" className="sticky top-0 z-30 w-full min-w-(--width)">
      <div
        role="row"
        aria-rowindex={1}
        style={{ gridTemplateColumns: 'var(--columns)', height: HEADER_PX }}
        className="grid border-b border-line-strong bg-bg"
      >
        {headers.map((header, at) => (
          <HeaderCell
            key={header.id}
            header={header}
            at={at}
            isPinned={at < pinned}
            isLastPinned={at === pinned - 1}
            isStop={Math.min(stop, headers.length - 1) === at}
            drop={
              drag !== undefined && drag.to === at && drag.from !== at
                ? drag.to < drag.from
                  ? 'before'
                  : 'after'
                : undefined
            }
            onStop={setStop}
            onDrag={setDrag}
          />
        ))}
      </div>
    </div>
  );
}

interface HeaderCellProps {
  readonly header: ColumnHeader;
  readonly at: number;
  readonly isPinned: boolean;
  readonly isLastPinned: boolean;
  /** Whether the Tab key comes here; the arrow keys go on from it. */
  readonly isStop: boolean;
  readonly drop: 'before' | 'after' | undefined;
  readonly onStop: (at: number) => void;
  readonly onDrag: (drag: { readonly from: number; readonly to: number } | undefined) => void;
}

function HeaderCell({ header, at, isPinned, isLastPinned, isStop, drop, onStop, onDrag }: HeaderCellProps) {
  const { column } = header;
  const sorted = column.getIsSorted();
  const title = String(column.columnDef.header);
  const Arrow = sorted === 'desc' ? ArrowDown : ArrowUp;
  return (
    <ContextMenuArea items={menuOf(column.id, at)}>
      <div
        role="columnheader"
        aria-colindex={at + 1}
        aria-sort={sorted === false ? 'none' : sorted === 'asc' ? 'ascending' : 'descending'}
        data-header={at}
        style={isPinned ? { left: `var(--left-${at})` } : undefined}
        className={classNames(
          'group/header relative flex min-w-0 bg-bg text-sm font-medium text-muted',
          isPinned && 'sticky z-10',
          isLastPinned && 'border-r border-line',
          drop === 'before' && 'shadow-[inset_2px_0_0_var(--accent)]',
          drop === 'after' && 'shadow-[inset_-2px_0_0_var(--accent)]',
        )}
      >
        <button
          type="button"
          tabIndex={isStop ? 0 : -1}
          onFocus={() => {
            onStop(at);
          }}
          onClick={(event) => {
            if (event.detail !== -1) column.toggleSorting();
          }}
          onKeyDown={(event) => {
            onHeaderKey(event, column.id, at);
          }}
          onPointerDown={(event) => {
            startDrag(event, at, onDrag);
          }}
          className={classNames(
            'flex min-w-0 flex-1 items-center gap-1 px-2.5 hover:text-text focus-visible:-outline-offset-2',
            isNumeric(column.id) && 'justify-end',
            sorted !== false && 'text-text',
          )}
        >
          <bdi className="truncate" title={title}>
            {title}
          </bdi>
          {sorted !== false && <Arrow size={13} strokeWidth={2} aria-hidden className="shrink-0" />}
        </button>
        <div
          aria-hidden
          title="Drag to change the width"
          onMouseDown={header.getResizeHandler()}
          onTouchStart={header.getResizeHandler()}
          onDoubleClick={() => {
            column.resetSize();
          }}
          className="absolute inset-y-0 right-0 z-10 w-2 translate-x-1/2 cursor-col-resize touch-none after:absolute after:inset-y-2 after:left-1/2 after:w-px after:bg-line-strong hover:after:inset-y-0 hover:after:w-0.5 hover:after:bg-accent"
        />
      </div>
    </ContextMenuArea>
  );
}

function menuOf(column: string, at: number): readonly MenuItem[] {
  const view = useResultsView.getState();
  const isPinned = at < view.pinned;
  const { sort, columns } = view;
  return [
    {
      id: 'up',
      text: 'Sort ascending',
      onSelect: () => {
        setSort({ column, descending: false });
      },
    },
    {
      id: 'down',
      text: 'Sort descending',
      onSelect: () => {
        setSort({ column, descending: true });
      },
    },
    {
      id: 'unsorted',
      text: 'Do not sort',
      disabled: sort?.column !== column,
      onSelect: () => {
        setSort(undefined);
      },
    },
    {
      id: 'left',
      text: 'Move left',
      shortcut: 'Alt+Left',
      separator: true,
      disabled: at === 0,
      onSelect: () => {
        setLayout(moved(view, at, at - 1));
      },
    },
    {
      id: 'right',
      text: 'Move right',
      shortcut: 'Alt+Right',
      disabled: at === columns.length - 1,
      onSelect: () => {
        setLayout(moved(view, at, at + 1));
      },
    },
    {
      id: 'wider',
      text: 'Wider',
      shortcut: 'Shift+Right',
      onSelect: () => {
        widen(column, 3 * RESIZE_STEP_PX);
      },
    },
    {
      id: 'narrower',
      text: 'Narrower',
      shortcut: 'Shift+Left',
      onSelect: () => {
        widen(column, -3 * RESIZE_STEP_PX);
      },
    },
    {
      id: 'pin',
      text: 'Pin',
      checked: isPinned,
      separator: true,
      onSelect: () => {
        setLayout(pinToggled(view, at));
      },
    },
    {
      id: 'remove',
      text: 'Remove the column',
      disabled: columns.length === 1,
      onSelect: () => {
        setLayout(removed(view, column));
      },
    },
  ];
}

function widen(column: string, byPx: number): void {
  const { columns } = useResultsView.getState();
  const widthPx = columns.find((known) => known.column === column)?.widthPx ?? 0;
  setLayout({ columns: resized(columns, column, widthPx + byPx) });
}

function onHeaderKey(event: KeyboardEvent<HTMLButtonElement>, column: string, at: number): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (event.shiftKey) {
    widen(column, step * RESIZE_STEP_PX);
    return;
  }
  const row = event.currentTarget.closest('[role=row]');
  if (event.altKey) setLayout(moved(useResultsView.getState(), at, at + step));
  // the button that moved keeps the focus; without Alt the next one gets it
  else row?.querySelector<HTMLElement>(`[data-header="${at + step}"] button`)?.focus();
}

/** A title that is dragged over another puts its column there. */
function startDrag(down: PointerEvent<HTMLButtonElement>, from: number, onDrag: HeaderCellProps['onDrag']): void {
  if (down.button !== 0) return;
  const button = down.currentTarget;
  const row = button.closest('[role=row]');
  let to: number | undefined;
  button.setPointerCapture(down.pointerId);
  button.onpointermove = (move) => {
    if (to === undefined && Math.abs(move.clientX - down.clientX) < DRAG_FROM_PX) return;
    to = headerUnder(row, move.clientX) ?? from;
    onDrag({ from, to });
  };
  button.onlostpointercapture = () => {
    button.onpointermove = null;
    button.onlostpointercapture = null;
    onDrag(undefined);
    if (to === undefined) return;
    button.addEventListener('click', stop, { capture: true, once: true }); // a drag is no click
    setTimeout(() => {
      button.removeEventListener('click', stop, { capture: true });
    });
    setLayout(moved(useResultsView.getState(), from, to));
  };
}

function stop(event: Event): void {
  event.stopPropagation();
  event.preventDefault();
}

/** Pinned titles lie over the others, and come first. */
function headerUnder(row: Element | null, clientX: number): number | undefined {
  const headers = [...(row?.querySelectorAll<HTMLElement>('[data-header]') ?? [])];
  const found = headers.findIndex((header) => {
    const { left, right } = header.getBoundingClientRect();
    return clientX >= left && clientX < right;
  });
  return found < 0 ? undefined : found;
}
