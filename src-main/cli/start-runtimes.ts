import { launchChild } from '../../src-worker/supervisor/launch-child.ts';
import type { LaunchRuntime } from '../../src-worker/supervisor/launcher.ts';
import { PROGRAM_FILES } from './program-files.ts';

/** `environment` is added to this process's own for the runtimes. */
type MakeLauncher = (environment: NodeJS.ProcessEnv) => LaunchRuntime;

let makeLauncher: MakeLauncher | undefined;

/** Has commands start their runtimes in another way than as Node child processes, which only Node can. */
export function startRuntimesBy(other: MakeLauncher): void {
  makeLauncher = other;
}

/** How commands start their runtimes. */
export function runtimeLauncher(environment: NodeJS.ProcessEnv = {}): LaunchRuntime {
  return makeLauncher?.(environment) ?? launchChild(PROGRAM_FILES.runtimeChild(), environment);
}
