import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeIntake, found, SimulatedEngine } from './fakes/engine.ts';
import { namesUpTo } from './fakes/files.ts';
import type { Reading, SimulatedMachine } from './fakes/simulated-workers.ts';
import { simulatedMachine } from './fakes/simulated-workers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const anyMachine = fc.record({
  speed: fc.constantFrom(0.1, 0.5, 1, 3),
  delayMs: fc.constantFrom(0, 2, 80, 400),
  /** Undefined: it sees the files itself. */
  bytesPerMs: fc.option(fc.constantFrom(10, 100), { nil: undefined }),
  slots: fc.integer({ min: 1, max: 3 }),
  stalls: fc.boolean(),
});
const anyScene = fc.record({
  files: fc.integer({ min: 1, max: 200 }),
  largeEvery: fc.integer({ min: 4, max: 20 }),
  fileMs: fc.constantFrom(0.1, 5, 60),
  localSlots: fc.integer({ min: 0, max: 2 }),
  machines: fc.array(anyMachine, { minLength: 1, maxLength: 4 }),
  strategy: fc.constantFrom('dynamic' as const, 'least-busy' as const, 'round-robin' as const),
  cuts: fc.array(fc.record({ atMs: fc.nat(4_000), which: fc.nat(9), kill: fc.boolean() }), { maxLength: 3 }),
});

test('whatever computers do, every file has one result, no link that breaks is held against a file, and the job ends', async () => {
  await fc.assert(
    fc.asyncProperty(anyScene, async ({ files, largeEvery, fileMs, localSlots, machines, strategy, cuts }) => {
      const names = namesUpTo(files);
      const others: (SimulatedMachine | undefined)[] = machines.map(({ speed, delayMs, bytesPerMs }, at) =>
        simulatedMachine(`m${at}`, {
          speed,
          delayMs,
          ...(bytesPerMs === undefined ? {} : { transferMs: (_, sizeBytes) => sizeBytes / bytesPerMs }),
        }),
      );
      // for good, and never all: somebody has to do the work
      const mayStall = localSlots > 0 ? machines : machines.slice(1);
      const stalled = new Set(
        machines.flatMap((each, at) => (each.stalls && mayStall.includes(each) ? [`m${at}`] : [])),
      );
      const read = (_path: string, _times: number, worker: string): Reading => {
        const [machine = ''] = worker.split('/');
        return { ms: stalled.has(machine) ? 1e9 : fileMs, end: 'ok' };
      };
      const sizes = names.map((_, at) => (at % largeEvery === 0 ? 50_000 : 500));
      await using engine = new SimulatedEngine({
        intake: fakeIntake([[{ ...found(names), sizes }]]),
        workers: [...(localSlots > 0 ? [localSlots] : []), ...machines.map(({ slots }) => slots)],
        machines: [...(localSlots > 0 ? [undefined] : []), ...others],
        read,
      });
      engine.coordinator.configure({ strategy });
      const { id } = engine.run();
      // a kill makes suspects: who is killed at both lone reads of one cannot be told from it, and who stalls with one alone
      // ends by the time limit of real workers
      let kills = 0;
      for (const { atMs, which, kill } of cuts) {
        const isKill = kill && kills === 0 && stalled.size === 0;
        if (isKill) kills += 1;
        setTimeout(() => {
          const worker = engine.workers.running[which % engine.workers.running.length];
          if (worker !== undefined) engine.workers[isKill ? 'kill' : 'cut'](worker);
        }, atMs);
      }
      const { job, progress } = await engine.settle(1_200_000);
      expect(job).toMatchObject({ id, state: 'completed' });
      expect(progress.counts).toMatchObject({ found: files, done: files, extracted: files, failed: 0 });
      if (kills === 0) for (const { finished } of engine.store.rows.values()) expect(finished?.attempts).toBe(1);
      for (const { lease } of engine.workers.leases)
        expect(new Set(lease.items.map(({ itemId }) => itemId)).size).toBe(lease.items.length);
    }),
    { numRuns: 100 },
  );
}, 120_000);
