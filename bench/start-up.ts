import type { Bench } from './bench.ts';
import { runProduct, watchExtract } from './extract.ts';
import { readTold } from './told.ts';

/** Wall time of `extract` over an empty folder: what is taken off where start-up does not count. */
export async function startUpMs(bench: Bench, dataFolder: string): Promise<number> {
  const empty = bench.scratch.emptyFolder('empty');
  const { wallMs } = await runProduct(bench, ['extract', empty, '--data-dir', dataFolder]);
  return wallMs;
}

/** Processor time of the same with a new data folder. */
export async function startUpCpuMs(bench: Bench): Promise<number> {
  const tellFile = bench.scratch.path('told.json');
  const args = [bench.scratch.emptyFolder('empty'), '--data-dir', bench.scratch.path('data')];
  await watchExtract(bench, { args, tellFile });
  return readTold(tellFile).cpuMs;
}
