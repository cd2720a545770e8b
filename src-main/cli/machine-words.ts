import type { MetaExtractClient } from '../../src-client/client.ts';
import type { Machine } from '../../src-protocol/contract/machines.ts';
import { bytes, count } from '../../src-protocol/model/words.ts';
import { CommandFault } from './exit.ts';
import { onOneLine } from './one-line.ts';
import { table } from './table.ts';

/** The computer of this name or id. Faults: CommandFault where there is none, or several of the name. */
export async function machineNamed(client: MetaExtractClient, name: string): Promise<Machine> {
  const { machines } = await client.machines.list();
  const found = machines.filter((machine) => machine.id === name || machine.name === name);
  if (found.length > 1) throw new CommandFault(`Several computers are called ${name}. Name one by its id.`);
  const [machine] = found;
  if (machine === undefined)
    throw new CommandFault(`No computer “${name}” is paired with this one. “metaextract workers” lists all.`);
  return machine;
}

export function machineTable(machines: readonly Machine[]): string {
  const rows = machines.map((machine) => [
    machine.name,
    machine.state,
    `${count(machine.busySlots)}/${count(machine.slots)}`,
    count(machine.filesPerS),
    count(machine.filesDone),
    count(machine.failures),
    bytes(machine.sentBytes),
    machine.delayMs === undefined ? '' : `${machine.delayMs.toFixed(1)} ms`,
    machine.labels.join(', '),
    machine.message ?? '',
  ]);
  return table(
    ['Computer', 'State', 'Slots', 'Files/s', 'Done', 'Failed', 'Sent', 'Delay', 'Labels', ''],
    rows,
    [2, 3, 4, 5, 6, 7],
  );
}

export function oneMachine({ name, state, slots, limits, message }: Machine): string {
  const used = limits.slots === undefined ? count(slots) : `${count(slots)} (of at most ${count(limits.slots)})`;
  return `${name} is ${state}, with ${used} slots at work${message === undefined ? '.' : `: ${onOneLine(message)}`}`;
}
