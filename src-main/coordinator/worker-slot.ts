import type { FormatFamily } from '../../src-protocol/model/format.ts';
import type { Rival } from './done-earliest.ts';
import { bringMs, CLEARLY_SOONER, isDoneEarliestHere } from './done-earliest.ts';
import type { PlanAt, PlannedSoFar } from './lease-planner.ts';
import type { Worker, WorkerMachine } from './ports.ts';
import type { WaitingItem } from './waiting-files.ts';
import type { WorkerChoices } from './worker-choices.ts';

/** A worker of another computer that may take files instead. */
export interface CountedRival extends Rival {
  readonly worker: Worker;
  readonly rssBytes: number;
}

/** A place at a worker, as far as a job's leases are concerned. */
export interface WorkerSlot {
  readonly worker: Worker;
  readonly slot: number;
  readonly lastFamily: FormatFamily | undefined;
  readonly familiesElsewhere: ReadonlySet<FormatFamily>;
  /** Whether any slot of the worker has a lease. */
  readonly workerIsBusy: boolean;
  /** Resident memory of the worker's process, as it said last. */
  readonly workerRssBytes: number;
  /** Slots of all workers, each counted by its speed. */
  readonly slots: number;
  /** The same of other computers than the worker's. */
  readonly slotsElsewhere: number;
  /** 1 as this computer. */
  readonly speed: number;
  /** What reading all that it has will take. */
  readonly aheadMs: number;
  /** Workers of other computers that take leases; it costs a look at all places. */
  rivals(): readonly CountedRival[];
}

/** How a job's files go with a slot: which may be read there, and which had better wait for another computer. */
export class SlotFit implements PlanAt {
  readonly #to: WorkerSlot;
  readonly #choices: WorkerChoices;
  readonly #rssMaxBytes: number;
  readonly #queuedMs: number;
  #rivals: readonly CountedRival[] | undefined;
  readonly #rivalsByChoice = new Map<number, readonly CountedRival[]>();

  /** `queuedMs`: what waits altogether; workers that use more memory than `rssMaxBytes` get nothing of the job. */
  constructor(to: WorkerSlot, choices: WorkerChoices, rssMaxBytes: number, queuedMs: number) {
    this.#to = to;
    this.#choices = choices;
    this.#rssMaxBytes = rssMaxBytes;
    this.#queuedMs = queuedMs;
  }

  get speed(): number {
    return this.#to.speed;
  }

  allows(choice: number): boolean {
    return this.#choices.allows(choice, this.#to.worker.machine);
  }

  transferMs(item: WaitingItem, before: PlannedSoFar): number {
    const { machine } = this.#to.worker;
    const transferMs = machine?.transferMs(item.folder, item.sizeBytes) ?? 0;
    if (transferMs === Infinity || this.#to.slotsElsewhere === 0) return transferMs;
    const aheadMs = Math.max(this.#to.aheadMs, before.transferMs) + before.predictedMs / this.speed;
    const doneMs = Math.max(aheadMs, transferMs + (machine?.delayMs ?? 0)) + item.predictedMs / this.speed;
    // nobody comes to it before the others are through with what waits
    if (doneMs <= this.#queuedMs / this.#to.slotsElsewhere) return transferMs;
    const here = { machine, speed: this.speed, aheadMs };
    const rivals = this.#rivalsForChoice(this.#choices.of(item.folder));
    return isDoneEarliestHere(item, here, rivals, this.#queuedMs) ? transferMs : Infinity;
  }

  /** Whether files that somebody is too slow with should be read here as well, and not at another that may take them over. */
  takesOver(items: readonly WaitingItem[], mayTakeOver: (worker: Worker) => boolean): boolean {
    const here = allMs(items, this.#to.worker.machine, this.speed);
    if (here === Infinity || !items.every(({ folder }) => this.allows(this.#choices.of(folder)))) return false;
    const choices = [...new Set(items.map(({ folder }) => this.#choices.of(folder)))];
    const rivals = this.#rivalsFor(choices).filter(({ worker }) => mayTakeOver(worker));
    return rivals.every(
      ({ machine, speed, aheadMs, slots }) => aheadMs / slots + allMs(items, machine, speed) >= here * CLEARLY_SOONER,
    );
  }

  #rivalsForChoice(choice: number): readonly CountedRival[] {
    const known = this.#rivalsByChoice.get(choice);
    if (known !== undefined) return known;
    const rivals = this.#rivalsFor([choice]);
    this.#rivalsByChoice.set(choice, rivals);
    return rivals;
  }

  #rivalsFor(choices: readonly number[]): readonly CountedRival[] {
    this.#rivals ??= this.#to.rivals().filter(({ rssBytes }) => rssBytes <= this.#rssMaxBytes);
    return this.#rivals.filter(({ machine }) => choices.every((choice) => this.#choices.allows(choice, machine)));
  }
}

/** What bringing and reading files one after another takes. */
function allMs(items: readonly WaitingItem[], machine: WorkerMachine | undefined, speed: number): number {
  return items.reduce((sum, item) => sum + bringMs(machine, item) + item.predictedMs / speed, 0);
}
