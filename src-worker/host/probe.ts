import { fstat, type Stats } from 'node:fs';
import { promisify } from 'node:util';
import type { FromMachine, ToMachine } from '../../src-protocol/messages/link.ts';
import { faultOfSystemError } from '../file/file-fault.ts';
import { hashParts, reading } from '../file/file-parts.ts';
import { fileSystemPath } from '../file/file-system-path.ts';
import { within } from '../file/within.ts';
import type { Roots } from './roots.ts';

type Probe = ToMachine & { kind: 'probe' };
type Probed = FromMachine & { kind: 'probed' };
type Look = { readonly digest: string } | { readonly message: string };

const statFile: (descriptor: number) => Promise<Stats> = promisify(fstat);

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
    const late = { message: 'The folder does not answer.' };
    return { ...answer, ...(await within(this.#withinMs, this.#inTurn(probe)).catch(() => late)) };
  }

  /** The turn is over when the file system has answered, however late that is. */
  async #inTurn(probe: Probe): Promise<Pick<Probed, 'path' | 'digest' | 'message'>> {
    if (this.#looking >= AT_ONCE_MAX) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#looking += 1;
    try {
      return await this.#search(probe);
    } finally {
      const next = this.#waiting.shift(); // who waits takes this turn over, before anybody who comes in between
      if (next === undefined) this.#looking -= 1;
      else next();
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
      return await lookAt(path, sizeBytes, parts);
    } catch (error) {
      const { code, message } = faultOfSystemError(error);
      return { message: code === 'not-found' ? 'There is nothing at that path.' : message };
    }
  }
}

function lookAt(path: string, sizeBytes: number, parts: Probe['parts']): Promise<Look> {
  return reading(fileSystemPath(path), async (descriptor) => {
    const stats = await statFile(descriptor);
    if (!stats.isFile()) return { message: 'There is something else than a file.' };
    if (stats.size !== sizeBytes)
      return { message: `There is a file of ${stats.size.toString()} bytes, not of ${sizeBytes.toString()}.` };
    return { digest: await hashParts(descriptor, parts) };
  });
}
