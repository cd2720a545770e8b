import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef } from 'react';
import { count } from '../../../../src-protocol/model/words.ts';
import { cellText, columnTitle } from '../../ui/columns.ts';
import { classNames } from '../../ui/class-names.ts';
import { PathText } from '../../ui/path-text.tsx';
import { TickBox } from '../../ui/tick-box.tsx';
import type { FailedFile, FailedFiles } from './failed-files.ts';
import { extendTo, type FileChoice, focusOn, toggle } from './file-choice.ts';

const ROW_PX = 28;
/** The box, name, folder, attempts, size: the last two only where there is room. */
const COLUMNS =
  'grid grid-cols-[32px_minmax(0,3fr)_minmax(0,4fr)] @md:grid-cols-[32px_minmax(0,3fr)_minmax(0,4fr)_72px] @2xl:grid-cols-[32px_minmax(0,3fr)_minmax(0,4fr)_72px_108px_80px]';

interface FailedFileTableProps {
  /** What the files have in common, for a screen reader. */
  readonly label: string;
  readonly files: FailedFiles;
  readonly choice: FileChoice;
  readonly onChoice: (choice: FileChoice) => void;
  readonly onSeen: (first: number, last: number) => void;
  readonly onChooseAll: () => void;
  readonly onRetry: () => void;
  readonly onCopy: () => void;
}

/** The files of a cause: a grid that is one stop of the Tab key, with the arrows inside. */
export function FailedFileTable(props: FailedFileTableProps) {
  const { label, files, choice, onChoice, onSeen, onChooseAll } = props;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- what it gives is only used here
  const rows = useVirtualizer({
    count: files.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    scrollPaddingStart: ROW_PX,
  });
  const seen = rows.getVirtualItems();
  const first = seen.at(0)?.index ?? 0;
  const last = seen.at(-1)?.index ?? 0;
  useEffect(() => {
    onSeen(first, last);
  }, [first, last, onSeen]);
  useEffect(() => {
    // the details of a file that was low in the list would cover it
    if (choice.focused !== undefined)
      document.getElementById(`${gridId}-${choice.focused}`)?.scrollIntoView({ block: 'nearest' });
  }, [choice.focused, gridId]);
  const idAt = (index: number) => files.fileAt(index)?.itemId;
  const moveTo = (index: number, extend: boolean) => {
    const bounded = Math.min(files.total - 1, Math.max(0, index));
    onChoice(extend ? extendTo(choice, bounded, idAt) : focusOn(choice, bounded));
    rows.scrollToIndex(bounded);
  };
  const isAll = files.total > 0 && choice.itemIds.size >= files.total;
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-multiselectable
      aria-rowcount={files.total + 1}
      aria-activedescendant={choice.focused === undefined ? undefined : `${gridId}-${choice.focused}`}
      onKeyDown={(event) => {
        onKey(event, props, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 1, moveTo, idAt);
      }}
      className={classNames(
        'group/grid @container min-h-0 flex-1 overflow-x-hidden overflow-y-auto focus-visible:-outline-offset-2',
        choice.focused !== undefined && 'focus-visible:outline-none',
      )}
    >
      <div
        role="row"
        aria-rowindex={1}
        className={classNames(
          COLUMNS,
          'sticky top-0 z-10 h-7 items-center border-b border-line-strong bg-panel text-sm font-medium text-muted',
        )}
      >
        <span role="columnheader" className="flex justify-center">
          <TickBox
            label={isAll ? 'Choose none' : 'Choose all'}
            checked={isAll}
            mixed={!isAll && choice.itemIds.size > 0}
            onChange={() => {
              if (isAll) onChoice({ ...choice, itemIds: new Set() });
              else onChooseAll();
            }}
          />
        </span>
        <Heading column="name" />
        <Heading column="folder" />
        <Heading column="error.attempts" className="hidden text-right @md:block" />
        <Heading column="durationMs" className="hidden text-right @2xl:block" />
        <Heading column="size" className="hidden text-right @2xl:block" />
      </div>
      <div role="rowgroup" className="relative" style={{ height: rows.getTotalSize() }}>
        {seen.map(({ index, start }) => (
          <div
            key={index}
            id={`${gridId}-${index}`}
            role="row"
            aria-rowindex={index + 2}
            aria-selected={choice.itemIds.has(idAt(index) ?? -1)}
            onMouseDown={(event) => {
              onPress(event, props, index, idAt);
            }}
            style={{ transform: `translateY(${start}px)` }}
            className={classNames(
              COLUMNS,
              'absolute inset-x-0 top-0 h-7 scroll-mt-7 items-center border-b border-line',
              choice.focused === index
                ? 'bg-accent-soft outline-accent group-focus-visible/grid:outline-2 group-focus-visible/grid:-outline-offset-2'
                : 'hover:bg-bg',
            )}
          >
            <Cells
              file={files.fileAt(index)}
              isChosen={choice.itemIds.has(idAt(index) ?? -1)}
              onToggle={() => {
                onChoice(toggle(choice, index, idAt));
              }}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

function Heading({ column, className }: { readonly column: string; readonly className?: string }) {
  return (
    <span role="columnheader" className={classNames('truncate px-2', className)}>
      {columnTitle(column)}
    </span>
  );
}

interface CellsProps {
  readonly file: FailedFile | undefined;
  readonly isChosen: boolean;
  readonly onToggle: () => void;
}

function Cells({ file, isChosen, onToggle }: CellsProps) {
  if (file === undefined) return <span role="gridcell" aria-busy className="col-span-full" />;
  return (
    <>
      <span role="gridcell" className="flex justify-center">
        <TickBox label={`Choose ${file.name}`} checked={isChosen} onChange={onToggle} />
      </span>
      <span role="gridcell" className="min-w-0 px-2">
        <PathText path={file.name} />
      </span>
      <span role="gridcell" className="min-w-0 px-2 text-muted">
        <PathText path={file.folder} />
      </span>
      <span role="gridcell" className="hidden px-2 text-right @md:block">
        {count(file.attempts)}
      </span>
      <span role="gridcell" className="hidden px-2 text-right text-muted @2xl:block">
        {cellText('durationMs', file.durationMs ?? null)}
      </span>
      <span role="gridcell" className="hidden px-2 text-right text-muted @2xl:block">
        {cellText('size', file.sizeBytes ?? null)}
      </span>
    </>
  );
}

type IdAt = (index: number) => number | undefined;

function onPress(event: MouseEvent, { choice, onChoice }: FailedFileTableProps, index: number, idAt: IdAt): void {
  if (event.target instanceof Element && event.target.closest('[role=checkbox]') !== null) return;
  if (event.button !== 0) {
    if (choice.focused !== index) onChoice(focusOn(choice, index));
  } else if (event.shiftKey) onChoice(extendTo(choice, index, idAt));
  else if (event.ctrlKey || event.metaKey) onChoice(toggle(choice, index, idAt));
  else onChoice(focusOn(choice, index));
}

function onKey(
  event: KeyboardEvent,
  { choice, onChoice, files, onChooseAll, onRetry, onCopy }: FailedFileTableProps,
  pageRows: number,
  moveTo: (index: number, extend: boolean) => void,
  idAt: IdAt,
): void {
  const at = choice.focused ?? -1;
  const isMod = event.ctrlKey || event.metaKey;
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at < 0 ? 0 : at - 1,
    PageDown: at + pageRows,
    PageUp: at - pageRows,
    Home: 0,
    End: files.total - 1,
  };
  const target = targets[event.key];
  if (target !== undefined) moveTo(target, event.shiftKey);
  else if (event.key === ' ' && at >= 0) onChoice(toggle(choice, at, idAt));
  else if (event.key === 'Escape' && choice.itemIds.size > 0) onChoice({ ...choice, itemIds: new Set() });
  else if (isMod && event.key.toLowerCase() === 'a') onChooseAll();
  else if (isMod && event.key.toLowerCase() === 'c' && String(window.getSelection()) === '') onCopy();
  else if (event.key === 'Enter' && at >= 0) onRetry();
  else return;
  event.preventDefault();
}
