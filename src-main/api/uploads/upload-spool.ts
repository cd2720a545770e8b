import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, statfs, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Upload } from '../../../src-protocol/contract/data.ts';
import { DeadlinePassed, nextWithin } from '../../../src-protocol/model/next-within.ts';
import { callFault } from '../http/call-fault.ts';
import { uploadPath } from './upload-path.ts';

type UploadView = z.infer<typeof Upload>;

export interface UploadSpoolOptions {
  /** Belongs to the spool alone. */
  readonly folder: string;
  /** Of one upload. */
  readonly maxFiles: number;
  readonly maxBytes: number;
  /** So much is left free on the disk. */
  readonly minFreeDiskBytes: number;
  /** After so long an upload is dropped by the next sweep. */
  readonly ttlMs: number;
  readonly now?: () => number;
}

interface Kept {
  readonly id: string;
  readonly createdMs: number;
  readonly folder: string;
  files: number;
  bytes: number;
  /** Of what an earlier run left: files and bytes are known only after it. */
  counted?: Promise<void>;
  isRemoved: boolean;
}

export interface PutOptions {
  /** What the file's time is set to. */
  readonly modifiedMs?: number | undefined;
  /** What is going to come, where that is known. */
  readonly announcedBytes?: number | undefined;
  /** A sender that sends nothing for so long is given up. */
  readonly stallMs?: number;
}

const STALL_MS = 60_000;
/** How much may come until the free space is looked at again. */
const DISK_LOOK_BYTES = 67_108_864;
/** Files that are still coming, beside the uploads, where no crawl finds them. */
const PARTS = 'parts';
const UPLOAD_ID = /^([0-9a-z]{8,9})-[0-9a-f]{24}$/;

/**
 * Files that were sent to the server, until a job has read them. An upload is a folder, and its name says when it was made,
 * so that all there is to know is on the disk.
 */
export class UploadSpool {
  readonly #options: UploadSpoolOptions;
  readonly #now: () => number;
  readonly #uploads = new Map<string, Kept>();

  constructor(options: UploadSpoolOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Takes over what an earlier run left, but for files that were never complete. Is to be called once, at the start. */
  async takeOver(): Promise<void> {
    const { folder } = this.#options;
    await mkdir(folder, { recursive: true });
    await rm(join(folder, PARTS), { recursive: true, force: true });
    for (const id of await readdir(folder)) {
      const createdMs = Number.parseInt(UPLOAD_ID.exec(id)?.[1] ?? '', 36);
      if (!Number.isNaN(createdMs)) this.#uploads.set(id, newlyKept(id, createdMs, join(folder, id)));
    }
  }

  /** Drops what is too old. Is to be called now and then. */
  async sweep(): Promise<void> {
    for (const { id, createdMs } of [...this.#uploads.values()])
      if (this.#now() - createdMs > this.#options.ttlMs) await this.#drop(id);
  }

  async create(): Promise<UploadView> {
    const createdMs = this.#now();
    const id = `${createdMs.toString(36)}-${randomBytes(12).toString('hex')}`;
    const folder = join(this.#options.folder, id);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const kept: Kept = { ...newlyKept(id, createdMs, folder), counted: Promise.resolve() };
    this.#uploads.set(id, kept);
    return this.#view(kept);
  }

  async get(uploadId: string): Promise<UploadView> {
    return this.#view(await this.#counted(uploadId));
  }

  async remove(uploadId: string): Promise<void> {
    this.#kept(uploadId);
    await this.#drop(uploadId);
  }

  /** Writes one file of an upload; all of it is there, or nothing. Throws the fault to answer with. */
  async put(uploadId: string, path: string, content: Readable, options: PutOptions = {}): Promise<UploadView> {
    const parts = uploadPath(path);
    if (parts === undefined) throw callFault('BAD_REQUEST', 'This cannot be the path of a file within an upload.');
    const kept = await this.#counted(uploadId);
    if (kept.files >= this.#options.maxFiles)
      throw callFault('CONTENT_TOO_LARGE', `An upload has at most ${this.#options.maxFiles} files.`);
    kept.files += 1; // before anything is waited for, so that others count it too
    const part = join(this.#options.folder, PARTS, `${randomBytes(12).toString('hex')}.part`);
    const got = { bytes: 0 };
    try {
      await this.#checkRoom(kept, options.announcedBytes ?? 0);
      await mkdir(dirname(part), { recursive: true, mode: 0o700 });
      await this.#write(kept, part, content, got, options.stallMs ?? STALL_MS);
      if (options.modifiedMs !== undefined) await utimes(part, new Date(), new Date(options.modifiedMs));
      await this.#place(kept, part, parts);
    } catch (error) {
      kept.files -= 1;
      kept.bytes -= got.bytes;
      await rm(part, { force: true });
      throw error;
    }
    return this.#view(kept);
  }

  async #write(kept: Kept, part: string, content: Readable, got: { bytes: number }, stallMs: number): Promise<void> {
    let untilLook = DISK_LOOK_BYTES;
    const file = await open(part, 'wx', 0o600);
    try {
      for await (const chunk of withoutStalls(content, stallMs)) {
        got.bytes += chunk.length;
        kept.bytes += chunk.length;
        untilLook -= chunk.length;
        if (untilLook > 0) this.#checkSize(kept, 0);
        else {
          untilLook = DISK_LOOK_BYTES;
          await this.#checkRoom(kept, 0);
        }
        await file.appendFile(chunk);
      }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE')
        throw callFault('BAD_REQUEST', 'The connection ended within the file.');
      throw code === 'ENOSPC' ? noRoom() : error;
    } finally {
      await file.close();
    }
  }

  /** Moves a complete file to its place; one that is there already is replaced. */
  async #place(kept: Kept, part: string, parts: readonly string[]): Promise<void> {
    const target = join(kept.folder, ...parts);
    try {
      if (!kept.isRemoved) await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      const before = await stat(target).catch(() => undefined);
      if (before?.isDirectory() === true) throw callFault('CONFLICT', 'A folder of the upload has this path.');
      await rename(part, target);
      if (before === undefined) return;
      kept.files -= 1;
      kept.bytes -= before.size;
    } catch (error) {
      if (kept.isRemoved) throw callFault('NOT_FOUND', 'The upload was removed.');
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST' || code === 'ENOTDIR') throw callFault('CONFLICT', 'A file of the upload is in the way.');
      if (code === 'ENAMETOOLONG') throw callFault('BAD_REQUEST', 'The path is too long for the disk of the server.');
      throw error;
    }
  }

  async #checkRoom(kept: Kept, comingBytes: number): Promise<void> {
    this.#checkSize(kept, comingBytes);
    const { bavail, bsize } = await statfs(this.#options.folder);
    if (bavail * bsize - comingBytes < this.#options.minFreeDiskBytes) throw noRoom();
  }

  #checkSize(kept: Kept, comingBytes: number): void {
    if (kept.isRemoved) throw callFault('NOT_FOUND', 'The upload was removed.');
    if (kept.bytes + comingBytes > this.#options.maxBytes)
      throw callFault('CONTENT_TOO_LARGE', `An upload has at most ${this.#options.maxBytes} bytes.`);
  }

  async #drop(id: string): Promise<void> {
    const kept = this.#uploads.get(id);
    if (kept !== undefined) kept.isRemoved = true;
    this.#uploads.delete(id);
    await rm(join(this.#options.folder, id), { recursive: true, force: true, maxRetries: 3 });
  }

  #kept(id: string): Kept {
    const kept = this.#uploads.get(id);
    if (kept === undefined) throw callFault('NOT_FOUND', 'There is no such upload.');
    return kept;
  }

  /** An upload whose files and bytes are known; a large one of an earlier run takes its time, so it is counted when asked for. */
  async #counted(id: string): Promise<Kept> {
    const kept = this.#kept(id);
    kept.counted ??= countOnDisk(kept);
    try {
      await kept.counted;
    } catch (error) {
      delete kept.counted;
      throw kept.isRemoved ? callFault('NOT_FOUND', 'The upload was removed.') : error;
    }
    return kept;
  }

  #view({ id, createdMs, folder, files, bytes }: Kept): UploadView {
    const { maxFiles, maxBytes } = this.#options;
    return { uploadId: id, folder, files, bytes, maxFiles, maxBytes, createdAt: new Date(createdMs).toISOString() };
  }
}

/** What comes, until nothing has come for too long. The stream stays open: what is refused must still be told so over it. */
async function* withoutStalls(content: Readable, stallMs: number): AsyncGenerator<Buffer, void, void> {
  const chunks = content.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  const never = new AbortController().signal;
  try {
    for (;;) {
      const next = await nextWithin(chunks, stallMs, never);
      if (next.done === true) return;
      yield next.value;
    }
  } catch (error) {
    throw error instanceof DeadlinePassed ? callFault('BAD_REQUEST', 'The file stopped coming.') : error;
  } finally {
    void chunks.return?.(); // not waited for: after a stall it answers only when something comes
  }
}

function noRoom(): Error {
  return callFault('UNAVAILABLE', 'The disk of the server is nearly full.');
}

function newlyKept(id: string, createdMs: number, folder: string): Kept {
  return { id, createdMs, folder, files: 0, bytes: 0, isRemoved: false };
}

async function countOnDisk(kept: Kept): Promise<void> {
  const found = { files: 0, bytes: 0 };
  for (const entry of await readdir(kept.folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    found.files += 1;
    found.bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  Object.assign(kept, found);
}
