import type { RunningWorker } from '../../process/support/worker.ts';
import { runWorker } from '../../process/support/worker.ts';
import type { Host } from './namespaces.ts';

export interface WorkerSetup {
  readonly host: Host;
  readonly dataFolder: string;
  /** Further options of `metaextract worker`. */
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

const TIMEOUT_MS = 900_000;

/** `metaextract worker` on some host. */
export function startWorkerOn({ host, dataFolder, args = [], env = {} }: WorkerSetup): RunningWorker {
  return runWorker(dataFolder, args, { wrapper: host.wrapper, env, timeoutMs: TIMEOUT_MS });
}

/** Waits until it is connected. */
export async function isLinked(worker: RunningWorker): Promise<void> {
  await worker.event('link', ({ state }) => state === 'up');
}
