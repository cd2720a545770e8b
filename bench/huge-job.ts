import { statfsSync } from 'node:fs';
import type { Bench } from './bench.ts';
import { oncePer } from './bench.ts';
import { hugeTree } from './corpora/huge-tree.ts';
import { watchExtract } from './extract.ts';
import { count, megabytes } from './measure.ts';
import type { Memory } from './process-tree.ts';
import type { Told } from './told.ts';
import { readTold } from './told.ts';

const DISK_BYTES_PER_FILE = 8_000;

export interface MemorySample extends Memory {
  /** Files that were done then. */
  readonly done: number;
}

export interface HugeJob {
  readonly samples: readonly MemorySample[];
  readonly told: Told;
  readonly elapsedMs: number;
}

/**
 * One job over very many names. The runtimes have a stand-in for ExifTool, so that it takes minutes and not hours;
 * `--refresh` keeps names of one file from being taken for a moved file.
 */
export const hugeJob = oncePer(async (bench): Promise<HugeJob> => {
  const { memoryFiles } = bench.sizes;
  const tree = await hugeTree(bench);
  checkDisk(bench, memoryFiles * DISK_BYTES_PER_FILE);
  bench.say(`one job over ${count(memoryFiles)} files`);
  const data = bench.scratch.path('data');
  const tellFile = bench.scratch.path('told.json');
  const samples: MemorySample[] = [];
  const run = await watchExtract(bench, {
    args: [tree, '--refresh', '--data-dir', data],
    tellFile,
    tellDelays: true,
    fakeExtractors: true,
    onMemory: (memory, progress) => samples.push({ ...memory, done: progress?.counts.done ?? 0 }),
  });
  bench.scratch.drop(data);
  if (samples.length === 0) throw new Error('This system does not tell the memory of a process.');
  const end = run.seen.at(-1)?.progress;
  if (end?.counts.done !== memoryFiles) throw new Error(`Only ${(end?.counts.done ?? 0).toString()} files were done.`);
  return { samples, told: readTold(tellFile), elapsedMs: end.elapsedMs };
});

function checkDisk(bench: Bench, needed: number): void {
  const { bavail, bsize } = statfsSync(bench.scratch.folder);
  if (bavail * bsize < needed)
    throw new Error(`${megabytes(needed)} of free disk are needed in ${bench.scratch.folder}.`);
}
