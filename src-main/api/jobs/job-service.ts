import type { Job, JobRequest } from '../../../src-protocol/contract/jobs.ts';
import type { FaultCode } from '../../../src-protocol/model/fault.ts';
import type { JobCounts, JobSpec, JobState, Priority } from '../../../src-protocol/model/job.ts';
import type { JobProgress } from '../../../src-protocol/model/progress.ts';
import { JobRefused, type StoredJob } from '../../coordinator/ports.ts';
import { callFault } from '../http/call-fault.ts';
import { StoredCounts } from './job-counts.ts';
import { requestOfSpec, specOfRequest } from './job-request.ts';
import type { SourceLists } from './source-lists.ts';

/** What the service asks of the coordinator; its calls throw JobRefused where a job's state does not allow them. */
export interface JobControl {
  create(spec: JobSpec): StoredJob;
  start(jobId: number): void;
  pause(jobId: number): void;
  cancel(jobId: number): void;
  retry(jobId: number, which: RetryChoice): Promise<number>;
  setPriority(jobId: number, priority: Priority): void;
  delete(jobId: number): Promise<void>;
  /** How a job stands that is running or paused. */
  progressOf(jobId: number): JobProgress | undefined;
  /** What keeps a job from going on, in words. */
  waitingFor(jobId: number): string | undefined;
}

export interface RetryChoice {
  readonly codes?: readonly FaultCode[];
  readonly itemIds?: readonly number[];
}

/** Newest first. */
export interface JobChoice {
  readonly limit: number;
  /** Only jobs with a smaller number. */
  readonly before?: number | undefined;
  readonly state?: JobState | undefined;
}

export interface JobServicePorts {
  readonly control: JobControl;
  readonly jobs: { get(jobId: number): StoredJob | undefined; list(choice: JobChoice): StoredJob[] };
  readonly countsOf: (jobId: number) => Promise<JobCounts>;
  /** Throws a fault of the contract for sources that may not be read. */
  readonly checkRequest: (request: JobRequest) => Promise<void>;
  /** Whether jobs are started as they come; otherwise they wait for a server that works on them. */
  readonly startsJobs: boolean;
  readonly lists: SourceLists;
  readonly onDeleted: (jobId: number) => void;
}

/** Further ones of a job are in its list, and are not part of what is shown of it. */
const SOURCES_SHOWN = 1_000;

/** Jobs as callers see them. */
export class JobService {
  readonly #ports: JobServicePorts;
  readonly #counts: StoredCounts;

  constructor(ports: JobServicePorts) {
    this.#ports = ports;
    this.#counts = new StoredCounts(ports.countsOf);
  }

  async create(request: JobRequest): Promise<Job> {
    await this.#ports.checkRequest(request);
    const job = await this.#store(specOfRequest(request));
    if (this.#ports.startsJobs) this.#ports.control.start(job.id);
    return this.get(job.id);
  }

  /** The submission that makes the same job again, with all its sources. */
  async request(jobId: number): Promise<JobRequest> {
    const { spec } = this.stored(jobId);
    const listed = spec.listed ? await this.#ports.lists.read(jobId) : [];
    const request = requestOfSpec(spec);
    const sources = [...request.sources, ...listed];
    if (sources.length === 0) throw callFault('NOT_FOUND', 'The list of its sources is not there any more.');
    return { ...request, sources };
  }

  list(choice: JobChoice): Promise<Job[]> {
    return Promise.all(this.#ports.jobs.list(choice).map((job) => this.view(job)));
  }

  get(jobId: number): Promise<Job> {
    return this.view(this.stored(jobId));
  }

  stored(jobId: number): StoredJob {
    const job = this.#ports.jobs.get(jobId);
    if (job === undefined) throw callFault('NOT_FOUND', `There is no job ${jobId.toString()}.`);
    return job;
  }

  pause(jobId: number): Promise<Job> {
    return this.#change(jobId, () => {
      this.#ports.control.pause(jobId);
    });
  }

  resume(jobId: number): Promise<Job> {
    return this.#change(jobId, () => {
      this.#ports.control.start(jobId);
    });
  }

  cancel(jobId: number): Promise<Job> {
    return this.#change(jobId, () => {
      this.#ports.control.cancel(jobId);
    });
  }

  setPriority(jobId: number, priority: Priority): Promise<Job> {
    return this.#change(jobId, () => {
      this.#ports.control.setPriority(jobId, priority);
    });
  }

  async retry(jobId: number, which: RetryChoice): Promise<{ job: Job; files: number }> {
    let files = 0;
    const job = await this.#change(jobId, async () => {
      files = await this.#ports.control.retry(jobId, which);
    });
    return { job, files };
  }

  async delete(jobId: number): Promise<void> {
    this.stored(jobId);
    await allowed(() => this.#ports.control.delete(jobId));
    this.#counts.forget(jobId);
    this.#ports.lists.remove(jobId);
    this.#ports.onDeleted(jobId);
  }

  /** A job has ended with these counts, or has begun again. */
  noteCounts(jobId: number, counts: JobCounts | undefined): void {
    if (counts === undefined) this.#counts.forget(jobId);
    else this.#counts.set(jobId, counts);
  }

  async view(job: StoredJob): Promise<Job> {
    const progress = this.#ports.control.progressOf(job.id);
    const waitingFor = this.#ports.control.waitingFor(job.id);
    return {
      id: job.id,
      state: job.state,
      ...(job.message === undefined ? {} : { message: job.message }),
      ...(waitingFor === undefined ? {} : { waitingFor }),
      ...(await this.#sourcesOf(job)),
      counting: progress?.counting ?? !job.crawlEnded,
      counts: progress?.counts ?? (await this.#counts.of(job.id)),
      createdAt: new Date(job.createdAtMs).toISOString(),
      ...(job.endedAtMs === undefined ? {} : { endedAt: new Date(job.endedAtMs).toISOString() }),
      activeMs: progress === undefined ? job.activeMs : job.activeMs + progress.elapsedMs,
      ...(progress === undefined ? {} : { progress }),
    };
  }

  /** A job with very many sources has those beyond the first in a list. */
  async #store(spec: JobSpec): Promise<StoredJob> {
    const { control, lists } = this.#ports;
    if (spec.sources.length <= SOURCES_SHOWN) return control.create(spec);
    using list = await lists.write(spec.sources.slice(SOURCES_SHOWN));
    const job = control.create({ ...spec, sources: spec.sources.slice(0, SOURCES_SHOWN), listed: true });
    list.giveTo(job.id);
    return job;
  }

  async #sourcesOf({ id, spec }: StoredJob): Promise<Pick<Job, 'request' | 'sourceCount'>> {
    const { lists } = this.#ports;
    const request = requestOfSpec(spec);
    const own = request.sources.slice(0, SOURCES_SHOWN); // the command line takes as many as a shell gives it
    const listed = spec.listed ? await lists.read(id, SOURCES_SHOWN - own.length) : [];
    return {
      request: { ...request, sources: [...own, ...listed] },
      sourceCount: spec.sources.length + (spec.listed ? await lists.count(id) : 0),
    };
  }

  async #change(jobId: number, change: (job: StoredJob) => void | Promise<void>): Promise<Job> {
    const job = this.stored(jobId);
    await allowed(() => change(job));
    return this.get(jobId);
  }
}

/** What the coordinator refuses is refused to the caller, in its words. */
async function allowed(change: () => void | Promise<void>): Promise<void> {
  try {
    await change();
  } catch (error) {
    throw error instanceof JobRefused ? callFault('CONFLICT', error.message) : error;
  }
}
