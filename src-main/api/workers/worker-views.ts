import type { WorkerView } from '../../../src-protocol/contract/workers.ts';
import { displayPath } from '../../../src-protocol/model/path-codec.ts';
import type { RuntimeView } from '../../../src-worker/supervisor/runtime-view.ts';
import type { SlotLease } from '../../coordinator/places.ts';

/** A runtime of this computer, or of another that is named by its id. */
export type SeenRuntime = RuntimeView & { readonly machine?: string };

/** Runtimes with what the coordinator has given to their slots, as callers see them. */
export function workerViews(
  runtimes: readonly SeenRuntime[],
  leases: readonly SlotLease[],
  nowMs: number,
): WorkerView[] {
  return runtimes.map((runtime) => ({
    id: runtime.id,
    ...(runtime.machine === undefined ? { kind: 'local' } : { kind: 'remote', machine: runtime.machine }),
    state: runtime.state,
    ...(runtime.message === undefined ? {} : { message: runtime.message }),
    ...(runtime.pid === undefined ? {} : { pid: runtime.pid }),
    slots: slotsOf(
      leases.filter(({ worker }) => worker === runtime.id),
      nowMs,
    ),
    extractors: [...runtime.extractors],
    rssBytes: runtime.rssBytes,
    filesDone: runtime.filesDone,
    filesPerS: runtime.filesPerS,
    bytesPerS: runtime.bytesPerS,
    failures: runtime.failures,
    restarts: runtime.restarts,
    ...(runtime.upSinceMs === undefined ? {} : { upSince: new Date(runtime.upSinceMs).toISOString() }),
  }));
}

function slotsOf(leases: readonly SlotLease[], nowMs: number): WorkerView['slots'] {
  return leases.map(({ slot, lease }) => {
    if (lease === undefined) return { slot };
    const { leaseId, jobId, family, files, currentPath, runningForMs, predictedMs } = lease;
    return {
      slot,
      lease: {
        leaseId,
        jobId,
        family,
        files,
        ...(currentPath === undefined ? {} : { currentPath: displayPath(currentPath) }),
        startedAt: new Date(nowMs - runningForMs).toISOString(),
        predictedMs,
      },
    };
  });
}
