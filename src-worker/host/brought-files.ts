import { setMaxListeners } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileAccess } from '../../src-protocol/messages/link.ts';
import type { LeaseItem } from '../../src-protocol/messages/worker.ts';
import { within } from '../file/within.ts';
import type { FetchedFiles, WantedFile } from './fetched-files.ts';
import { TransferFault, transferFailed } from './incoming-file.ts';
import { NoRoom, type Reservation, type Room } from './room.ts';
import type { Roots } from './roots.ts';
import { storedNames } from './stored-names.ts';
import { removeFolder } from './temp-folder.ts';

/** A file that can be read here, until it is released. */
export interface BroughtFile {
  /** With the path at which it is here. */
  readonly item: LeaseItem;
  release(): Promise<void>;
}

export interface BringEvents {
  /** Others must be done with their files before there is room for it. */
  onWait(): void;
  onRoom(): void;
}

type SentAccess = FileAccess & { kind: 'sent' };

interface BroughtFilesOptions {
  readonly roots: Roots;
  readonly room: Room;
  readonly fetched: FetchedFiles;
  /** Where files of this link are kept. */
  readonly folder: string;
}

const LOOK_WITHIN_MS = 10_000;

/** Makes the files of leases readable here, each by the way that the coordinator has found for it. */
export class BroughtFiles {
  readonly #options: BroughtFilesOptions;
  #lastNumber = 0;

  constructor(options: BroughtFilesOptions) {
    this.#options = options;
  }

  /** A file that is here already; undefined where that is to be seen. */
  atOnce(item: LeaseItem, access: FileAccess): LeaseItem | undefined {
    if (this.#options.roots.areLimited) return undefined;
    if (access.kind === 'same-path') return item;
    return access.kind === 'mapped' ? mapped(item, access.path) : undefined;
  }

  /** Throws a TransferFault with why the file cannot be read here, or the signal's reason. */
  async bring(
    leaseId: number,
    item: LeaseItem,
    access: FileAccess,
    events: BringEvents,
    signal: AbortSignal,
  ): Promise<BroughtFile> {
    switch (access.kind) {
      case 'fault':
        throw new TransferFault(access.fault);
      case 'same-path':
        return this.#inPlace(item);
      case 'mapped':
        return this.#inPlace(mapped(item, access.path));
      case 'sent':
        return this.#fetch(leaseId, item, access, events, signal);
    }
  }

  async #inPlace(item: LeaseItem): Promise<BroughtFile> {
    const isAllowed = await within(LOOK_WITHIN_MS, this.#options.roots.allow(item.path)).catch(() => 'late');
    if (isAllowed === true) return { item, release: () => Promise.resolve() };
    throw new TransferFault(
      isAllowed === 'late'
        ? { code: 'io-error', message: 'The place of the file does not answer at the worker.' }
        : {
            code: 'permission-denied',
            message: 'The worker was started with --root, and the file lies outside of the folders that it may read.',
          },
    );
  }

  async #fetch(
    leaseId: number,
    item: LeaseItem,
    access: SentAccess,
    events: BringEvents,
    signal: AbortSignal,
  ): Promise<BroughtFile> {
    const { sizeBytes, modifiedMs, accessedMs, changedMs, mode, sidecars } = access;
    const names = storedNames(
      item.path,
      sidecars.map(({ name }) => name),
    );
    const parts = [{ part: 0, name: names.file, sizeBytes }];
    for (const [at, sidecar] of sidecars.entries()) {
      const name = names.sidecars[at];
      if (name !== undefined) parts.push({ part: at + 1, name, sizeBytes: sidecar.sizeBytes });
    }
    const reservation = await this.#reserve(
      parts.reduce((sum, part) => sum + part.sizeBytes, 0),
      events,
      signal,
    );
    events.onRoom();
    this.#lastNumber += 1;
    const folder = join(this.#options.folder, this.#lastNumber.toString());
    const release = async () => {
      await removeFolder(folder);
      reservation.release();
    };
    const onWritten = (bytes: number) => {
      reservation.wrote(bytes);
    };
    try {
      await makeFolder(folder);
      const wanted = parts.map(({ part, name, ...rest }): WantedFile => {
        return { leaseId, itemId: item.itemId, part, path: join(folder, name), ...rest, onWritten };
      });
      await this.#fetchAll(wanted, signal);
    } catch (error) {
      await release();
      throw error;
    }
    const stat = { modifiedMs, accessedMs, changedMs, mode };
    return { item: { ...item, path: join(folder, names.file), original: { path: item.path, stat } }, release };
  }

  async #reserve(bytes: number, events: BringEvents, signal: AbortSignal): Promise<Reservation> {
    try {
      return await this.#options.room.reserve(bytes, signal, () => {
        events.onWait();
      });
    } catch (error) {
      throw error instanceof NoRoom ? transferFailed(error.message) : error;
    }
  }

  /** All of them, or none: what has begun is ended before the first fault is thrown. */
  async #fetchAll(files: readonly WantedFile[], signal: AbortSignal): Promise<void> {
    const failed = new AbortController();
    const either = AbortSignal.any([signal, failed.signal]);
    setMaxListeners(0, either); // each of them listens
    const ends = await Promise.allSettled(
      files.map(async (file) => {
        try {
          await this.#options.fetched.fetch(file, either);
        } catch (error) {
          if (isGoneSidecar(file, error)) return;
          failed.abort(error);
          throw error;
        }
      }),
    );
    signal.throwIfAborted();
    if (ends.some(({ status }) => status === 'rejected')) throw failed.signal.reason;
  }
}

function mapped(item: LeaseItem, path: string): LeaseItem {
  return { ...item, path, original: { path: item.path } };
}

/** A sidecar that was removed since it was seen is missing as it would be to a worker on the computer itself. */
function isGoneSidecar({ part }: WantedFile, error: unknown): boolean {
  return part > 0 && error instanceof TransferFault && error.fault.code === 'not-found';
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    throw transferFailed(
      `The file could not be written at the worker (${(error as NodeJS.ErrnoException).code ?? String(error)}).`,
    );
  }
}
