import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { PreviewSize } from '../../../src-protocol/contract/results.ts';
import { displayPath } from '../../../src-protocol/model/path-codec.ts';
import { systemPath } from '../../intake/read-folder.ts';
import { callFault } from '../http/call-fault.ts';
import type { PreviewPrograms } from './embedded-image.ts';
import { embeddedImage } from './embedded-image.ts';
import { imageTypeOf, TYPE_BYTES } from './image-type.ts';
import { KeptImages } from './kept-images.ts';
import { Turns } from './turns.ts';

export interface PreviewServicePorts {
  readonly programs: PreviewPrograms;
  /** The path of a result's file, in the form of path-codec.ts. */
  readonly pathOf: (jobId: number, itemId: number) => Promise<string | undefined>;
  /** Throws a fault of the contract for a path that may not be read. */
  readonly checkPath: (path: string) => Promise<void>;
}

const IMAGE_BYTES_MAX = 30e6;
/** A picture that is no larger is its own thumbnail: to look for one in it takes longer than to send it. */
const OWN_THUMBNAIL_BYTES = 200e3;
const THUMBNAILS_BYTES = 64e6;
const DEADLINE_MS = 15_000;
const EXTRACTIONS_AT_ONCE = 2;
const READS_AT_ONCE = 4;

const NEVER = new AbortController().signal;

/** A pipe in the place of a file must not be waited for. */
const READ_ONLY = constants.O_RDONLY | constants.O_NONBLOCK;

/** Pictures of files for people to look at: the file itself where a browser shows it, or else a picture that it holds. */
export class PreviewService {
  readonly #ports: PreviewServicePorts;
  readonly #extractions = new Turns(EXTRACTIONS_AT_ONCE);
  readonly #reads = new Turns(READS_AT_ONCE);
  readonly #thumbnails = new KeptImages<File>(THUMBNAILS_BYTES);

  constructor(ports: PreviewServicePorts) {
    this.#ports = ports;
  }

  /** Throws NOT_FOUND, in words, where there is no picture. */
  async preview(jobId: number, itemId: number, size: PreviewSize, caller = NEVER): Promise<File> {
    const path = await this.#ports.pathOf(jobId, itemId);
    if (path === undefined) throw callFault('NOT_FOUND', 'There is no such result, or its job is gone.');
    await this.#ports.checkPath(path);
    return this.#reads.run(() => this.#ofFile(path, size, caller), caller);
  }

  async #ofFile(path: string, size: PreviewSize, signal: AbortSignal): Promise<File> {
    await using file = await openFile(path);
    const { size: bytes, mtimeMs } = await file.stat();
    const key = `${bytes.toString()} ${mtimeMs.toString()} ${path}`;
    const kept = size === 'thumbnail' ? this.#thumbnails.get(key) : undefined;
    if (kept !== undefined) return kept;
    const image = await this.#read(file, bytes, size, signal);
    if (image === undefined) throw callFault('NOT_FOUND', 'The file holds no picture that could be shown.');
    if (size === 'thumbnail') this.#thumbnails.set(key, image);
    return image;
  }

  async #read(file: FileHandle, bytes: number, size: PreviewSize, signal: AbortSignal): Promise<File | undefined> {
    const isShown = bytes <= IMAGE_BYTES_MAX && imageTypeOf(await head(file)) !== undefined;
    if (isShown && (size === 'large' || bytes <= OWN_THUMBNAIL_BYTES)) return whole(file);
    const embedded = await this.#extractions.run(() => this.#extract(file, size, signal), signal);
    return (embedded && asImage(embedded)) ?? (isShown ? whole(file) : undefined);
  }

  async #extract(file: FileHandle, size: PreviewSize, caller: AbortSignal): ReturnType<typeof embeddedImage> {
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    const signal = AbortSignal.any([deadline, caller]);
    try {
      return await embeddedImage(this.#ports.programs, file, size, { maxBytes: IMAGE_BYTES_MAX, signal });
    } catch (error) {
      if (deadline.aborted) throw callFault('NOT_FOUND', 'Its picture could not be read within 15 seconds.');
      throw error;
    }
  }
}

async function openFile(path: string): Promise<FileHandle> {
  const shown = displayPath(path);
  let file: FileHandle;
  try {
    file = await open(systemPath(path), READ_ONLY);
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw callFault(
      'NOT_FOUND',
      isGone ? `The file is not there any more: ${shown}` : `No permission to read ${shown}`,
    );
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw callFault('NOT_FOUND', `It is not a file any more: ${shown}`);
}

async function head(file: FileHandle): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(TYPE_BYTES), 0, TYPE_BYTES, 0);
  return buffer.subarray(0, bytesRead);
}

/** It may have grown since it was looked at. */
async function whole(file: FileHandle): Promise<File | undefined> {
  const { size } = await file.stat();
  if (size > IMAGE_BYTES_MAX) return undefined;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
  return asImage(buffer.subarray(0, bytesRead));
}

function asImage(bytes: Buffer<ArrayBuffer>): File | undefined {
  const type = imageTypeOf(bytes);
  return type === undefined ? undefined : new File([bytes], 'preview', { type });
}
