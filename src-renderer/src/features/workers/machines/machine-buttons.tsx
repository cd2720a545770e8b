import { Gauge, MoreHorizontal, Trash2 } from 'lucide-react';
import type { Machine } from '../../../../../src-protocol/contract/machines.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { Action } from '../action.tsx';
import { pauseMachine, resumeMachine } from './machine-actions.ts';

/** What is asked about a machine before or while something is done with it. */
export type MachineQuestion = 'drain' | 'folders' | 'limits' | 'log' | 'remove';

interface MachineButtonsProps {
  readonly machine: Machine;
  readonly onAsk: (question: MachineQuestion) => void;
}

/** States out of which only a person takes it. */
const HELD: readonly Machine['state'][] = ['paused', 'draining', 'set-aside'];

export function MachineButtons({ machine, onAsk }: MachineButtonsProps) {
  const asks = (question: MachineQuestion) => () => {
    onAsk(question);
  };
  return (
    <div role="group" aria-label={`Actions for ${machine.name}`} className="mt-auto flex flex-wrap gap-0.5 pt-3">
      {HELD.includes(machine.state) ? (
        <Action tip="It gets files again" text="Resume" onClick={() => void resumeMachine(machine)} />
      ) : (
        <Action
          tip="It finishes what it has, and gets nothing more until it is resumed"
          text="Pause"
          disabled={machine.state === 'refused'}
          onClick={() => void pauseMachine(machine)}
        />
      )}
      <Action
        tip="It finishes what it has, and its processes end"
        text="Drain"
        quiet
        disabled={machine.state === 'draining' || machine.state === 'refused'}
        onClick={asks('drain')}
      />
      <Action tip="Where it sees the folders of this computer" text="Folders" quiet onClick={asks('folders')} />
      <Action tip="The last lines of its own log" text="Log" quiet onClick={asks('log')} />
      <Menu
        align="end"
        items={[
          { id: 'limits', text: 'Limits…', icon: Gauge, onSelect: asks('limits') },
          { id: 'remove', text: 'Remove…', icon: Trash2, danger: true, separator: true, onSelect: asks('remove') },
        ]}
      >
        <IconButton icon={MoreHorizontal} label={`More for ${machine.name}`} className="ml-auto" />
      </Menu>
    </div>
  );
}
