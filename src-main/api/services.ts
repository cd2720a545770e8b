import type { Survey } from '../../src-protocol/contract/data.ts';
import type { FolderAccess, Invitation, Machine } from '../../src-protocol/contract/machines.ts';
import type { MachineLimits } from '../../src-protocol/model/machine-limits.ts';
import type { JobRequest } from '../../src-protocol/contract/jobs.ts';
import type { LaneBlock } from '../../src-protocol/contract/workers.ts';
import type { LogLine } from '../../src-protocol/model/log-line.ts';
import type { PathMapping } from '../../src-protocol/model/path-mapping.ts';
import type { Role } from '../../src-protocol/model/role.ts';
import type { Settings, SettingsChange } from '../../src-protocol/contract/settings.ts';
import type { Answers } from './answers.ts';
import type { Asked, Questions } from '../store/questions.ts';
import type { CacheService } from './cache/cache-service.ts';
import type { EventHub } from './events/event-hub.ts';
import type { ExportService } from './exports/export-service.ts';
import type { JobService } from './jobs/job-service.ts';
import type { PreviewService } from './previews/preview-service.ts';
import type { SystemService } from './system/system-service.ts';

/** What the router implements the contract with. Where something is refused, a fault of the contract is thrown. */
export interface ApiServices {
  readonly jobs: JobService;
  readonly questions: Asked<Questions>;
  readonly exports: ExportService;
  readonly workers: WorkerControl;
  readonly machines: MachineControl;
  readonly cluster: ClusterControl;
  readonly queueStatus: () => Answers['queue']['status'];
  readonly cache: CacheService;
  readonly data: DataControl;
  readonly previews: PreviewService;
  readonly uploads: UploadControl;
  readonly events: EventHub;
  readonly system: SystemService;
  readonly tokens: TokenControl;
  readonly settings: SettingsControl;
}

type WorkerView = Answers['workers']['list']['workers'][number];

export interface WorkerControl {
  list(): WorkerView[];
  lanes(minutes: number, jobId: number | undefined): LaneBlock[];
  pause(workerId: string): WorkerView;
  resume(workerId: string): WorkerView;
  drain(workerId: string): WorkerView;
  restart(workerId: string): WorkerView;
}

export interface MachineControl {
  list(): Machine[];
  discover(): Promise<Answers['machines']['discover']>;
  pair(code: string): Promise<Machine>;
  invite(invitation: Invitation): Promise<Answers['machines']['invite']>;
  pause(machineId: string): Machine;
  resume(machineId: string): Machine;
  drain(machineId: string): Machine;
  remove(machineId: string): Promise<void>;
  setLimits(machineId: string, limits: MachineLimits): Machine;
  testMapping(machineId: string, folder: string, mapping: PathMapping | undefined): Promise<FolderAccess>;
  log(machineId: string, limit: number): Promise<LogLine[]>;
}

type ClusterStatus = Answers['cluster']['status'];

export interface ClusterControl {
  status(): ClusterStatus;
  start(): ClusterStatus;
  stop(): ClusterStatus;
  scale(runtimes: ClusterStatus['scale']): ClusterStatus;
}

export interface DataControl {
  partition(request: JobRequest, maxFiles: number, signal?: AbortSignal): Promise<Answers['data']['partition']>;
  survey(
    request: JobRequest,
    maxFiles: number,
    signal: AbortSignal | undefined,
  ): Promise<AsyncGenerator<Survey, void, void>>;
  browse(path: string | undefined): Promise<Answers['data']['browse']>;
}

type Upload = Answers['uploads']['get'];

export interface UploadControl {
  create(): Promise<Upload>;
  get(uploadId: string): Promise<Upload>;
  remove(uploadId: string): Promise<void>;
}

type Token = Answers['system']['tokens']['tokens'][number];

export interface TokenControl {
  list(): Token[];
  create(name: string, role: Role): { readonly token: Token; readonly secret: string };
  revoke(tokenId: string): void;
}

export interface SettingsControl {
  get(): Settings;
  change(change: SettingsChange): Settings;
}
