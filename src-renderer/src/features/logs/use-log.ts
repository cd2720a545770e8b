import { useCallback, useEffect, useRef, useState } from 'react';
import { reasonOf } from '../../bridge/connection.ts';
import { api, useConnection } from '../../state/connection.ts';
import type { LogLevel, LogLine } from '../../state/log-filter.ts';
import { isWanted, LINES_MAX, withLines } from './log-lines.ts';

const LINES_AT_FIRST = 1_000;
/** Lines come in bursts: the list changes at most this often. */
const GATHER_MS = 120;

interface Log {
  /** Oldest first; undefined until they are there. */
  readonly lines: readonly LogLine[] | undefined;
  readonly fault: string | undefined;
  /** Lines that came while nothing was to move. */
  readonly held: number;
  /** Whether new lines are shown as they come. */
  readonly isFollowed: boolean;
  readonly follow: (isFollowed: boolean) => void;
  readonly readAgain: () => void;
}

interface Gathered {
  readonly lines: readonly LogLine[] | undefined;
  readonly held: readonly LogLine[];
  readonly fault: string | undefined;
}

const NOTHING: Gathered = { lines: undefined, held: [], fault: undefined };

/** The last lines of the log, and those that come; while they are not followed, new ones are held back. */
export function useLog(level: LogLevel, contains: string): Log {
  const [log, setLog] = useState<Gathered>(NOTHING);
  const [round, setRound] = useState(0);
  const client = useConnection((connection) => connection.client);
  const [isFollowed, setIsFollowed] = useState(true);
  const follows = useRef(true);

  useEffect(() => {
    const left = new AbortController();
    readAndFollow(level, contains, left.signal, {
      onRead: (lines) => {
        setLog({ lines, held: [], fault: undefined });
      },
      onMore: (more) => {
        setLog((before) => (follows.current ? release(hold(before, more)) : hold(before, more)));
      },
    }).catch((error: unknown) => {
      if (!left.signal.aborted) setLog((before) => ({ ...before, fault: reasonOf(error) }));
    });
    return () => {
      left.abort();
    };
  }, [level, contains, client, round]);

  const follow = useCallback((wanted: boolean) => {
    follows.current = wanted;
    setIsFollowed(wanted);
    if (wanted) setLog(release);
  }, []);
  const readAgain = useCallback(() => {
    setLog(NOTHING);
    setRound((before) => before + 1);
  }, []);
  return { lines: log.lines, held: log.held.length, fault: log.fault, isFollowed, follow, readAgain };
}

function hold(log: Gathered, more: readonly LogLine[]): Gathered {
  return { ...log, held: [...log.held, ...more].slice(-LINES_MAX) };
}

function release(log: Gathered): Gathered {
  return log.held.length === 0 ? log : { ...log, lines: withLines(log.lines ?? [], log.held), held: [] };
}

interface LogListener {
  readonly onRead: (lines: readonly LogLine[]) => void;
  readonly onMore: (lines: readonly LogLine[]) => void;
}

async function readAndFollow(
  level: LogLevel,
  contains: string,
  left: AbortSignal,
  { onRead, onMore }: LogListener,
): Promise<void> {
  // first the events, then the lines: what is logged in between is in both, and shown once
  const events = await api().events.subscribe({ kinds: ['log'] }, { signal: left });
  const { lines } = await api().system.logs(
    { limit: LINES_AT_FIRST, level, ...(contains !== '' && { contains }) },
    { signal: left },
  );
  if (left.aborted) return;
  onRead(lines);
  let gathered: LogLine[] = [];
  for await (const event of events) {
    if (event.kind !== 'log' || !isWanted(event.line, level, contains)) continue;
    gathered.push(event.line);
    if (gathered.length > 1) continue;
    setTimeout(() => {
      if (!left.aborted) onMore(gathered);
      gathered = [];
    }, GATHER_MS);
  }
}
