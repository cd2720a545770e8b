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
  readonly checkRequest: (request: JobRequest) => void;
  readonly browse: DataControl['browse'];
  readonly known: (files: FoundFiles, spec: JobSpec) => boolean[];
  /** A predictor of how long a file takes under a profile, in milliseconds. */
  readonly predictor: (profile: string) => (file: OpenItem) => number;
  /** Those that there are, or that there would be. */
  readonly workers: () => PartitionWorker[];
  readonly leaseMs: number;
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
  async partition(request: JobRequest, maxFiles: number): Promise<Answers['data']['partition']> {
    this.#ports.checkRequest(request);
    const spec = specOfRequest(request);
    const count = new PartitionCount(this.#ports.predictor(spec.extraction.profile));
    const enough = new AbortController();
    const take = (batch: readonly FoundFiles[]) => {
      for (const files of batch) {
        if (!enough.signal.aborted) count.add(files, this.#ports.known(files, spec));
        if (count.files >= maxFiles) enough.abort();
      }
    };
    await this.#ports.intake.crawl({ spec, listFile: undefined }, take, enough.signal);
    return count.view(this.#ports.workers(), this.#ports.leaseMs, !enough.signal.aborted);
  }
}
