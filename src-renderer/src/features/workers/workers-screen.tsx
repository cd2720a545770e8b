import { Cable, CircleStop, TriangleAlert } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import type { ClusterStatus } from '../../../../src-protocol/contract/cluster.ts';
import type { WorkerView } from '../../../../src-protocol/contract/workers.ts';
import { count, counted } from '../../../../src-protocol/model/words.ts';
import { reasonOf } from '../../bridge/connection.ts';
import { useSystem } from '../../state/system.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Screen } from '../../ui/screen.tsx';
import { LeasingControl } from './leasing-control.tsx';
import { MachineCard } from './machine-card.tsx';
import { AddComputerButton } from './machines/add-computer-button.tsx';
import { OtherMachines } from './machines/other-machines.tsx';
import { ScaleCard } from './scale-card.tsx';
import { useCluster } from './use-cluster.ts';
import { WorkerCard } from './worker-card.tsx';

/** The processes that read files: what each does, how many there may be, and what the machine has left. */
export function WorkersScreen() {
  const all = useSystem(useShallow((system) => [...system.workers.values()]));
  const workers = all.filter(({ machine }) => machine === undefined);
  const { data: status, error, refetch } = useCluster();
  return (
    <Screen
      title="Workers"
      subtitle={totals(all)}
      actions={
        <>
          {status !== undefined && <LeasingControl status={status} />}
          <AddComputerButton />
        </>
      }
    >
      {status !== undefined && status.state !== 'running' && <Stopped state={status.state} />}
      {workers.length === 0 ? (
        <NoWorker isStopped={status !== undefined && status.state !== 'running'} hasOthers={all.length > 0} />
      ) : (
        <div className="grid shrink-0 grid-cols-[repeat(auto-fill,minmax(300px,1fr))] gap-3">
          {workers.map((worker) => (
            <WorkerCard key={worker.id} worker={worker} />
          ))}
        </div>
      )}
      {status !== undefined && (
        <div className="grid shrink-0 grid-cols-2 items-start gap-3 max-[999px]:grid-cols-1">
          <ScaleCard status={status} />
          <MachineCard status={status} />
        </div>
      )}
      {status === undefined && error !== null && (
        <Card>
          <EmptyState
            icon={TriangleAlert}
            title="How the machine stands could not be read"
            actions={<Button onClick={() => void refetch()}>Try again</Button>}
          >
            {reasonOf(error)}
          </EmptyState>
        </Card>
      )}
      <OtherMachines />
    </Screen>
  );
}

function totals(workers: readonly WorkerView[]): string {
  if (workers.length === 0) return 'None is running';
  const slots = workers.flatMap((worker) => worker.slots);
  const busy = slots.filter(({ lease }) => lease !== undefined).length;
  const filesPerS = workers.reduce((sum, worker) => sum + worker.filesPerS, 0);
  return `${counted(workers.length, 'worker')}, ${count(busy)} of ${counted(slots.length, 'slot')} busy, ${count(filesPerS)} files/s`;
}

function Stopped({ state }: { readonly state: ClusterStatus['state'] }) {
  return (
    <p className="flex shrink-0 items-center gap-2 rounded-lg bg-warn-soft px-4 py-2.5 text-warn">
      <CircleStop size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
      {state === 'draining'
        ? 'The workers are stopping: they finish the files that they have. Jobs wait until they are started again.'
        : 'The workers are stopped. Jobs wait until they are started again.'}
    </p>
  );
}

interface NoWorkerProps {
  readonly isStopped: boolean;
  /** Whether workers of other computers run. */
  readonly hasOthers: boolean;
}

function NoWorker({ isStopped, hasOthers }: NoWorkerProps) {
  return (
    <Card className="shrink-0">
      <EmptyState icon={Cable} title={hasOthers ? 'No worker of this computer is running' : 'No worker is running'}>
        {isStopped
          ? 'They are stopped. Press Start to let them work.'
          : 'They start by themselves as soon as there is work.'}
      </EmptyState>
    </Card>
  );
}
