import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JobEvent, JobState } from '../../src-protocol/model/job.ts';
import { hasEnded, JobState as JobStateSchema, nextJobState } from '../../src-protocol/model/job.ts';

const EVENTS = [
  'start',
  'pause',
  'interrupt',
  'complete',
  'cancel',
  'fail',
  'retry',
] as const satisfies readonly JobEvent[];
const anyEvents = fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 });

/** The same rules once more, by what a person may do with a job rather than by its states. */
class JobModel {
  begun = false;
  ended = false;
  running = false;
  paused = false;
  failed = false;

  allows(event: JobEvent): boolean {
    if (event === 'retry') return this.begun; // before it has begun, nothing can have failed
    if (this.ended) return false;
    if (event === 'start') return !this.running;
    if (this.failed) return false;
    if (event === 'pause' || event === 'complete') return this.running;
    return true;
  }

  /** Returns the state that the job is in after it. */
  apply(event: JobEvent): JobState {
    const stays = this.paused && (event === 'interrupt' || event === 'retry');
    this.begun = true;
    this.running = event === 'start' || (event === 'retry' && !stays);
    this.paused = event === 'pause' || stays;
    this.failed = event === 'fail';
    this.ended = event === 'complete' || event === 'cancel';
    return stays ? 'paused' : STATE_AFTER[event];
  }
}

const STATE_AFTER: Readonly<Record<JobEvent, JobState>> = {
  start: 'running',
  pause: 'paused',
  interrupt: 'interrupted',
  complete: 'completed',
  cancel: 'cancelled',
  fail: 'failed',
  retry: 'running',
};

describe('a job', () => {
  test('takes exactly the events that its model allows, in any sequence', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const model = new JobModel();
        let state: JobState = 'queued';
        for (const event of events) {
          const next = nextJobState(state, event);
          expect(next, `${event} while ${state}`).toBe(model.allows(event) ? model.apply(event) : undefined);
          state = next ?? state;
        }
      }),
      { numRuns: 500 },
    );
  });

  test('stays as it is once it is complete or cancelled, unless files of it are to be read once more', () => {
    for (const state of ['completed', 'cancelled'] as const) {
      for (const event of EVENTS) expect(nextJobState(state, event)).toBe(event === 'retry' ? 'running' : undefined);
    }
  });

  test('that a person has paused is still paused after the end of the program', () => {
    expect(nextJobState('paused', 'interrupt')).toBe('paused');
  });

  test('has ended where nothing more comes of it by itself', () => {
    expect(JobStateSchema.options.filter(hasEnded)).toEqual(['completed', 'cancelled', 'failed']);
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
