import { join } from 'node:path';
import { PROGRAM_FILES } from '../cli/program-files.ts';
import { programVersion } from '../cli/version.ts';
import type { Service } from '../compose-service.ts';
import { launchUtility } from './launch-utility.ts';

/** Opens the data folder for the window, with runtimes as utility processes; one core is left to the person. */
export async function openService(dataFolder: string): Promise<Service> {
  const { composeService } = await import('../compose-service.ts'); // the window is there before it is loaded
  return composeService({
    dataFolder,
    command: 'the desktop window',
    version: programVersion(),
    logLevel: 'info',
    threads: PROGRAM_FILES.threads(),
    launch: launchUtility(join(import.meta.dirname, 'runtime-utility.js')),
    roots: null,
    works: true,
    leaveCores: 1,
  });
}
