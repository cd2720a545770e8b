import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StoredJob } from '../../src-main/coordinator/ports.ts';
import { Priority } from '../../src-protocol/model/job.ts';
import { folderIntake, found, SimulatedEngine } from './fakes/engine.ts';
import { MemoryStore } from './fakes/memory-store.ts';
import type { Reading } from './fakes/simulated-workers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What people, and bad luck, do to the queue. */
const anyStep = fc.record({
  what: fc.constantFrom(
    'submit',
    'submit',
    'submit',
    'pause',
    'resume',
    'cancel',
    'retry',
    'prioritise',
    'hold',
    'release',
    'kill worker',
    'restart',
  ),
  which: fc.nat(9),
  priority: fc.constantFrom(...Priority.options),
  limits: fc.constantFrom({}, { slots: 1 }, { bytesInFlight: 5_000 }, { slots: 3, bytesInFlight: 900 }),
  waitMs: fc.nat(600),
});

const MAX_JOBS = 5;
const FILES = 60;

/** Every seventh file cannot be read the first times. */
function read(path: string, times: number): Reading {
  const index = Number(/(\d+)\.jpg$/.exec(path)?.[1]);
  const isBroken = index % 7 === 0 && times <= 2;
  return { ms: 4 + (index % 5), end: isBroken ? { code: 'corrupt', message: 'half a file' } : 'ok' };
}

function engineOver(store: MemoryStore): SimulatedEngine {
  const names = Array.from({ length: FILES }, (_, index) => `${String(index).padStart(4, '0')}.jpg`);
  const engine = new SimulatedEngine({
    intake: folderIntake((source) => [found(names, source)]),
    store,
    workers: [2, 1],
    read,
  });
  engine.coordinator.configure({ ageingMs: 1_000 });
  return engine;
}

/** Does something to a job that its state may not allow: what is refused changes nothing. */
async function attempt(act: () => unknown): Promise<void> {
  try {
    await act();
  } catch (error) {
    expect(String(error)).toMatch(/Job \d+ is|being put back/);
  }
}

test('whatever is done to the queue, every job ends as it should, with one right result for every file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 30, size: 'max' }), async (steps) => {
      const store = new MemoryStore();
      store.sliceItems = 20;
      let engine = engineOver(store);
      const jobs: StoredJob[] = [];
      const pending: Promise<void>[] = [];
      for (const { what, which, priority, limits, waitMs } of steps) {
        const { coordinator, workers } = engine;
        const job = jobs[which % Math.max(1, jobs.length)];
        if (what === 'submit' && jobs.length < MAX_JOBS)
          jobs.push(engine.run({ sources: [`/${jobs.length}`], priority, limits, maxAttempts: 1 }));
        else if (what === 'hold') coordinator.hold('the disk is full');
        else if (what === 'release') coordinator.hold(undefined);
        else if (what === 'kill worker')
          workers.running.slice(0, 1).forEach((worker) => {
            workers.kill(worker);
          });
        else if (what === 'restart') {
          const ended = engine[Symbol.asyncDispose]();
          await vi.advanceTimersByTimeAsync(50);
          await ended;
          engine = engineOver(store);
          engine.coordinator.resumeAll();
        } else if (job !== undefined) {
          if (what === 'pause')
            await attempt(() => {
              coordinator.pause(job.id);
            });
          if (what === 'resume')
            await attempt(() => {
              coordinator.start(job.id);
            });
          if (what === 'cancel')
            await attempt(() => {
              coordinator.cancel(job.id);
            });
          if (what === 'prioritise')
            await attempt(() => {
              coordinator.setPriority(job.id, priority);
            });
          if (what === 'retry') pending.push(attempt(() => coordinator.retry(job.id, {})));
        }
        await vi.advanceTimersByTimeAsync(waitMs);
      }

      engine.coordinator.hold(undefined);
      await vi.advanceTimersByTimeAsync(100);
      await Promise.all(pending);
      for (const { id } of jobs) if (store.jobs.get(id)?.state === 'paused') engine.coordinator.start(id);
      await vi.advanceTimersByTimeAsync(60_000);
      for (const { id } of jobs) {
        const counts = store.items.counts(id);
        const state = store.jobs.get(id)?.state;
        expect(['completed', 'cancelled']).toContain(state);
        if (state === 'completed') expect(counts).toMatchObject({ found: FILES, done: FILES });
        expect(counts.extracted + counts.failed).toBe(counts.done);
        // a job that is cancelled while files are being put back in its queue is not told about once more
        const told = engine.ended.findLast(({ job }) => job.id === id);
        if (told?.job.state === 'completed' && state === 'completed') expect(told.progress.counts).toEqual(counts);
      }
      for (const { finished, name } of store.rows.values())
        if (finished?.result.fault !== undefined) expect(Number(name.slice(0, 4)) % 7).toBe(0);
      expect(engine.coordinator.leases().every(({ lease }) => lease === undefined)).toBe(true);
      await engine[Symbol.asyncDispose]();
    }),
    { numRuns: 60 },
  );
}, 120_000);
