import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Asked, Questions } from './questions.ts';
import type { FromReader, ToReader } from './reader-messages.ts';

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/** Asks a thread with a connection of its own, which is started at the first question. */
export class Reader implements AsyncDisposable {
  readonly #threadFile: string;
  readonly #databaseFile: string;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | undefined;
  #nextId = 1;

  constructor(threadFile: string, databaseFile: string) {
    this.#threadFile = threadFile;
    this.#databaseFile = databaseFile;
  }

  readonly questions: Asked<Questions> = {
    jobSummary: (...args) => this.#ask('jobSummary', args),
    jobCounts: (...args) => this.#ask('jobCounts', args),
    unreferencedRecords: (...args) => this.#ask('unreferencedRecords', args),
    resultPage: (...args) => this.#ask('resultPage', args),
    resultRecords: (...args) => this.#ask('resultRecords', args),
    resultRecord: (...args) => this.#ask('resultRecord', args),
    resultPath: (...args) => this.#ask('resultPath', args),
    resultColumns: (...args) => this.#ask('resultColumns', args),
    resultFacets: (...args) => this.#ask('resultFacets', args),
    resultHistogram: (...args) => this.#ask('resultHistogram', args),
    resultPlaces: (...args) => this.#ask('resultPlaces', args),
    resultOffset: (...args) => this.#ask('resultOffset', args),
    resultItems: (...args) => this.#ask('resultItems', args),
  };

  /**
   * Waits for the questions that are on their way; those that take long fail at once. The thread is never cut off: that
   * would break SQLite under it.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    const thread = this.#thread;
    if (thread === undefined) return;
    const gone = once(thread, 'exit');
    this.#post(thread, { kind: 'close' });
    await gone;
  }

  #ask<Name extends keyof Questions>(
    name: Name,
    args: Parameters<Questions[Name]>,
  ): Promise<Awaited<ReturnType<Questions[Name]>>> {
    const thread = (this.#thread ??= this.#start());
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post(thread, { kind: 'ask', id, name, args });
    });
  }

  #post(thread: Worker, message: ToReader): void {
    thread.postMessage(message);
  }

  #start(): Worker {
    const thread = new Worker(this.#threadFile, { workerData: { file: this.#databaseFile }, resourceLimits: LIMITS });
    thread.on('message', (message: FromReader) => {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if ('error' in message) waiting?.reject(new Error(message.error));
      else waiting?.resolve(message.answer as never);
    });
    thread.on('error', (error) => {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    });
    thread.on('exit', () => {
      this.#thread = undefined;
      this.#fail(new Error('The thread that reads the store has ended.'));
    });
    return thread;
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** The young generation of a thread is otherwise let grow to three times 16 MiB. */
const LIMITS = { maxYoungGenerationSizeMb: 8 };
