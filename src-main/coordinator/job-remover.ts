import { nextTurn } from './next-turn.ts';
import type { ItemStore, JobStore, Log, RecordStore } from './ports.ts';

export interface RemoverPorts {
  readonly items: Pick<ItemStore, 'removeSome'>;
  readonly jobs: Pick<JobStore, 'hide' | 'hidden' | 'remove'>;
  readonly records: Pick<RecordStore, 'removeUnheld'>;
  readonly log: Log;
}

/** Removes jobs with their items in short slices, between which everything else goes on. */
export class JobRemover implements AsyncDisposable {
  readonly #ports: RemoverPorts;
  #working: Promise<void> | undefined;
  #isClosed = false;

  constructor(ports: RemoverPorts) {
    this.#ports = ports;
  }

  /** From now on nobody sees the job; it is removed bit by bit, and at the next start where that is cut off. */
  remove(jobId: number): void {
    this.#ports.jobs.hide(jobId);
    this.goOn();
  }

  /** Goes on with what an earlier run of the program was removing. */
  goOn(): void {
    if (this.#ports.jobs.hidden().length === 0) return;
    this.#working ??= this.#removeAll()
      .catch((error: unknown) => {
        this.#ports.log.warn({ error: String(error) }, 'jobs.not-removed'); // hidden as they are, the next start tries again
      })
      .finally(() => {
        this.#working = undefined;
      });
  }

  /** Ends after the slice that is being removed. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await this.#working;
  }

  async #removeAll(): Promise<void> {
    for (let jobId = this.#next(); jobId !== undefined; jobId = this.#next()) {
      while (!this.#isClosed && this.#ports.items.removeSome(jobId)) await nextTurn();
      if (this.#isClosed) return;
      this.#ports.jobs.remove(jobId);
      this.#ports.log.info({ jobId }, 'job.removed');
    }
    if (!this.#isClosed) await this.#ports.records.removeUnheld();
  }

  #next(): number | undefined {
    return this.#isClosed ? undefined : this.#ports.jobs.hidden()[0];
  }
}
