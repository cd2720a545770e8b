import type { Served, ServeOptions } from '../serve-service.ts';
import { asked, endAtOnceIfAskedAgain, ENDING_WORDS } from './asked.ts';
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
  process.stderr.write(`${ENDING_WORDS}\n`);
  endAtOnceIfAskedAgain();
  await served.close(END_WITHIN_MS);
}
