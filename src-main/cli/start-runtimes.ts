import { launchChild } from '../../src-worker/supervisor/launch-child.ts';
import type { LaunchRuntime } from '../../src-worker/supervisor/launcher.ts';
import { PROGRAM_FILES } from './program-files.ts';

let launch: LaunchRuntime | undefined;

/** Has commands start their runtimes in another way than as Node child processes, which only Node can. */
export function startRuntimesBy(other: LaunchRuntime): void {
  launch = other;
}

/** How commands start their runtimes. */
export function runtimeLauncher(): LaunchRuntime {
  return launch ?? launchChild(PROGRAM_FILES.runtimeChild());
}
