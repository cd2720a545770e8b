import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { counted } from '../../../../src-protocol/model/words.ts';
import type { LogLine } from '../../state/log-filter.ts';
import { Button } from '../../ui/button.tsx';
import { LogRow } from './log-row.tsx';

interface LogListProps {
  readonly lines: readonly LogLine[];
  /** New lines that are held back. */
  readonly held: number;
  readonly isFollowed: boolean;
  readonly onFollow: (isFollowed: boolean) => void;
}

const ROW_PX = 29;
const AT_END_PX = 4;

/** The lines, the newest at the bottom, where it stays as long as it is followed. */
export function LogList({ lines, held, isFollowed, onFollow }: LogListProps) {
  const [open, setOpen] = useState<ReadonlySet<LogLine>>(new Set());
  const scroller = useRef<HTMLDivElement>(null);
  const scrolledTo = useRef(0);
  // eslint-disable-next-line react-hooks/incompatible-library -- what it gives is only used here
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  useEffect(() => {
    if (isFollowed && lines.length > 0) rows.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [isFollowed, lines, rows]);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col overflow-hidden rounded-lg border border-line bg-panel">
      <div
        ref={scroller}
        role="region"
        aria-label="Lines of the log"
        tabIndex={0}
        className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto focus-visible:-outline-offset-2"
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          const isUpwards = scrollTop < scrolledTo.current - 1;
          const isAtEnd = scrollHeight - scrollTop - clientHeight <= AT_END_PX;
          scrolledTo.current = scrollTop;
          if (isUpwards && !isAtEnd && isFollowed) onFollow(false);
        }}
      >
        <ol className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const line = lines[index];
            if (line === undefined) return null;
            return (
              <li
                key={key}
                ref={rows.measureElement}
                data-index={index}
                aria-setsize={lines.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start}px)` }}
              >
                <LogRow
                  line={line}
                  isOpen={open.has(line)}
                  onToggle={() => {
                    onFollow(false); // what is read stays where it is
                    setOpen(toggled(open, line));
                  }}
                />
              </li>
            );
          })}
        </ol>
      </div>
      {!isFollowed && held > 0 && (
        <Button
          icon={ArrowDown}
          className="absolute bottom-3 left-1/2 -translate-x-1/2 shadow-float"
          onClick={() => {
            onFollow(true);
          }}
        >
          {counted(held, 'new line')}
        </Button>
      )}
    </div>
  );
}

function toggled(open: ReadonlySet<LogLine>, line: LogLine): ReadonlySet<LogLine> {
  const copy = new Set(open);
  if (!copy.delete(line)) copy.add(line);
  return copy;
}
