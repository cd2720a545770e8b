import { File, Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { closeDialog } from '../../state/dialogs.ts';
import { classNames } from '../../ui/class-names.ts';
import type { Command } from '../../ui/command.ts';
import { Kbd } from '../../ui/kbd.tsx';
import type { Entry } from './entries.ts';
import { useEntries } from './use-entries.ts';

const PAGE = 8;

/** A line to write in, and below it what can be chosen for it: with the arrows and Enter, or with the mouse. */
export function PaletteList({ commands }: { readonly commands: readonly Command[] }) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [movedTo, setMovedTo] = useState<string>();
  const groups = useEntries(commands, typed);
  const entries = groups.flatMap((group) => group.entries);
  const at = Math.max(
    0,
    entries.findIndex((entry) => entry.id === movedTo),
  );
  const current = entries[at];
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return; // Enter belongs to the input method then
    const next = nextIndex(event.key, at, entries.length);
    if (next !== undefined) setMovedTo(entries[next]?.id);
    else if (event.key === 'Enter' && current !== undefined) run(current);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="flex h-11 shrink-0 items-center gap-2.5 border-b border-line px-3.5">
        <Search size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-muted" />
        <input
          type="text"
          role="combobox"
          aria-label="Search files, tags and commands"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={current && `${id}-${current.id}`}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          autoFocus
          value={typed}
          placeholder="Search files, tags and commands"
          onChange={(event) => {
            setTyped(event.target.value);
            setMovedTo(undefined);
          }}
          onKeyDown={onKey}
          className="h-full min-w-0 flex-1 bg-transparent text-[14px] outline-none"
        />
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="What was found"
        className="min-h-0 overflow-y-auto px-1.5 pb-1.5"
      >
        {groups.map(({ title, entries: lines }) => (
          <div key={title} role="group" aria-label={title}>
            <div aria-hidden className="px-2 pt-2 pb-1 text-2xs font-semibold text-faint">
              {title}
            </div>
            {lines.map((entry) => (
              <Line
                key={entry.id}
                id={`${id}-${entry.id}`}
                entry={entry}
                isCurrent={entry === current}
                onPoint={() => {
                  setMovedTo(entry.id);
                }}
              />
            ))}
          </div>
        ))}
      </div>
      {groups.length === 0 && <p className="p-4 text-center text-muted">Nothing by this name. Try fewer letters.</p>}
      <footer className="flex h-8 shrink-0 items-center gap-4 border-t border-line px-3.5 text-xs text-muted">
        <Hint keys={['Up', 'Down']}>choose</Hint>
        <Hint keys={['Enter']}>run</Hint>
        <Hint keys={['Esc']}>close</Hint>
      </footer>
    </>
  );
}

function nextIndex(key: string, at: number, length: number): number | undefined {
  if (length === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % length;
    case 'ArrowUp':
      return (at - 1 + length) % length;
    case 'PageDown':
      return Math.min(length - 1, at + PAGE);
    case 'PageUp':
      return Math.max(0, at - PAGE);
    default:
      return undefined;
  }
}

function run(entry: Entry): void {
  closeDialog(); // first: what is run may open another one
  entry.run();
}

interface LineProps {
  readonly id: string;
  readonly entry: Entry;
  readonly isCurrent: boolean;
  readonly onPoint: () => void;
}

function Line({ id, entry, isCurrent, onPoint }: LineProps) {
  const { title, icon: Icon = File, note, shortcut } = entry;
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isCurrent) line.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  return (
    <div
      ref={line}
      id={id}
      role="option"
      aria-selected={isCurrent}
      onPointerMove={isCurrent ? undefined : onPoint}
      onClick={() => {
        run(entry);
      }}
      className={classNames(
        'flex h-8 scroll-mt-8 items-center gap-2.5 rounded-md px-2',
        isCurrent && 'bg-accent-soft text-accent-text',
      )}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden className={classNames('shrink-0', !isCurrent && 'text-muted')} />
      <span className="min-w-0 truncate" title={title}>
        <bdi>{title}</bdi>
      </span>
      {note !== undefined && (
        <span
          className={classNames('ml-auto max-w-1/2 shrink-0 truncate pl-4 text-sm', !isCurrent && 'text-muted')}
          title={note}
        >
          <bdi>{note}</bdi>
        </span>
      )}
      {shortcut !== undefined && (
        <Kbd keys={shortcut} className={classNames('ml-auto shrink-0', isCurrent && 'text-inherit!')} />
      )}
    </div>
  );
}

function Hint({ keys, children }: { readonly keys: readonly string[]; readonly children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1">
      {keys.map((key) => (
        <Kbd key={key} keys={key} />
      ))}
      {children}
    </span>
  );
}
