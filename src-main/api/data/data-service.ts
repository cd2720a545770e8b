import { setTimeout as sleep } from 'node:timers/promises';
import type { Survey } from '../../../src-protocol/contract/data.ts';
import type { JobRequest } from '../../../src-protocol/contract/jobs.ts';
import type { JobSpec } from '../../../src-protocol/model/job.ts';
import type { FoundFiles, Intake, OpenItem } from '../../coordinator/ports.ts';
import { specOfRequest } from '../jobs/job-request.ts';
import type { Answers } from '../answers.ts';
import type { DataControl } from '../services.ts';
import { PartitionCount, type PartitionWorker } from './partition.ts';

export interface DataServicePorts {
  readonly intake: Pick<Intake, 'crawl'>;
  /** Throws a fault of the contract for sources that may not be read. */
  readonly checkRequest: (request: JobRequest) => Promise<void>;
  readonly browse: DataControl['browse'];
  readonly known: (files: FoundFiles, spec: JobSpec) => boolean[];
  /** A predictor of how long a file takes under a profile, in milliseconds. */
  readonly predictor: (profile: string) => (file: OpenItem) => number;
  /** Those that there are, or that there would be. */
  readonly workers: () => PartitionWorker[];
  readonly leaseMs: number;
}

type Partition = Answers['data']['partition'];

const SURVEY_INTERVAL_MS = 250;

/** A crawl that is added up. */
interface Look {
  readonly ended: Promise<void>;
  /** What was found so far; it is complete once the crawl has come to its end by itself. */
  view(): Partition;
}

/** A look at files before a job is made of them. */
export class DataService implements DataControl {
  readonly #ports: DataServicePorts;

  constructor(ports: DataServicePorts) {
    this.#ports = ports;
  }

  browse(path: string | undefined): Promise<Answers['data']['browse']> {
    return this.#ports.browse(path);
  }

  /** Crawls the sources, up to `maxFiles`, and adds up what a job of them would do. Nothing is stored. */
  async partition(request: JobRequest, maxFiles: number, signal?: AbortSignal): Promise<Partition> {
    await this.#ports.checkRequest(request);
    const look = this.#look(request, maxFiles, signal);
    await look.ended;
    return look.view();
  }

  /** The same while it goes on, until it has ended or nobody wants to know any more. */
  async survey(
    request: JobRequest,
    maxFiles: number,
    signal: AbortSignal | undefined,
  ): Promise<AsyncGenerator<Survey, void, void>> {
    await this.#ports.checkRequest(request);
    return this.#survey(request, maxFiles, signal);
  }

  async *#survey(request: JobRequest, maxFiles: number, signal?: AbortSignal): AsyncGenerator<Survey, void, void> {
    const left = new AbortController();
    const look = this.#look(request, maxFiles, AbortSignal.any([left.signal, ...(signal ? [signal] : [])]));
    const over = new AbortController();
    const ended = look.ended.finally(() => {
      over.abort();
    });
    ended.catch(() => undefined); // where nobody waits for it any more
    try {
      for (let counting = true; counting && signal?.aborted !== true;) {
        const next = sleep(SURVEY_INTERVAL_MS, true, { ref: false, signal: over.signal });
        counting = await next.catch(() => ended.then(() => false));
        yield { ...look.view(), counting };
      }
    } finally {
      left.abort();
    }
  }

  #look(request: JobRequest, maxFiles: number, signal: AbortSignal | undefined): Look {
    const spec = specOfRequest(request);
    const count = new PartitionCount(this.#ports.predictor(spec.extraction.profile));
    const enough = new AbortController();
    const take = (batch: readonly FoundFiles[]) => {
      for (const files of batch) {
        if (!enough.signal.aborted) count.add(files, this.#ports.known(files, spec));
        if (count.files >= maxFiles) enough.abort();
      }
    };
    let hasEnded = false;
    const until = AbortSignal.any([enough.signal, ...(signal ? [signal] : [])]);
    return {
      ended: this.#ports.intake.crawl({ spec, listFile: undefined }, take, until).then(() => {
        hasEnded = true;
      }),
      view: () => count.view(this.#ports.workers(), this.#ports.leaseMs, hasEnded && !until.aborted),
    };
  }
}
