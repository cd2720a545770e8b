import type { RuntimeView } from '../../../src-worker/supervisor/runtime-view.ts';

/** A runtime that is up, and of which nothing else is known. */
export function runtimeView(known: Partial<RuntimeView> = {}): RuntimeView {
  return {
    id: 'local-1',
    state: 'idle',
    message: undefined,
    isLeaving: false,
    isPaused: false,
    pid: 1,
    slots: 1,
    busySlots: 0,
    leases: 0,
    reading: [],
    extractors: [],
    rssBytes: 0,
    filesDone: 0,
    filesPerS: 0,
    bytesPerS: 0,
    failures: 0,
    restarts: 0,
    failuresInRow: 0,
    upSinceMs: 0,
    ...known,
  };
}
