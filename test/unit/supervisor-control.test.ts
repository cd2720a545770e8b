import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { done, HELLO, lease, Watched } from './fakes/watched-supervisor.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a runtime that is paused', () => {
  test('takes no leases until it is resumed, and its process stays', () => {
    const watched = new Watched();
    watched.last.say(HELLO);
    expect(watched.supervisor.pause('local-1')).toBe(true);
    expect(watched.lastUp.takesLeases()).toBe(false);
    expect(watched.view()).toMatchObject({ state: 'paused', isPaused: true });
    expect(watched.last.posted).toEqual([]);
    watched.supervisor.resume('local-1');
    expect(watched.lastUp.takesLeases()).toBe(true);
    expect(watched.view().state).toBe('idle');
  });

  test('stays paused when its process dies and another comes', async () => {
    const watched = new Watched();
    watched.last.say(HELLO);
    watched.supervisor.pause('local-1');
    watched.last.exit();
    await vi.advanceTimersByTimeAsync(200);
    watched.last.say(HELLO);
    expect(watched.lastUp.takesLeases()).toBe(false);
  });
});

describe('a runtime that is drained', () => {
  test('finishes what it has, and does not come back', async () => {
    const watched = new Watched({ runtimes: [1, 1] });
    for (const process of watched.processes) process.say(HELLO);
    const [first] = watched.up;
    first?.send(lease(1));
    expect(watched.supervisor.drain('local-1')).toBe(true);
    expect(watched.view()).toMatchObject({ state: 'draining', isLeaving: true, leases: 1 });
    expect(first?.takesLeases()).toBe(false);
    expect(watched.processes[0]?.posted.at(-1)).toEqual({ kind: 'drain' });
    watched.processes[0]?.say(done(1));
    watched.processes[0]?.exit('it ended with code 0');
    expect(watched.down).toEqual(['local-1: it was drained']);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(watched.processes).toHaveLength(2);
    expect(watched.ids).toEqual(['local-2']);
  });

  test('and dies before it has finished is told with its reason, and does not come back either', async () => {
    const watched = new Watched();
    watched.last.say(HELLO);
    watched.lastUp.send(lease(1));
    watched.supervisor.drain('local-1');
    watched.last.exit('it was ended by SIGSEGV');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(watched.down).toEqual(['local-1: it was ended by SIGSEGV']);
    expect(watched.ids).toEqual([]);
  });

  test('while it starts, or waits to be started, is gone', async () => {
    const watched = new Watched({ runtimes: [1, 1] });
    watched.supervisor.drain('local-1');
    expect(watched.processes[0]?.endings).toBe(1);
    watched.processes[0]?.exit('it ended with code 0');
    watched.processes[1]?.exit();
    expect(watched.view('local-2').state).toBe('set-aside');
    watched.supervisor.drain('local-2');
    await vi.advanceTimersByTimeAsync(60_000);
    expect([watched.ids, watched.processes.length, watched.failures]).toEqual([[], 2, []]);
  });

  test('leaves its number to the next', () => {
    const watched = new Watched({ runtimes: [1, 1] });
    watched.supervisor.drain('local-1');
    watched.supervisor.add(3);
    watched.processes[0]?.exit('it ended with code 0');
    watched.supervisor.add(4);
    expect(watched.supervisor.views().map(({ id, slots }) => [id, slots])).toEqual([
      ['local-2', 1],
      ['local-3', 3],
      ['local-1', 4],
    ]);
  });
});

describe('a runtime that is restarted', () => {
  test('finishes what it has, and another takes its place at once', async () => {
    const watched = new Watched();
    watched.last.say(HELLO);
    watched.lastUp.send(lease(1));
    watched.supervisor.restart('local-1');
    expect(watched.view()).toMatchObject({ state: 'draining', isLeaving: false });
    watched.last.say(done(1));
    watched.last.exit('it ended with code 0');
    await vi.advanceTimersByTimeAsync(0);
    expect(watched.processes).toHaveLength(2);
    expect(watched.down).toEqual(['local-1: it was replaced']);
    expect(watched.view()).toMatchObject({ state: 'starting', restarts: 1, failuresInRow: 0 });
  });

  test('while it waits to be started is started now', async () => {
    const watched = new Watched();
    for (let times = 0; times < 4; times++) {
      watched.last.exit();
      await vi.advanceTimersByTimeAsync(2_000);
    }
    watched.last.say(HELLO);
    watched.last.exit();
    expect(watched.view().state).toBe('set-aside');
    watched.supervisor.restart('local-1');
    expect(watched.view().state).toBe('starting');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(watched.processes.filter(({ isGone }) => !isGone)).toHaveLength(1);
  });

  test('and drained then is not replaced; drained and restarted then neither', async () => {
    for (const orders of [
      ['restart', 'drain'],
      ['drain', 'restart'],
    ] as const) {
      const watched = new Watched();
      watched.last.say(HELLO);
      for (const order of orders) watched.supervisor[order]('local-1');
      expect(watched.last.posted).toEqual([{ kind: 'drain' }]);
      watched.last.exit('it ended with code 0');
      await vi.advanceTimersByTimeAsync(60_000);
      expect([watched.ids, watched.processes.length]).toEqual([[], 1]);
    }
  });
});
