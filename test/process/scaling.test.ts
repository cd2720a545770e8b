import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Engine } from '../../src-main/compose.ts';
import { Autoscaler } from '../../src-main/resources/autoscaler.ts';
import { LoadSampler } from '../../src-main/resources/load-sampler.ts';
import { systemSources } from '../../src-main/resources/system-sources.ts';
import type { LogLine } from '../../src-protocol/model/log-line.ts';
import type { JobProgress } from '../../src-protocol/model/progress.ts';
import { writeCollection } from '../fixtures/collection.ts';
import { QUICK_FORMATS } from '../fixtures/formats.ts';
import { jobOver, startEngine } from './support/engine.ts';
import { killAtOnce } from './support/process-tree.ts';
import { temporaryFolders } from './support/run-cli.ts';
import { testExtractors } from './support/test-extractors.ts';

const RUNTIMES = 3;
const FILES = 300;
/** Each file takes so long besides ExifTool, without using a core: three runtimes are busy on a machine of any size. */
const SLOW_MS = 25;
const SHRINK_AFTER_MS = 2_000;
const LOOK_INTERVAL_MS = 20;

const temporaryFolder = temporaryFolders();
let files: string;

/** An engine whose runtimes come and go, with a job over real files. */
interface Scaled {
  readonly engine: Engine;
  readonly log: readonly LogLine[];
  /** Runs a job; resolves with how it stands at its end. */
  readonly run: () => Promise<JobProgress>;
  /** The ids of runtimes that are up. */
  readonly up: () => string[];
}

async function scaled(): Promise<Scaled> {
  const log: LogLine[] = [];
  let onEnd: (progress: JobProgress) => void = () => undefined;
  const engine = await startEngine({
    dataFolder: await temporaryFolder('scaling-data'),
    slots: RUNTIMES,
    layout: Array.from({ length: RUNTIMES }, () => 1),
    onLogLine: (line) => log.push(line),
    onEnd: (_job, progress) => {
      onEnd(progress);
    },
  });
  onTestFinished(() => engine[Symbol.asyncDispose]());
  const load = await LoadSampler.start(systemSources());
  onTestFinished(() => {
    load[Symbol.dispose]();
  });
  const autoscaler = new Autoscaler({
    workers: engine.workers,
    queue: () => {
      const { priorities } = engine.coordinator.queueStatus();
      return { waitingFiles: priorities.reduce((sum, { waitingFiles }) => sum + waitingFiles, 0), predictedMs: 0 };
    },
    load: () => load.latest,
    limits: () => ({ min: 0, leaveCores: 0 }),
    pace: { shrinkAfterMs: SHRINK_AFTER_MS },
  });
  onTestFinished(() => {
    autoscaler[Symbol.dispose]();
  });
  return {
    engine,
    log,
    run: () => {
      const { coordinator } = engine;
      const job = coordinator.create(jobOver(files));
      coordinator.start(job.id);
      return new Promise((resolveEnd) => (onEnd = resolveEnd));
    },
    up: () => engine.workers.runtimes().flatMap(({ id, upSinceMs }) => (upSinceMs === undefined ? [] : [id])),
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(LOOK_INTERVAL_MS);
}

const ALL_READ = { found: FILES, done: FILES, extracted: FILES, failed: 0, skipped: 0, noMetadata: 0 };

beforeAll(async () => {
  files = join(await temporaryFolder('scaling'), 'files');
  await writeCollection({ folder: files, count: FILES, seed: 5, formats: QUICK_FORMATS, paddingScale: 0 });
});
beforeEach(() => {
  for (const [name, value] of Object.entries(testExtractors(['slow']))) vi.stubEnv(name, value);
  vi.stubEnv('TEST_SLOW_MS', SLOW_MS.toString());
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('runtimes that come and go', () => {
  test('grow to the most under a burst, and shrink to none when nothing is left to do', async () => {
    const { engine, run, up, log } = await scaled();
    expect(engine.workers.runtimes()).toEqual([]);
    const ended = run();
    await until(() => up().length === RUNTIMES);
    const pids = engine.workers.runtimes().map(({ pid }) => pid ?? 0);
    expect(new Set(pids).size).toBe(RUNTIMES);
    expect((await ended).counts).toMatchObject(ALL_READ);
    const endedAt = performance.now();
    await until(() => engine.workers.runtimes().length === 0);
    expect(performance.now() - endedAt).toBeGreaterThan(SHRINK_AFTER_MS / 4);
    await until(() => !pids.some(isRunning));
    expect(downs(log)).toEqual(['local-1: it was drained', 'local-2: it was drained', 'local-3: it was drained']);
    // the next burst finds runtimes again
    const again = run();
    await until(() => up().length > 0);
    engine.coordinator.interruptAll();
    await again;
  }, 60_000);

  test('lose nothing when one is drained in the middle of its work, and one is killed', async () => {
    const { engine, run, up, log } = await scaled();
    const ended = run();
    await until(() => up().length === RUNTIMES);
    await until(() => engine.workers.runtimes().every(({ filesDone }) => filesDone > 0));
    const [drained, killed] = engine.workers.runtimes();
    if (drained === undefined || killed?.pid === undefined) throw new Error('two runtimes are there');
    expect(drained.leases).toBeGreaterThan(0);
    engine.workers.drain(drained.id);
    expect(killAtOnce(killed.pid)).toBe(true);
    await until(() => !engine.workers.runtimes().some(({ id }) => id === drained.id));
    await until(() => up().includes(killed.id) && pidOf(engine, killed.id) !== killed.pid);
    expect(engine.workers.runtimes().find(({ id }) => id === killed.id)).toMatchObject({ restarts: 1, failures: 0 });
    expect((await ended).counts).toMatchObject(ALL_READ);
    // it had finished all that it had: otherwise it would be told how it ended
    expect(downs(log)).toEqual([`${drained.id}: it was drained`, `${killed.id}: ${killedWords()}`].sort());
    expect(up()).not.toContain(drained.id);
  }, 60_000);
});

function pidOf(engine: Engine, runtimeId: string): number | undefined {
  return engine.workers.runtimes().find(({ id }) => id === runtimeId)?.pid;
}

/** Windows knows no signals. */
function killedWords(): string {
  return process.platform === 'win32' ? 'it ended with code 1' : 'it was ended by SIGKILL';
}

function downs(log: readonly LogLine[]): string[] {
  const lines = log.filter(({ event }) => event === 'worker.down');
  return lines.map(({ fields }) => `${String(fields['worker'])}: ${String(fields['reason'])}`).sort();
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
