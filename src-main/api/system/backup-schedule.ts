import type { Log } from '../../coordinator/ports.ts';
import type { Backups } from './backups.ts';

const LOOK_INTERVAL_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Makes a backup whenever the newest one is as old as is set; one that fails is tried again a minute later. */
export class BackupSchedule implements AsyncDisposable {
  readonly #backups: Backups;
  readonly #settings: () => { readonly everyHours: number; readonly keep: number };
  readonly #nowMs: () => number;
  readonly #log: Log;
  readonly #timer: NodeJS.Timeout;
  #making: Promise<void> | undefined;

  constructor(
    backups: Backups,
    settings: () => { readonly everyHours: number; readonly keep: number },
    nowMs: () => number,
    log: Log,
  ) {
    this.#backups = backups;
    this.#settings = settings;
    this.#nowMs = nowMs;
    this.#log = log;
    this.#timer = setInterval(() => {
      this.look();
    }, LOOK_INTERVAL_MS).unref();
  }

  look(): void {
    const { everyHours, keep } = this.#settings();
    if (everyHours === 0 || this.#making !== undefined) return;
    this.#making = this.#makeIfDue(everyHours, keep).finally(() => {
      this.#making = undefined;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#making;
  }

  async #makeIfDue(everyHours: number, keep: number): Promise<void> {
    try {
      const newestMs = this.#backups.list()[0]?.atMs ?? -Infinity;
      if (this.#nowMs() - newestMs < everyHours * HOUR_MS) return;
      const { name, bytes } = await this.#backups.make(keep);
      this.#log.info({ name, bytes }, 'backup.made');
    } catch (error) {
      this.#log.error({ error: String(error) }, 'backup.failed');
    }
  }
}
