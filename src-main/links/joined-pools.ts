import type { Log, WorkerEvents, WorkerPool } from '../coordinator/ports.ts';
import type { LanWorkers } from './lan/lan-workers.ts';

/** The workers of this computer and those of others, as one pool. */
export function joinPools(
  local: WorkerPool,
  lan: Pick<LanWorkers, keyof WorkerPool | 'hasWorkers'>,
  log: Log,
): WorkerPool {
  return {
    start: (events) => {
      lan.start(events);
      local.start(failingOnlyAlone(events, lan, log));
    },
    get slots() {
      return local.slots + lan.slots;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([local[Symbol.asyncDispose](), lan[Symbol.asyncDispose]()]);
    },
  };
}

/** Where this computer cannot have workers, those of others go on. */
function failingOnlyAlone(events: WorkerEvents, lan: Pick<LanWorkers, 'hasWorkers'>, log: Log): WorkerEvents {
  return {
    onUp: (worker, extractors) => {
      events.onUp(worker, extractors);
    },
    onMessage: (worker, message) => {
      events.onMessage(worker, message);
    },
    onDown: (worker, reason, loss) => {
      events.onDown(worker, reason, loss);
    },
    onFailure: (reason) => {
      if (lan.hasWorkers) log.error({ reason }, 'worker.none-here');
      else events.onFailure(reason);
    },
  };
}
