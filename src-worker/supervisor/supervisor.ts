import type { FromWorker, ToWorker } from '../../src-protocol/messages/worker.ts';
import { FromWorker as FromWorkerSchema, PROTOCOL_VERSION } from '../../src-protocol/messages/worker.ts';
import type { ExtractorDescription } from '../../src-protocol/model/extraction.ts';
import { backOffMs } from '../../src-protocol/model/item.ts';
import type { LaunchRuntime, RuntimeProcess } from './launcher.ts';

export interface SupervisorOptions {
  readonly launch: LaunchRuntime;
  /** Slots of each runtime: one process per entry. */
  readonly runtimes: readonly number[];
  /** A runtime that says nothing for so long is ended. */
  readonly lostAfterMs: number;
  /** A runtime with more resident memory finishes what it has and is replaced. */
  readonly memoryLimitBytes: number;
  /** A runtime is replaced after so many files. */
  readonly recycleAfterFiles: number;
}

export interface SupervisorEvents {
  onUp(runtime: SupervisedRuntime, extractors: readonly ExtractorDescription[]): void;
  onMessage(runtime: SupervisedRuntime, message: FromWorker): void;
  onDown(runtime: SupervisedRuntime, reason: string): void;
  /** Runtimes end before they are up, again and again: there is no use in going on. */
  onFailure(reason: string): void;
}

export interface SupervisedRuntime {
  /** Stays over restarts. */
  readonly name: string;
  readonly slots: number;
  /** False once it is to be replaced: it finishes what it has, and a further lease would keep it from ending. */
  takesLeases(): boolean;
  send(message: ToWorker): void;
}

const START_WITHIN_MS = 60_000;
const FAILED_STARTS_MAX = 5;
const CHECK_INTERVAL_MS = 500;
const END_WITHIN_MS = 2_000;
/**
 * A runtime that gave results, or lived for so long, before it died is restarted without delay: what ends it is a file, which
 * is set aside after a few times, or somebody outside. Waiting would only make the job slower.
 */
const HEALTHY_AFTER_MS = 10_000;

/** Keeps a number of runtime processes running: hears their heartbeats, restarts the dead, replaces the worn. */
export class Supervisor implements AsyncDisposable {
  readonly #places: readonly Place[];
  readonly #timer: NodeJS.Timeout;

  constructor(options: SupervisorOptions, events: SupervisorEvents) {
    this.#places = options.runtimes.map(
      (slots, index) => new Place(`local-${(index + 1).toString()}`, slots, options, events),
    );
    this.#timer = setInterval(() => {
      for (const place of this.#places) place.check();
    }, CHECK_INTERVAL_MS);
    for (const place of this.#places) place.start();
  }

  /** Ends all runtimes at once; resolves when they are gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#places.map((place) => place.end()));
  }
}

/** One place for a runtime, with one process after another in it. */
class Place {
  readonly #name: string;
  readonly #slots: number;
  readonly #options: SupervisorOptions;
  readonly #events: SupervisorEvents;
  #running:
    { readonly process: RuntimeProcess; readonly runtime: SupervisedRuntime; readonly startedAtMs: number } | undefined;
  #isUp = false;
  #isDraining = false;
  #heardAtMs = 0;
  #files = 0;
  /** Runtimes in a row that died young: the next one waits the longer. */
  #failures = 0;
  /** Runtimes in a row that ended before they were up. One that was up and was killed says nothing against the next. */
  #failedStarts = 0;
  #ending = false;
  #restart: NodeJS.Timeout | undefined;

  constructor(name: string, slots: number, options: SupervisorOptions, events: SupervisorEvents) {
    this.#name = name;
    this.#slots = slots;
    this.#options = options;
    this.#events = events;
  }

  start(): void {
    if (this.#ending) return;
    const process = this.#options.launch(this.#slots);
    const runtime: SupervisedRuntime = {
      name: this.#name,
      slots: this.#slots,
      takesLeases: () => !this.#isDraining,
      send: (message) => {
        process.post(message);
      },
    };
    this.#running = { process, runtime, startedAtMs: performance.now() };
    this.#isUp = false;
    this.#isDraining = false;
    this.#files = 0;
    this.#heardAtMs = performance.now();
    process.onMessage((message) => {
      if (this.#running?.process === process) this.#hear(message, runtime, process);
    });
    process.onExit((reason) => {
      if (this.#running?.process === process) this.#exited(reason);
    });
  }

  /** Ends a runtime that has fallen silent. */
  check(): void {
    if (this.#running === undefined) return;
    const limitMs = this.#isUp ? this.#options.lostAfterMs : START_WITHIN_MS;
    if (performance.now() - this.#heardAtMs > limitMs) this.#running.process.kill();
  }

  async end(): Promise<void> {
    this.#ending = true;
    clearTimeout(this.#restart);
    const running = this.#running;
    if (running === undefined) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        running.process.kill();
      }, END_WITHIN_MS);
      running.process.onExit(() => {
        clearTimeout(timer);
        resolve();
      });
      running.process.end();
    });
  }

  #hear(raw: unknown, runtime: SupervisedRuntime, process: RuntimeProcess): void {
    this.#heardAtMs = performance.now();
    const parsed = FromWorkerSchema.safeParse(raw);
    if (!parsed.success) {
      process.kill(); // it talks nonsense; the exit is handled like any other
      return;
    }
    const message = parsed.data;
    if (message.kind === 'hello') {
      if (message.protocol !== PROTOCOL_VERSION) {
        this.#events.onFailure(
          `A worker speaks protocol ${message.protocol.toString()}, not ${PROTOCOL_VERSION.toString()}; install the program again`,
        );
        return;
      }
      this.#isUp = true;
      this.#failedStarts = 0;
      this.#events.onUp(runtime, message.extractors);
      return;
    }
    if (message.kind === 'results') this.#files += message.results.length;
    this.#events.onMessage(runtime, message);
    const worn = this.#files >= this.#options.recycleAfterFiles;
    const bloated = message.kind === 'beat' && message.rssBytes > this.#options.memoryLimitBytes;
    if ((worn || bloated) && !this.#isDraining) {
      this.#isDraining = true;
      runtime.send({ kind: 'drain' });
    }
  }

  #exited(reason: string): void {
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) return;
    const livedMs = performance.now() - running.startedAtMs;
    if (this.#isUp) this.#events.onDown(running.runtime, this.#isDraining ? 'it was replaced' : reason);
    if (this.#ending) return;
    if (this.#isDraining || this.#files > 0 || livedMs > HEALTHY_AFTER_MS) this.#failures = 0;
    else this.#failures += 1;
    if (!this.#isUp) this.#failedStarts += 1;
    if (this.#failedStarts >= FAILED_STARTS_MAX) {
      this.#events.onFailure(`A worker process does not start: ${reason}`);
      return;
    }
    const delayMs = this.#failures === 0 ? 0 : backOffMs(this.#failures, Math.random()) / 5;
    this.#restart = setTimeout(() => {
      this.start();
    }, delayMs);
  }
}
