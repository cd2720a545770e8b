import { memo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Machine } from '../../../../../src-protocol/contract/machines.ts';
import { useSystem } from '../../../state/system.ts';
import { Badge } from '../../../ui/badge.tsx';
import { SlotList } from '../slot-list.tsx';
import { Speed } from '../speed.tsx';
import { asSentence } from '../worker-words.ts';
import { MachineButtons, type MachineQuestion } from './machine-buttons.tsx';
import { MachineDialogs } from './machine-dialogs.tsx';
import { MachineFacts } from './machine-facts.tsx';
import { machineMessage, machineState, whatMachineIs } from './machine-words.ts';

/** Another computer: how it stands, what it reads now, how fast, and what can be done with it. */
export const MachineCard = memo(function MachineCard({ machine }: { readonly machine: Machine }) {
  const [question, setQuestion] = useState<MachineQuestion>();
  const workers = useSystem(
    useShallow((system) => [...system.workers.values()].filter((worker) => worker.machine === machine.id)),
  );
  const slots = workers.flatMap((worker) => worker.slots);
  const bytesPerS = workers.reduce((sum, worker) => sum + worker.bytesPerS, 0);
  const state = machineState(machine);
  return (
    <section
      aria-label={machine.name}
      className="flex min-w-0 flex-col rounded-lg border border-line bg-panel px-4 py-3.5"
    >
      <div className="flex items-start justify-between gap-2">
        <h3 className="min-w-0 truncate font-semibold" title={machine.name}>
          <bdi>{machine.name}</bdi>
        </h3>
        <Badge tone={state.tone} icon={state.icon}>
          {state.text}
        </Badge>
      </div>
      <p className="truncate text-muted">{whatMachineIs(machine) ?? 'It has not said yet what it is'}</p>
      <p className="truncate text-sm text-muted" title={programWords(machine)}>
        {whereItIs(machine)}
      </p>
      <Message machine={machine} />
      {workers.length > 0 ? (
        <Speed id={machine.id} filesPerS={machine.filesPerS} bytesPerS={bytesPerS} />
      ) : (
        <hr className="my-2.5 border-line" />
      )}
      <MachineFacts machine={machine} />
      {slots.length > 0 && <SlotList slots={slots} />}
      <MachineButtons machine={machine} onAsk={setQuestion} />
      <MachineDialogs
        machine={machine}
        question={question}
        onClose={() => {
          setQuestion(undefined);
        }}
      />
    </section>
  );
});

function Message({ machine }: { readonly machine: Machine }) {
  const message = machineMessage(machine);
  if (message === undefined) return null;
  const isBad = machineState(machine).tone === 'bad';
  return (
    <p className={`mt-1 text-sm wrap-anywhere select-text ${isBad ? 'text-bad' : 'text-muted'}`}>
      {asSentence(message)}
    </p>
  );
}

function whereItIs({ address, dialled }: Machine): string {
  if (dialled === 'from-there')
    return address === undefined ? 'Dials this computer' : `Dials this computer from ${address}`;
  return address === undefined ? 'Where it is, is not known' : `At ${address}`;
}

function programWords({ program }: Machine): string | undefined {
  return program === undefined ? undefined : `MetaExtract ${program}`;
}
