import type { ExtractorDescription } from '../../src-protocol/model/extraction.ts';
import { extractionKey } from '../../src-protocol/model/extraction.ts';
import type { JobEvent, JobSpec, JobState, Priority } from '../../src-protocol/model/job.ts';
import { hasEnded } from '../../src-protocol/model/job.ts';
import type { JobProgress } from '../../src-protocol/model/progress.ts';
import type { CoordinatorEvents } from './coordinator-events.ts';
import { outcomesOf } from './coordinator-events.ts';
import type { RetryChoice } from './failed-files.ts';
import { requeueFailed } from './failed-files.ts';
import { Gate } from './gate.ts';
import { JobRemover } from './job-remover.ts';
import type { RunPorts } from './job-run.ts';
import { JobRun } from './job-run.ts';
import { MachineSpeeds } from './machine-speeds.ts';
import { stateAfter } from './next-state.ts';
import { nextTurn } from './next-turn.ts';
import type { LeasedFile, Reading, SlotLease } from './places.ts';
import type { MachineStatisticsStore, StoredJob, WorkerMachine, WorkerPool } from './ports.ts';
import { JobRefused, StoreFull } from './ports.ts';
import type { QueueSettings } from './queue-settings.ts';
import { DEFAULT_QUEUE_SETTINGS } from './queue-settings.ts';
import { queuedJob, queueStatus } from './queue-status.ts';
import { waitingFor } from './waiting-words.ts';
import { Workforce } from './workforce.ts';

export interface CoordinatorPorts extends Omit<RunPorts, 'speeds'> {
  readonly workers: WorkerPool;
  /** What earlier jobs have learned of other computers. */
  readonly machines: Pick<MachineStatisticsStore, 'speeds' | 'saveSpeeds'>;
  /** What the workers will extract with: part of the cache's key. */
  readonly extractors: readonly ExtractorDescription[];
  /** The file of a job's listed sources, for a job that has any. Throws where it is not there. */
  readonly listFileOf: (job: StoredJob) => string | undefined;
}

const TICK_MS = 100;

/** Owns the running jobs and the workers, and brings the two together. */
export class Coordinator implements AsyncDisposable {
  /** How fast other computers read. */
  readonly speeds: MachineSpeeds;
  readonly #ports: CoordinatorPorts;
  readonly #events: CoordinatorEvents;
  readonly #runs = new Map<number, JobRun>();
  /** Jobs that are not running yet, while files of them are put back in the queue. */
  readonly #requeueing = new Set<number>();
  /** Jobs that the store had no room for; they go on once the queue is not held any more. */
  readonly #stalled = new Set<number>();
  readonly #workforce: Workforce;
  readonly #remover: JobRemover;
  readonly #gate = new Gate();
  readonly #tick: NodeJS.Timeout;
  #settings: QueueSettings = DEFAULT_QUEUE_SETTINGS;
  #heldFor: string | undefined;
  #isDisposed = false;

  constructor(ports: CoordinatorPorts, events: CoordinatorEvents) {
    this.#ports = ports;
    this.#events = events;
    const heard = {
      onExtractorSetAside: (extractorId: string, message: string) => {
        events.onExtractorSetAside(extractorId, message);
      },
      onFailure: (reason: string) => {
        for (const run of [...this.#runs.values()]) this.#end(run, 'fail', reason);
      },
      onReading: (reading: Reading) => {
        events.onReading?.(reading);
      },
    };
    this.speeds = new MachineSpeeds(ports.machines.speeds());
    this.#workforce = new Workforce(ports.workers, this.speeds, ports.log, () => this.#settings, heard);
    this.#remover = new JobRemover(ports);
    this.#remover.goOn();
    this.#tick = setInterval(() => {
      for (const run of this.#runs.values()) this.#events.onProgress(this.#progressOf(run));
      this.#workforce.look(); // a slow lease at the end of a job may be due for a second slot
    }, TICK_MS);
  }

  /** Stores a new job; it runs once it is started. */
  create(spec: JobSpec): StoredJob {
    const job = this.#ports.jobs.create(spec, extractionKey(this.#ports.extractors, spec.extraction));
    this.#events.onJob?.(job);
    return job;
  }

  /**
   * Starts a job, or goes on with one that was interrupted or paused. Throws where the job's state does not allow it, or its
   * listed sources are gone.
   */
  start(jobId: number): void {
    const before = this.#jobOf(jobId);
    this.#next(before, 'start');
    const paused = this.#runs.get(jobId);
    const listFile = paused === undefined ? this.#listFileOf(before) : undefined;
    const job = this.#change(jobId, 'start');
    if (this.#requeueing.has(jobId)) return; // it runs as soon as these files wait
    if (paused === undefined) this.#run(job, listFile);
    else paused.unpause();
  }

  /**
   * Starts all jobs that waited for their start, or were running, when the program ended; jobs that were paused stay so. One
   * whose listed sources are gone is left as it is.
   */
  resumeAll(): void {
    for (const job of this.#ports.jobs.unfinished()) {
      if (this.#runs.has(job.id)) continue;
      try {
        this.start(job.id);
      } catch (error) {
        this.#ports.log.error({ jobId: job.id, error: String(error) }, 'job.not-resumed');
      }
    }
  }

  /** No more leases from now on; what is being read is finished, what waits at workers is asked back. */
  pause(jobId: number): void {
    this.#change(jobId, 'pause');
    const run = this.#runs.get(jobId);
    if (run === undefined) return;
    run.pause();
    this.#workforce.askBackWaiting(run);
  }

  /** Ends a job for good; what was recorded stays. */
  cancel(jobId: number): void {
    const run = this.#runs.get(jobId);
    if (run === undefined) this.#change(jobId, 'cancel');
    else this.#end(run, 'cancel');
  }

  /**
   * Has files of a job that failed read once more, as if they had never been tried, and returns how many. Where there are
   * any, the job runs again, whatever has ended it; one that is paused stays so.
   */
  async retry(jobId: number, choice: RetryChoice): Promise<number> {
    const before = this.#jobOf(jobId);
    this.#next(before, 'retry');
    const run = this.#runs.get(jobId);
    if (run !== undefined) return run.whileRequeueing(() => this.#requeueOf(run, choice));
    if (this.#requeueing.has(jobId))
      throw new JobRefused(`Files of job ${jobId.toString()} are being put back in the queue.`);
    const listFile = this.#listFileOf(before);
    this.#requeueing.add(jobId);
    try {
      // in the store it runs from the first file on: should the program be killed, it goes on with it
      let isChanged = false;
      return await requeueFailed(this.#ports.items, jobId, choice, () => {
        if (!isChanged) this.#change(jobId, 'retry');
        isChanged = true;
        return !this.#isDisposed && !hasEnded(this.#jobOf(jobId).state);
      });
    } finally {
      this.#requeueing.delete(jobId);
      const job = this.#isDisposed ? undefined : this.#ports.jobs.get(jobId);
      if (job?.state === 'running') this.#run(job, listFile);
    }
  }

  /** Changes the priority of a job that has not ended. */
  setPriority(jobId: number, priority: Priority): void {
    const job = this.#jobOf(jobId);
    if (hasEnded(job.state))
      throw new JobRefused(`Job ${jobId.toString()} is ${job.state}: its priority means nothing any more.`);
    this.#ports.jobs.setPriority(jobId, priority);
    const run = this.#runs.get(jobId);
    run?.prioritise(priority);
    if (run !== undefined) this.#workforce.regroup(run);
    this.#ports.log.info({ jobId, priority }, 'job.prioritised');
    this.#tellJob(jobId);
  }

  /**
   * Forgets a job that has ended, with its results. Resolves once nobody sees it any more; it is removed bit by bit after that.
   */
  delete(jobId: number): Promise<void> {
    const job = this.#jobOf(jobId);
    if (!hasEnded(job.state) || this.#requeueing.has(jobId))
      throw new JobRefused(
        `Job ${jobId.toString()} is ${job.state}: only a job that has ended can be deleted. Cancel it first.`,
      );
    this.#remover.remove(jobId);
    return Promise.resolve();
  }

  /** While there is a reason, nothing is leased, and nothing that is found is taken. */
  hold(reason: string | undefined): void {
    if (reason === this.#heldFor || this.#workforce.isWindingDown) return;
    const wasHeld = this.#heldFor !== undefined;
    this.#heldFor = reason;
    if (wasHeld && reason !== undefined) return; // the same in other words: its figures have changed
    this.#ports.log.info({ reason }, 'queue.held');
    this.#workforce.hold(reason !== undefined);
    if (reason === undefined) this.#gate.open();
    else this.#gate.shut();
    if (reason === undefined) this.#startStalled();
  }

  /** Before the end: files that are being read are finished, and no others are begun. What it is for holds the queue from then on. */
  windDown(reason: string): void {
    this.hold(reason);
    this.#workforce.windDown(this.#runs.values());
  }

  /** Changes settings; what is not named stays. */
  configure(settings: Partial<QueueSettings>): void {
    this.#settings = { ...this.#settings, ...settings };
    for (const run of this.#runs.values()) run.adjust();
  }

  /** How a job stands that is running or paused. */
  progressOf(jobId: number): JobProgress | undefined {
    const run = this.#runs.get(jobId);
    return run && this.#progressOf(run);
  }

  /** What keeps a job from going on, in words; undefined where nothing does, or it is not running. */
  waitingFor(jobId: number): string | undefined {
    const run = this.#runs.get(jobId);
    if (run === undefined) return this.#stalled.has(jobId) ? this.#heldFor : undefined;
    return this.#waitingFor(run);
  }

  /** The queue of all jobs that are running or paused. */
  queueStatus(): ReturnType<typeof queueStatus> {
    const jobs = [...this.#runs.values()].map((run) =>
      queuedJob(run, this.#workforce.effectivePriorityOf(run), this.#waitingFor(run)),
    );
    return queueStatus(jobs);
  }

  /** Files that wait and may be read on this computer. */
  get waitingHere(): number {
    const here = [...this.#runs.values()].filter((run) => run.mayBeReadAt(undefined));
    return here.reduce((sum, { waitingFiles }) => sum + waitingFiles, 0);
  }

  /** Whether files wait in jobs that a machine may read for. */
  hasWorkFor(machine: WorkerMachine): boolean {
    return [...this.#runs.values()].some((run) => run.couldTake && run.mayBeReadAt(machine));
  }

  /** What every slot of every worker does now. */
  leases(): SlotLease[] {
    return this.#workforce.places.slots(performance.now());
  }

  /** A file that a worker has been given, while it has no result. */
  fileAt(workerName: string, itemId: number): LeasedFile | undefined {
    return this.#workforce.places.fileAt(workerName, itemId);
  }

  /** The source of a running job that a folder lies in, the longest where there are several; else the folder itself. */
  rootOf(folder: string): string {
    let root = '';
    for (const run of this.#runs.values()) {
      const above = run.roots.above(folder) ?? '';
      if (above.length > root.length) root = above;
    }
    return root === '' ? folder : root;
  }

  /** Ends all runs at once, so that they can be resumed. */
  interruptAll(): void {
    for (const run of [...this.#runs.values()]) this.#end(run, 'interrupt');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.interruptAll();
    this.#isDisposed = true;
    clearInterval(this.#tick);
    await this.#remover[Symbol.asyncDispose]();
    await this.#workforce[Symbol.asyncDispose]();
  }

  #run(job: StoredJob, listFile: string | undefined): void {
    const onSpan = this.#events.onSpan?.bind(this.#events);
    const ports = {
      ...this.#ports,
      speeds: this.speeds,
      gate: this.#gate,
      arrival: this.#workforce.arrival,
      settings: () => this.#settings,
      onSpan,
    };
    const run: JobRun = new JobRun(job, ports, {
      onWork: () => {
        this.#workforce.wake(run.mayBeReadAt(undefined));
      },
      onRecorded: (recorded) => {
        if (this.#events.onItems !== undefined && (this.#events.wantsItems?.(job.id) ?? true))
          this.#events.onItems(job.id, outcomesOf(recorded));
      },
      onComplete: () => {
        this.#end(run, 'complete');
      },
      onFault: (error) => {
        if (error instanceof StoreFull && this.#events.onStoreFull !== undefined) this.#stall(run);
        else this.#end(run, 'fail', error instanceof Error ? error.message : String(error));
      },
    });
    this.#runs.set(job.id, run);
    this.#workforce.add(run);
    this.#ports.log.info({ jobId: job.id }, 'job.started');
    run.start(listFile);
  }

  /** What was not recorded is read again once there is room. A job that is paused waits for a person in any case. */
  #stall(run: JobRun): void {
    if (!this.#runs.has(run.job.id)) return; // it is ending for another reason
    this.#end(run, 'interrupt');
    if (!run.isPaused) this.#stalled.add(run.job.id);
    this.#events.onStoreFull?.();
  }

  #startStalled(): void {
    const stalled = [...this.#stalled];
    this.#stalled.clear();
    for (const jobId of stalled) {
      try {
        this.start(jobId);
      } catch (error) {
        this.#ports.log.warn({ jobId, error: String(error) }, 'job.not-resumed');
        if (!(error instanceof StoreFull)) continue;
        this.#stalled.add(jobId);
        this.#events.onStoreFull?.();
      }
    }
  }

  async #requeueOf(run: JobRun, choice: RetryChoice): Promise<number> {
    while (!run.isLoaded && !run.hasEnded) await nextTurn();
    return requeueFailed(this.#ports.items, run.job.id, choice, (part) => {
      run.requeued(part);
      return !run.hasEnded;
    });
  }

  #jobOf(jobId: number): StoredJob {
    const job = this.#ports.jobs.get(jobId);
    if (job === undefined) throw new JobRefused(`There is no job ${jobId.toString()}. “metaextract jobs” lists all.`);
    return job;
  }

  /** What a run of the job needs of its list; asked before anything is changed, as it may be gone. */
  #listFileOf(job: StoredJob): string | undefined {
    return job.crawlEnded && !job.spec.watch ? undefined : this.#ports.listFileOf(job);
  }

  #next(job: StoredJob, event: JobEvent): JobState {
    return stateAfter(job, event, !this.#runs.has(job.id) && !this.#requeueing.has(job.id));
  }

  #change(jobId: number, event: JobEvent, message?: string): StoredJob {
    this.#ports.jobs.setState(jobId, this.#next(this.#jobOf(jobId), event), message);
    this.#stalled.delete(jobId); // whoever changes it has the last word
    return this.#tellJob(jobId);
  }

  #tellJob(jobId: number): StoredJob {
    const job = this.#jobOf(jobId);
    this.#events.onJob?.(job);
    return job;
  }

  #end(run: JobRun, event: 'complete' | 'cancel' | 'interrupt' | 'fail', message?: string): void {
    const jobId = run.job.id;
    if (!this.#runs.delete(jobId)) return;
    const job = this.#storeEnd(run, event, message);
    this.#workforce.remove(run);
    this.#ports.log.info({ jobId, state: job.state, message: job.message }, 'job.ended');
    const progress = run.progress(this.#workforce.places.progress(), job.state, undefined);
    this.#events.onProgress(progress);
    this.#events.onEnd(job, progress);
  }

  /** A store that cannot be written must not keep a job from ending: it will be found as running, and can be resumed. */
  #storeEnd(run: JobRun, event: JobEvent, message: string | undefined): StoredJob {
    try {
      run.end();
      this.#ports.machines.saveSpeeds(this.speeds.takeChanges());
      return this.#change(run.job.id, event, message);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      this.#ports.log.error({ jobId: run.job.id, event, error: words }, 'job.end-not-stored');
      return event === 'interrupt'
        ? { ...run.job, state: 'interrupted' }
        : { ...run.job, state: 'failed', message: message ?? words };
    }
  }

  #progressOf(run: JobRun): JobProgress {
    return run.progress(this.#workforce.places.progress(), run.isPaused ? 'paused' : 'running', this.#waitingFor(run));
  }

  #waitingFor(run: JobRun): string | undefined {
    return waitingFor(run, [...this.#runs.values()], this.#workforce.places, this.#heldFor);
  }
}
