import type { JobSpec } from '../../src-protocol/model/job.ts';
import type { WorkerChoice } from '../../src-protocol/model/worker-choice.ts';
import { isChosen, LOCAL_WORKERS } from '../../src-protocol/model/worker-choice.ts';
import type { WorkerMachine } from './ports.ts';

const ALL: WorkerChoice = { names: [], labels: [] };

/** Which workers may read which files of a job: choices by number, 0 for whatever is not assigned by its folder. */
export class WorkerChoices {
  readonly #choices: readonly WorkerChoice[];
  /** The longest first. */
  readonly #folders: readonly { readonly folder: string; readonly choice: number }[];
  #last = { folder: '', choice: 0 };

  constructor({ workers = ALL, assignments }: Pick<JobSpec, 'workers' | 'assignments'>) {
    const numbered = new Map<string, WorkerChoice>();
    const numberOf = (choice: WorkerChoice) => {
      const key = JSON.stringify([choice.names, choice.labels]);
      if (!numbered.has(key)) numbered.set(key, choice);
      return [...numbered.keys()].indexOf(key);
    };
    numberOf(workers);
    this.#folders = assignments
      .map((assigned) => ({ folder: withoutEnd(assigned.folder), choice: numberOf(assigned.workers) }))
      .sort((a, b) => b.folder.length - a.folder.length);
    this.#choices = [...numbered.values()];
  }

  /** Folders that are read by the same workers have the same choice. */
  get count(): number {
    return this.#choices.length;
  }

  /** Whether a machine, or this computer where it is undefined, may read anything of the job. */
  allowAny(machine: WorkerMachine | undefined): boolean {
    return this.#choices.some((_, choice) => this.allows(choice, machine));
  }

  /** The choice for the files of a folder. */
  of(folder: string): number {
    if (this.#folders.length === 0) return 0;
    if (folder !== this.#last.folder) {
      const fitting = this.#folders.find((assigned) => isUnder(folder, assigned.folder));
      this.#last = { folder, choice: fitting?.choice ?? 0 };
    }
    return this.#last.choice;
  }

  /** Whether a machine, or this computer where it is undefined, is one of the chosen. */
  allows(choice: number, machine: WorkerMachine | undefined): boolean {
    return isChosen(this.#choices[choice] ?? ALL, machine);
  }

  /** What is missing for files of these choices, in words, where none of the machines that are there may read any of them. */
  missing(choices: ReadonlySet<number>, there: readonly (WorkerMachine | undefined)[]): string | undefined {
    const isServed = [...choices].some((choice) => there.some((machine) => this.allows(choice, machine)));
    if (isServed || choices.size === 0) return undefined;
    const wanted = [...choices].map((choice) => this.#choices[choice] ?? ALL);
    const reasons = wanted.flatMap(({ names, labels }) => [
      ...names.map(absent),
      ...(labels.length > 0 ? [none(labels)] : []),
    ]);
    return reasons.length === 0 ? 'no worker is there' : [...new Set(reasons)].join(', ');
  }
}

function absent(name: string): string {
  return name === LOCAL_WORKERS ? 'this computer has no worker' : `${name} is not there`;
}

function none(labels: readonly string[]): string {
  return `none that is there has the ${labels.length === 1 ? 'label' : 'labels'} ${labels.join(' and ')}`;
}

function isUnder(folder: string, assigned: string): boolean {
  if (!folder.startsWith(assigned)) return false;
  const next = folder[assigned.length];
  return next === undefined || next === '/' || next === '\\';
}

function withoutEnd(folder: string): string {
  return folder.replace(/[/\\]+$/, '');
}
