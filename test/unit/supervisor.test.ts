import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PROTOCOL_VERSION } from '../../src-protocol/messages/worker.ts';
import type { FromWorker } from '../../src-protocol/messages/worker.ts';
import { resultFor } from './fakes/sqlite-store.ts';
import { beat, HELLO, Watched } from './fakes/watched-supervisor.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the supervisor', () => {
  test('starts a process for each entry, and reports each once it has said hello', () => {
    const watched = new Watched({ runtimes: [3, 1] });
    expect(watched.processes.map(({ slots }) => slots)).toEqual([3, 1]);
    expect(watched.up).toEqual([]);
    for (const process of watched.processes) process.say(HELLO);
    expect(watched.up.map(({ name, slots }) => [name, slots])).toEqual([
      ['local-1', 3],
      ['local-2', 1],
    ]);
  });

  test('passes messages on, in both directions', () => {
    const watched = new Watched();
    watched.last.say(HELLO);
    watched.last.say({ kind: 'lease-done', leaseId: 4 });
    watched.lastUp.send({ kind: 'abandon', leaseId: 5 });
    expect(watched.messages).toEqual([{ kind: 'lease-done', leaseId: 4 }]);
    expect(watched.last.posted).toEqual([{ kind: 'abandon', leaseId: 5 }]);
  });

  test('refuses a runtime that speaks another version', () => {
    const watched = new Watched();
    watched.last.say({ ...HELLO, protocol: PROTOCOL_VERSION + 1 });
    expect(watched.failures).toEqual([
      `A worker speaks protocol ${PROTOCOL_VERSION + 1}, not ${PROTOCOL_VERSION}; install the program again`,
    ]);
    expect(watched.up).toEqual([]);
  });
});

describe('a runtime that dies', () => {
  test('is reported down once and started again, under its name but as another', async () => {
    const watched = new Watched();
    watched.last.say(HELLO);
    const first = watched.lastUp;
    watched.last.exit('it was ended by SIGSEGV');
    expect(watched.down).toEqual(['local-1: it was ended by SIGSEGV']);
    await vi.advanceTimersByTimeAsync(200);
    watched.last.say(HELLO);
    expect(watched.processes).toHaveLength(2);
    expect(watched.lastUp).not.toBe(first);
    expect(watched.lastUp.name).toBe(first.name);
    expect(watched.failures).toEqual([]);
  });

  test('young waits the longer the more often it happens, up to twelve seconds', async () => {
    const watched = new Watched();
    const waits: number[] = [];
    for (let times = 0; times < 12; times++) {
      watched.last.say(HELLO);
      watched.last.exit();
      const before = watched.processes.length;
      const startedAt = Date.now();
      while (watched.processes.length === before) await vi.advanceTimersByTimeAsync(10);
      waits.push(Date.now() - startedAt);
    }
    expect(waits[0]).toBeLessThanOrEqual(110);
    for (const [at, wait] of waits.entries()) {
      const fullMs = Math.min(60_000, 500 * 2 ** at) / 5;
      expect(wait).toBeLessThanOrEqual(fullMs + 10);
      expect(wait).toBeGreaterThanOrEqual(fullMs / 2);
    }
    expect(Math.max(...waits)).toBeLessThanOrEqual(12_010);
    expect(watched.failures).toEqual([]); // it was up each time
  });

  test('after a good while is started again at once', async () => {
    const watched = new Watched();
    watched.last.say(HELLO);
    for (let seconds = 0; seconds < 11; seconds++) {
      await vi.advanceTimersByTimeAsync(1_000);
      watched.last.say(beat());
    }
    watched.last.exit();
    await vi.advanceTimersByTimeAsync(0);
    expect(watched.processes).toHaveLength(2);
  });

  test('before it is up five times in a row is given up, with the reason', async () => {
    const watched = new Watched();
    for (let times = 0; times < 5; times++) {
      expect(watched.failures).toEqual([]);
      watched.last.exit('it could not be started: no memory');
      await vi.advanceTimersByTimeAsync(60_000);
    }
    expect(watched.failures).toEqual(['A worker process does not start: it could not be started: no memory']);
    expect(watched.processes).toHaveLength(5);
    expect(watched.down).toEqual([]); // it was never reported as up
  });

  test('says nothing more: its late words are not heard', async () => {
    const watched = new Watched();
    watched.last.say(HELLO);
    const dead = watched.last;
    dead.exit();
    await vi.advanceTimersByTimeAsync(200);
    dead.say({ kind: 'lease-done', leaseId: 1 });
    dead.exit();
    expect(watched.messages).toEqual([]);
    expect(watched.down).toHaveLength(1);
  });

  test('does not touch the other runtimes', async () => {
    const watched = new Watched({ runtimes: [1, 1] });
    for (const process of [...watched.processes]) process.say(HELLO);
    watched.processes[0]?.exit();
    await vi.advanceTimersByTimeAsync(200);
    expect(watched.down).toEqual(['local-1: it ended with code 1']);
    expect(watched.processes[1]?.kills).toBe(0);
    expect(watched.processes).toHaveLength(3);
  });
});

describe('a runtime that is silent', () => {
  test('is ended after its time, and replaced', async () => {
    const watched = new Watched({ lostAfterMs: 3_000 });
    watched.last.say(HELLO);
    await vi.advanceTimersByTimeAsync(2_900);
    expect(watched.last.kills).toBe(0);
    watched.last.say(beat());
    await vi.advanceTimersByTimeAsync(2_900);
    expect(watched.last.kills).toBe(0);
    const silent = watched.last;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(silent.kills).toBe(1);
    expect(watched.down).toEqual(['local-1: it was ended by SIGKILL']);
    await vi.advanceTimersByTimeAsync(200);
    expect(watched.processes).toHaveLength(2);
  });

  test('has a minute to say hello: a busy machine, a virus scanner', async () => {
    const watched = new Watched({ lostAfterMs: 3_000 });
    await vi.advanceTimersByTimeAsync(59_000);
    expect(watched.last.kills).toBe(0);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(watched.processes[0]?.kills).toBe(1);
  });

  test('is not ended for what its owner slept through, but from then on as any other', async () => {
    const watched = new Watched({ lostAfterMs: 3_000 });
    watched.last.say(HELLO);
    await vi.advanceTimersByTimeAsync(1_000);
    const now = performance.now.bind(performance);
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(3_400);
    expect(watched.last.kills).toBe(0);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(watched.processes[0]?.kills).toBe(1);
    clock.mockRestore();
  });
});

describe('a runtime that talks garbage', () => {
  test.each([
    { what: 'nothing', garbage: undefined },
    { what: 'an unknown kind', garbage: { kind: 'dance' } },
    { what: 'a result without its fields', garbage: { kind: 'results', leaseId: 1, results: [{}] } },
    { what: 'a field too many', garbage: { ...HELLO, extra: 1 } },
  ])('($what) is ended and replaced, and nobody hears it', async ({ garbage }) => {
    const watched = new Watched();
    watched.last.say(HELLO);
    const mad = watched.last;
    mad.say(garbage);
    expect(mad.kills).toBe(1);
    expect(watched.messages).toEqual([]);
    expect(watched.down).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(watched.processes).toHaveLength(2);
  });
});

describe('a runtime that is worn', () => {
  const results = (count: number): FromWorker => ({
    kind: 'results',
    leaseId: 1,
    results: Array.from({ length: count }, (_, at) => resultFor(at)),
  });

  test('by files is told once to finish and end, takes no leases any more, and is replaced at once', async () => {
    const watched = new Watched({ recycleAfterFiles: 10 });
    watched.last.say(HELLO);
    watched.last.say(results(9));
    expect([watched.last.posted, watched.lastUp.takesLeases()]).toEqual([[], true]);
    watched.last.say(results(1));
    watched.last.say(results(5));
    expect(watched.last.posted).toEqual([{ kind: 'drain' }]);
    expect(watched.lastUp.takesLeases()).toBe(false);
    expect(watched.messages).toHaveLength(3); // its results count all the same
    watched.last.exit('it ended with code 0');
    expect(watched.down).toEqual(['local-1: it was replaced']);
    await vi.advanceTimersByTimeAsync(0);
    watched.last.say(HELLO);
    expect(watched.processes).toHaveLength(2);
    expect(watched.lastUp.takesLeases()).toBe(true);
  });

  test('by memory is told to finish and end', () => {
    const watched = new Watched({ memoryLimitBytes: 500 });
    watched.last.say(HELLO);
    watched.last.say(beat(500));
    expect(watched.last.posted).toEqual([]);
    watched.last.say(beat(501));
    watched.last.say(beat(600));
    expect(watched.last.posted).toEqual([{ kind: 'drain' }]);
    expect(watched.lastUp.takesLeases()).toBe(false);
  });

  test('again and again is no failure', async () => {
    const watched = new Watched({ recycleAfterFiles: 1 });
    for (let times = 0; times < 20; times++) {
      watched.last.say(HELLO);
      watched.last.say(results(1));
      watched.last.exit('it ended with code 0');
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(watched.processes).toHaveLength(21);
    expect(watched.failures).toEqual([]);
  });
});

describe('the end of the supervisor', () => {
  test('asks every runtime to end, waits for it, and starts none any more', async () => {
    const watched = new Watched({ runtimes: [1, 1] });
    for (const process of watched.processes) process.say(HELLO);
    let isOver = false;
    const ended = watched.supervisor[Symbol.asyncDispose]().then(() => (isOver = true));
    expect(watched.processes.map(({ endings }) => endings)).toEqual([1, 1]);
    watched.processes[0]?.exit('it ended with code 0');
    await vi.advanceTimersByTimeAsync(10);
    expect(isOver).toBe(false);
    watched.processes[1]?.exit('it ended with code 0');
    await ended;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(watched.processes).toHaveLength(2);
  });

  test('kills what does not end by itself', async () => {
    const watched = new Watched();
    watched.last.say(HELLO);
    const ended = watched.supervisor[Symbol.asyncDispose]();
    expect(watched.last.kills).toBe(0);
    await vi.advanceTimersByTimeAsync(10_000);
    await ended;
    expect(watched.last.kills).toBe(1);
  });

  test('while a runtime waits to be started again is there at once', async () => {
    const watched = new Watched();
    watched.last.say(HELLO);
    watched.last.exit();
    await watched.supervisor[Symbol.asyncDispose]();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(watched.processes).toHaveLength(1);
  });
});
