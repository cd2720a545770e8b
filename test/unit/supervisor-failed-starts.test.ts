import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PROTOCOL_VERSION } from '../../src-protocol/messages/worker.ts';
import { beat, HELLO, Watched } from './fakes/watched-supervisor.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('failed starts', () => {
  test('stop nothing while another runtime is up, and go on with longer and longer waits', async () => {
    const watched = new Watched({ runtimes: [1, 1] });
    watched.processes[0]?.say(HELLO);
    for (let times = 0; times < 12; times++) {
      watched.last.exit();
      await vi.advanceTimersByTimeAsync(6_000);
      watched.processes[0]?.say(beat());
      await vi.advanceTimersByTimeAsync(6_100);
      watched.processes[0]?.say(beat());
    }
    expect(watched.failures).toEqual([]);
    expect(watched.processes).toHaveLength(14);
    expect(watched.view('local-2').failuresInRow).toBe(12);
  });

  test('are a failure once the last runtime that was well fails as well', async () => {
    const watched = new Watched({ runtimes: [1, 1] });
    const [well] = watched.processes;
    well?.say(HELLO);
    for (let times = 0; times < 6; times++) {
      watched.last.exit('it is broken');
      await vi.advanceTimersByTimeAsync(8_000);
      well?.say(beat());
    }
    const failing = watched.last;
    well?.exit('it was ended by SIGSEGV');
    await vi.advanceTimersByTimeAsync(200);
    watched.last.exit('it is broken too');
    expect(watched.failures).toEqual([]); // this one has failed once only
    await vi.advanceTimersByTimeAsync(30_000);
    expect(watched.failures).toEqual([]);
    failing.exit('it is broken');
    await vi.advanceTimersByTimeAsync(0);
    expect(watched.failures).toEqual(['A worker process does not start: it is broken']);
  });

  test('by kills from outside stop nothing, unless none has come up for minutes', async () => {
    const watched = new Watched();
    const startedAt = Date.now();
    while (Date.now() - startedAt < 110_000) {
      watched.last.exit('it was ended by SIGKILL', true);
      expect(watched.failures).toEqual([]);
      await vi.advanceTimersByTimeAsync(12_100);
    }
    expect(watched.processes.length).toBeGreaterThan(5);
    await vi.advanceTimersByTimeAsync(12_100);
    watched.last.exit('it was ended by SIGKILL', true);
    expect(watched.failures).toEqual(['A worker process does not start: it was ended by SIGKILL']);
  });

  test('by kills from outside are forgotten once one comes up', async () => {
    const watched = new Watched();
    for (let round = 0; round < 5; round++) {
      for (let times = 0; times < 9; times++) {
        watched.last.exit('it was ended by SIGKILL', true);
        await vi.advanceTimersByTimeAsync(12_100);
      }
      watched.last.say(HELLO);
    }
    expect(watched.failures).toEqual([]);
  });

  test('that never get to their hello are the program’s own, though it is ended from here', async () => {
    const watched = new Watched();
    await vi.advanceTimersByTimeAsync(5 * 75_000);
    expect(watched.failures).toEqual(['A worker process does not start: it was ended by SIGKILL']);
  });

  test('that are a failure end all runtimes', async () => {
    const watched = new Watched({ runtimes: [1, 1] });
    watched.processes[0]?.say({ ...HELLO, protocol: PROTOCOL_VERSION + 1 });
    expect(watched.failures).toHaveLength(1);
    expect(watched.ids).toEqual([]);
    expect(watched.processes.map(({ endings }) => endings)).toEqual([1, 1]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(watched.processes).toHaveLength(2);
  });
});
