import type { RuntimeView } from '../../src-worker/supervisor/runtime-view.ts';
import type { WorkerEvents } from '../coordinator/ports.ts';

/** Workers whose number changes while they work. Nothing is lost by it: who is to go finishes what it has. */
export interface ScalableWorkers extends AsyncDisposable {
  /** Starts workers if none are running yet, and reports them from then on. */
  start(events: WorkerEvents): void;
  /** Slots that there will be once all workers are up. */
  readonly slots: number;
  /** Slots of each runtime where there are as many as there may be; without those that a person has drained. */
  readonly layout: readonly number[];
  /** `draining`: stopped, but some still finish what they have. */
  readonly state: 'running' | 'draining' | 'stopped';
  /** All runtimes that there are, the oldest first. */
  runtimes(): RuntimeView[];

  /** How many are to work from now on, within the layout. More are started at once, fewer finish what they have first. */
  scale(runtimes: number): void;
  /** Another layout. Runtimes that do not fit into it are replaced; those that were drained may come back. */
  setLayout(layout: readonly number[]): void;
  /** A runtime with more resident memory finishes what it has and is replaced. */
  setMemoryLimit(bytes: number): void;
  /** Leases nothing more, and ends all runtimes once they have finished what they have. */
  stopWork(): void;
  /** Goes on after `stopWork`, with all that the last layout had. */
  startWork(): void;

  /** No more leases for it; its process stays. False where there is no such runtime, as for the next three. */
  pause(runtimeId: string): boolean;
  resume(runtimeId: string): boolean;
  /** It finishes what it has and ends. No other takes its place until the layout is set, or the work is started, anew. */
  drain(runtimeId: string): boolean;
  /** It finishes what it has, and a new process takes its place. */
  restart(runtimeId: string): boolean;
}
