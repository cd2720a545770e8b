import { expect } from 'vitest';
import { type FromWorker, PROTOCOL_VERSION, type ToWorker } from '../../../src-protocol/messages/worker.ts';
import type { ExitListener, RuntimeProcess } from '../../../src-worker/supervisor/launcher.ts';
import type { SupervisedRuntime } from '../../../src-worker/supervisor/place.ts';
import type { RuntimeView } from '../../../src-worker/supervisor/runtime-view.ts';
import { Supervisor, type SupervisorOptions } from '../../../src-worker/supervisor/supervisor.ts';

export const HELLO: FromWorker = {
  kind: 'hello',
  protocol: PROTOCOL_VERSION,
  pid: 1,
  slots: 2,
  extractors: [{ id: 'exiftool', version: '1' }],
};

/** A process whose every word and end is the test's to say. */
export class FakeProcess implements RuntimeProcess {
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
export class Watched {
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

export const lease = (leaseId: number): ToWorker => ({
  kind: 'lease',
  lease: {
    leaseId,
    slot: 0,
    extraction: { profile: 'fast', hashes: [], timeoutMs: 1_000 },
    fingerprints: false,
    items: [{ itemId: leaseId, path: '/a', sizeBytes: 1 }],
  },
});
export const done = (leaseId: number): FromWorker => ({ kind: 'lease-done', leaseId });

export const beat = (rssBytes = 1e6): FromWorker => ({ kind: 'beat', rssBytes, slots: [] });
