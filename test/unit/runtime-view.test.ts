import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { resultFor } from './fakes/sqlite-store.ts';
import { beat, done, HELLO, lease, Watched } from './fakes/watched-supervisor.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the view of a runtime', () => {
  test('says what it does and has done', async () => {
    const watched = new Watched();
    expect(watched.view()).toMatchObject({ state: 'starting', pid: 1, slots: 2, upSinceMs: undefined, restarts: 0 });
    watched.last.say(HELLO);
    const upSinceMs = Date.now();
    for (const leaseId of [1, 2, 3]) watched.lastUp.send(lease(leaseId));
    watched.last.say({ kind: 'beat', rssBytes: 7e7, slots: [{ slot: 0, itemId: 9 }, { slot: 1 }] });
    await vi.advanceTimersByTimeAsync(1_000);
    const failed = { ...resultFor(2), outcome: 'failed' as const, sizeBytes: 3_000 };
    const results = [{ ...resultFor(1), sizeBytes: 2_000 }, failed];
    watched.last.say({ kind: 'results', leaseId: 1, results });
    watched.last.say(done(1));
    watched.last.say({ kind: 'beat', rssBytes: 8e7, slots: [{ slot: 0, itemId: 9 }, { slot: 1 }] });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(watched.view()).toEqual({
      id: 'local-1',
      state: 'busy',
      message: undefined,
      isLeaving: false,
      isPaused: false,
      pid: 1,
      slots: 2,
      busySlots: 2,
      leases: 2,
      reading: [{ slot: 0, itemId: 9, sinceMs: upSinceMs }],
      extractors: [{ id: 'exiftool', version: '1' }],
      rssBytes: 8e7,
      filesDone: 2,
      filesPerS: 0.4,
      bytesPerS: 1_000,
      failures: 1,
      restarts: 0,
      failuresInRow: 0,
      upSinceMs,
    });
    await vi.advanceTimersByTimeAsync(6_000);
    expect(watched.view()).toMatchObject({ filesDone: 2, filesPerS: 0, bytesPerS: 0 });
  });

  test('says why it is set aside, and why its process is a new one', async () => {
    const watched = new Watched();
    for (let times = 0; times < 4; times++) {
      watched.last.say(HELLO);
      watched.last.exit('it ended with code 7');
      if (times < 3) await vi.advanceTimersByTimeAsync(5_000);
    }
    expect(watched.view()).toMatchObject({ state: 'set-aside', pid: undefined, failuresInRow: 4 });
    expect(watched.view().message).toMatch(/^it ended with code 7; it is started again in 1 s$/);
    await vi.advanceTimersByTimeAsync(5_000);
    watched.last.say(HELLO);
    expect(watched.view()).toMatchObject({ state: 'idle', message: 'the process before it: it ended with code 7' });
    expect(watched.view().failuresInRow).toBe(4);
    watched.last.say({ kind: 'results', leaseId: 1, results: [resultFor(1)] });
    expect(watched.view().failuresInRow).toBe(0); // it has proven itself
  });

  test('says why it is replaced', () => {
    const watched = new Watched({ memoryLimitBytes: 500 });
    watched.supervisor.setMemoryLimit(6e8);
    watched.last.say(HELLO);
    watched.last.say(beat(5e8));
    expect(watched.view().state).toBe('idle');
    watched.last.say(beat(7e8));
    expect(watched.view()).toMatchObject({
      state: 'draining',
      message: 'its memory has grown to 700 MB, and a new one takes its place',
    });
  });

  test('of one that there is not is none: it cannot be told anything', () => {
    const { supervisor } = new Watched();
    const nobody = 'local-9';
    expect([supervisor.pause(nobody), supervisor.resume(nobody)]).toEqual([false, false]);
    expect([supervisor.drain(nobody), supervisor.restart(nobody)]).toEqual([false, false]);
  });
});
