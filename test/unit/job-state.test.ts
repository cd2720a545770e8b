import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JobEvent, JobState } from '../../src-protocol/model/job.ts';
import { JobState as JobStateSchema, nextJobState } from '../../src-protocol/model/job.ts';

const EVENTS = ['start', 'pause', 'interrupt', 'complete', 'cancel', 'fail'] as const satisfies readonly JobEvent[];
const anyEvents = fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 });

/** The same rules once more, by what a person may do with a job rather than by its states. */
class JobModel {
  ended = false;
  running = false;
  failed = false;

  allows(event: JobEvent): boolean {
    if (this.ended) return false;
    if (event === 'start') return !this.running;
    if (this.failed) return false;
    if (event === 'pause' || event === 'complete') return this.running;
    return true;
  }

  apply(event: JobEvent): void {
    this.running = event === 'start';
    this.failed = event === 'fail';
    this.ended = event === 'complete' || event === 'cancel';
  }
}

const STATE_AFTER: Readonly<Record<JobEvent, JobState>> = {
  start: 'running',
  pause: 'paused',
  interrupt: 'interrupted',
  complete: 'completed',
  cancel: 'cancelled',
  fail: 'failed',
};

describe('a job', () => {
  test('takes exactly the events that its model allows, in any sequence', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const model = new JobModel();
        let state: JobState = 'queued';
        for (const event of events) {
          const next = nextJobState(state, event);
          expect(next, `${event} while ${state}`).toBe(model.allows(event) ? STATE_AFTER[event] : undefined);
          if (next === undefined) continue;
          model.apply(event);
          state = next;
        }
      }),
      { numRuns: 500 },
    );
  });

  test('stays as it is once it is complete or cancelled', () => {
    for (const state of ['completed', 'cancelled'] as const) {
      for (const event of EVENTS) expect(nextJobState(state, event)).toBeUndefined();
    }
  });

  test('can be started again after a failure, as its cause may be gone', () => {
    expect(nextJobState('failed', 'start')).toBe('running');
  });

  test('is complete only out of running', () => {
    const before = JobStateSchema.options.filter((state) => nextJobState(state, 'complete') !== undefined);
    expect(before).toEqual(['running']);
  });

  test('in a state that is none is a fault of the program', () => {
    expect(() => nextJobState('asleep' as JobState, 'start')).toThrow('unexpected value');
  });
});
