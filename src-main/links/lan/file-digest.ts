import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, opendir, stat } from 'node:fs/promises';
import { mayHideInvalidBytes } from '../../../src-protocol/model/path-codec.ts';
import { joinPath } from '../../../src-protocol/model/path-join.ts';
import { fileSystemPath } from '../../../src-worker/file/file-system-path.ts';
import { within } from './within.ts';

export interface DigestPart {
  readonly offset: number;
  readonly bytes: number;
}

/** A file that is not empty: all empty ones are the same. */
export interface SampleFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/** What was a file may be a pipe by now, and opening one would wait for its other end. */
export const READ_ONLY = constants.O_RDONLY | constants.O_NONBLOCK;

const PART_BYTES = 65_536;
const READ_WITHIN_MS = 10_000;

/** The beginning, the middle and the end of a file that is not empty; all of a small one. */
export function digestParts(sizeBytes: number): DigestPart[] {
  if (sizeBytes <= 3 * PART_BYTES) return [{ offset: 0, bytes: sizeBytes }];
  const offsets = [0, Math.floor((sizeBytes - PART_BYTES) / 2), sizeBytes - PART_BYTES];
  return offsets.map((offset) => ({ offset, bytes: PART_BYTES }));
}

/** SHA-256 over parts of a file, hex; undefined where they cannot be read, or not in time. */
export async function digestOf(path: string, parts: readonly DigestPart[]): Promise<string | undefined> {
  try {
    return await within(READ_WITHIN_MS, readDigest(path, parts));
  } catch {
    return undefined;
  }
}

async function readDigest(path: string, parts: readonly DigestPart[]): Promise<string | undefined> {
  await using file = await open(fileSystemPath(path), READ_ONLY);
  const hash = createHash('sha256');
  for (const { offset, bytes } of parts) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(bytes), 0, bytes, offset);
    if (bytesRead < bytes) return undefined;
    hash.update(buffer);
  }
  return hash.digest('hex');
}

const DEEPEST = 4;
const ENTRIES_MAX = 2_000;

/** A file to probe with that lies under a folder, or is it; undefined where none is found soon. */
export async function sampleFileIn(path: string): Promise<SampleFile | undefined> {
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
