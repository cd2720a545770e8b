import { posix, resolve, win32 } from 'node:path';
import { CommandFault } from './exit.ts';

/**
 * A source of a job as an absolute path. Where a server is named, it is that computer's path, of whichever system: it is
 * taken as it is. Faults: CommandFault where it says nothing to that server.
 */
export function sourcePath(source: string, server: string | undefined): string {
  if (server === undefined) return resolve(source);
  if (posix.isAbsolute(source) || win32.isAbsolute(source)) return source;
  throw new CommandFault(
    `The server ${server} does not know from which folder “${source}” is meant. Give the whole path that it has there.`,
  );
}
