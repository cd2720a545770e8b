import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FromWorker, PROTOCOL_VERSION, type ToWorker } from '../../src-protocol/messages/worker.ts';
import type { ExitListener, RuntimeProcess } from '../../src-worker/supervisor/launcher.ts';
import type { SupervisedRuntime } from '../../src-worker/supervisor/place.ts';
import { Supervisor, type SupervisorOptions } from '../../src-worker/supervisor/supervisor.ts';
import type { RuntimeView } from '../../src-worker/supervisor/runtime-view.ts';
import { resultFor } from './fakes/sqlite-store.ts';

const HELLO: FromWorker = {
  kind: 'hello',
  protocol: PROTOCOL_VERSION,
  pid: 1,
  slots: 2,
  extractors: [{ id: 'exiftool', version: '1' }],
};

/** A process whose every word and end is the test's to say. */
class FakeProcess implements RuntimeProcess {
  readonly pid = 1;
  readonly posted: ToWorker[] = [];
  readonly slots: number;
  readonly startedAtMs = Date.now();
  kills = 0;
  endings = 0;
  isGone = false;
  /** Whether a kill really ends it. */
  diesOfKill = true;
  readonly #onMessage: ((message: unknown) => void)[] = [];
  readonly #onExit: ExitListener[] = [];

  constructor(slots: number) {
    this.slots = slots;
  }

  post(message: ToWorker): void {
    this.posted.push(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage.push(listener);
  }

  onExit(listener: ExitListener): void {
    this.#onExit.push(listener);
  }

  kill(): void {
    this.kills += 1;
    if (this.diesOfKill) this.exit('it was ended by SIGKILL', true);
  }

  end(): void {
    this.endings += 1;
  }

  say(message: unknown): void {
    for (const listener of this.#onMessage) listener(message);
  }

  exit(reason = 'it ended with code 1', byOthers = false): void {
    if (this.isGone) return;
    this.isGone = true;
    for (const listener of this.#onExit) listener(reason, byOthers);
  }
}

/** A supervisor over fake processes, with all that it reports. */
class Watched {
  readonly processes: FakeProcess[] = [];
  readonly up: SupervisedRuntime[] = [];
  readonly messages: FromWorker[] = [];
  readonly down: string[] = [];
  readonly failures: string[] = [];
  readonly supervisor: Supervisor;

  constructor(options: Partial<SupervisorOptions> = {}) {
    this.supervisor = new Supervisor(
      {
        launch: (slots) => {
          const process = new FakeProcess(slots);
          this.processes.push(process);
          return process;
        },
        runtimes: [2],
        lostAfterMs: 10_000,
        memoryLimitBytes: 1e9,
        recycleAfterFiles: 1_000,
        ...options,
      },
      {
        onUp: (runtime, extractors) => {
          expect(extractors).toEqual([{ id: 'exiftool', version: '1' }]);
          this.up.push(runtime);
        },
        onMessage: (_runtime, message) => this.messages.push(message),
        onDown: (runtime, reason) => this.down.push(`${runtime.name}: ${reason}`),
        onFailure: (reason) => this.failures.push(reason),
      },
    );
  }

  get last(): FakeProcess {
    const process = this.processes.at(-1);
    if (process === undefined) throw new Error('no process was launched');
    return process;
  }

  /** The view of the first, or of this one. */
  view(id = 'local-1'): RuntimeView {
    const view = this.supervisor.views().find((each) => each.id === id);
    if (view === undefined) throw new Error(`there is no ${id}`);
    return view;
  }

  get ids(): string[] {
    return this.supervisor.views().map(({ id }) => id);
  }

  get lastUp(): SupervisedRuntime {
    const runtime = this.up.at(-1);
    if (runtime === undefined) throw new Error('no runtime is up');
    return runtime;
  }
}

const lease = (leaseId: number): ToWorker => ({
  kind: 'lease',
  lease: {
    leaseId,
    slot: 0,
    extraction: { profile: 'fast', hashes: [], timeoutMs: 1_000 },
    fingerprints: false,
    items: [{ itemId: leaseId, path: '/a', sizeBytes: 1 }],
  },
});
const done = (leaseId: number): FromWorker => ({ kind: 'lease-done', leaseId });

const beat = (rssBytes = 1e6): FromWorker => ({ kind: 'beat', rssBytes, slots: [] });

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
