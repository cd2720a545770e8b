import { memo } from 'react';
import { cellText, isDate, isNumeric } from '../../ui/columns.ts';
import { classNames } from '../../ui/class-names.ts';
import { visible } from '../../ui/path-text.tsx';
import type { ResultRow } from './result-row.ts';
import { ROW_PX } from './scroll-space.ts';

/** A column as the rows need it. */
export interface RowColumn {
  readonly column: string;
  /** Where its value is among the cells of a row; -1 while it is still asked for. */
  readonly at: number;
  readonly isPinned: boolean;
  readonly isLastPinned: boolean;
}

interface TableRowProps {
  readonly id: string;
  readonly index: number;
  readonly topPx: number;
  readonly row: ResultRow | undefined;
  readonly columns: readonly RowColumn[];
  readonly isSelected: boolean;
  readonly isFocused: boolean;
}

/** One result; grey bars where it has not come yet. */
export const TableRow = memo(function TableRow(props: TableRowProps) {
  const { id, index, topPx, row, columns, isSelected, isFocused } = props;
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-busy={row === undefined}
      data-row={index}
      style={{ top: topPx, height: ROW_PX, gridTemplateColumns: 'var(--columns)' }}
      className={classNames(
        'group absolute left-0 grid w-full border-b border-line',
        isSelected ? 'bg-accent-soft' : 'bg-panel hover:bg-bg',
        isFocused &&
          'after:pointer-events-none after:absolute after:inset-0 after:z-20 after:border after:border-accent/50 group-focus-visible/grid:after:border-2 group-focus-visible/grid:after:border-accent',
      )}
    >
      {columns.map((column, at) => (
        <Cell key={column.column} column={column} at={at} row={row} isSelected={isSelected} />
      ))}
    </div>
  );
});

interface CellProps {
  readonly column: RowColumn;
  readonly at: number;
  readonly row: ResultRow | undefined;
  readonly isSelected: boolean;
}

function Cell({ column: { column, at: valueAt, isPinned, isLastPinned }, at, row, isSelected }: CellProps) {
  return (
    <div
      role="gridcell"
      aria-colindex={at + 1}
      data-column={column}
      style={isPinned ? { left: `var(--left-${at})` } : undefined}
      className={classNames(
        'flex items-center overflow-hidden px-2.5 leading-7',
        isNumeric(column) && 'justify-end',
        isPinned && 'sticky z-10',
        isPinned && (isSelected ? 'bg-accent-soft' : 'bg-panel group-hover:bg-bg'),
        isLastPinned && 'border-r border-line',
      )}
    >
      {row === undefined || valueAt < 0 ? (
        <span className="h-2 w-3/5 rounded-sm bg-line" />
      ) : (
        <Value column={column} value={row.cells[valueAt] ?? null} />
      )}
    </div>
  );
}

const OUTCOME_COLORS: Readonly<Record<string, string>> = {
  extracted: 'bg-extracted',
  'no-metadata': 'bg-no-metadata',
  failed: 'bg-failed',
  skipped: 'bg-line-strong',
};

function Value({ column, value }: { readonly column: string; readonly value: ResultRow['cells'][number] }) {
  const text = cellText(column, value);
  if (column === 'outcome')
    return (
      <>
        <span aria-hidden className={classNames('mr-2 size-2 shrink-0 rounded-full', OUTCOME_COLORS[String(value)])} />
        <span className="truncate">{text}</span>
      </>
    );
  return (
    <bdi
      className={classNames(
        'truncate',
        isDate(column) && 'whitespace-pre',
        (column === 'path' || column === 'folder' || column === 'relativePath') && 'font-mono text-sm',
        value === null && 'text-faint',
      )}
    >
      {visible(text)}
    </bdi>
  );
}
