import { CircleAlert, Hourglass, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Alert } from '../../../../src-protocol/contract/system.ts';
import { duration } from '../../../../src-protocol/model/words.ts';
import type { Job } from '../../state/jobs.ts';
import { useSystem } from '../../state/system.ts';
import { PathText } from '../../ui/path-text.tsx';
import { useNow } from '../../ui/use-sampled.ts';
import { workerName } from '../../ui/worker-name.ts';

/** What a person should know of a job that does not just run: why it waits or has stopped, and files that take too long. */
export function JobNotices({ job }: { readonly job: Job }) {
  const { id, message, waitingFor, state } = job;
  const stalled = useSystem(
    useShallow(({ alerts }) =>
      [...alerts.values()].filter((alert) => alert.code === 'stalled-file' && alert.jobId === id),
    ),
  );
  return (
    <>
      {message !== undefined && (
        <Notice icon={CircleAlert} isBad={state === 'failed'}>
          <p className="min-w-0 wrap-anywhere select-text">{message}</p>
        </Notice>
      )}
      {waitingFor !== undefined && (
        <Notice icon={Hourglass}>
          <p>This job waits for {waitingFor}.</p>
        </Notice>
      )}
      {stalled.map((alert) => (
        <StalledFile key={alert.id} alert={alert} />
      ))}
    </>
  );
}

function StalledFile({ alert: { path, message, since, worker } }: { readonly alert: Alert }) {
  const nowMs = useNow();
  if (path === undefined) return <Notice icon={Hourglass}>{message}</Notice>;
  return (
    <Notice icon={Hourglass}>
      <span className="shrink-0 font-medium">Stalled file</span>
      <PathText path={path} className="min-w-0" />
      <span className="ml-auto shrink-0">
        warned {duration(Math.max(1_000, nowMs - Date.parse(since)))} ago
        {worker !== undefined && `, ${workerName(worker)}`}
      </span>
    </Notice>
  );
}

interface NoticeProps {
  readonly icon: LucideIcon;
  readonly isBad?: boolean;
  readonly children: ReactNode;
}

function Notice({ icon: Icon, isBad = false, children }: NoticeProps) {
  const look = isBad ? 'bg-bad-soft text-bad' : 'bg-warn-soft text-warn';
  return (
    <div className={`flex shrink-0 items-center gap-2.5 rounded-lg px-4 py-2 ${look}`}>
      <Icon size={16} strokeWidth={1.75} className="shrink-0" aria-hidden />
      {children}
    </div>
  );
}
