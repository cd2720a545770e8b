import { useLayoutEffect, useRef } from 'react';
import type { LogLine } from '../../../state/log-filter.ts';
import { Badge } from '../../../ui/badge.tsx';
import { LogFields } from '../../../ui/log-fields.tsx';
import { LOG_LEVELS } from '../../../ui/log-words.ts';
import { dateTime, timeOfDay } from '../../../ui/time.ts';

interface LogLinesProps {
  /** Of the computer that has written them. */
  readonly name: string;
  /** Newest last. */
  readonly lines: readonly LogLine[];
}

const NEAR_END_PX = 40;

/** Lines of a log that keeps its end in sight, unless somebody has gone back in it. */
export function LogLines({ name, lines }: LogLinesProps) {
  const list = useRef<HTMLOListElement>(null);
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    const element = list.current;
    if (element !== null && isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [lines]);
  return (
    <ol
      ref={list}
      tabIndex={0}
      aria-label={`Lines of the log of ${name}`}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
      }}
      className="max-h-[calc(100vh-240px)] min-h-0 overflow-auto rounded-md border border-line"
    >
      {lines.map((line, index) => (
        <li key={index} className="flex items-start gap-2.5 border-b border-line px-3 py-1 last:border-b-0">
          <time dateTime={line.at} title={dateTime(line.at)} className="w-18 shrink-0 text-sm text-muted">
            {timeOfDay(line.at)}
          </time>
          <span className="w-17 shrink-0">
            <Badge tone={LOG_LEVELS[line.level].tone}>{LOG_LEVELS[line.level].text}</Badge>
          </span>
          <span className="min-w-0 font-mono text-sm wrap-anywhere select-text">
            {line.event}{' '}
            <span className="text-muted">
              <LogFields fields={line.fields} />
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}
