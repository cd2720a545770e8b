import type { Alert } from '../../src-protocol/contract/system.ts';
import type { AlertFacts, AlertLimits } from './alert-rules.ts';
import { findings } from './alert-rules.ts';
import type { DoneCount } from './failure-window.ts';
import { FailureWindow } from './failure-window.ts';
import { QueueGrowth } from './queue-growth.ts';

/** How things stand, as they are counted everywhere else. */
export interface AlertSnapshot extends Omit<AlertFacts, 'jobs' | 'queueIsGrowing'> {
  /** Jobs that are running, with all their files. */
  readonly jobs: readonly (DoneCount & { readonly jobId: number })[];
}

export interface AlertChange {
  readonly alert: Alert;
  readonly over: boolean;
}

/** Remembers from one look to the next what alerts there are, and tells when one begins and ends. */
export class AlertWatch {
  readonly #alerts = new Map<string, Alert>();
  readonly #queue = new QueueGrowth();
  #windows = new Map<number, FailureWindow>();

  /** Those that hold now, in their latest words, the oldest first. */
  get alerts(): Alert[] {
    return [...this.#alerts.values()];
  }

  /** To be called every second or two; returns what has begun and what has ended since. */
  look(snapshot: AlertSnapshot, limits: AlertLimits): AlertChange[] {
    const found = new Map(findings(this.#facts(snapshot, limits), limits).map((finding) => [finding.key, finding]));
    const changes: AlertChange[] = [];
    for (const [key, alert] of this.#alerts) {
      if (found.has(key)) continue;
      this.#alerts.delete(key);
      changes.push({ alert, over: true });
    }
    for (const { key, begins, ...words } of found.values()) {
      const before = this.#alerts.get(key);
      if (before === undefined && !begins) continue;
      const alert = before ?? { id: `${key}@${snapshot.nowMs.toString(36)}`, since: new Date(snapshot.nowMs).toISOString() };
      this.#alerts.set(key, { ...words, id: alert.id, since: alert.since });
      if (before === undefined) changes.push({ alert: { ...words, id: alert.id, since: alert.since }, over: false });
    }
    return changes;
  }

  #facts({ jobs, ...snapshot }: AlertSnapshot, limits: AlertLimits): AlertFacts {
    const windows = new Map(jobs.map(({ jobId }) => [jobId, this.#windows.get(jobId) ?? new FailureWindow()]));
    this.#windows = windows; // those of jobs that have ended are dropped
    const { waitingFiles, nowMs } = snapshot;
    return {
      ...snapshot,
      jobs: jobs.map(({ jobId, ...count }) => ({ jobId, last: windows.get(jobId)?.add(count) ?? count })),
      queueIsGrowing: this.#queue.add(waitingFiles, nowMs, limits.alerts.queueGrowingMinutes),
    };
  }
}
