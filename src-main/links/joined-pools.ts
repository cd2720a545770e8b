import type { Log, WorkerEvents, WorkerPool } from '../coordinator/ports.ts';
import type { LanWorkers } from './lan/lan-workers.ts';
import type { ScalableWorkers } from './scalable-workers.ts';

/** The workers of this computer and those of others, as one pool. */
export function joinPools(
  local: Pick<ScalableWorkers, 'start' | typeof Symbol.asyncDispose>,
  lan: Pick<LanWorkers, keyof WorkerPool | 'hasWorkers'>,
  log: Log,
): WorkerPool {
  return {
    start: (events, here) => {
      lan.start(events);
      if (here) local.start(failingOnlyAlone(events, lan, log));
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
    onMayTakeMore: () => {
      events.onMayTakeMore();
    },
    onFailure: (reason) => {
      if (lan.hasWorkers) log.error({ reason }, 'worker.none-here');
      else events.onFailure(reason);
    },
  };
}
