import type { WorkerView } from '../../../../src-protocol/contract/workers.ts';
import { api } from '../../state/connection.ts';
import { setLogFilter } from '../../state/log-filter.ts';
import { go } from '../../state/route.ts';
import { putWorker } from '../../state/system.ts';
import { notify, notifyFault } from '../../state/toasts.ts';
import { Action } from './action.tsx';

interface WorkerActionsProps {
  readonly worker: WorkerView;
  readonly name: string;
  readonly onDrain: () => void;
}

export function WorkerActions({ worker, name, onDrain }: WorkerActionsProps) {
  const isLeaving = worker.state === 'draining';
  return (
    <div role="group" aria-label={`Actions for ${name}`} className="mt-auto flex flex-wrap gap-0.5 pt-3">
      {worker.state === 'paused' ? (
        <Action tip="It gets files again" text="Resume" onClick={() => void resume(worker.id, name)} />
      ) : (
        <Action
          tip="It finishes what it has, and gets nothing more until it is resumed"
          text="Pause"
          disabled={isLeaving || worker.state === 'set-aside'}
          onClick={() => void pause(worker.id, name)}
        />
      )}
      <Action tip="It finishes what it has, and ends" text="Drain" quiet disabled={isLeaving} onClick={onDrain} />
      <Action
        tip="It finishes what it has, and a new one takes its place"
        text="Restart"
        quiet
        disabled={isLeaving}
        onClick={() => void restart(worker.id, name)}
      />
      <Action
        tip="The lines of the log that name it"
        text="Log"
        quiet
        onClick={() => {
          showLog(worker.id);
        }}
      />
    </div>
  );
}

async function pause(id: string, name: string): Promise<void> {
  try {
    putWorker(await api().workers.pause({ id }));
  } catch (error) {
    notifyFault(`${name} could not be paused`, error);
  }
}

async function resume(id: string, name: string): Promise<void> {
  try {
    putWorker(await api().workers.resume({ id }));
  } catch (error) {
    notifyFault(`${name} could not be resumed`, error);
  }
}

async function restart(id: string, name: string): Promise<void> {
  try {
    putWorker(await api().workers.restart({ id }));
    notify(`${name} finishes what it has, and a new one takes its place.`);
  } catch (error) {
    notifyFault(`${name} could not be restarted`, error);
  }
}

function showLog(id: string): void {
  setLogFilter({ level: 'debug', contains: id });
  go('logs');
}
