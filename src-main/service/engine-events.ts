import type { CacheService } from '../api/cache/cache-service.ts';
import type { EventHub } from '../api/events/event-hub.ts';
import type { JobService } from '../api/jobs/job-service.ts';
import type { Lanes } from '../api/live/lanes.ts';
import type { Monitor } from '../api/live/monitor.ts';
import type { Publisher } from '../api/live/publisher.ts';
import type { CoordinatorEvents } from '../coordinator/coordinator-events.ts';
import type { Autoscaler } from '../resources/autoscaler.ts';
import type { DiskGuard } from '../resources/disk-guard.ts';
import type { JobTraces } from '../tracing/job-traces.ts';

/** Who is told what happens to jobs. */
export interface EngineListeners {
  readonly monitor: Monitor;
  readonly autoscaler: Autoscaler;
  readonly disk: DiskGuard;
  readonly jobs: JobService;
  readonly publisher: Publisher;
  readonly cache: CacheService;
  readonly lanes: Lanes;
}

/** Tells all of them; they are made of the engine, and asked for only once something happens. */
export function engineEvents(
  events: EventHub,
  traces: JobTraces | undefined,
  listeners: () => EngineListeners,
): CoordinatorEvents {
  return {
    onProgress: (progress) => {
      const { monitor, publisher } = listeners();
      monitor.onProgress(progress);
      publisher.progress(progress);
    },
    onEnd: (job, progress) => {
      const { monitor, jobs, cache } = listeners();
      monitor.onEnd(job.id);
      jobs.noteCounts(job.id, progress.counts);
      cache.publish();
    },
    onJob: (job) => {
      const { jobs, autoscaler, publisher } = listeners();
      traces?.onJob(job);
      jobs.noteCounts(job.id, undefined); // they are told once more at its end
      if (job.state === 'running') autoscaler.look();
      publisher.job(job.id);
    },
    onStoreFull: () => {
      listeners().disk.noteFull();
    },
    onReading: (reading) => {
      listeners().lanes.note(reading);
    },
    ...(traces && {
      onSpan: (span) => {
        traces.onSpan(span);
      },
    }),
    wantsItems: (jobId) => events.wants('items', jobId),
    onItems: (jobId, items) => {
      events.publish({ kind: 'items', jobId, items: [...items] });
    },
    onExtractorSetAside: () => undefined, // the log has it, and the alerts
  };
}
