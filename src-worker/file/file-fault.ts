import { accessSync, constants, statSync } from 'node:fs';
import type { Fault, FaultCode } from '../../src-protocol/model/fault.ts';
import { fileSystemPath } from './file-system-path.ts';

const CODES: Readonly<Record<string, FaultCode>> = {
  ENOENT: 'not-found',
  ENOTDIR: 'not-found',
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EISDIR: 'not-a-file',
  ENXIO: 'not-a-file',
  ELOOP: 'not-a-file',
  ENAMETOOLONG: 'io-error',
};

const WORDS: Readonly<Partial<Record<FaultCode, string>>> = {
  'not-found': 'The file is not there any more',
  'permission-denied': 'The file may not be read by this user',
  'not-a-file': 'This is not a regular file any more',
};

/** The fault that an error of the file system means, with the system's own code in its message. */
export function faultOfSystemError(error: unknown): Fault {
  const system = error as NodeJS.ErrnoException;
  const code = (system.code === undefined ? undefined : CODES[system.code]) ?? 'io-error';
  const words = WORDS[code] ?? 'The file could not be read';
  return { code, message: `${words} (${system.code ?? String(error)})` };
}

/** Why a file that an extractor got nothing from cannot be read, or undefined where it can. */
export function whyUnreadable(path: string): Fault | undefined {
  const systemPath = fileSystemPath(path);
  try {
    const stats = statSync(systemPath);
    if (!stats.isFile()) return { code: 'not-a-file', message: 'This is not a regular file any more' };
    accessSync(systemPath, constants.R_OK);
    return undefined;
  } catch (error) {
    return faultOfSystemError(error);
  }
}
