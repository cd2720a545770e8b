import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Worker, WorkerEvents } from '../../src-main/coordinator/ports.ts';
import { localWorkers } from '../../src-main/links/local-workers.ts';
import type { ScalableWorkers } from '../../src-main/links/scalable-workers.ts';
import { FakeRuntime } from './fakes/fake-runtime.ts';

/** Workers over fake runtimes, with what they report; a job that leases to them as a coordinator would. */
class Watched {
  readonly processes: FakeRuntime[] = [];
  readonly up: Worker[] = [];
  readonly down: string[] = [];
  readonly failures: string[] = [];
  readonly workers: ScalableWorkers;
  #leaseId = 0;
  readonly #events: WorkerEvents = {
    onUp: (worker) => this.up.push(worker),
    onMessage: () => undefined,
    onDown: (worker, reason) => {
      this.down.push(`${worker.name}: ${reason}`);
      this.up.splice(this.up.indexOf(worker), 1);
    },
    onMayTakeMore: () => undefined,
    onFailure: (reason) => this.failures.push(reason),
  };

  constructor(slots: number, layout?: readonly number[]) {
    const launch = (count: number) => {
      const process = new FakeRuntime(count);
      this.processes.push(process);
      return process;
    };
    this.workers = localWorkers({ launch, slots, memoryLimitBytes: 1e9, ...(layout === undefined ? {} : { layout }) });
  }

  start(): void {
    this.workers.start(this.#events);
  }

  /** All that were started and have not said so yet are up. */
  hello(): void {
    for (const process of this.living) process.hello();
  }

  get living(): FakeRuntime[] {
    return this.processes.filter(({ isGone }) => !isGone);
  }

  get states(): string[] {
    return this.workers.runtimes().map(({ id, state }) => `${id} ${state}`);
  }

  /** All that are not finished. */
  get leases(): number[] {
    return this.living.flatMap(({ leases }) => [...leases]);
  }

  /** Gives a lease to a worker; returns its number. */
  leaseTo(name: string): number {
    const worker = this.up.find((each) => each.name === name);
    if (worker?.takesLeases() !== true) throw new Error(`${name} takes no leases`);
    this.#leaseId += 1;
    const extraction = { profile: 'fast' as const, hashes: [], timeoutMs: 1_000 };
    const items = [{ itemId: 1, path: '/a', sizeBytes: 1 }];
    const leaseId = this.#leaseId;
    worker.send({ kind: 'lease', lease: { leaseId, slot: 0, extraction, fingerprints: false, items } });
    return leaseId;
  }

  finish(leaseId: number): void {
    this.living.find(({ leases }) => leases.has(leaseId))?.finish(leaseId);
  }
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the workers of this computer', () => {
  test('have all slots, spread evenly over as few processes as will do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 256 }), async (slots) => {
        const { workers, processes, ...watched } = new Watched(slots);
        expect(workers.slots).toBe(slots);
        expect(processes).toEqual([]); // nothing is started before it is needed
        workers.start({
          onUp: vi.fn(),
          onMessage: vi.fn(),
          onDown: vi.fn(),
          onMayTakeMore: vi.fn(),
          onFailure: vi.fn(),
        });
        const launched = processes.map((process) => process.slots);
        await workers[Symbol.asyncDispose]();
        expect(watched.failures).toEqual([]);
        expect(launched.reduce((sum, count) => sum + count, 0)).toBe(slots);
        expect(launched).toHaveLength(Math.ceil(slots / 4));
        expect(Math.max(...launched) - Math.min(...launched)).toBeLessThanOrEqual(1);
        expect(Math.max(...launched)).toBeLessThanOrEqual(4);
      }),
    );
  });

  test('are started once, however often they are asked for', () => {
    const watched = new Watched(6);
    for (let times = 0; times < 3; times++) watched.start();
    expect(watched.processes.map(({ slots }) => slots)).toEqual([3, 3]);
  });

  test('that were never needed are at an end at once', async () => {
    const { workers, processes } = new Watched(6);
    await workers[Symbol.asyncDispose]();
    expect(processes).toEqual([]);
  });
});

describe('workers that are scaled', () => {
  test('begin with one, grow at once, and shrink by the newest that are idle', async () => {
    const watched = new Watched(4, [1, 1, 1, 1]);
    watched.start();
    expect(watched.processes).toHaveLength(1);
    watched.workers.scale(4);
    watched.hello();
    const lease = watched.leaseTo('local-4');
    watched.workers.scale(2);
    await settle();
    expect(watched.states).toEqual(['local-1 idle', 'local-4 busy']);
    expect(watched.down).toEqual(['local-3: it was drained', 'local-2: it was drained']);
    watched.finish(lease);
    expect(watched.living).toHaveLength(2);
  });

  test('that are busy finish what they have, and take nothing more', async () => {
    const watched = new Watched(2, [1, 1]);
    watched.start();
    watched.workers.scale(2);
    watched.hello();
    const leases = [watched.leaseTo('local-1'), watched.leaseTo('local-2')];
    watched.workers.scale(1);
    await settle();
    expect(watched.states).toEqual(['local-1 busy', 'local-2 draining']);
    expect(() => watched.leaseTo('local-2')).toThrow('takes no leases');
    for (const lease of leases) watched.finish(lease);
    expect(watched.states).toEqual(['local-1 idle']);
    expect(watched.down).toEqual(['local-2: it was drained']);
  });

  test('that still drain when more are wanted do not come back: others come', async () => {
    const watched = new Watched(2, [1, 1]);
    watched.start();
    watched.workers.scale(2);
    watched.hello();
    const lease = watched.leaseTo('local-2');
    watched.leaseTo('local-1');
    watched.workers.scale(1);
    watched.workers.scale(2);
    await settle();
    expect(watched.states).toEqual(['local-1 busy', 'local-2 draining', 'local-3 starting']);
    watched.finish(lease);
    expect(watched.living).toHaveLength(2);
  });

  test('scaled to none start again with the next work', async () => {
    const watched = new Watched(2, [1, 1]);
    watched.start();
    watched.hello();
    watched.workers.scale(0);
    await settle();
    expect(watched.states).toEqual([]);
    watched.start();
    expect(watched.states).toEqual(['local-1 starting']);
  });

  test('that are kept ready are there before anybody asks, and are reported then', () => {
    const watched = new Watched(2, [1, 1]);
    watched.workers.scale(2);
    watched.hello();
    expect(watched.up).toEqual([]);
    watched.start();
    expect(watched.up.map(({ name }) => name)).toEqual(['local-1', 'local-2']);
    expect(watched.processes).toHaveLength(2);
  });

  test('get the slots of a new layout: what does not fit into it is replaced', async () => {
    const watched = new Watched(4, [2, 2]);
    watched.start();
    watched.workers.scale(2);
    watched.hello();
    watched.workers.setLayout([3, 2]);
    await settle();
    watched.hello();
    expect(watched.workers.slots).toBe(5);
    expect(watched.living.map(({ slots }) => slots)).toEqual([2, 3]);
    watched.workers.setLayout([2]);
    await settle();
    expect(watched.living.map(({ slots }) => slots)).toEqual([2]);
  });

  test('of which a person has drained one are one fewer until the layout is set anew', async () => {
    const watched = new Watched(2, [1, 1]);
    watched.start();
    watched.workers.scale(2);
    watched.hello();
    expect(watched.workers.drain('local-1')).toBe(true);
    expect(watched.workers.drain('local-1')).toBe(true); // once more changes nothing
    await settle();
    watched.workers.scale(2);
    expect([watched.states, watched.workers.layout]).toEqual([['local-2 idle'], [1]]);
    watched.workers.setLayout([1, 1]);
    expect(watched.states).toEqual(['local-2 idle', 'local-1 starting']);
    expect(watched.workers.drain('local-9')).toBe(false);
  });

  test('of which one is paused keep it, however many are wanted', async () => {
    const watched = new Watched(3, [1, 1, 1]);
    watched.start();
    watched.workers.scale(2);
    watched.hello();
    watched.workers.pause('local-2');
    watched.workers.scale(0);
    await settle();
    expect(watched.states).toEqual(['local-2 paused']);
    watched.workers.scale(3);
    expect(watched.living).toHaveLength(3);
  });

  test('that are stopped finish what they have, and none starts until the work is started again', async () => {
    const watched = new Watched(2, [1, 1]);
    watched.start();
    watched.workers.scale(2);
    watched.hello();
    watched.workers.pause('local-1');
    const lease = watched.leaseTo('local-2');
    watched.workers.stopWork();
    await settle();
    expect([watched.workers.state, watched.states]).toEqual(['draining', ['local-2 draining']]);
    watched.finish(lease);
    expect([watched.workers.state, watched.living]).toEqual(['stopped', []]);
    watched.start();
    watched.workers.scale(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(watched.living).toEqual([]);
    watched.workers.startWork();
    expect([watched.workers.state, watched.living.length]).toEqual(['running', 2]);
  });

  test('that do not start are told once, and are tried again with the next work', async () => {
    const watched = new Watched(2, [1, 1]);
    watched.start();
    for (let seconds = 0; seconds < 60; seconds++) {
      watched.living[0]?.exit('it ended with code 9');
      watched.workers.scale(1);
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(watched.failures).toEqual(['A worker process does not start: it ended with code 9']);
    expect([watched.processes.length, watched.states]).toEqual([5, []]);
    watched.start();
    watched.hello();
    expect(watched.up).toHaveLength(1);
  });

  test('never lose a lease, whatever is asked of them', async () => {
    const act = fc.oneof(
      fc.record({ what: fc.constant('scale' as const), count: fc.nat(4) }),
      fc.record({ what: fc.constantFrom('pause', 'resume', 'drain', 'restart', 'lease', 'finish'), count: fc.nat(5) }),
      fc.record({ what: fc.constantFrom('stopWork', 'startWork', 'start', 'setLayout', 'wait'), count: fc.nat(3) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
        const watched = new Watched(4, [2, 1, 1]);
        watched.start();
        for (const { what, count } of acts) {
          const name = `local-${count}`;
          if (what === 'scale') watched.workers.scale(count);
          else if (what === 'setLayout') watched.workers.setLayout([2, 2, 1].slice(0, count));
          else if (what === 'stopWork' || what === 'startWork') watched.workers[what]();
          else if (what === 'start') watched.start();
          else if (what === 'wait') await vi.advanceTimersByTimeAsync(1_000);
          else if (what === 'finish') for (const lease of watched.leases.slice(0, count)) watched.finish(lease);
          else if (what !== 'lease') watched.workers[what](name);
          else if (watched.up.some((worker) => worker.name === name && worker.takesLeases())) watched.leaseTo(name);
          await settle();
          watched.hello();
          const staying = watched.workers.runtimes().filter(({ isLeaving }) => !isLeaving);
          expect(staying.length).toBeLessThanOrEqual(watched.workers.layout.length);
          // a process that ended while it had a lease would be told with another reason
          expect(watched.down.filter((reason) => !/it was (drained|replaced)$/.test(reason))).toEqual([]);
        }
        await watched.workers[Symbol.asyncDispose]();
      }),
      { numRuns: 60 },
    );
  });
});
