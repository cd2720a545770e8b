import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Writes down every start of Perl, and so of ExifTool, by commands with this environment. */
export interface PerlLog {
  readonly env: NodeJS.ProcessEnv;
  /** How often Perl has been started since it was asked before. */
  takeStarts(): Promise<number>;
}

/** ExifTool's script takes the first `perl` of the path: here one that leaves a line before it is the real one. Not on Windows. */
export async function perlLog(folder: string): Promise<PerlLog> {
  const bin = join(folder, 'bin');
  const log = join(folder, 'perl.log');
  const path = process.env['PATH'] ?? '';
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'perl'), `#!/bin/sh\necho started >> '${log}'\nPATH='${path}' exec perl "$@"\n`);
  await chmod(join(bin, 'perl'), 0o755);
  return {
    env: { PATH: `${bin}${delimiter}${path}` },
    takeStarts: async () => {
      const lines = await readFile(log, 'utf8').catch(() => '');
      await rm(log, { force: true });
      return lines.split('\n').length - 1;
    },
  };
}
