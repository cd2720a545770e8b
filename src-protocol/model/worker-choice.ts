import { z } from 'zod';

/** What this computer's own workers are called wherever workers are chosen by name. */
export const LOCAL_WORKERS = 'local';

/** Which workers may be used: those with one of the names, or all of the labels. */
export const WorkerChoice = z.strictObject({
  names: z.array(z.string().min(1).max(100)).max(1_000).default([]).describe('of computers; “local” is this one'),
  labels: z.array(z.string().min(1).max(100)).max(100).default([]).describe('such as raw or fast'),
});
export type WorkerChoice = z.infer<typeof WorkerChoice>;

/** Which workers may read what lies under a folder, in the form of path-codec.ts. */
export const WorkerAssignment = z.strictObject({ folder: z.string().min(1).max(32_768), workers: WorkerChoice });
export type WorkerAssignment = z.infer<typeof WorkerAssignment>;

interface ChosenMachine {
  readonly name: string;
  readonly labels: readonly string[];
}

const HERE: ChosenMachine = { name: LOCAL_WORKERS, labels: [] };

/** Whether a machine, or this computer where it is undefined, is one of the chosen. A choice of nothing means all. */
export function isChosen({ names, labels }: WorkerChoice, machine: ChosenMachine = HERE): boolean {
  if (names.length === 0 && labels.length === 0) return true;
  if (names.includes(machine.name)) return true;
  return labels.length > 0 && labels.every((label) => machine.labels.includes(label));
}
