import { resolve } from 'node:path';
import { composeEngine, DEFAULT_CACHE_LIMITS, type Engine, type EngineOptions } from '../../../src-main/compose.ts';
import type { CoordinatorEvents } from '../../../src-main/coordinator/coordinator-events.ts';
import type { JobSpec } from '../../../src-protocol/model/job.ts';
import { launchChild } from '../../../src-worker/supervisor/launch-child.ts';
import { SPEC } from '../../unit/fakes/engine.ts';

type EngineRequest = Pick<EngineOptions, 'dataFolder' | 'slots' | 'layout' | 'onLogLine'> &
  Pick<CoordinatorEvents, 'onEnd'>;

/** The program's own engine with real runtimes and the real ExifTool. */
export function startEngine({ onEnd, ...request }: EngineRequest): Promise<Engine> {
  return composeEngine({
    ...request,
    command: 'test',
    logLevel: 'info',
    memoryLimitBytes: 1e9,
    cacheLimits: DEFAULT_CACHE_LIMITS,
    launch: launchChild(resolve('src-worker/entry/child.ts')),
    threads: {
      crawl: resolve('src-main/intake/crawl-thread.ts'),
      read: resolve('src-main/store/read-thread.ts'),
      checkpoint: resolve('src-main/store/checkpoint-thread.ts'),
    },
    events: { onProgress: () => undefined, onEnd, onExtractorSetAside: () => undefined },
  });
}

/** A job over a folder that reads everything in it, once or as `spec` says. */
export function jobOver(source: string, spec: Partial<JobSpec> = {}): JobSpec {
  return { ...SPEC, sources: [source], cache: 'off', ...spec };
}
