import { write } from 'node:fs';
import { promisify } from 'node:util';
import { faultOfSystem } from './export-fault.ts';
import type { ByteSink } from './ports.ts';
import { writeWhole } from './write-whole.ts';
import type { PartialWriter } from './write-whole.ts';

const writeTo = promisify(write);

/**
 * A descriptor of a regular file or device that the process was started with (`> out.csv`). Not through process.stdout:
 * for a file that takes a part of a chunk for the whole of it, so a full disk could cut the end off without an error.
 */
export class DescriptorSink implements ByteSink {
  readonly #writer: PartialWriter;
  readonly #name: string;

  constructor(descriptor: number, name: string) {
    this.#writer = { write: (chunk, offset, length) => writeTo(descriptor, chunk, offset, length, null) };
    this.#name = name;
  }

  async write(chunk: Uint8Array): Promise<void> {
    try {
      await writeWhole(this.#writer, chunk);
    } catch (error) {
      throw faultOfSystem(error, this.#name);
    }
  }

  commit(): Promise<void> {
    return Promise.resolve();
  }

  discard(): Promise<void> {
    return Promise.resolve();
  }
}
