import type { Command } from 'commander';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { ModuleReport } from '../../src-protocol/model/record.ts';
import { bytes, duration } from '../../src-protocol/model/words.ts';
import { composeEngine, DEFAULT_CACHE_LIMITS } from '../compose.ts';
import { DataFolderInUse } from '../store/owner-lock.ts';
import { openStore } from '../store/store.ts';
import { deferred } from './deferred.ts';
import { EXIT } from './exit.ts';
import { defaultSlots } from './job-options.ts';
import { PROGRAM_FILES } from './program-files.ts';
import type { DataOptions } from './run-options.ts';
import { addDataOptions, dataFolderOf } from './run-options.ts';
import { runtimeLauncher } from './start-runtimes.ts';

const ARCHIVE_ZIP_MISSING =
  'Perl’s Archive::Zip is missing: DOCX and other zipped documents are read as plain ZIP (Debian has it as libarchive-zip-perl)';

type Check = () => string | Promise<string>;

const LEAST_FREE_BYTES = 500_000_000;
const TRY_WITHIN_MS = 60_000;

/** A 1×1 GIF with a comment, and a ZIP of one file: enough for a try that goes through everything. */
const TRY_FILES: Readonly<Record<string, Buffer>> = {
  'try.gif': Buffer.from(
    '47494638396101000100800000000000ffffff21fe04646f6373002c00000000010001000002024401003b',
    'hex',
  ),
  'try.zip': Buffer.from(
    '504b03041400000000000000210043beb7e8010000000100000005000000612e74787461504b010214031400000000000000210043beb7e80100000001000000050000000000000000000000800100000000612e747874504b0506000000000100010033000000240000000000',
    'hex',
  ),
};

export function addDoctorCommand(program: Command, exit: (code: number) => void): void {
  const command = program.command('doctor').description('Check that everything works here, by trying it');
  addDataOptions(command.addHelpText('after', '\nExample:\n  metaextract doctor')).action(
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

async function checkDataFolder(dataFolder: string): Promise<string> {
  try {
    await openStore({ dataFolder, command: 'doctor', nowMs: () => Date.now() })[Symbol.asyncDispose]();
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
    for (const [name, content] of Object.entries(TRY_FILES)) writeFileSync(join(folder, name), content);
    const startedAt = performance.now();
    const ended = deferred<string>();
    const engine = await composeEngine({
      dataFolder: join(folder, 'data'),
      command: 'doctor',
      logLevel: 'silent',
      slots: defaultSlots(),
      memoryLimitBytes: 1e9,
      cacheLimits: DEFAULT_CACHE_LIMITS,
      launch: runtimeLauncher(),
      threads: PROGRAM_FILES.threads(),
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
        sources: Object.keys(TRY_FILES).map((name) => join(folder, name)),
        listed: false,
        include: [],
        exclude: [],
        hidden: true,
        followSymlinks: false,
        extraction: { profile: 'complete', hashes: ['sha256'], timeoutMs: TRY_WITHIN_MS },
        cache: 'off',
        priority: 'normal',
        maxAttempts: 1,
        limits: {},
        watch: false,
        assignments: [],
      });
      engine.coordinator.start(job.id);
      const state = await ended.promise;
      const records = [...engine.store.results(job).records()];
      const fault = records.find(({ error }) => error !== undefined)?.error;
      if (records.length === 0 || fault !== undefined) throw new Error(fault?.message ?? `the job ended as ${state}`);
      const modules = records.map(({ modulesJson }) => JSON.parse(modulesJson) as Record<string, ModuleReport>);
      const versions = Object.entries(modules[0] ?? {}).map(([id, { version }]) => `${id} ${version}`);
      const warnings = modules.flatMap((reports) => Object.values(reports).flatMap((report) => report.warnings ?? []));
      return [
        `${versions.join(', ')}; ${records.length.toString()} files went through in ${duration(performance.now() - startedAt)}`,
        ...(warnings.some((warning) => warning.includes('Archive::Zip')) ? [ARCHIVE_ZIP_MISSING] : []),
      ].join('. ');
    } finally {
      clearTimeout(timer);
      await engine[Symbol.asyncDispose]();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
