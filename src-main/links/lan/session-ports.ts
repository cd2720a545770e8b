import type { MachineDescription } from '../../../src-protocol/messages/link.ts';
import type { FromWorker } from '../../../src-protocol/messages/worker.ts';
import type { ExtractorDescription } from '../../../src-protocol/model/extraction.ts';
import type { PathMapping } from '../../../src-protocol/model/path-mapping.ts';
import type { Log, WorkerLoss, WorkerMachine } from '../../coordinator/ports.ts';
import type { Bandwidth } from './bandwidth.ts';
import type { RemoteRuntime, RuntimeHistory } from './remote-runtime.ts';

/** What the settings say of files that are elsewhere; read anew whenever it matters. */
export interface FileSettings {
  readonly mappings: readonly PathMapping[];
  /** Send the files that a machine does not see. */
  readonly send: boolean;
}

export interface SessionPorts {
  readonly machine: WorkerMachine;
  readonly bandwidth: Bandwidth;
  readonly log: Log;
  readonly settings: () => FileSettings;
  readonly rootOf: (folder: string) => string;
  readonly nowMs: () => number;
  readonly steadyMs: () => number;
  readonly takesLeases: () => boolean;
  readonly historyOf: (runtimeName: string) => RuntimeHistory;
}

export interface SessionEvents {
  /** Frames pass, for the first time or again. */
  onUp(): void;
  /** It has said what it is. */
  onDescription(machine: MachineDescription): void;
  onRuntimeUp(runtime: RemoteRuntime, extractors: readonly ExtractorDescription[]): void;
  onMessage(runtime: RemoteRuntime, message: FromWorker): void;
  onRuntimeDown(runtime: RemoteRuntime, reason: string, loss: WorkerLoss): void;
  /** It is known of more files how the machine comes by them. */
  readonly onSighting: () => void;
  readonly onLease: () => void;
  onLeaseEnd(isWhole: boolean): void;
  readonly onSent: (bytes: number) => void;
  /** It cannot have runtimes, or an extractor does not work there. */
  onFailure(reason: string): void;
  readonly onNonsense: (what: string) => void;
  onEnd(session: { readonly leasesOut: number }, reason: string): void;
}
