import type { LaunchRuntime } from '../../src-worker/supervisor/launcher.ts';
import { Supervisor } from '../../src-worker/supervisor/supervisor.ts';
import type { WorkerPool } from '../coordinator/ports.ts';

export interface LocalWorkersOptions {
  readonly launch: LaunchRuntime;
  /** Files that are read at the same time. */
  readonly slots: number;
  readonly memoryLimitBytes: number;
}

/** One Node process keeps so many ExifTool processes busy: it uses about an eighth of what they use. */
const SLOTS_PER_RUNTIME = 4;
const LOST_AFTER_MS = 10_000;
const RECYCLE_AFTER_FILES = 250_000;

/** The workers of this computer: slots spread evenly over as few processes as will do. They start when first asked for. */
export function localWorkers({ launch, slots, memoryLimitBytes }: LocalWorkersOptions): WorkerPool {
  let supervisor: Supervisor | undefined;
  return {
    slots,
    start: (events) => {
      supervisor ??= new Supervisor(
        {
          launch,
          runtimes: spread(slots),
          lostAfterMs: LOST_AFTER_MS,
          memoryLimitBytes,
          recycleAfterFiles: RECYCLE_AFTER_FILES,
        },
        events,
      );
    },
    [Symbol.asyncDispose]: async () => {
      await supervisor?.[Symbol.asyncDispose]();
      supervisor = undefined;
    },
  };
}

function spread(slots: number): number[] {
  const runtimes = Math.ceil(slots / SLOTS_PER_RUNTIME);
  return Array.from({ length: runtimes }, (_, index) => Math.floor((slots + index) / runtimes)).reverse();
}
