import { existsSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the program's own folder `resources`; outside the archive of a packaged program, where others can read it. */
export function ownResource(...parts: readonly string[]): string {
  const name = join('resources', ...parts);
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = join(folder, name).replace(`app.asar${sep}`, `app.asar.unpacked${sep}`);
    if (existsSync(candidate)) return candidate;
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`The program's own file ${name} is missing; install it again`);
    folder = parent;
  }
}
