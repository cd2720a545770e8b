import { formatOf } from '../../src-protocol/model/format.ts';
import type { Worker } from './ports.ts';

/** Remembers which formats each slot has read. */
export class FormatsRead {
  /** By slot. */
  readonly #read = new WeakMap<Worker, Set<string>[]>();

  /** Whether it is the first file of its format that the slot reads; from now on, the next is not. */
  isFirst({ worker, slot }: { readonly worker: Worker; readonly slot: number }, name: string): boolean {
    const slots = this.#read.get(worker) ?? [];
    this.#read.set(worker, slots);
    const read = (slots[slot] ??= new Set());
    return read.size < read.add(formatOf(name)).size;
  }
}
