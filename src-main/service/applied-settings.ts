import type { z } from 'zod';
import type { Scale } from '../../src-protocol/contract/cluster.ts';
import type { Settings } from '../../src-protocol/contract/settings.ts';
import type { SettingsFile } from '../config/settings-file.ts';
import type { Coordinator } from '../coordinator/coordinator.ts';
import { scalableLayout } from '../../src-worker/supervisor/runtime-layout.ts';
import type { ScalableWorkers } from '../links/scalable-workers.ts';

/** The settings of the queue and of the runtimes, put into effect whenever they change. */
export class AppliedSettings implements Disposable {
  readonly #settings: SettingsFile;
  readonly #coordinator: Pick<Coordinator, 'configure'>;
  readonly #workers: Pick<ScalableWorkers, 'layout' | 'setLayout' | 'setMemoryLimit'>;
  readonly #listening: Disposable;
  /** As it was set last; the workers' own lacks what a person has drained. */
  #layout: readonly number[];

  constructor(
    settings: SettingsFile,
    coordinator: Pick<Coordinator, 'configure'>,
    workers: Pick<ScalableWorkers, 'layout' | 'setLayout' | 'setMemoryLimit'>,
  ) {
    this.#settings = settings;
    this.#coordinator = coordinator;
    this.#workers = workers;
    this.#layout = workers.layout;
    this.#apply(settings.get());
    this.#listening = settings.onChange((changed) => {
      this.#apply(changed);
    });
  }

  /** Sets how many runtimes there may be, and keeps it. Those that were drained may come back, also where nothing changes. */
  setScale({ minRuntimes, maxRuntimes }: z.infer<typeof Scale>): void {
    const before = this.#layout;
    this.#settings.change({ runtimes: { min: minRuntimes, max: maxRuntimes } });
    if (this.#layout === before) this.#workers.setLayout(before);
  }

  [Symbol.dispose](): void {
    this.#listening[Symbol.dispose]();
  }

  #apply({ queue, watch, runtimes }: Settings): void {
    this.#coordinator.configure({
      ageingMs: queue.ageingMinutes * 60_000,
      strategy: queue.strategy,
      settleMs: watch.settleS * 1_000,
      lookEveryMs: watch.lookEveryS * 1_000,
    });
    this.#workers.setMemoryLimit(runtimes.memoryLimitBytes);
    const layout = scalableLayout(runtimes);
    if (layout.join() === this.#layout.join()) return; // a runtime that a person has drained stays away
    this.#layout = layout;
    this.#workers.setLayout(layout);
  }
}
