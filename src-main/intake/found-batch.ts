import type { FoundFault, FoundFiles } from '../coordinator/ports.ts';

interface GrowingFolder {
  source: number;
  folder: string;
  names: string[];
  sizes: number[];
  modifiedMs: number[];
  sidecars?: (string | undefined)[];
  faults?: (FoundFault | undefined)[];
}

/** Gathers found files until there are enough, or enough time has passed, to be worth a message and a transaction. */
export class FoundBatch {
  #folders: GrowingFolder[] = [];
  #count = 0;
  #since = 0;
  #sentAny = false;
  readonly #send: (files: readonly FoundFiles[]) => void;
  readonly #limit: number;

  constructor(send: (files: readonly FoundFiles[]) => void, limit: number) {
    this.#send = send;
    this.#limit = limit;
  }

  addFile(
    source: number,
    folder: string,
    name: string,
    sizeBytes: number,
    modifiedMs: number,
    sidecars: string | undefined,
  ): void {
    const entry = this.#entry(source, folder);
    if (sidecars !== undefined) (entry.sidecars ??= [])[entry.names.length] = sidecars;
    this.#push(entry, name, sizeBytes, modifiedMs);
  }

  addFault(source: number, folder: string, name: string, fault: FoundFault): void {
    const entry = this.#entry(source, folder);
    (entry.faults ??= [])[entry.names.length] = fault;
    this.#push(entry, name, 0, 0);
  }

  flush(): void {
    if (this.#count === 0) return;
    this.#send(this.#folders);
    this.#folders = [];
    this.#count = 0;
    this.#sentAny = true;
  }

  #entry(source: number, folder: string): GrowingFolder {
    const last = this.#folders.at(-1);
    if (last?.folder === folder && last.source === source) return last;
    const entry: GrowingFolder = { source, folder, names: [], sizes: [], modifiedMs: [] };
    this.#folders.push(entry);
    return entry;
  }

  #push(entry: GrowingFolder, name: string, sizeBytes: number, modifiedMs: number): void {
    entry.names.push(name);
    entry.sizes.push(sizeBytes);
    entry.modifiedMs.push(modifiedMs);
    const now = performance.now();
    if (this.#count === 0) this.#since = now;
    this.#count += 1;
    const limit = this.#sentAny ? this.#limit : FIRST_BATCH_FILES; // work begins on the first few at once
    if (this.#count >= limit || now - this.#since >= HOLD_MS) this.flush();
  }
}

const FIRST_BATCH_FILES = 64;
const HOLD_MS = 100;
