import { MonitorUp } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import type { Machine } from '../../../../../src-protocol/contract/machines.ts';
import { count, counted } from '../../../../../src-protocol/model/words.ts';
import { useSystem } from '../../../state/system.ts';
import { Card } from '../../../ui/card.tsx';
import { AddComputerButton } from './add-computer-button.tsx';
import { CommandLine } from './command-line.tsx';
import { MachineCard } from './machine-card.tsx';

/** The other computers that work for this one, or how to have some. */
export function OtherMachines() {
  const machines = useSystem(useShallow((system) => [...system.machines.values()]));
  return (
    <section aria-labelledby="other-machines" className="flex shrink-0 flex-col gap-3">
      <div className="mt-2">
        <h2 id="other-machines" className="text-[15px] font-semibold">
          Other computers
        </h2>
        {machines.length > 0 && <p className="text-muted">{totals(machines)}</p>}
      </div>
      {machines.length === 0 ? (
        <NoMachine />
      ) : (
        <div className="grid grid-cols-[repeat(auto-fill,minmax(300px,1fr))] items-start gap-3">
          {machines.map((machine) => (
            <MachineCard key={machine.id} machine={machine} />
          ))}
        </div>
      )}
    </section>
  );
}

function totals(machines: readonly Machine[]): string {
  const slots = machines.reduce((sum, machine) => sum + machine.slots, 0);
  const busy = machines.reduce((sum, machine) => sum + machine.busySlots, 0);
  const filesPerS = machines.reduce((sum, machine) => sum + machine.filesPerS, 0);
  return `${counted(machines.length, 'computer')}, ${count(busy)} of ${counted(slots, 'slot')} busy, ${count(filesPerS)} files/s`;
}

function NoMachine() {
  return (
    <Card className="flex gap-4 max-[999px]:flex-col">
      <MonitorUp size={36} strokeWidth={1.25} className="shrink-0 text-accent" aria-hidden />
      <div className="flex min-w-0 grow flex-col gap-3">
        <p className="max-w-160">
          <b className="font-semibold">Let another computer read along.</b>{' '}
          <span className="text-muted">
            Install MetaExtract on it, and pair the two once. Jobs go faster by what it adds; files that it does not see
            are sent to it over an encrypted link, and nothing stays there.
          </span>
        </p>
        <ol className="grid grid-cols-2 gap-3 max-[999px]:grid-cols-1">
          <Way text="Run this there, and paste the code that it shows here:" command="metaextract worker" />
          <Way
            text="Or, where this computer cannot reach it, run this with a code from here:"
            command="metaextract worker --join <code>"
          />
        </ol>
        <div>
          <AddComputerButton />
        </div>
      </div>
    </Card>
  );
}

function Way({ text, command }: { readonly text: string; readonly command: string }) {
  return (
    <li className="flex min-w-0 flex-col gap-1.5">
      <span className="text-sm text-muted">{text}</span>
      <CommandLine command={command} />
    </li>
  );
}
