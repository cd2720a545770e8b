import type { Served, ServeOptions } from '../serve-service.ts';
import { EXIT } from './exit.ts';
import { PROGRAM_FILES } from './program-files.ts';
import { dataFolderOf } from './run-options.ts';
import { runtimeLauncher } from './start-runtimes.ts';
import { programVersion } from './version.ts';

/** What is being read when the server is told to end gets so long to be finished. */
const END_WITHIN_MS = 10_000;

/** Serves from the program's own files; what is not given is for the person at this computer alone. */
export async function serve(options: Partial<ServeOptions>): Promise<Served> {
  const { serveService } = await import('../serve-service.ts'); // most commands do without, and start sooner
  return serveService({
    dataFolder: dataFolderOf({}),
    version: programVersion(),
    host: '127.0.0.1',
    port: 0,
    roots: null,
    allowedHosts: [],
    tokenRequired: false,
    leaveCores: 0,
    logLevel: 'info',
    threads: PROGRAM_FILES.threads(),
    pageFolder: PROGRAM_FILES.rendererFolder(),
    docsFolder: PROGRAM_FILES.docsFolder(),
    launch: runtimeLauncher(),
    ...options,
  });
}

/** Goes on until the process is asked to end, and ends well then; asked twice, at once. */
export async function untilAsked(served: Served): Promise<void> {
  await asked();
  process.stderr.write('Ending: what is being read is finished first. Ctrl-C once more ends it at once.\n');
  process.once('SIGINT', () => process.exit(EXIT.interrupted)).once('SIGTERM', () => process.exit(EXIT.complete));
  await served.close(END_WITHIN_MS);
}

/** Resolves once the process is asked to end. */
export function asked(): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      process.off('SIGINT', end).off('SIGTERM', end);
      resolve();
    };
    process.on('SIGINT', end).on('SIGTERM', end);
  });
}
