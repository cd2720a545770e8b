import type { Machine } from '../../../../../src-protocol/contract/machines.ts';
import { counted } from '../../../../../src-protocol/model/words.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { FoldersDialog } from './folders-dialog.tsx';
import { LimitsDialog } from './limits-dialog.tsx';
import { drainMachine, removeMachine } from './machine-actions.ts';
import type { MachineQuestion } from './machine-buttons.tsx';
import { MachineLogDialog } from './machine-log-dialog.tsx';

interface MachineDialogsProps {
  readonly machine: Machine;
  /** What is asked now, if anything. */
  readonly question: MachineQuestion | undefined;
  readonly onClose: () => void;
}

/** Everything that is asked about a machine. */
export function MachineDialogs({ machine, question, onClose }: MachineDialogsProps) {
  const { name } = machine;
  return (
    <>
      <ConfirmDialog
        title={`Drain ${name}?`}
        description="It finishes the files that it has, gets no more, and its processes end. No file is lost."
        open={question === 'drain'}
        act="Drain"
        leave="Cancel"
        onAct={() => void drainMachine(machine)}
        onClose={onClose}
      >
        <p className="text-muted">It stays paired, and works again as soon as you press Resume.</p>
      </ConfirmDialog>
      <ConfirmDialog
        title={`Remove ${name}?`}
        description={whatBecomesOfIt(machine)}
        open={question === 'remove'}
        act="Remove"
        leave="Keep it"
        danger
        onAct={() => void removeMachine(machine)}
        onClose={onClose}
      >
        <p className="text-muted">
          The two computers forget each other. To have it back, start “metaextract worker” there and pair it again with
          the code that it shows. What it has read stays.
        </p>
      </ConfirmDialog>
      {question === 'limits' && <LimitsDialog machine={machine} onClose={onClose} />}
      {question === 'folders' && <FoldersDialog machine={machine} onClose={onClose} />}
      {question === 'log' && <MachineLogDialog machine={machine} onClose={onClose} />}
    </>
  );
}

function whatBecomesOfIt({ busySlots }: Machine): string {
  if (busySlots === 0) return 'It has no files at the moment. No job loses anything.';
  return `It reads in ${counted(busySlots, 'slot')} now: those files are given to others. No file is lost.`;
}
