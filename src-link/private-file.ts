import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file that only this user may read; a crash leaves the old one or the new one. */
export function writePrivateFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const part = `${file}.part`;
  rmSync(part, { force: true }); // the mode is that of a new file only
  // On Windows the folder is the user's own already.
  writeFileSync(part, text, { mode: 0o600, flush: true });
  renameSync(part, file);
}
