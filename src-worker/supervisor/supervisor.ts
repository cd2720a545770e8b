import type { FromWorker } from '../../src-protocol/messages/worker.ts';
import type { ExtractorDescription } from '../../src-protocol/model/extraction.ts';
import { startsAreHopeless } from './hopeless-starts.ts';
import type { LaunchRuntime } from './launcher.ts';
import type { PlaceEvents, PlaceOptions, SupervisedRuntime } from './place.ts';
import { Place } from './place.ts';
import type { RuntimeView } from './runtime-view.ts';

export interface SupervisorOptions {
  readonly launch: LaunchRuntime;
  /** Slots of each runtime to begin with: one process per entry. */
  readonly runtimes: readonly number[];
  /** A runtime that says nothing for so long is ended. */
  readonly lostAfterMs: number;
  /** A runtime with more resident memory finishes what it has and is replaced. */
  readonly memoryLimitBytes: number;
  /** A runtime is replaced after so many files. */
  readonly recycleAfterFiles: number;
}

/** Of every runtime of the program, wherever it works. */
export const USUAL_BOUNDS = { lostAfterMs: 10_000, recycleAfterFiles: 250_000 } as const;

export interface SupervisorEvents {
  onUp(runtime: SupervisedRuntime, extractors: readonly ExtractorDescription[]): void;
  onMessage(runtime: SupervisedRuntime, message: FromWorker): void;
  /** `inOrder`: it ended as it was told to, having finished what it had. */
  onDown(runtime: SupervisedRuntime, reason: string, inOrder: boolean): void;
  /** Runtimes end before they are up, again and again: there is no use in going on, and all are ended. */
  onFailure(reason: string): void;
}

const CHECK_INTERVAL_MS = 500;
/** A check that comes so late says more of this process than of the runtimes. */
const HELD_UP_MS = 2 * CHECK_INTERVAL_MS;

/** Keeps runtime processes running: hears their heartbeats, restarts the dead, replaces the worn; more come, others go. */
export class Supervisor implements AsyncDisposable {
  readonly #places = new Map<string, Place>();
  readonly #ending = new Set<Promise<void>>();
  readonly #placeOptions: PlaceOptions;
  readonly #placeEvents: PlaceEvents;
  readonly #events: SupervisorEvents;
  readonly #timer: NodeJS.Timeout;
  #memoryLimitBytes: number;
  #checkedAtMs = performance.now();
  /** The first of the failed starts since which no runtime has come up. */
  #troubleSinceMs: number | undefined;

  constructor(options: SupervisorOptions, events: SupervisorEvents) {
    this.#memoryLimitBytes = options.memoryLimitBytes;
    this.#placeOptions = { ...options, memoryLimitBytes: () => this.#memoryLimitBytes };
    this.#events = events;
    this.#placeEvents = this.#eventsOfPlaces();
    this.#timer = setInterval(() => {
      this.#check();
    }, CHECK_INTERVAL_MS);
    for (const slots of options.runtimes) this.add(slots);
  }

  /** Starts one more runtime, under the lowest number that is free. */
  add(slots: number): void {
    let number = 1;
    while (this.#places.has(`local-${number.toString()}`)) number += 1;
    const place = new Place(`local-${number.toString()}`, slots, this.#placeOptions, this.#placeEvents);
    this.#places.set(place.name, place);
    place.start();
  }

  /** In the order in which they were added. */
  views(): RuntimeView[] {
    return [...this.#places.values()].map((place) => place.view());
  }

  /** False where there is no such runtime; so for the next three. */
  pause(name: string): boolean {
    return this.#with(name, (place) => {
      place.pause();
    });
  }

  resume(name: string): boolean {
    return this.#with(name, (place) => {
      place.resume();
    });
  }

  /** Lets it finish what it has; then it is gone, and does not come back. */
  drain(name: string): boolean {
    return this.#with(name, (place) => {
      place.drain();
    });
  }

  /** Lets it finish what it has, and starts a new process in its place; one that waits to be started starts now. */
  restart(name: string): boolean {
    return this.#with(name, (place) => {
      place.restart();
    });
  }

  setMemoryLimit(bytes: number): void {
    this.#memoryLimitBytes = bytes;
  }

  /** Ends all runtimes at once; resolves when they are gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.#endAll();
    await Promise.all(this.#ending);
  }

  /**
   * After a suspension, or a long turn of the event loop, nobody is ended: what the runtimes said meanwhile is still to be
   * heard, and they may have been suspended as well.
   */
  #check(): void {
    const now = performance.now();
    const isLate = now - this.#checkedAtMs - CHECK_INTERVAL_MS > HELD_UP_MS;
    this.#checkedAtMs = now;
    for (const place of this.#places.values()) {
      if (isLate) place.startSilenceAnew();
      else place.check();
    }
  }

  #with(name: string, act: (place: Place) => void): boolean {
    const place = this.#places.get(name);
    if (place !== undefined) act(place);
    return place !== undefined;
  }

  #eventsOfPlaces(): PlaceEvents {
    return {
      onUp: (runtime, extractors) => {
        this.#troubleSinceMs = undefined;
        this.#events.onUp(runtime, extractors);
      },
      onMessage: (runtime, message) => {
        this.#events.onMessage(runtime, message);
      },
      onDown: (runtime, reason, inOrder) => {
        this.#events.onDown(runtime, reason, inOrder);
      },
      onFailedStart: (place, reason) => {
        this.#weigh(place, reason);
      },
      onMisfit: (reason) => {
        this.#giveUp(reason);
      },
      onGone: ({ name }) => {
        this.#places.delete(name);
      },
    };
  }

  #weigh(place: Place, reason: string): void {
    const now = performance.now();
    this.#troubleSinceMs ??= now;
    const othersAreWell = [...this.#places.values()].some((other) => other !== place && other.isWell);
    const troubleMs = now - this.#troubleSinceMs;
    if (startsAreHopeless({ ...place.failedStarts, othersAreWell, troubleMs })) {
      this.#giveUp(`A worker process does not start: ${reason}`);
    }
  }

  #giveUp(reason: string): void {
    this.#endAll();
    this.#troubleSinceMs = undefined;
    this.#events.onFailure(reason);
  }

  #endAll(): void {
    for (const place of [...this.#places.values()]) {
      this.#places.delete(place.name);
      const ended = place.end().finally(() => {
        this.#ending.delete(ended);
      });
      this.#ending.add(ended);
    }
  }
}
