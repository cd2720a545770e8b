import type { FromWorker, ToWorker } from '../../src-protocol/messages/worker.ts';
import { FromWorker as FromWorkerSchema, PROTOCOL_VERSION } from '../../src-protocol/messages/worker.ts';
import type { ExtractorDescription } from '../../src-protocol/model/extraction.ts';
import { backOffMs } from '../../src-protocol/model/item.ts';
import type { LaunchRuntime } from './launcher.ts';
import { Running } from './running.ts';
import { RuntimeTally } from './runtime-tally.ts';
import type { RuntimeView } from './runtime-view.ts';

export interface SupervisedRuntime {
  /** Stays over restarts. */
  readonly name: string;
  readonly slots: number;
  /** False while it is paused, and once it is to be replaced or to end: a further lease would keep it from ending. */
  takesLeases(): boolean;
  send(message: ToWorker): void;
}

export interface PlaceOptions {
  readonly launch: LaunchRuntime;
  /** A runtime that says nothing for so long is ended. */
  readonly lostAfterMs: number;
  /** A runtime with more resident memory finishes what it has and is replaced. Asked at each heartbeat: it may change. */
  readonly memoryLimitBytes: () => number;
  /** A runtime is replaced after so many files. */
  readonly recycleAfterFiles: number;
}

export interface PlaceEvents {
  onUp(runtime: SupervisedRuntime, extractors: readonly ExtractorDescription[]): void;
  onMessage(runtime: SupervisedRuntime, message: FromWorker): void;
  /** `inOrder`: it ended as it was told to, having finished what it had. */
  onDown(runtime: SupervisedRuntime, reason: string, inOrder: boolean): void;
  /** A process ended before it was up; it will be started again unless the place is ended now. */
  onFailedStart(place: Place, reason: string): void;
  /** The program that was started is not of this version. */
  onMisfit(reason: string): void;
  /** Its runtime was drained for good, and has ended. */
  onGone(place: Place): void;
}

/** What comes after a runtime that is told to finish. */
type After = 'a-new-one' | 'nothing';

const START_WITHIN_MS = 60_000;
const END_WITHIN_MS = 2_000;
/**
 * A runtime that gave results, or lived for so long, before it died is restarted without delay: what ends it is a file, which
 * is set aside after a few times, or somebody outside. Waiting would only make the job slower.
 */
const HEALTHY_AFTER_MS = 10_000;

/** One place for a runtime, with one process after another in it. */
export class Place {
  readonly name: string;
  readonly slots: number;
  readonly #options: PlaceOptions;
  readonly #events: PlaceEvents;
  readonly #tally = new RuntimeTally();
  #running: Running | undefined;
  #starts = 0;
  #paused = false;
  #leaving: { readonly after: After; readonly why: string } | undefined;
  /** Runtimes in a row that died young: the next one waits the longer. */
  #failures = 0;
  /** Starts in a row that ended before the runtime was up. One that was up and was killed says nothing against the next. */
  #failedStarts = 0;
  /** Those of them that nobody else ended. */
  #ownFailedStarts = 0;
  #lastReason: string | undefined;
  #ended = false;
  #restart: { readonly timer: NodeJS.Timeout; readonly dueAtMs: number } | undefined;

  constructor(name: string, slots: number, options: PlaceOptions, events: PlaceEvents) {
    this.name = name;
    this.slots = slots;
    this.#options = options;
    this.#events = events;
  }

  get isUp(): boolean {
    return this.#running?.up !== undefined;
  }

  /** Whether nothing speaks against its next start. */
  get isWell(): boolean {
    return this.isUp || this.#failedStarts === 0;
  }

  get failedStarts(): { readonly ownInRow: number; readonly allInRow: number } {
    return { ownInRow: this.#ownFailedStarts, allInRow: this.#failedStarts };
  }

  start(): void {
    if (this.#ended) return;
    clearTimeout(this.#restart?.timer);
    this.#restart = undefined;
    this.#leaving = undefined;
    this.#starts += 1;
    const process = this.#options.launch(this.slots);
    const running = new Running(process);
    const runtime: SupervisedRuntime = {
      name: this.name,
      slots: this.slots,
      takesLeases: () => this.#running === running && this.#leaving === undefined && !this.#paused,
      send: (message) => {
        running.send(message);
      },
    };
    this.#running = running;
    process.onMessage((message) => {
      if (this.#running === running) this.#hear(message, running, runtime);
    });
    process.onExit((reason, byOthers) => {
      if (this.#running === running) this.#exited(running, runtime, reason, byOthers);
    });
  }

  /** Ends a runtime that has fallen silent. */
  check(): void {
    if (this.#running === undefined) return;
    const limitMs = this.#running.up === undefined ? START_WITHIN_MS : this.#options.lostAfterMs;
    if (performance.now() - this.#running.heardAtMs > limitMs) this.#running.kill();
  }

  /** Its silence so far does not count. */
  startSilenceAnew(): void {
    if (this.#running !== undefined) this.#running.heardAtMs = performance.now();
  }

  /** It gets no leases until it is resumed; its process, or the one after it, stays. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
  }

  /** Lets the runtime finish what it has, and ends the place. */
  drain(): void {
    this.#leave('nothing', 'it finishes what it has, and ends');
  }

  /** Lets the runtime finish what it has, and starts a new one. One that waits to be started is started now. */
  restart(): void {
    this.#failures = 0;
    this.#leave('a-new-one', 'it finishes what it has, and a new one takes its place');
  }

  /** Ends the process at once; resolves when it is gone. */
  async end(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#restart?.timer);
    const running = this.#running;
    if (running === undefined) return;
    await new Promise<void>((resolve) => {
      running.process.onExit(() => {
        resolve();
      });
      endSoon(running);
    });
  }

  view(): RuntimeView {
    const running = this.#running;
    return {
      id: this.name,
      ...this.#state(),
      isLeaving: this.#leaving?.after === 'nothing',
      isPaused: this.#paused,
      pid: running?.process.pid,
      slots: this.slots,
      // a slot without a lease of its own takes one that waits behind another slot's
      busySlots: Math.min(this.slots, running?.leases ?? 0),
      leases: running?.leases ?? 0,
      reading: running?.reading ?? [],
      extractors: running?.up?.extractors ?? [],
      rssBytes: running?.rssBytes ?? 0,
      ...this.#tally.now,
      restarts: this.#starts - 1,
      failuresInRow: running !== undefined && hasProvenItself(running) ? 0 : this.#failures,
      upSinceMs: running?.up?.sinceMs,
    };
  }

  #state(): Pick<RuntimeView, 'state' | 'message'> {
    const running = this.#running;
    const before = this.#lastReason === undefined ? undefined : `the process before it: ${this.#lastReason}`;
    if (running === undefined) {
      const waitS = Math.ceil(Math.max(0, (this.#restart?.dueAtMs ?? 0) - performance.now()) / 1_000);
      const reason = this.#lastReason === undefined ? '' : `${this.#lastReason}; `;
      return { state: 'set-aside', message: `${reason}it is started again in ${waitS.toString()} s` };
    }
    if (this.#leaving !== undefined) return { state: 'draining', message: this.#leaving.why };
    if (running.up === undefined) return { state: 'starting', message: before };
    if (this.#paused) return { state: 'paused', message: 'it gets no files until it is resumed' };
    return { state: running.leases > 0 ? 'busy' : 'idle', message: before };
  }

  #leave(after: After, why: string): void {
    if (this.#ended || this.#leaving?.after === 'nothing') return;
    const running = this.#running;
    if (running === undefined) {
      if (after === 'a-new-one') this.start();
      else this.#goAway();
      return;
    }
    const isTold = this.#leaving !== undefined;
    this.#leaving = { after, why };
    if (!isTold) {
      if (running.up === undefined) endSoon(running);
      else running.send({ kind: 'drain' });
    }
  }

  #goAway(): void {
    this.#ended = true;
    clearTimeout(this.#restart?.timer);
    this.#events.onGone(this);
  }

  #hear(raw: unknown, running: Running, runtime: SupervisedRuntime): void {
    running.heardAtMs = performance.now();
    const parsed = FromWorkerSchema.safeParse(raw);
    if (!parsed.success) {
      running.kill(); // it talks nonsense; the exit is handled like any other
      return;
    }
    const message = parsed.data;
    if (message.kind === 'hello') {
      this.#greet(message, running, runtime);
      return;
    }
    running.hear(message);
    if (message.kind === 'results') this.#tally.add(message.results);
    this.#events.onMessage(runtime, message);
    if (this.#leaving === undefined) this.#replaceIfWorn(running);
  }

  #greet(hello: FromWorker & { kind: 'hello' }, running: Running, runtime: SupervisedRuntime): void {
    if (hello.protocol !== PROTOCOL_VERSION) {
      this.#events.onMisfit(
        `A worker speaks protocol ${hello.protocol.toString()}, not ${PROTOCOL_VERSION.toString()}; install the program again`,
      );
      return;
    }
    running.hear(hello);
    this.#failedStarts = 0;
    this.#ownFailedStarts = 0;
    this.#events.onUp(runtime, hello.extractors);
  }

  #replaceIfWorn({ filesDone, rssBytes }: Running): void {
    if (filesDone >= this.#options.recycleAfterFiles) {
      this.#leave('a-new-one', `it has read ${filesDone.toString()} files, and a new one takes its place`);
    } else if (rssBytes > this.#options.memoryLimitBytes()) {
      const megabytes = Math.round(rssBytes / 1e6).toString();
      this.#leave('a-new-one', `its memory has grown to ${megabytes} MB, and a new one takes its place`);
    }
  }

  #exited(running: Running, runtime: SupervisedRuntime, reason: string, byOthers: boolean): void {
    this.#running = undefined;
    const leaving = this.#leaving;
    this.#leaving = undefined;
    const inOrder = leaving !== undefined && running.leases === 0;
    const replaced = leaving?.after === 'nothing' ? 'it was drained' : 'it was replaced';
    if (running.up !== undefined) this.#events.onDown(runtime, inOrder ? replaced : reason, inOrder);
    if (this.#ended) return;
    if (leaving?.after === 'nothing') {
      this.#goAway();
      return;
    }
    this.#lastReason = inOrder ? undefined : reason;
    this.#failures = leaving === undefined && !hasProvenItself(running) ? this.#failures + 1 : 0;
    if (running.up === undefined && leaving === undefined) {
      this.#failedStarts += 1;
      if (!byOthers || running.isKilled) this.#ownFailedStarts += 1;
      this.#events.onFailedStart(this, reason);
      if (this.#wasEnded()) return;
    }
    this.#startLater(this.#failures === 0 ? 0 : backOffMs(this.#failures, Math.random()) / 5);
  }

  /** Asked anew: whoever is told of something may end the place. */
  #wasEnded(): boolean {
    return this.#ended;
  }

  #startLater(delayMs: number): void {
    const timer = setTimeout(() => {
      this.start();
    }, delayMs);
    this.#restart = { timer, dueAtMs: performance.now() + delayMs };
  }
}

function hasProvenItself({ up, filesDone, startedAtMs }: Running): boolean {
  return up !== undefined && (filesDone > 0 || performance.now() - startedAtMs > HEALTHY_AFTER_MS);
}

/** Has the process end itself, and ends it where it does not. */
function endSoon(running: Running): void {
  const timer = setTimeout(() => {
    running.kill();
  }, END_WITHIN_MS);
  running.process.onExit(() => {
    clearTimeout(timer);
  });
  running.process.end();
}
