import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WorkerEvents } from '../../src-main/coordinator/ports.ts';
import { localWorkers } from '../../src-main/links/local-workers.ts';
import type { RuntimeProcess } from '../../src-worker/supervisor/launcher.ts';

const IGNORED: WorkerEvents = {
  onUp: () => undefined,
  onMessage: () => undefined,
  onDown: () => undefined,
  onFailure: () => undefined,
};

/** The slots of each process that is launched for so many slots in all. */
async function launchedFor(slots: number, starts = 1): Promise<number[]> {
  const launched: number[] = [];
  const launch = (count: number): RuntimeProcess => {
    launched.push(count);
    let onExit: (reason: string) => void = () => undefined;
    const exit = () => {
      onExit('it ended with code 0');
    };
    return {
      pid: undefined,
      post: () => undefined,
      onMessage: () => undefined,
      onExit: (listener) => {
        onExit = listener;
      },
      end: exit,
      kill: exit,
    };
  };
  const pool = localWorkers({ launch, slots, memoryLimitBytes: 1e9 });
  expect(pool.slots).toBe(slots);
  expect(launched).toEqual([]); // nothing is started before it is needed
  for (let times = 0; times < starts; times++) pool.start(IGNORED);
  await pool[Symbol.asyncDispose]();
  return launched;
}

describe('the workers of this computer', () => {
  test('have all slots, spread evenly over as few processes as will do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 256 }), async (slots) => {
        const launched = await launchedFor(slots);
        expect(launched.reduce((sum, count) => sum + count, 0)).toBe(slots);
        expect(launched).toHaveLength(Math.ceil(slots / 4));
        expect(Math.max(...launched) - Math.min(...launched)).toBeLessThanOrEqual(1);
        expect(Math.max(...launched)).toBeLessThanOrEqual(4);
      }),
    );
  });

  test('are started once, however often they are asked for', async () => {
    expect(await launchedFor(6, 3)).toEqual([3, 3]);
  });

  test('that were never needed are at an end at once', async () => {
    expect(await launchedFor(6, 0)).toEqual([]);
  });
});
