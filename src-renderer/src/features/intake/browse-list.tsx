import { useVirtualizer } from '@tanstack/react-virtual';
import { Check, ChevronRight, File, FileQuestion, Folder } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { z } from 'zod';
import type { FolderEntry } from '../../../../src-protocol/contract/data.ts';
import { bytes } from '../../../../src-protocol/model/words.ts';
import { classNames } from '../../ui/class-names.ts';
import { dateTime } from '../../ui/time.ts';
import { chosenAfter, focusAfter } from './browse-keys.ts';

type Entry = z.infer<typeof FolderEntry>;

interface BrowseListProps {
  /** Undefined until they are there. */
  readonly entries: readonly Entry[] | undefined;
  readonly complete: boolean;
  /** Paths, also of other folders. */
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
  readonly onOpen: (folder: Entry) => void;
  readonly onUp: () => void;
}

const ROW_PX = 30;
const NOTHING: readonly Entry[] = [];

/** What a folder holds: arrows move, Space chooses, Enter opens, Backspace goes up. */
export function BrowseList({ entries, complete, chosen, onChoose, onOpen, onUp }: BrowseListProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(0);
  const all = entries ?? NOTHING;
  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler is not used, and the rows go to no other component
  const rows = useVirtualizer({
    count: all.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  useEffect(() => {
    box.current?.focus();
  }, []);

  const toggle = (at: number) => {
    const entry = all[at];
    if (entry === undefined || entry.kind === 'other') return;
    const next = new Set(chosen);
    if (!next.delete(entry.path)) next.add(entry.path);
    onChoose(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const entry = all[focused];
    const next = focusAfter(event.key, focused, all.length, Math.floor((box.current?.clientHeight ?? 0) / ROW_PX));
    if (next !== undefined) {
      if (event.shiftKey) onChoose(chosenAfter(all, chosen, focused, next));
      setFocused(next);
      rows.scrollToIndex(next);
    } else if (event.key === ' ') toggle(focused);
    else if ((event.key === 'Enter' || event.key === 'ArrowRight') && entry?.kind === 'folder') onOpen(entry);
    else if (event.key === 'Backspace' || event.key === 'ArrowLeft') onUp();
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey))
      onChoose(chosenAfter(all, chosen, 0, all.length - 1));
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={box}
      role="grid"
      aria-label="Files and folders of the server"
      aria-multiselectable
      aria-rowcount={all.length}
      aria-busy={entries === undefined}
      aria-activedescendant={all.length > 0 ? `${id}-${focused}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className={classNames(
        'group h-full overflow-y-auto rounded-md border border-line',
        all.length > 0 && 'outline-none', // the row shows the focus
      )}
    >
      {entries?.length === 0 && <p className="p-3 text-muted">This folder is empty.</p>}
      <div role="presentation" className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const entry = all[index];
          return (
            entry && (
              <Row
                key={entry.path}
                id={`${id}-${index}`}
                entry={entry}
                index={index}
                top={start}
                isFocused={index === focused}
                isChosen={chosen.has(entry.path)}
                onToggle={() => {
                  setFocused(index);
                  toggle(index);
                }}
                onOpen={() => {
                  onOpen(entry);
                }}
              />
            )
          );
        })}
      </div>
      {!complete && (
        <p className="p-3 text-muted">There is more in this folder than is shown. Add the folder itself.</p>
      )}
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly entry: Entry;
  readonly index: number;
  readonly top: number;
  readonly isFocused: boolean;
  readonly isChosen: boolean;
  readonly onToggle: () => void;
  readonly onOpen: () => void;
}

const ICONS = { folder: Folder, file: File, other: FileQuestion };

function Row({ id, entry, index, top, isFocused, isChosen, onToggle, onOpen }: RowProps) {
  const { name, kind, bytes: size, modifiedAt } = entry;
  const Icon = ICONS[kind];
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={isChosen}
      onClick={onToggle}
      onDoubleClick={() => {
        if (kind === 'folder') onOpen();
      }}
      className={classNames(
        'absolute inset-x-0 flex h-7.5 items-center gap-2.5 px-2.5',
        isChosen ? 'bg-accent-soft text-accent-text' : 'hover:bg-bg',
        isFocused && 'outline-accent -outline-offset-2 group-focus-visible:outline-2',
        kind === 'other' && 'opacity-60',
      )}
      style={{ top }}
    >
      <span
        aria-hidden
        className={classNames(
          'flex size-3.5 shrink-0 items-center justify-center rounded-sm border',
          isChosen ? 'border-accent bg-accent text-on-accent' : 'border-line-strong',
        )}
      >
        {isChosen && <Check size={12} strokeWidth={3} />}
      </span>
      <Icon size={16} strokeWidth={1.75} className="shrink-0 text-muted" aria-hidden />
      <span role="gridcell" className="min-w-0 grow truncate" title={name}>
        <bdi>{name}</bdi>
      </span>
      <span role="gridcell" className="w-20 shrink-0 text-right text-sm text-muted">
        {size !== undefined && bytes(size)}
      </span>
      <span role="gridcell" className="w-40 shrink-0 text-sm text-muted max-[999px]:hidden">
        {modifiedAt !== undefined && dateTime(modifiedAt)}
      </span>
      <span role="gridcell" className="w-6 shrink-0">
        {kind === 'folder' && (
          <button
            type="button"
            tabIndex={-1}
            aria-label={`Open ${name}`}
            className="flex size-6 items-center justify-center rounded-md text-muted hover:bg-line/60 hover:text-text"
            onClick={(event) => {
              event.stopPropagation();
              onOpen();
            }}
          >
            <ChevronRight size={16} strokeWidth={1.75} aria-hidden />
          </button>
        )}
      </span>
    </div>
  );
}
