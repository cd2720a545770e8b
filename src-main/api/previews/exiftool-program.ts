import { createRequire } from 'node:module';
import { sep } from 'node:path';

/** The package that brings ExifTool for this system; it tells where the program is. */
const PACKAGE = process.platform === 'win32' ? 'exiftool-vendored.exe' : 'exiftool-vendored.pl';

/** ExifTool, outside the archive of a packaged program, where the system can start it. */
export function exiftoolProgram(): string {
  const program = createRequire(import.meta.url)(PACKAGE) as string;
  return program.replace(`app.asar${sep}`, `app.asar.unpacked${sep}`);
}
