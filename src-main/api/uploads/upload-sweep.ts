import type { Log } from '../../coordinator/ports.ts';
import type { UploadSpool } from './upload-spool.ts';

const SWEEP_INTERVAL_MS = 3_600_000;

/** Drops uploads that are too old: at the start, while all else goes on, and every hour. */
export class UploadSweep implements Disposable {
  readonly #timer: NodeJS.Timeout;

  constructor(uploads: Pick<UploadSpool, 'sweep'>, log: Log) {
    const sweep = () => {
      uploads.sweep().catch((error: unknown) => {
        log.warn({ error: String(error) }, 'uploads.not-swept'); // tried again an hour later
      });
    };
    sweep();
    this.#timer = setInterval(sweep, SWEEP_INTERVAL_MS).unref();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
