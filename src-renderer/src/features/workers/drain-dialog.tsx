import type { WorkerView } from '../../../../src-protocol/contract/workers.ts';
import { api } from '../../state/connection.ts';
import { putWorker } from '../../state/system.ts';
import { notifyFault } from '../../state/toasts.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';

interface DrainDialogProps {
  readonly worker: WorkerView;
  readonly name: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function DrainDialog({ worker, name, open, onClose }: DrainDialogProps) {
  return (
    <ConfirmDialog
      title={`Drain ${name}?`}
      description="It finishes the files that it has, gets no more, and ends. No file is lost."
      open={open}
      act="Drain"
      leave="Cancel"
      onAct={() => void drain(worker.id, name)}
      onClose={onClose}
    >
      <p className="text-muted">
        It does not come back by itself: change the number of workers, or start the work again, to have it back.
      </p>
    </ConfirmDialog>
  );
}

async function drain(id: string, name: string): Promise<void> {
  try {
    putWorker(await api().workers.drain({ id }));
  } catch (error) {
    notifyFault(`${name} could not be drained`, error);
  }
}
