import type { ExtractorDescription } from '../../src-protocol/model/extraction.ts';
import type { LaunchRuntime } from '../../src-worker/supervisor/launcher.ts';
import type { RuntimeView } from '../../src-worker/supervisor/runtime-view.ts';
import { Supervisor, USUAL_BOUNDS } from '../../src-worker/supervisor/supervisor.ts';
import type { Worker, WorkerEvents } from '../coordinator/ports.ts';
import { fixedLayout } from '../../src-worker/supervisor/runtime-layout.ts';
import type { ScalableWorkers } from './scalable-workers.ts';
import { scaleSteps } from '../../src-worker/supervisor/scale-steps.ts';

export interface LocalWorkersOptions {
  readonly launch: LaunchRuntime;
  /** Files that are read at the same time, where there is no layout. */
  readonly slots: number;
  readonly memoryLimitBytes: number;
  /** Slots of each runtime where there are as many as there may be. With it, one is started first, and `scale` brings more. */
  readonly layout?: readonly number[];
}

/** The workers of this computer: slots spread evenly over as few processes as will do. They start when first asked for. */
export function localWorkers(options: LocalWorkersOptions): ScalableWorkers {
  return new LocalWorkers(options);
}

class LocalWorkers implements ScalableWorkers {
  readonly #launch: LaunchRuntime;
  /** Workers that are up: whoever wants to hear of them may come later than they. */
  readonly #up = new Map<Worker, readonly ExtractorDescription[]>();
  #fullLayout: readonly number[];
  #layout: readonly number[];
  #memoryLimitBytes: number;
  #wanted: number;
  #events: WorkerEvents | undefined;
  #supervisor: Supervisor | undefined;
  #isStopped = false;
  /** Runtimes do not start. They are tried again when there is new work for them. */
  #hasFailed = false;

  constructor({ launch, slots, memoryLimitBytes, layout }: LocalWorkersOptions) {
    this.#launch = launch;
    this.#memoryLimitBytes = memoryLimitBytes;
    this.#fullLayout = layout ?? fixedLayout(slots);
    this.#layout = this.#fullLayout;
    this.#wanted = layout === undefined ? this.#fullLayout.length : 0;
  }

  get layout(): readonly number[] {
    return this.#layout;
  }

  get slots(): number {
    return this.#layout.reduce((sum, slots) => sum + slots, 0);
  }

  get state(): 'running' | 'draining' | 'stopped' {
    if (!this.#isStopped) return 'running';
    return this.runtimes().length > 0 ? 'draining' : 'stopped';
  }

  runtimes(): RuntimeView[] {
    return this.#supervisor?.views() ?? [];
  }

  start(events: WorkerEvents): void {
    if (this.#events === undefined) {
      this.#events = events;
      for (const [worker, extractors] of this.#up) events.onUp(worker, extractors);
    }
    this.#hasFailed = false;
    if (!this.runtimes().some(({ isLeaving }) => !isLeaving)) this.scale(Math.max(1, this.#wanted));
  }

  scale(runtimes: number): void {
    this.#wanted = runtimes;
    if (this.#isStopped || this.#hasFailed || (this.#supervisor === undefined && runtimes === 0)) return;
    const supervisor = (this.#supervisor ??= this.#supervise());
    const { start, drain } = scaleSteps(this.#layout, supervisor.views(), runtimes);
    for (const runtimeId of drain) supervisor.drain(runtimeId);
    for (const slots of start) supervisor.add(slots);
  }

  setLayout(layout: readonly number[]): void {
    this.#fullLayout = layout;
    this.#layout = layout;
    this.scale(this.#wanted);
  }

  setMemoryLimit(bytes: number): void {
    this.#memoryLimitBytes = bytes;
    this.#supervisor?.setMemoryLimit(bytes);
  }

  stopWork(): void {
    this.#isStopped = true;
    for (const { id } of this.runtimes()) this.#supervisor?.drain(id);
  }

  startWork(): void {
    this.#isStopped = false;
    this.#hasFailed = false;
    this.setLayout(this.#fullLayout);
  }

  pause(runtimeId: string): boolean {
    return this.#supervisor?.pause(runtimeId) ?? false;
  }

  resume(runtimeId: string): boolean {
    return this.#supervisor?.resume(runtimeId) ?? false;
  }

  drain(runtimeId: string): boolean {
    const runtime = this.runtimes().find(({ id }) => id === runtimeId);
    if (runtime === undefined) return false;
    const at = runtime.isLeaving ? -1 : this.#layout.indexOf(runtime.slots);
    this.#layout = this.#layout.filter((_, index) => index !== at);
    return this.#supervisor?.drain(runtimeId) ?? false;
  }

  restart(runtimeId: string): boolean {
    return this.#supervisor?.restart(runtimeId) ?? false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    await this.#supervisor?.[Symbol.asyncDispose]();
    this.#supervisor = undefined;
  }

  #supervise(): Supervisor {
    return new Supervisor(
      {
        launch: this.#launch,
        runtimes: [],
        memoryLimitBytes: this.#memoryLimitBytes,
        ...USUAL_BOUNDS,
      },
      {
        onUp: (worker, extractors) => {
          this.#up.set(worker, extractors);
          this.#events?.onUp(worker, extractors);
        },
        onMessage: (worker, message) => {
          this.#events?.onMessage(worker, message);
        },
        onDown: (worker, reason) => {
          this.#up.delete(worker);
          this.#events?.onDown(worker, reason, 'process');
        },
        onFailure: (reason) => {
          this.#hasFailed = true; // or they would be started again and again for nobody
          this.#events?.onFailure(reason);
        },
      },
    );
  }
}
