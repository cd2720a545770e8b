import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Scripts and pages that lie beside the running program, in whichever part of the build this module ended up. */
function programFile(...parts: string[]): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, ...parts))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`The program's own file ${join(...parts)} is missing; install it again.`);
    folder = parent;
  }
  return join(folder, ...parts);
}

export const PROGRAM_FILES = {
  threads: () => ({
    crawl: programFile('main', 'crawl-thread.js'),
    read: programFile('main', 'read-thread.js'),
    checkpoint: programFile('main', 'checkpoint-thread.js'),
    export: programFile('main', 'export-thread.js'),
  }),
  runtimeChild: () => programFile('main', 'runtime-child.js'),
  docsFolder: () => dirname(programFile('resources', 'api-docs', 'index.html')),
  rendererFolder: () => dirname(programFile('renderer', 'index.html')),
};
