import { useShallow } from 'zustand/react/shallow';
import { bytes, count, counted, timeLeft } from '../../../src-protocol/model/words.ts';
import { useConnection } from '../state/connection.ts';
import { type Job, isOpen, useJobs } from '../state/jobs.ts';
import { useSystem } from '../state/system.ts';
import { classNames } from '../ui/class-names.ts';
import { ScreenHint } from './screen-hint.tsx';

/** What the whole program does right now. */
export function StatusBar() {
  const isConnected = useConnection(({ phase }) => phase === 'open');
  const open = useJobs(useShallow(({ jobs }) => [...jobs.values()].filter(isOpen)));
  const { workers, slots } = useSystem(
    useShallow((system) => ({
      workers: system.workers.size,
      slots: [...system.workers.values()].reduce((sum, worker) => sum + worker.slots.length, 0),
    })),
  );
  const alert = useSystem(({ alerts }) => [...alerts.values()].at(-1));
  const running = open.filter(({ state }) => state === 'running');
  const filesPerS = sumOf(running, (job) => job.progress?.filesPerS ?? 0);
  const bytesPerS = sumOf(running, (job) => job.progress?.bytesPerS ?? 0);
  return (
    <footer className="col-span-full flex items-center gap-4.5 overflow-hidden border-t border-line bg-panel px-3.5 text-sm whitespace-nowrap text-muted">
      <span className="inline-flex items-center gap-1.5">
        <span className={classNames('size-1.75 rounded-full', isConnected ? 'bg-ok' : 'bg-warn')} aria-hidden />
        {!isConnected
          ? 'Connection lost, trying again'
          : workers === 0
            ? 'Ready'
            : `${counted(workers, 'worker')}, ${counted(slots, 'slot')}`}
      </span>
      {running.length > 0 && (
        <>
          <span>{count(filesPerS)} files/s</span>
          <span>{bytes(bytesPerS)}/s</span>
        </>
      )}
      {alert !== undefined && <span className="min-w-0 truncate text-warn">{alert.message}</span>}
      <span className="ml-auto flex min-w-0 items-center gap-4.5">
        <ScreenHint />
        <span className="shrink-0">{whatIsLeft(open, running)}</span>
      </span>
    </footer>
  );
}

function sumOf(jobs: readonly Job[], valueOf: (job: Job) => number): number {
  return jobs.reduce((sum, job) => sum + valueOf(job), 0);
}

function whatIsLeft(open: readonly Job[], running: readonly Job[]): string {
  if (open.length === 0) return 'Nothing to do';
  if (running.length === 0) return `${counted(open.length, 'job')} waiting`;
  const waiting = running.find(({ waitingFor }) => waitingFor !== undefined)?.waitingFor;
  if (waiting !== undefined && running.length === 1) return `waits for ${waiting}`;
  const etas = running.map(({ progress }) => progress?.eta);
  if (running.some(({ counting }) => counting)) return 'still counting';
  const known = etas.filter((eta) => eta !== undefined);
  if (known.length < etas.length || known.length === 0) return 'working';
  return timeLeft({
    lowMs: Math.max(...known.map(({ lowMs }) => lowMs)),
    highMs: known.reduce((sum, { highMs }) => sum + highMs, 0),
  });
}
