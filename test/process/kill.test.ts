import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openStoreToRead } from '../../src-main/store/store.ts';
import { randomOf, shuffled, type Random } from '../fixtures/blocks/random.ts';
import { writeCollection } from '../fixtures/collection.ts';
import { FIXTURE_FORMATS, QUICK_FORMATS } from '../fixtures/formats.ts';
import {
  isExifTool,
  isRuntime,
  killAtOnce,
  processesWith,
  processTree,
  type LivingProcess,
} from './support/process-tree.ts';
import { differencesBetween, recordsByPath } from './support/record-comparison.ts';
import { runCli, startCli, temporaryFolders, type CliResult } from './support/run-cli.ts';

const FILES = 2_200;
const KILLS_PLANNED = 24;
const KILLS_MIN = 20;
const VICTIMS = ['runtime', 'exiftool', 'coordinator', 'all'] as const;
type Victim = (typeof VICTIMS)[number];

/** The quick formats are so many times as frequent as each of the others. */
const QUICK_SHARE = 12;

/**
 * The kills come within so many times what an undisturbed run takes. Starting again takes most of the time between two of
 * them, so that much of the job is left after the last one.
 */
const DISTURBED_SHARE = 0.8;
const ORPHANS_GONE_WITHIN_MS = 10_000;
const TEST_TIMEOUT_MS = 300_000;

/** Every process that the test starts, and every one that these start, has it in its environment. */
const MARK = 'METAEXTRACT_KILL_TEST';

const temporaryFolder = temporaryFolders();

test.skipIf(process.platform === 'win32')(
  'a job whose processes are killed at random moments ends with the records of an undisturbed run',
  { timeout: TEST_TIMEOUT_MS },
  async () => {
    const folder = await temporaryFolder('kill');
    const files = join(folder, 'files');
    const formats = FIXTURE_FORMATS.map((format) => ({
      ...format,
      sharePercent: QUICK_FORMATS.includes(format) ? QUICK_SHARE : 1,
    }));
    const { files: paths } = await writeCollection({ folder: files, count: FILES, seed: 4, formats, paddingScale: 0 });

    const startedAt = performance.now();
    const undisturbed = await runCli(
      [...extractArgs(files), '--data-dir', join(folder, 'undisturbed'), '-f', 'jsonl'],
      { timeoutMs: TEST_TIMEOUT_MS },
    );
    const undisturbedMs = performance.now() - startedAt;
    expect(undisturbed).toMatchObject({ code: 0, stderr: '' });
    expect([...recordsByPath(undisturbed.stdout).keys()].sort()).toEqual([...paths].sort());

    const dataFolder = join(folder, 'disturbed');
    const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 1e9));
    process.stdout.write(
      `kills: seed ${seed}; undisturbed ${(undisturbedMs / 1_000).toFixed(1)} s for ${FILES} files\n`,
    );
    const disturbance = new Disturbance({ files, dataFolder, seed, undisturbedMs });
    const end = await disturbance.run();
    process.stdout.write(`kills: ${disturbance.summary()}, exit code ${String(end.code)} ${end.stderr}\n`);

    const exported = await runCli(['export', disturbance.jobId.toString(), '-f', 'jsonl', '--data-dir', dataFolder]);
    expect(exported).toMatchObject({ code: 0 });
    expect(differencesBetween(exported.stdout, undisturbed.stdout)).toEqual([]);

    expect(end).toMatchObject({ code: 0 });
    expect(disturbance.kills).toBeGreaterThanOrEqual(KILLS_MIN);
    expect(await orphans(disturbance.mark)).toEqual([]);
  },
);

/** Two slots on every machine, so that the job takes long enough. */
function extractArgs(files: string): string[] {
  return ['extract', files, '--workers', '2', '--quiet'];
}

interface DisturbanceOptions {
  readonly files: string;
  readonly dataFolder: string;
  readonly seed: number;
  readonly undisturbedMs: number;
}

/** Runs one job to its end, resuming it as often as needed, while it kills what belongs to it. */
class Disturbance {
  /** Of processes that lived, while the job was not complete. */
  readonly #hits = new Map<Victim, number>();
  /**
   * In the order in which they come. In every round there is one of each kind: three kills of ExifTool in a row, each just
   * when the same file is read, could not be told from a file that crashes it.
   */
  readonly #planned: Victim[];
  readonly #options: DisturbanceOptions;
  readonly #random: Random;
  readonly #startedAt = performance.now();
  readonly mark = randomUUID();
  jobId = 0;
  #starts = 0;
  #doneAtLastKill = 0;

  constructor(options: DisturbanceOptions) {
    this.#options = options;
    this.#random = randomOf(options.seed);
    const rounds = Array.from({ length: KILLS_PLANNED / VICTIMS.length }, () => shuffled(VICTIMS, this.#random));
    this.#planned = rounds.flat();
  }

  get kills(): number {
    return [...this.#hits.values()].reduce((sum, count) => sum + count, 0);
  }

  summary(): string {
    const seconds = ((performance.now() - this.#startedAt) / 1_000).toFixed(1);
    const kinds = [...this.#hits].map(([kind, count]) => `${count} of ${kind}`).join(', ');
    return (
      `${this.kills} kills (${kinds}) with seed ${this.#options.seed}, the last after ${this.#doneAtLastKill} files; ` +
      `${this.#starts} starts, complete after ${seconds} s`
    );
  }

  /** Resolves with the end of the start of the command that was not killed. */
  async run(): Promise<CliResult> {
    for (;;) {
      const running = startCli(this.#nextArgs(), { env: { [MARK]: this.mark }, timeoutMs: TEST_TIMEOUT_MS });
      this.#starts += 1;
      const { child } = running;
      const isRunning = () => child.exitCode === null && child.signalCode === null;
      while (isRunning() && this.#planned.length > 0) {
        await delay(this.#random.next() * 2 * ((DISTURBED_SHARE * this.#options.undisturbedMs) / KILLS_PLANNED));
        if (isRunning()) await this.#killNext(running.pid);
      }
      const result = await running.ended;
      if (result.signal !== 'SIGKILL') return result;
    }
  }

  /** The same command again, or the command to resume. */
  #nextArgs(): string[] {
    const { files, dataFolder } = this.#options;
    const isKnown = this.#isUnfinished();
    const args =
      isKnown && this.#random.chance(0.5)
        ? ['resume', this.jobId.toString(), '--workers', '2', '--quiet']
        : [...extractArgs(files), '--resume'];
    return [...args, '--data-dir', dataFolder];
  }

  /** Kills a process of the next kind, if there is one at this moment and the job is there to be disturbed. */
  async #killNext(rootPid: number): Promise<void> {
    const kind = this.#planned[0];
    if (kind === undefined || !this.#isUnfinished()) return;
    const victims = victimsOf(kind, await processTree(rootPid), this.#random);
    if (victims.filter(({ pid }) => killAtOnce(pid)).length === 0) return;
    this.#planned.shift();
    // Looked at again after the kill: a job that is not complete now was not complete then.
    if (this.#isUnfinished()) this.#hits.set(kind, (this.#hits.get(kind) ?? 0) + 1);
  }

  /** Whether the job exists and is not complete. */
  #isUnfinished(): boolean {
    let store;
    try {
      store = openStoreToRead(this.#options.dataFolder, Date.now);
    } catch {
      return false; // the first start has not made it yet
    }
    try {
      const [job, ...others] = store.jobs.list(2);
      if (others.length > 0) throw new Error('A second job was made instead of resuming the first.');
      if (job === undefined || job.state === 'completed') return false;
      this.jobId = job.id;
      this.#doneAtLastKill = store.items.counts(job.id).done;
      return true;
    } finally {
      store[Symbol.dispose]();
    }
  }
}

function victimsOf(kind: Victim, tree: readonly LivingProcess[], random: Random): readonly LivingProcess[] {
  const one = (victims: readonly LivingProcess[]) =>
    victims.slice(0, 1).map((first) => victims[Math.floor(random.next() * victims.length)] ?? first);
  switch (kind) {
    case 'runtime':
      return one(tree.filter(isRuntime));
    case 'exiftool':
      return one(tree.filter(isExifTool));
    case 'coordinator':
      return tree.slice(0, 1);
    case 'all':
      return tree;
  }
}

/** What is left of the test's processes, once it has had time to end. */
async function orphans(mark: string): Promise<LivingProcess[]> {
  const until = performance.now() + ORPHANS_GONE_WITHIN_MS;
  for (;;) {
    const left = await processesWith(MARK, mark);
    if (left.length === 0 || performance.now() > until) return left;
    await delay(200);
  }
}
