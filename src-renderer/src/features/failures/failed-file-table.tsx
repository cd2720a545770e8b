import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef } from 'react';
import { count } from '../../../../src-protocol/model/words.ts';
import { cellText, columnTitle } from '../../ui/columns.ts';
import { classNames } from '../../ui/class-names.ts';
import { PathText } from '../../ui/path-text.tsx';
import { TickBox } from '../../ui/tick-box.tsx';
import { type FailedFile, workerText } from './failed-file.ts';
import type { FailedFiles } from './failed-files.ts';
import { type FileChoice, focusedIndex, focusOn, toggle } from './file-choice.ts';

const ROW_PX = 28;
/** The box, name, folder, worker, attempts, when, reading time and size: some only where there is room. */
const COLUMNS =
  'grid grid-cols-[32px_minmax(0,1fr)_136px] @md:grid-cols-[32px_minmax(0,1fr)_136px_80px] @2xl:grid-cols-[32px_minmax(0,3fr)_minmax(0,4fr)_136px_80px_168px] @5xl:grid-cols-[32px_minmax(0,3fr)_minmax(0,4fr)_136px_80px_168px_108px_80px]';
const FROM_MD = 'hidden @md:block';
const FROM_2XL = 'hidden @2xl:block';
const FROM_5XL = 'hidden @5xl:block';

interface FailedFileTableProps {
  /** What the files have in common, for a screen reader. */
  readonly label: string;
  readonly files: FailedFiles;
  readonly choice: FileChoice;
  readonly onChoice: (choice: FileChoice) => void;
  readonly onSeen: (first: number, last: number) => void;
  /** Chooses all from the anchor to this index. */
  readonly onExtend: (index: number) => void;
  readonly onChooseAll: () => void;
  readonly onRetry: () => void;
  readonly onCopy: () => void;
}

/** The files of a cause: a grid that is one stop of the Tab key, with the arrows inside. */
export function FailedFileTable(props: FailedFileTableProps) {
  const { label, files, choice, onChoice, onSeen, onExtend, onChooseAll } = props;
  const { idAt } = files;
  const focused = focusedIndex(choice, idAt);
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
    if (focused !== undefined) document.getElementById(`${gridId}-${focused}`)?.scrollIntoView({ block: 'nearest' });
  }, [focused, gridId]);
  const moveTo = (index: number, extend: boolean) => {
    const bounded = Math.min(files.total - 1, Math.max(0, index));
    if (extend) onExtend(bounded);
    else onChoice(focusOn(choice, bounded, idAt));
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
      aria-activedescendant={focused === undefined ? undefined : `${gridId}-${focused}`}
      onKeyDown={(event) => {
        onKey(event, props, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 1, moveTo);
      }}
      className={classNames(
        'group/grid @container min-h-0 flex-1 overflow-x-hidden overflow-y-auto focus-visible:-outline-offset-2',
        focused !== undefined && 'focus-visible:outline-none',
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
        <Heading column="folder" className={FROM_2XL} />
        <Heading column="error.worker" />
        <Heading column="error.attempts" className={classNames('text-right', FROM_MD)} />
        <Heading column="error.failedAt" className={FROM_2XL} />
        <Heading column="durationMs" className={classNames('text-right', FROM_5XL)} />
        <Heading column="size" className={classNames('text-right', FROM_5XL)} />
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
              onPress(event, props, index);
            }}
            style={{ transform: `translateY(${start}px)` }}
            className={classNames(
              COLUMNS,
              'absolute inset-x-0 top-0 h-7 scroll-mt-7 items-center border-b border-line',
              focused === index
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
      <span role="gridcell" className={classNames('min-w-0 px-2 text-muted', FROM_2XL)}>
        <PathText path={file.folder} />
      </span>
      <span role="gridcell" className={classNames('truncate px-2', file.worker === undefined && 'text-muted')}>
        <bdi>{workerText(file)}</bdi>
      </span>
      <span role="gridcell" className={classNames('px-2 text-right', FROM_MD)}>
        {count(file.attempts)}
      </span>
      <span role="gridcell" className={classNames('truncate px-2 text-muted', FROM_2XL)}>
        {file.failedAt}
      </span>
      <span role="gridcell" className={classNames('px-2 text-right text-muted', FROM_5XL)}>
        {cellText('durationMs', file.durationMs ?? null)}
      </span>
      <span role="gridcell" className={classNames('px-2 text-right text-muted', FROM_5XL)}>
        {cellText('size', file.sizeBytes ?? null)}
      </span>
    </>
  );
}

function onPress(event: MouseEvent, props: FailedFileTableProps, index: number): void {
  const { choice, onChoice, onExtend, files } = props;
  if (event.target instanceof Element && event.target.closest('[role=checkbox]') !== null) return;
  if (event.button !== 0) {
    if (focusedIndex(choice, files.idAt) !== index) onChoice(focusOn(choice, index, files.idAt));
  } else if (event.shiftKey) onExtend(index);
  else if (event.ctrlKey || event.metaKey) onChoice(toggle(choice, index, files.idAt));
  else onChoice(focusOn(choice, index, files.idAt));
}

function onKey(
  event: KeyboardEvent,
  { choice, onChoice, files, onChooseAll, onRetry, onCopy }: FailedFileTableProps,
  pageRows: number,
  moveTo: (index: number, extend: boolean) => void,
): void {
  const at = choice.focused?.index ?? -1;
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
  else if (event.key === ' ' && at >= 0) onChoice(toggle(choice, at, files.idAt));
  else if (event.key === 'Escape' && choice.itemIds.size > 0) onChoice({ ...choice, itemIds: new Set() });
  else if (isMod && event.key.toLowerCase() === 'a') onChooseAll();
  else if (isMod && event.key.toLowerCase() === 'c' && String(window.getSelection()) === '') onCopy();
  else if (event.key === 'Enter' && at >= 0) onRetry();
  else return;
  event.preventDefault();
}
