import type { StoredJob } from '../../../src-main/coordinator/ports.ts';
import type { JobSpec } from '../../../src-protocol/model/job.ts';
import { type EngineOptions, folderIntake, found, SimulatedEngine } from './engine.ts';
import { namesUpTo } from './files.ts';
import type { MemoryStore } from './memory-store.ts';
import type { Reading, SimulationOptions } from './simulated-workers.ts';

interface QueueOptions extends Partial<SimulationOptions>, Pick<EngineOptions, 'listFileOf'> {
  /** Files in each source. */
  readonly files?: number;
  readonly sizeBytes?: number;
  readonly store?: MemoryStore;
}

/** An engine in which each source is a folder of its own, so that it can be told whose files are read. */
export class Queue extends SimulatedEngine {
  constructor({ files = 2_000, sizeBytes = 1_000, workers = [2], read = quick, ...more }: QueueOptions = {}) {
    const filesOf = (source: string) => [
      { ...found(namesUpTo(files), source), sizes: new Array(files).fill(sizeBytes) },
    ];
    super({ intake: folderIntake(filesOf), workers, read, ...more });
  }

  submit(source: string, spec: Partial<JobSpec> = {}): StoredJob {
    return this.run({ sources: [source], ...spec });
  }

  readsOf(source: string): number {
    return readsBelow(this, source);
  }

  leasesOf(source: string): number {
    return this.workers.leases.filter(({ lease }) => lease.items[0]?.path.startsWith(`${source}/`)).length;
  }

  get worker() {
    const [worker] = this.workers.running;
    if (worker === undefined) throw new Error('no worker is up');
    return worker;
  }
}

/** Files of a source that were begun to be read. */
export function readsBelow(engine: SimulatedEngine, source: string): number {
  return [...engine.workers.reads].filter(([path]) => path.startsWith(`${source}/`)).length;
}

export const quick = (): Reading => ({ ms: 10, end: 'ok' });
