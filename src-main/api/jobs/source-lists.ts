import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathFromBytes, pathToBytes } from '../../../src-protocol/model/path-codec.ts';

const NUL = 0;
const PATHS_AT_ONCE = 1_000;
const COUNTS_KEPT = 10_000;

/** A list that belongs to no job yet. */
export interface WrittenList extends Disposable {
  /** From now on it is the job's. */
  giveTo(jobId: number): void;
}

/** The sources of jobs that have very many, in files as the crawl reads them: the bytes of each path, ended by NUL. */
export class SourceLists {
  readonly #fileOf: (jobId: number) => string;
  /** A list does not change. */
  readonly #counts = new Map<number, number>();

  constructor(fileOf: (jobId: number) => string) {
    this.#fileOf = fileOf;
  }

  async write(sources: readonly string[]): Promise<WrittenList> {
    const folder = dirname(this.#fileOf(0));
    await mkdir(folder, { recursive: true });
    const file = join(folder, `${randomUUID()}.part`);
    await pipeline(Readable.from(chunksOf(sources)), createWriteStream(file));
    return {
      giveTo: (jobId) => {
        renameSync(file, this.#fileOf(jobId));
        this.#counts.set(jobId, sources.length);
      },
      [Symbol.dispose]: () => {
        rmSync(file, { force: true });
      },
    };
  }

  /** How many sources a job's list has; 0 where there is none. */
  async count(jobId: number): Promise<number> {
    const known = this.#counts.get(jobId);
    if (known !== undefined) return known;
    let count = 0;
    for await (const chunk of this.#chunks(jobId))
      for (let end = chunk.indexOf(NUL); end >= 0; end = chunk.indexOf(NUL, end + 1)) count++;
    if (count === 0) return 0; // it may be on its way
    if (this.#counts.size >= COUNTS_KEPT) this.#counts.clear();
    this.#counts.set(jobId, count);
    return count;
  }

  /** The first sources of a job's list; none where there is no list. */
  async read(jobId: number, limit = Infinity): Promise<string[]> {
    const sources: string[] = [];
    if (limit <= 0) return sources;
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of this.#chunks(jobId)) {
      rest = Buffer.concat([rest, chunk]);
      let start = 0;
      for (let end = rest.indexOf(NUL); end >= 0; end = rest.indexOf(NUL, start)) {
        if (sources.length >= limit) return sources;
        sources.push(pathFromBytes(rest.subarray(start, end)));
        start = end + 1;
      }
      rest = rest.subarray(start);
    }
    return sources;
  }

  remove(jobId: number): void {
    this.#counts.delete(jobId);
    rmSync(this.#fileOf(jobId), { force: true });
  }

  async *#chunks(jobId: number): AsyncGenerator<Buffer> {
    try {
      yield* createReadStream(this.#fileOf(jobId)) as AsyncIterable<Buffer>;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

function* chunksOf(sources: readonly string[]): Generator<Buffer> {
  for (let from = 0; from < sources.length; from += PATHS_AT_ONCE) {
    const paths = sources.slice(from, from + PATHS_AT_ONCE);
    yield Buffer.concat(paths.flatMap((path) => [pathToBytes(path), Uint8Array.of(NUL)]));
  }
}
