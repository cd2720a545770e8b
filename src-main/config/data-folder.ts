import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { JobRefused, type StoredJob } from '../coordinator/ports.ts';

/** Where jobs, records and logs are kept unless another folder is named: the platform's own place for such data. */
export function defaultDataFolder(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv, home = homedir()): string {
  const named = environment['METAEXTRACT_DATA_DIR'];
  if (named !== undefined && named !== '') return named;
  switch (platform) {
    case 'win32':
      return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'MetaExtract');
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'MetaExtract');
    default: {
      const dataHome = environment['XDG_DATA_HOME'];
      return join(dataHome === undefined || dataHome === '' ? join(home, '.local', 'share') : dataHome, 'metaextract');
    }
  }
}

/** Where copies of a data folder's database are kept. */
export function backupFolder(dataFolder: string): string {
  return join(dataFolder, 'backups');
}

/** Where a job's listed sources are kept, so that it can be resumed without the list. */
export function sourceListFile(dataFolder: string, jobId: number): string {
  return join(dataFolder, 'lists', `${jobId.toString()}.list`);
}

/** The file of a job's listed sources, for a job that has any. Throws where it is not there. */
export function listFileOf(dataFolder: string, { id, spec }: StoredJob): string | undefined {
  if (!spec.listed) return undefined;
  const file = sourceListFile(dataFolder, id);
  if (existsSync(file)) return file;
  throw new JobRefused(
    `The list of sources of job ${id.toString()} was not read to its end, or is gone. Extract them again.`,
  );
}
