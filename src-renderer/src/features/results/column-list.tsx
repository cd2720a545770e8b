import { useVirtualizer } from '@tanstack/react-virtual';
import { Check } from 'lucide-react';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { percent } from '../../../../src-protocol/model/words.ts';
import { classNames } from '../../ui/class-names.ts';
import { COLUMN_GROUPS, columnTitle, isTag } from '../../ui/columns.ts';
import { TextField } from '../../ui/field.tsx';
import type { Coverage } from './use-column-coverage.ts';

interface Option {
  readonly column: string;
  readonly files: number;
}
type Line = { readonly group: string } | Option;

interface ColumnListProps {
  readonly label: string;
  readonly coverage: Coverage;
  /** Those that are marked. */
  readonly chosen?: readonly string[];
  readonly onPick: (column: string) => void;
}

const LINE_PX = 28;

/** All columns that there are, searched by name, with the share of files that have them. */
export function ColumnList({ label, coverage, chosen = [], onPick }: ColumnListProps) {
  const id = useId();
  const listRef = useRef<HTMLDivElement>(null);
  const [search, setSearch] = useState('');
  const lines = useMemo(() => linesOf(coverage, search), [coverage, search]);
  const [active, setActive] = useState(-1);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized by the compiler
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => listRef.current,
    estimateSize: () => LINE_PX,
    overscan: 6,
  });

  const step = (by: 1 | -1) => {
    let next = active + by;
    while (lines[next] !== undefined && !isOption(lines[next])) next += by;
    if (lines[next] === undefined) return;
    setActive(next);
    virtual.scrollToIndex(next, { align: 'auto' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines[active];
    if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else if (event.key === 'Enter' && isOption(line)) onPick(line.column);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <TextField
        autoFocus
        role="combobox"
        aria-label={label}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={isOption(lines[active]) ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        placeholder={label}
        value={search}
        onKeyDown={onKeyDown}
        onChange={({ target }) => {
          const found = linesOf(coverage, target.value);
          setSearch(target.value);
          setActive(target.value === '' ? -1 : found.findIndex(isOption));
          virtual.scrollToOffset(0);
        }}
        className="w-full shrink-0"
      />
      <div
        ref={listRef}
        id={`${id}-list`}
        role="listbox"
        aria-label="Columns"
        aria-multiselectable={chosen.length > 0}
        className="-mx-1 mt-2 min-h-0 flex-1 overflow-y-auto"
      >
        <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const line = lines[index];
            if (line === undefined) return null;
            const place = { top: start, height: LINE_PX };
            if (!isOption(line))
              return (
                <div
                  key={index}
                  role="presentation"
                  style={place}
                  className="absolute inset-x-0 flex items-end px-2 pb-1 text-2xs font-semibold text-faint"
                >
                  {line.group}
                </div>
              );
            const isChosen = chosen.includes(line.column);
            return (
              <div
                key={index}
                id={`${id}-${index}`}
                role="option"
                aria-selected={isChosen}
                style={place}
                onPointerMove={() => {
                  setActive(index);
                }}
                onClick={() => {
                  onPick(line.column);
                }}
                className={classNames(
                  'absolute inset-x-0 flex items-center gap-2 rounded-[6px] px-2',
                  index === active && 'bg-accent-soft text-accent-text',
                )}
              >
                {chosen.length > 0 && (
                  <span className="inline-flex w-4 shrink-0 justify-center">
                    {isChosen && <Check size={14} aria-hidden />}
                  </span>
                )}
                <bdi className={classNames('min-w-0 flex-1 truncate', isTag(line.column) && 'font-mono text-sm')}>
                  {columnTitle(line.column)}
                </bdi>
                <span className={classNames('shrink-0 text-sm', index === active ? '' : 'text-faint')}>
                  {share(line.files, coverage.files)}
                </span>
              </div>
            );
          })}
        </div>
        {lines.length === 0 && <p className="px-2 py-3 text-muted">No column has that name.</p>}
      </div>
    </>
  );
}

function share(files: number, all: number): string {
  return files > 0 && files * 100 < all ? '< 1 %' : percent(files, all);
}

function isOption(line: Line | undefined): line is Option {
  return line !== undefined && 'column' in line;
}

/** The groups of the fields, then those of the tags; a group without a match is left out. */
function linesOf(coverage: Coverage, search: string): readonly Line[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const files = new Map(coverage.columns.map((known) => [known.column, known.files]));
  const matches = (column: string) => {
    const text = `${column} ${columnTitle(column)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const groups = COLUMN_GROUPS.map(({ title, columns }) => [title, columns.filter((name) => files.has(name))] as const);
  const tags = new Map<string, string[]>();
  for (const { column, kind } of coverage.columns) {
    if (kind !== 'tag') continue;
    const group = `${column.split(':')[0] ?? ''} tags`;
    const known = tags.get(group);
    if (known === undefined) tags.set(group, [column]);
    else known.push(column);
  }
  return [...groups, ...tags].flatMap(([group, columns]): readonly Line[] => {
    const found = columns.filter(matches);
    return found.length === 0 ? [] : [{ group }, ...found.map((column) => ({ column, files: files.get(column) ?? 0 }))];
  });
}
