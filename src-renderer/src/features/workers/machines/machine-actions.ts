import type { Machine } from '../../../../../src-protocol/contract/machines.ts';
import type { MachineLimits } from '../../../../../src-protocol/model/machine-limits.ts';
import type { Client } from '../../../bridge/connection.ts';
import { api } from '../../../state/connection.ts';
import { dropMachine, putMachine } from '../../../state/system.ts';
import { notify, notifyFault } from '../../../state/toasts.ts';

export async function pauseMachine(machine: Machine): Promise<void> {
  await change(`${machine.name} could not be paused`, ({ machines }) => machines.pause({ id: machine.id }));
}

export async function resumeMachine(machine: Machine): Promise<void> {
  await change(`${machine.name} could not be resumed`, ({ machines }) => machines.resume({ id: machine.id }));
}

export async function drainMachine(machine: Machine): Promise<void> {
  await change(`${machine.name} could not be drained`, ({ machines }) => machines.drain({ id: machine.id }));
}

export async function setLimits(machine: Machine, limits: MachineLimits): Promise<void> {
  const { id, name } = machine;
  const isDone = await change(`The limits of ${name} could not be changed`, ({ machines }) =>
    machines.setLimits({ id, limits }),
  );
  if (!isDone) return;
  notify(`Saved: the limits of ${name}.`, {
    text: 'Undo',
    run: () =>
      void change(`The limits of ${name} could not be changed`, ({ machines }) =>
        machines.setLimits({ id, limits: machine.limits }),
      ),
  });
}

export async function removeMachine({ id, name }: Machine): Promise<void> {
  try {
    await api().machines.remove({ id });
  } catch (error) {
    notifyFault(`${name} could not be removed`, error);
    return;
  }
  dropMachine(id);
  notify(`${name} is removed. To have it back, pair it again with a new code.`);
}

async function change(fault: string, call: (client: Client) => Promise<Machine>): Promise<boolean> {
  try {
    putMachine(await call(api()));
    return true;
  } catch (error) {
    notifyFault(fault, error);
    return false;
  }
}
