import type { WorkerView } from '../../../src-protocol/contract/workers.ts';

/** A worker that is busy, and of which nothing else is known. */
export function worker(known: Partial<WorkerView> = {}): WorkerView {
  return {
    id: 'local-1',
    kind: 'local',
    state: 'busy',
    slots: [],
    extractors: [],
    rssBytes: 0,
    filesDone: 0,
    filesPerS: 0,
    bytesPerS: 0,
    failures: 0,
    restarts: 0,
    ...known,
  };
}
