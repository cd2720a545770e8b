import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { Collection } from './collection.ts';
import { exportTo } from './exported.ts';
import type { Program } from './program.ts';

/** Exports the results and looks that each file of the collection is there, once, and none other. */
export async function expectEveryFileOnce(program: Program, { files }: Collection): Promise<void> {
  const path = join(program.dataFolder, 'every-file.json');
  const records = JSON.parse(await exportTo(program, path, { format: 'JSON' })) as { readonly path: string }[];
  expect(records.map((record) => record.path).sort()).toEqual([...files].sort());
}
