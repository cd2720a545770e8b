import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { FileAccess } from '../../../src-protocol/messages/link.ts';
import type { Fault } from '../../../src-protocol/model/fault.ts';
import { joinPath, splitPath } from '../../../src-protocol/model/path-join.ts';
import { sidecarNames } from '../../../src-protocol/model/sidecars.ts';
import { faultOfSystemError } from '../../../src-worker/file/file-fault.ts';
import { fileSystemPath } from '../../../src-worker/file/file-system-path.ts';
import { within } from '../../../src-worker/file/within.ts';

/** A file of this computer that is sent as it is now, or not at all. */
export interface FilePart {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

export interface SendableFile {
  readonly access: FileAccess & { readonly kind: 'sent' };
  /** The file, and then its sidecars. */
  readonly parts: readonly FilePart[];
}

const LOOK_WITHIN_MS = 10_000;

/** What is to be known of a file before it is sent; a fault where it cannot be read here either. */
export async function lookAtOwnFile(path: string): Promise<SendableFile | Fault> {
  try {
    const systemPath = fileSystemPath(path);
    const stats = await within(LOOK_WITHIN_MS, stat(systemPath));
    if (!stats.isFile()) return { code: 'not-a-file', message: 'This is not a regular file any more' };
    await within(LOOK_WITHIN_MS, access(systemPath, constants.R_OK));
    return sendable(path, stats, await within(LOOK_WITHIN_MS, sidecarsOf(path)));
  } catch (error) {
    return faultOfSystemError(error);
  }
}

function sendable(path: string, stats: Stats, sidecars: readonly FilePart[]): SendableFile {
  return {
    access: {
      kind: 'sent',
      sizeBytes: stats.size,
      modifiedMs: stats.mtimeMs,
      accessedMs: stats.atimeMs,
      changedMs: stats.ctimeMs,
      mode: stats.mode,
      sidecars: sidecars.map((sidecar) => ({ name: splitPath(sidecar.path).name, sizeBytes: sidecar.sizeBytes })),
    },
    parts: [{ path, sizeBytes: stats.size, modifiedMs: stats.mtimeMs }, ...sidecars],
  };
}

async function sidecarsOf(path: string): Promise<FilePart[]> {
  const { folder, name } = splitPath(path);
  const found = await Promise.all(sidecarNames(name).map((sidecar) => sidecarAt(joinPath(folder, sidecar))));
  const files = new Set<string>();
  return found.flatMap((sidecar) => {
    // where upper and lower case are the same to the file system, one file has several of the names
    if (sidecar === undefined || files.has(sidecar.file)) return [];
    files.add(sidecar.file);
    return [sidecar.part];
  });
}

async function sidecarAt(path: string): Promise<{ readonly file: string; readonly part: FilePart } | undefined> {
  try {
    const stats = await stat(fileSystemPath(path));
    if (!stats.isFile()) return undefined;
    const file = `${stats.dev.toString()} ${stats.ino.toString()}`;
    return { file, part: { path, sizeBytes: stats.size, modifiedMs: stats.mtimeMs } };
  } catch {
    return undefined; // as good as all names are not there
  }
}
