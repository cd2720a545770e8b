import { opendir, stat } from 'node:fs/promises';
import { mayHideInvalidBytes } from '../../../src-protocol/model/path-codec.ts';
import { joinPath } from '../../../src-protocol/model/path-join.ts';
import type { PartOfFile } from '../../../src-worker/file/file-parts.ts';
import { hashParts, reading } from '../../../src-worker/file/file-parts.ts';
import { fileSystemPath } from '../../../src-worker/file/file-system-path.ts';
import { within } from '../../../src-worker/file/within.ts';
import { OnceAtATime } from './once-at-a-time.ts';

/** A file that is not empty: all empty ones are the same. */
export interface SampleFile {
  readonly path: string;
  readonly sizeBytes: number;
}

const PART_BYTES = 65_536;
const READ_WITHIN_MS = 10_000;

/** The beginning, the middle and the end of a file that is not empty; all of a small one. */
export function digestParts(sizeBytes: number): PartOfFile[] {
  if (sizeBytes <= 3 * PART_BYTES) return [{ offset: 0, bytes: sizeBytes }];
  const offsets = [0, Math.floor((sizeBytes - PART_BYTES) / 2), sizeBytes - PART_BYTES];
  return offsets.map((offset) => ({ offset, bytes: PART_BYTES }));
}

/** SHA-256 over parts of a file, hex; undefined where they cannot be read, or not in time. */
export async function digestOf(path: string, parts: readonly PartOfFile[]): Promise<string | undefined> {
  try {
    return await within(
      READ_WITHIN_MS,
      reading(fileSystemPath(path), (descriptor) => hashParts(descriptor, parts)),
    );
  } catch {
    return undefined;
  }
}

const DEEPEST = 4;
const ENTRIES_MAX = 2_000;

/** All machines come to a source at the same time: one look into it does for them. */
const looks = new OnceAtATime<SampleFile | undefined>();

/** A file to probe with that lies under a folder, or is it; undefined where none is found soon. */
export function sampleFileIn(path: string): Promise<SampleFile | undefined> {
  return looks.do(path, () => lookInto(path));
}

async function lookInto(path: string): Promise<SampleFile | undefined> {
  const budget = { entries: ENTRIES_MAX };
  try {
    return await within(READ_WITHIN_MS, findSample(path, DEEPEST, budget));
  } catch {
    return undefined;
  }
}

async function findSample(path: string, depth: number, budget: { entries: number }): Promise<SampleFile | undefined> {
  const stats = await stat(fileSystemPath(path));
  if (stats.isFile()) return stats.size > 0 ? { path, sizeBytes: stats.size } : undefined;
  if (!stats.isDirectory() || depth === 0) return undefined;
  const folders: string[] = [];
  for await (const entry of await opendir(fileSystemPath(path))) {
    budget.entries -= 1;
    if (budget.entries < 0) break;
    if (mayHideInvalidBytes(entry.name)) continue;
    const inner = joinPath(path, entry.name);
    if (entry.isDirectory()) folders.push(inner);
    const sample = entry.isFile() ? await findSample(inner, depth, budget).catch(() => undefined) : undefined;
    if (sample !== undefined) return sample;
  }
  for (const folder of folders) {
    const sample = await findSample(folder, depth - 1, budget).catch(() => undefined);
    if (sample !== undefined || budget.entries < 0) return sample;
  }
  return undefined;
}
