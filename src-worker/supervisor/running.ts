import type { FromWorker, ToWorker } from '../../src-protocol/messages/worker.ts';
import type { ExtractorDescription } from '../../src-protocol/model/extraction.ts';
import type { RuntimeProcess } from './launcher.ts';
import type { ReadFile } from './runtime-view.ts';

/** A process in a place, and what it was given and has said. */
export class Running {
  readonly process: RuntimeProcess;
  readonly startedAtMs = performance.now();
  heardAtMs = performance.now();
  /** Once it has said hello. */
  up: { readonly sinceMs: number; readonly extractors: readonly ExtractorDescription[] } | undefined;
  /** Whether it was ended from here. */
  isKilled = false;
  rssBytes = 0;
  filesDone = 0;
  reading: readonly ReadFile[] = [];
  readonly #leases = new Set<number>();

  constructor(process: RuntimeProcess) {
    this.process = process;
  }

  get leases(): number {
    return this.#leases.size;
  }

  kill(): void {
    this.isKilled = true;
    this.process.kill();
  }

  send(message: ToWorker): void {
    if (message.kind === 'lease') this.#leases.add(message.lease.leaseId);
    this.process.post(message);
  }

  hear(message: FromWorker): void {
    switch (message.kind) {
      case 'hello':
        this.up = { sinceMs: Date.now(), extractors: message.extractors };
        break;
      case 'beat':
        this.rssBytes = message.rssBytes;
        this.reading = message.slots.flatMap(({ slot, itemId }) => this.#readFile(slot, itemId));
        break;
      case 'results':
        this.filesDone += message.results.length;
        break;
      case 'lease-done':
        this.#leases.delete(message.leaseId);
        break;
      default:
        break; // what else it says is for others
    }
  }

  #readFile(slot: number, itemId: number | undefined): ReadFile[] {
    if (itemId === undefined) return [];
    const before = this.reading.find((file) => file.slot === slot && file.itemId === itemId);
    return [before ?? { slot, itemId, sinceMs: Date.now() }];
  }
}
