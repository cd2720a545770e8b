import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { defaultDataFolder } from '../config/data-folder.ts';
import type { LogLevel } from '../log/file-log.ts';
import { LogLevel as LogLevelSchema } from '../log/file-log.ts';
import { defaultSlots } from './job-options.ts';
import { atLeastOne, slotCount } from './option-values.ts';
import type { ProgressStyle } from './progress-view.ts';

export interface DataOptions {
  readonly dataDir?: string;
}

export interface RunOptions extends DataOptions {
  readonly workers: number;
  readonly maxMemory: number;
  readonly progress: ProgressStyle;
  readonly quiet: boolean;
  readonly logLevel: LogLevel;
}

const STYLES: readonly ProgressStyle[] = ['auto', 'bar', 'line', 'json', 'none'];

export function addDataOptions(command: Command): Command {
  return command.option(
    '--data-dir <folder>',
    'where jobs and the cache are kept; by default the system’s own place for such data',
  );
}

export function addLogLevel(command: Command): Command {
  return command.addOption(
    new Option('--log-level <level>', 'what is written to the log file in the data folder')
      .choices(LogLevelSchema.options)
      .default('info'),
  );
}

export function addRunOptions(command: Command): Command {
  addDataOptions(command)
    .option('--workers <n>', 'files that are read at the same time', slotCount, defaultSlots())
    .option('--max-memory <MB>', 'replace a worker process that has grown over this', atLeastOne, 1_000)
    .addOption(
      new Option('--progress <style>', 'how progress is shown on standard error').choices(STYLES).default('auto'),
    )
    .option('-q, --quiet', 'neither progress nor summary, only errors', false);
  return addLogLevel(command);
}

export function dataFolderOf({ dataDir }: DataOptions): string {
  return resolve(dataDir ?? defaultDataFolder(process.platform, process.env));
}
