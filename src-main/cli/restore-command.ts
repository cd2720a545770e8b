import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { bytes } from '../../src-protocol/model/words.ts';
import { Backups } from '../api/system/backups.ts';
import { backupFolder } from '../config/data-folder.ts';
import { restoreBackup } from '../store/restore-backup.ts';
import { localTime } from './local-time.ts';
import type { DataOptions } from './run-options.ts';
import { addDataOptions, dataFolderOf } from './run-options.ts';
import { table } from './table.ts';

const nowMs = () => Date.now();

export function addRestoreCommand(program: Command): void {
  const command = program
    .command('restore')
    .description('Put a backup in the place of all jobs, results and the cache; without a name, list the backups')
    .argument('[backup]', 'the name of a backup, or a file');
  addDataOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  metaextract restore\n  metaextract restore metaextract-20260131T120000Z.sqlite',
    )
    .action((backup: string | undefined, options: DataOptions) => {
      const dataFolder = dataFolderOf(options);
      if (backup === undefined) {
        process.stdout.write(`${listBackups(dataFolder)}\n`);
        return;
      }
      const named = join(backupFolder(dataFolder), backup);
      const aside = restoreBackup(dataFolder, existsSync(named) ? named : resolve(backup), nowMs);
      const undo = aside === undefined ? '' : ` What was there before is ${aside}; the same command puts it back.`;
      process.stderr.write(`The backup is in use now.${undo}\n`);
    });
}

function listBackups(dataFolder: string): string {
  const folder = backupFolder(dataFolder);
  const backups = existsSync(folder) ? new Backups(folder, () => Promise.resolve(), nowMs).list() : [];
  if (backups.length === 0) return `There are no backups in ${folder} yet. “metaextract serve” makes them by itself.`;
  const rows = backups.map(({ name, bytes: size, atMs }) => [name, localTime(atMs), bytes(size)]);
  return table(['Backup', 'Made', 'Size'], rows, [2]);
}
