import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { exiftoolPath } from 'exiftool-vendored';
import type { Bench } from '../bench.ts';
import type { Collection } from '../corpora/mixed.ts';
import type { Finished } from '../run-command.ts';
import { runCommand } from '../run-command.ts';

export const OUTPUT_OPTIONS = ['-j', '-a', '-G1:4', '-struct', '-l'];

/** 1: some files could not be read. */
const GOOD_CODES = [0, 1];

export interface SplitRun {
  readonly wallMs: number;
  readonly cpuMs: number | undefined;
}

/**
 * ExifTool as a person uses it who knows it well: the list of files dealt out to one process per core, all at the same
 * time, each writing to a file of its own. The time is until the last of them ends.
 */
export async function exiftoolSplit({ scratch }: Bench, { files }: Collection): Promise<SplitRun> {
  const exiftool = await exiftoolPath();
  const folder = scratch.emptyFolder('exiftool');
  const cores = availableParallelism();
  const parts = Array.from({ length: cores }, (_, core) => {
    const list = join(folder, `files-${core.toString()}.txt`);
    writeFileSync(list, files.filter((_file, index) => index % cores === core).join('\n'));
    return { list, output: join(folder, `output-${core.toString()}.json`) };
  });
  const startedAtMs = performance.now();
  const runs = await Promise.all(
    parts.map(({ list, output }) =>
      runCommand({ file: exiftool, args: [...OUTPUT_OPTIONS, '-@', list], stdoutFile: output, goodCodes: GOOD_CODES }),
    ),
  );
  const wallMs = performance.now() - startedAtMs;
  const records = parts.reduce((sum, { output }) => sum + recordsIn(output), 0);
  if (records !== files.length)
    throw new Error(`exiftool gave ${records.toString()} records for ${files.length.toString()} files.`);
  scratch.drop(folder);
  return { wallMs, cpuMs: sumCpu(runs) };
}

function recordsIn(output: string): number {
  return readFileSync(output, 'latin1').match(/^ {2}"SourceFile": /gm)?.length ?? 0;
}

function sumCpu(runs: readonly Finished[]): number | undefined {
  let sumMs = 0;
  for (const { use } of runs) {
    if (use === undefined) return undefined;
    sumMs += use.ownCpuMs + use.childrenCpuMs;
  }
  return sumMs;
}
