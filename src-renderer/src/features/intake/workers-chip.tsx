import { useShallow } from 'zustand/react/shallow';
import type { WorkerChoice } from '../../../../src-protocol/model/worker-choice.ts';
import { chooseOptions, useJobOptions } from '../../state/intake.ts';
import { useSystem } from '../../state/system.ts';
import { Chip } from '../../ui/chip.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { Popover } from '../../ui/popover.tsx';
import { choiceWords, isChoice, toggled, workerOptions } from './worker-choices.ts';

/** Who may read the files of the job; there where other computers are paired. */
export function WorkersChip() {
  const { workers } = useJobOptions();
  const machines = useSystem(useShallow((system) => [...system.machines.values()]));
  if (machines.length === 0 && !isChoice(workers)) return null;
  return (
    <Popover
      label="Workers"
      className="w-72 max-w-[calc(100vw-16px)]"
      trigger={
        <Chip>
          <span className="truncate">Workers: {choiceWords(workers)}</span>
        </Chip>
      }
    >
      <div className="flex flex-col gap-3 overflow-y-auto p-0.5">
        <p className="text-sm text-muted">
          Without a choice, all read that can. Else those that are named, and those that have all of the labels.
        </p>
        <Names chosen={workers} machines={machines} />
        <Labels chosen={workers} machines={machines} />
      </div>
    </Popover>
  );
}

interface ChoiceProps {
  readonly chosen: WorkerChoice;
  readonly machines: Parameters<typeof workerOptions>[0];
}

function Names({ chosen, machines }: ChoiceProps) {
  return (
    <div role="group" aria-label="Computers" className="flex flex-col gap-1.5">
      {workerOptions(machines, chosen).names.map(({ name, text, note }) => (
        <Checkbox
          key={name}
          label={<bdi>{text}</bdi>}
          hint={note}
          checked={chosen.names.includes(name)}
          onChange={() => {
            chooseOptions({ workers: { ...chosen, names: toggled(chosen.names, name) } });
          }}
        />
      ))}
    </div>
  );
}

function Labels({ chosen, machines }: ChoiceProps) {
  const { labels } = workerOptions(machines, chosen);
  if (labels.length === 0) return null;
  return (
    <div role="group" aria-label="Labels" className="flex flex-col gap-1.5">
      <h3 className="text-sm text-muted">With the labels</h3>
      <div className="flex flex-wrap gap-1.5">
        {labels.map((label) => (
          <Chip
            key={label}
            on={chosen.labels.includes(label)}
            aria-pressed={chosen.labels.includes(label)}
            onClick={() => {
              chooseOptions({ workers: { ...chosen, labels: toggled(chosen.labels, label) } });
            }}
          >
            {label}
          </Chip>
        ))}
      </div>
    </div>
  );
}
