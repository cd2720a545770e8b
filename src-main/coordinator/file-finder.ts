import type { Gate } from './gate.ts';
import type { Clock, FoundFiles, Intake, JobSpan, StoredJob } from './ports.ts';
import type { QueueSettings } from './queue-settings.ts';
import { SettledFiles } from './settled-files.ts';

export interface FinderPorts {
  readonly intake: Intake;
  readonly clock: Clock;
  readonly gate: Pick<Gate, 'passed'>;
  readonly arrival: Pick<Gate, 'passed'>;
  readonly settings: () => QueueSettings;
  readonly onSpan?: ((span: JobSpan) => void) | undefined;
}

export interface FinderEvents {
  onFound(files: readonly FoundFiles[]): void;
  /** Everything that is there has been found. */
  onLooked(): void;
  onFault(error: unknown): void;
}

/** Between two looks through a watched folder there is so many times the time that a look takes: a large one costs little. */
const REST_PER_LOOK = 4;
const SHORTEST_REST_MS = 50;

/**
 * Finds the files of a job: once, or where it watches its folders again and again. Each look goes through all of them: what
 * systems tell of changes differs, is cut off at a limit, and is silent on network shares.
 */
export class FileFinder {
  readonly #ports: FinderPorts;
  readonly #job: StoredJob;
  readonly #events: FinderEvents;
  readonly #signal: AbortSignal;
  readonly #settled: SettledFiles;
  #listFile: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lookedAtMs = 0;
  #lookTookMs = 0;
  #isPaused = false;
  #isOverdue = false;

  constructor(ports: FinderPorts, job: StoredJob, events: FinderEvents, signal: AbortSignal) {
    this.#ports = ports;
    this.#job = job;
    this.#events = events;
    this.#signal = signal;
    this.#settled = new SettledFiles(job.spec.sources);
    signal.addEventListener('abort', () => {
      clearTimeout(this.#timer);
    });
  }

  /** Begins to look. `listFile` holds the job's listed sources. */
  start(listFile: string | undefined): void {
    this.#listFile = listFile;
    this.#look();
  }

  /** A look that has begun goes on, and none begins. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    if (!this.#isOverdue) return;
    this.#isOverdue = false;
    this.#look();
  }

  /** The settings have changed. */
  reschedule(): void {
    if (this.#timer !== undefined) this.#schedule();
  }

  #look(): void {
    const beganAtMs = performance.now();
    this.#settled.begin();
    this.#ports.intake
      .crawl({ spec: this.#job.spec, listFile: this.#listFile }, (files) => this.#take(files), this.#signal)
      .then(() => {
        if (this.#signal.aborted) return;
        this.#lookedAtMs = performance.now();
        this.#lookTookMs = this.#lookedAtMs - beganAtMs;
        const { id: jobId } = this.#job;
        this.#ports.onSpan?.({ jobId, name: 'crawl', beganAtMs, endedAtMs: this.#lookedAtMs, attributes: {} });
        this.#events.onLooked();
        if (this.#job.spec.watch) this.#schedule();
      })
      .catch((error: unknown) => {
        this.#events.onFault(error);
      });
  }

  async #take(files: readonly FoundFiles[]): Promise<void> {
    await this.#ports.gate.passed;
    await this.#ports.arrival.passed;
    if (this.#signal.aborted) return;
    const taken = this.#job.spec.watch
      ? this.#settled.pick(files, this.#ports.clock.nowMs(), this.#ports.settings().settleMs)
      : files;
    if (taken.length > 0) this.#events.onFound(taken);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#signal.aborted) return;
    const settlesInMs = this.#settled.nextDueMs - this.#ports.clock.nowMs();
    const restMs = Math.max(
      SHORTEST_REST_MS,
      this.#lookTookMs * REST_PER_LOOK,
      Math.min(this.#ports.settings().lookEveryMs, settlesInMs),
    );
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        if (this.#isPaused) this.#isOverdue = true;
        else this.#look();
      },
      Math.max(0, restMs - (performance.now() - this.#lookedAtMs)),
    );
  }
}
