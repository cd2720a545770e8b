import { LOCAL_WORKERS, type WorkerChoice } from '../../../../src-protocol/model/worker-choice.ts';

/** What can be chosen by name or label. */
export interface WorkerOptions {
  /** As they stand in a choice, and as people call them. */
  readonly names: readonly { readonly name: string; readonly text: string; readonly note?: string }[];
  readonly labels: readonly string[];
}

interface PairedMachine {
  readonly name: string;
  readonly labels: readonly string[];
}

const byText = new Intl.Collator(undefined, { numeric: true });

/** This computer first, then the paired ones, then those that were chosen and are not paired any more. */
export function workerOptions(machines: readonly PairedMachine[], chosen: WorkerChoice): WorkerOptions {
  const paired = machines.map(({ name }) => name).sort(byText.compare);
  const gone = chosen.names.filter((name) => name !== LOCAL_WORKERS && !paired.includes(name));
  const labels = new Set([...machines.flatMap((machine) => machine.labels), ...chosen.labels]);
  return {
    names: [
      { name: LOCAL_WORKERS, text: 'This computer' },
      ...paired.map((name) => ({ name, text: name })),
      ...gone.map((name) => ({ name, text: name, note: 'not paired' })),
    ],
    labels: [...labels].sort(byText.compare),
  };
}

/** Whether it is one: a choice of nothing means all. */
export function isChoice({ names, labels }: WorkerChoice): boolean {
  return names.length > 0 || labels.length > 0;
}

/** `all`, `this computer, attic`, `attic, or labelled raw and fast`. */
export function choiceWords({ names, labels }: WorkerChoice): string {
  const named = inShort(names.map((name) => (name === LOCAL_WORKERS ? 'this computer' : name)));
  const labelled = labels.length === 0 ? '' : `labelled ${labels.join(' and ')}`;
  if (named === '') return labelled === '' ? 'all' : labelled;
  return labelled === '' ? named : `${named}, or ${labelled}`;
}

/** The list with one thing more, or without it. */
export function toggled(list: readonly string[], one: string): string[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
}

const NAMED = 2;

function inShort(texts: readonly string[]): string {
  const named = texts.slice(0, NAMED).join(', ');
  return texts.length > NAMED ? `${named} and ${texts.length - NAMED} more` : named;
}
