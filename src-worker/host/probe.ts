import { createHash } from 'node:crypto';
import { close, constants, fstat, open, read, type Stats } from 'node:fs';
import { promisify } from 'node:util';
import type { FromMachine, ToMachine } from '../../src-protocol/messages/link.ts';
import { faultOfSystemError } from '../file/file-fault.ts';
import { fileSystemPath } from '../file/file-system-path.ts';
import type { Roots } from './roots.ts';
import { within } from './within.ts';

type Probe = ToMachine & { kind: 'probe' };
type Probed = FromMachine & { kind: 'probed' };
type Look = { readonly digest: string } | { readonly message: string };

const openFile = promisify(open);
const closeFile = promisify(close);
const statFile: (descriptor: number) => Promise<Stats> = promisify(fstat);

/** To open a pipe would wait for whoever writes into it. Windows has neither these pipes nor the flag. */
const OPEN_FLAGS = process.platform === 'win32' ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NONBLOCK;

const ANSWER_WITHIN_MS = 10_000;
/** A share that does not answer keeps a thread of Node's four for each, and files must be written meanwhile. */
const AT_ONCE_MAX = 2;
/** More than these wait for no answer but that there are too many. */
const WAITING_MAX = 64;
const BUSY = 'The worker is looking at other files, which take long to answer. Try again later.';

/** Looks for files that a coordinator has, by parts of their content. */
export class Prober {
  readonly #roots: Roots;
  readonly #withinMs: number;
  readonly #waiting: (() => void)[] = [];
  #looking = 0;

  constructor(roots: Roots, withinMs = ANSWER_WITHIN_MS) {
    this.#roots = roots;
    this.#withinMs = withinMs;
  }

  /** The first of the paths at which there is a file of that size, with the SHA-256 over its parts. Never throws. */
  async probe(probe: Probe): Promise<Probed> {
    const answer = { kind: 'probed', probe: probe.probe } as const;
    if (this.#waiting.length >= WAITING_MAX) return { ...answer, message: BUSY };
    const found = await within(this.#inTurn(probe), this.#withinMs, { message: 'The folder does not answer.' });
    return { ...answer, ...found };
  }

  /** The turn is over when the file system has answered, however late that is. */
  async #inTurn(probe: Probe): Promise<Pick<Probed, 'path' | 'digest' | 'message'>> {
    if (this.#looking >= AT_ONCE_MAX) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#looking += 1;
    try {
      return await this.#search(probe);
    } finally {
      this.#looking -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #search({ paths, ...wanted }: Probe): Promise<Pick<Probed, 'path' | 'digest' | 'message'>> {
    let message: string | undefined;
    for (const path of paths) {
      const look = await this.#look(path, wanted);
      if ('digest' in look) return { path, digest: look.digest };
      message ??= look.message.slice(0, 1_000);
    }
    return { message: message ?? 'No path was given.' };
  }

  async #look(path: string, { sizeBytes, parts }: Pick<Probe, 'sizeBytes' | 'parts'>): Promise<Look> {
    try {
      if (!(await this.#roots.allow(path)))
        return { message: 'It lies outside of the folders that the worker was started with (--root).' };
      return await hashParts(path, sizeBytes, parts);
    } catch (error) {
      const { code, message } = faultOfSystemError(error);
      return { message: code === 'not-found' ? 'There is nothing at that path.' : message };
    }
  }
}

async function hashParts(path: string, sizeBytes: number, parts: Probe['parts']): Promise<Look> {
  const descriptor = await openFile(fileSystemPath(path), OPEN_FLAGS);
  try {
    const stats = await statFile(descriptor);
    if (!stats.isFile()) return { message: 'There is something else than a file.' };
    if (stats.size !== sizeBytes)
      return { message: `There is a file of ${stats.size.toString()} bytes, not of ${sizeBytes.toString()}.` };
    const hash = createHash('sha256');
    for (const { offset, bytes } of parts) hash.update(await readAt(descriptor, offset, bytes));
    return { digest: hash.digest('hex') };
  } finally {
    await closeFile(descriptor);
  }
}

function readAt(descriptor: number, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  return new Promise((resolve, reject) => {
    read(descriptor, buffer, 0, length, position, (error, bytes) => {
      if (error === null) resolve(buffer.subarray(0, bytes));
      else reject(error);
    });
  });
}
