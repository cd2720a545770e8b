import type { FromWorker } from '../../src-protocol/messages/worker.ts';
import type { Priority } from '../../src-protocol/model/job.ts';
import { unreachable } from '../../src-protocol/model/unreachable.ts';
import { Arrival } from './arrival.ts';
import { Dispatcher } from './dispatcher.ts';
import type { JobRun } from './job-run.ts';
import type { MachineSpeeds } from './machine-speeds.ts';
import type { Reading } from './places.ts';
import { Places } from './places.ts';
import type { Log, Worker, WorkerEvents, WorkerLoss, WorkerPool } from './ports.ts';
import type { QueueSettings } from './queue-settings.ts';

export interface WorkforceEvents {
  /** An extractor fails on everything at a worker. */
  onExtractorSetAside(extractorId: string, message: string): void;
  /** Workers cannot be had at all. */
  onFailure(reason: string): void;
  onReading(reading: Reading): void;
}

/** The workers, and the running jobs that share them: hears what workers say, and has leases handed out. */
export class Workforce implements AsyncDisposable {
  readonly places: Places;
  readonly arrival = new Arrival();
  readonly #pool: WorkerPool;
  readonly #log: Log;
  readonly #events: WorkforceEvents;
  readonly #dispatcher: Dispatcher;
  #isHeld = false;
  #isWindingDown = false;
  #dispatching: NodeJS.Immediate | undefined;

  constructor(
    pool: WorkerPool,
    speeds: Pick<MachineSpeeds, 'of'>,
    log: Log,
    settings: () => QueueSettings,
    events: WorkforceEvents,
  ) {
    this.#pool = pool;
    this.#log = log;
    this.#events = events;
    this.places = new Places(speeds, (reading) => {
      events.onReading(reading);
    });
    this.#dispatcher = new Dispatcher(this.places, settings);
  }

  /** Whether the program is about to end. */
  get isWindingDown(): boolean {
    return this.#isWindingDown;
  }

  add(run: JobRun): void {
    this.#dispatcher.add(run);
  }

  /** A job has ended, its places are free for others. */
  remove(run: JobRun): void {
    this.#dispatcher.remove(run);
    this.places.forget(run);
    this.#wakeDispatch();
  }

  /** The priority of a job has been changed. */
  regroup(run: JobRun): void {
    this.#dispatcher.regroup(run);
    this.#wakeDispatch();
  }

  effectivePriorityOf(run: JobRun): Priority {
    return this.#dispatcher.effectivePriorityOf(run, performance.now());
  }

  /** While it is held, nothing is leased. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.#dispatcher.forgetWaiting();
    this.#wakeDispatch();
  }

  /** Has no further file begun: asks back what waits, and the rest of each lease as soon as another file of it is read. */
  windDown(runs: Iterable<JobRun>): void {
    this.#isWindingDown = true;
    for (const run of runs) this.askBackWaiting(run);
  }

  /** Asks back what a job has at workers that is not being read yet. */
  askBackWaiting(run: JobRun): void {
    for (const { leaseId } of this.places.waitingOf(run)) run.askBack(leaseId);
  }

  /** Starts the workers if they are not there yet: those of this computer only for work that they may do. */
  wake(here: boolean): void {
    if (this.places.all.length === 0) this.arrival.await();
    const events: WorkerEvents = {
      onUp: (worker, extractors) => {
        this.#log.info({ worker: worker.name, slots: worker.slots, extractors }, 'worker.up');
        this.places.add(worker);
        this.arrival.arrived();
        this.#wakeDispatch();
      },
      onMessage: (worker, message) => {
        this.#hear(worker, message);
      },
      onDown: (worker, reason, loss) => {
        this.#down(worker, reason, loss);
      },
      onMayTakeMore: () => {
        this.#wakeDispatch();
      },
      onFailure: (reason) => {
        this.#events.onFailure(reason);
      },
    };
    this.#pool.start(events, here);
    this.#wakeDispatch();
  }

  /** To be called now and then: notes who waits, and looks whether time alone has made something due. */
  look(): void {
    for (const { run, lease } of this.places.waitingInVain()) run.askBack(lease.leaseId);
    if (!this.#isHeld) this.#dispatcher.noteWaiting(performance.now());
    this.#wakeDispatch();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearImmediate(this.#dispatching);
    this.arrival[Symbol.dispose]();
    await this.#pool[Symbol.asyncDispose]();
  }

  #down(worker: Worker, reason: string, loss: WorkerLoss): void {
    this.#log.warn({ worker: worker.name, reason, loss }, 'worker.down');
    const gone = this.places.remove(worker);
    const runs = new Set(gone.flatMap(({ leases }) => [...leases.values()].map(({ run }) => run)));
    this.#dispatcher.onWorkerDown(worker, gone, loss);
    for (const run of runs) run.onWorkerDown(worker, loss);
  }

  #hear(worker: Worker, message: FromWorker): void {
    switch (message.kind) {
      case 'results': {
        const run = this.places.find(worker, message.leaseId)?.run;
        run?.onResults(message.leaseId, message.results);
        if (this.#isWindingDown) run?.askBack(message.leaseId);
        break;
      }
      case 'lease-done': {
        const placed = this.places.find(worker, message.leaseId);
        if (placed !== undefined) {
          this.#dispatcher.onLeaseDone(placed);
          placed.run.onLeaseDone(message.leaseId);
        }
        this.#dispatch();
        break;
      }
      case 'beat':
        this.places.noteRss(worker, message.rssBytes);
        break;
      case 'extractor-set-aside':
        this.#log.error(
          { worker: worker.name, extractor: message.extractorId, message: message.message },
          'extractor.set-aside',
        );
        this.#events.onExtractorSetAside(message.extractorId, message.message);
        break;
      case 'hello':
        break; // the supervisor has dealt with it
      default:
        unreachable(message);
    }
  }

  /** Several causes for a look at the slots make one look. */
  #wakeDispatch(): void {
    this.#dispatching ??= setImmediate(() => {
      this.#dispatching = undefined;
      this.#dispatcher.lookAgain(performance.now());
      this.#dispatch();
      if (!this.#isHeld) this.#dispatcher.dispatchTails();
    });
  }

  #dispatch(): void {
    if (!this.#isHeld) this.#dispatcher.dispatch();
  }
}
