import type { Machine } from '../../../src-protocol/contract/machines.ts';
import type { WorkerView } from '../../../src-protocol/contract/workers.ts';
import type { EventHub } from '../events/event-hub.ts';
import { ChangeFeed } from './change-feed.ts';

export function workerFeed(events: EventHub, list: () => readonly WorkerView[]): ChangeFeed<WorkerView> {
  return new ChangeFeed(events, {
    kind: 'worker',
    list,
    changed: (worker) => ({ kind: 'worker', worker }),
    gone: (workerId) => ({ kind: 'worker-gone', workerId }),
  });
}

export function machineFeed(events: EventHub, list: () => readonly Machine[]): ChangeFeed<Machine> {
  return new ChangeFeed(events, {
    kind: 'machine',
    list,
    changed: (machine) => ({ kind: 'machine', machine }),
    gone: (machineId) => ({ kind: 'machine-gone', machineId }),
  });
}
