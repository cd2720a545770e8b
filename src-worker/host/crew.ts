import type { ExtractorDescription } from '../../src-protocol/model/extraction.ts';
import type { FromWorker } from '../../src-protocol/messages/worker.ts';
import type { LaunchRuntime } from '../supervisor/launcher.ts';
import type { SupervisedRuntime } from '../supervisor/place.ts';
import { fixedLayout } from '../supervisor/runtime-layout.ts';
import type { RuntimeView } from '../supervisor/runtime-view.ts';
import { scaleSteps } from '../supervisor/scale-steps.ts';
import { Supervisor, USUAL_BOUNDS } from '../supervisor/supervisor.ts';
import type { BroughtFiles } from './brought-files.ts';
import { ServedRuntime } from './served-runtime.ts';

export interface CrewWork {
  readonly slots: number;
  readonly memoryLimitBytes: number;
  readonly timeZone: string;
}

export interface CrewOptions {
  readonly launch: (timeZone: string) => LaunchRuntime;
  readonly files: () => BroughtFiles;
}

/** Each process has a number of its own, which no other ever has. */
export interface CrewEvents {
  onUp(number: number, runtime: SupervisedRuntime, extractors: readonly ExtractorDescription[]): void;
  say(number: number, message: FromWorker): void;
  onLeaving(number: number): void;
  onDown(number: number, reason: string, inOrder: boolean): void;
  onFailure(reason: string): void;
}

/** The runtime processes that work for one coordinator. More come and others go, and nothing is lost by it. */
export class Crew implements AsyncDisposable {
  readonly #options: CrewOptions;
  readonly #events: CrewEvents;
  readonly #byNumber = new Map<number, ServedRuntime>();
  readonly #numbers = new Map<SupervisedRuntime, number>();
  /** Names of places that are to end once their process has all that it is still to read. */
  readonly #leaving = new Set<string>();
  #supervisor: Supervisor | undefined;
  #work: CrewWork | undefined;
  #started = 0;
  #filesDone = 0;

  constructor(options: CrewOptions, events: CrewEvents) {
    this.#options = options;
    this.#events = events;
  }

  views(): RuntimeView[] {
    return this.#supervisor?.views() ?? [];
  }

  get isEmpty(): boolean {
    return this.views().length === 0;
  }

  /** Whether there was ever a process of this number. */
  knows(number: number): boolean {
    return number < this.#started;
  }

  get(number: number): ServedRuntime | undefined {
    return this.#byNumber.get(number);
  }

  /** By all the processes that there were. */
  get filesDone(): number {
    return this.#filesDone;
  }

  /** That are not done yet. */
  get leases(): number {
    let leases = 0;
    for (const runtime of this.#byNumber.values()) leases += runtime.leases;
    return leases;
  }

  hasLease(leaseId: number): boolean {
    return [...this.#byNumber.values()].some((runtime) => runtime.has(leaseId));
  }

  /** From now on as many as suit this work; undefined: none, once they have finished what they have. */
  set(work: CrewWork | undefined): void {
    const isElsewhere = this.#work !== undefined && work !== undefined && work.timeZone !== this.#work.timeZone;
    this.#work = work ?? this.#work;
    if (work === undefined && this.#supervisor === undefined) return;
    if (work !== undefined) this.#supervisor ??= this.#supervise();
    if (work !== undefined) this.#supervisor?.setMemoryLimit(work.memoryLimitBytes);
    if (isElsewhere) for (const { id } of this.views()) this.#leave(id); // others are started with the new time zone
    this.#scale(work === undefined ? [] : fixedLayout(work.slots));
  }

  /** Lets a process finish what it has, and starts another in its place. */
  replace(number: number): void {
    const runtime = this.#byNumber.get(number);
    runtime?.leave(() => {
      this.#supervisor?.restart(runtime.name);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const runtimes = [...this.#byNumber.values()];
    await this.#supervisor?.[Symbol.asyncDispose]();
    await Promise.all(runtimes.map((runtime) => runtime.end()));
  }

  #scale(layout: readonly number[]): void {
    const views = this.views().map((view) => ({ ...view, isLeaving: view.isLeaving || this.#leaving.has(view.id) }));
    const { start, drain } = scaleSteps(layout, views, layout.length);
    for (const name of drain) this.#leave(name);
    for (const slots of start) this.#supervisor?.add(slots);
  }

  #leave(name: string): void {
    if (this.#leaving.has(name)) return;
    const runtime = [...this.#byNumber.values()].find((each) => each.name === name);
    if (runtime === undefined) {
      this.#supervisor?.drain(name);
      return;
    }
    this.#leaving.add(name);
    runtime.leave(() => {
      this.#supervisor?.drain(name);
    });
  }

  #supervise(): Supervisor {
    return new Supervisor(
      {
        launch: (slots) => this.#options.launch(this.#work?.timeZone ?? 'UTC')(slots),
        runtimes: [],
        memoryLimitBytes: this.#work?.memoryLimitBytes ?? Infinity,
        ...USUAL_BOUNDS,
      },
      {
        onUp: (runtime, extractors) => {
          this.#welcome(runtime, extractors);
        },
        onMessage: (runtime, message) => {
          if (message.kind === 'results') this.#filesDone += message.results.length;
          this.#of(runtime)?.hear(message);
        },
        onDown: (runtime, reason, inOrder) => {
          this.#bury(runtime, reason, inOrder);
        },
        onFailure: (reason) => {
          this.#events.onFailure(reason);
        },
      },
    );
  }

  #welcome(runtime: SupervisedRuntime, extractors: readonly ExtractorDescription[]): void {
    const number = this.#started;
    this.#started += 1;
    this.#numbers.set(runtime, number);
    const served = new ServedRuntime(runtime, this.#options.files(), {
      say: (message) => {
        this.#events.say(number, message);
      },
      onLeaving: () => {
        this.#events.onLeaving(number);
      },
    });
    this.#byNumber.set(number, served);
    this.#events.onUp(number, runtime, extractors);
  }

  #bury(runtime: SupervisedRuntime, reason: string, inOrder: boolean): void {
    const number = this.#numbers.get(runtime);
    const served = this.#of(runtime);
    this.#numbers.delete(runtime);
    if (number === undefined) return;
    this.#byNumber.delete(number);
    void served?.end();
    this.#events.onDown(number, reason, inOrder);
    if (this.#leaving.delete(runtime.name)) this.#supervisor?.drain(runtime.name); // it died before it was drained
  }

  #of(runtime: SupervisedRuntime): ServedRuntime | undefined {
    const number = this.#numbers.get(runtime);
    return number === undefined ? undefined : this.#byNumber.get(number);
  }
}
