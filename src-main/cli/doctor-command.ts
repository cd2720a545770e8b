import type { Command } from 'commander';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { launchChild } from '../../src-worker/supervisor/launch-child.ts';
import { composeEngine, DEFAULT_CACHE_LIMITS } from '../compose.ts';
import { DataFolderInUse } from '../store/owner-lock.ts';
import { openStore } from '../store/store.ts';
import { deferred } from './deferred.ts';
import { EXIT } from './exit.ts';
import { defaultSlots } from './job-options.ts';
import { PROGRAM_FILES } from './program-files.ts';
import type { DataOptions } from './run-options.ts';
import { addDataOptions, dataFolderOf } from './run-options.ts';
import { bytes, duration } from './words.ts';

type Check = () => string | Promise<string>;

const LEAST_FREE_BYTES = 500_000_000;
const TRY_WITHIN_MS = 60_000;

/** A 1×1 GIF with a comment, for a try that goes through everything. */
const TRY_FILE = Buffer.from(
  '47494638396101000100800000000000ffffff21fe04646f6373002c00000000010001000002024401003b',
  'hex',
);

export function addDoctorCommand(program: Command, exit: (code: number) => void): void {
  addDataOptions(program.command('doctor').description('Check that everything works here, by trying it')).action(
    async (options: DataOptions) => {
      const dataFolder = dataFolderOf(options);
      const checks: readonly [string, Check][] = [
        ['Program', () => `Node ${process.versions.node} on ${process.platform} ${process.arch}`],
        [
          'Database',
          () =>
            `SQLite ${new Database(':memory:').prepare('SELECT sqlite_version()').pluck().get() as string}, better-sqlite3 ${packageVersion('better-sqlite3')}`,
        ],
        ['Data folder', () => checkDataFolder(dataFolder)],
        ['Disk space', () => checkDiskSpace(dataFolder)],
        ['Workers and ExifTool', tryExtraction],
      ];
      let wrong = 0;
      for (const [name, check] of checks) {
        try {
          process.stdout.write(`ok     ${name}: ${await check()}\n`);
        } catch (error) {
          wrong += 1;
          process.stdout.write(`WRONG  ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
        }
      }
      exit(wrong === 0 ? EXIT.complete : EXIT.couldNotRun);
    },
  );
}

function packageVersion(name: string): string {
  return (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;
}

function checkDataFolder(dataFolder: string): string {
  try {
    openStore({ dataFolder, command: 'doctor', nowMs: () => Date.now() })[Symbol.dispose]();
    return `${dataFolder} can be written`;
  } catch (error) {
    if (error instanceof DataFolderInUse) return error.message;
    throw error;
  }
}

function checkDiskSpace(dataFolder: string): string {
  const { bavail, bsize } = statfsSync(dataFolder);
  const free = bavail * bsize;
  if (free < LEAST_FREE_BYTES)
    throw new Error(
      `only ${bytes(free)} are free where ${dataFolder} is; free some, or name another folder with --data-dir`,
    );
  return `${bytes(free)} free`;
}

/** Extracts a file of its own with the program's own workers, in a folder of its own. */
async function tryExtraction(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'metaextract-doctor-'));
  try {
    const file = join(folder, 'try.gif');
    writeFileSync(file, TRY_FILE);
    const startedAt = performance.now();
    const ended = deferred<string>();
    const engine = await composeEngine({
      dataFolder: join(folder, 'data'),
      command: 'doctor',
      logLevel: 'silent',
      slots: defaultSlots(),
      memoryLimitBytes: 1e9,
      cacheLimits: DEFAULT_CACHE_LIMITS,
      launch: launchChild(PROGRAM_FILES.runtimeChild()),
      crawlThread: PROGRAM_FILES.crawlThread(),
      events: {
        onProgress: () => undefined,
        onEnd: (job) => {
          ended.resolve(job.message ?? job.state);
        },
        onExtractorSetAside: (id, message) => {
          ended.reject(new Error(`${id} does not start: ${message}`));
        },
      },
    });
    const timer = setTimeout(() => {
      ended.reject(new Error(`no answer within ${duration(TRY_WITHIN_MS)}`));
    }, TRY_WITHIN_MS);
    try {
      const job = engine.coordinator.create({
        sources: [file],
        listed: false,
        include: [],
        exclude: [],
        hidden: true,
        followSymlinks: false,
        extraction: { profile: 'complete', hashes: ['sha256'], timeoutMs: TRY_WITHIN_MS },
        cache: 'off',
        priority: 'normal',
        maxAttempts: 1,
      });
      engine.coordinator.start(job.id, undefined);
      const state = await ended.promise;
      const [record] = [...engine.store.results(job).records()];
      if (record?.outcome !== 'extracted') throw new Error(record?.error?.message ?? `the job ended as ${state}`);
      const modules = JSON.parse(record.modulesJson) as Record<string, { version: string }>;
      const versions = Object.entries(modules).map(([id, { version }]) => `${id} ${version}`);
      return `${versions.join(', ')}; a file went through in ${duration(performance.now() - startedAt)} with ${defaultSlots().toString()} slots`;
    } finally {
      clearTimeout(timer);
      await engine[Symbol.asyncDispose]();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
