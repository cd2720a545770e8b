import { setMaxListeners } from 'node:events';
import { resultWithoutTags } from '../../src-protocol/messages/failed-result.ts';
import type { FileAccess } from '../../src-protocol/messages/link.ts';
import type { ItemResult } from '../../src-protocol/messages/item-result.ts';
import type { Lease, LeaseItem } from '../../src-protocol/messages/worker.ts';
import type { Fault } from '../../src-protocol/model/fault.ts';
import type { BringEvents, BroughtFile, BroughtFiles } from './brought-files.ts';
import { TransferFault } from './incoming-file.ts';

/**
 * - `waiting`: there is no room for it yet.
 * - `coming`: it is being brought.
 * - `here`: it can be read.
 * - `over`: it was handed to the runtime, or could not be brought.
 */
type FileState = 'waiting' | 'coming' | 'here' | 'over';

interface LeasedFile {
  /** With the path at which it is, once it is here. */
  item: LeaseItem;
  state: FileState;
  brought?: BroughtFile;
}

export interface LeaseEvents {
  /** Files to read now, under a lease id of their own, which is answered by `partDone`. */
  onPart(items: readonly LeaseItem[]): number;
  /** A part that was handed out is not wanted any more. */
  onAbandonPart(part: number): void;
  onFailed(results: ItemResult[]): void;
  /** All its files are handed out. */
  onHandedOut(): void;
  onDone(): void;
}

/**
 * A lease while its files are brought and read. It is handed to the runtime as a whole when all its files are here or could
 * not be brought. Only where the next of them waits for room is it handed out in parts: those that are here must be done
 * with before there is any.
 */
export class LeaseFiles {
  readonly #events: LeaseEvents;
  readonly #files: readonly LeasedFile[];
  readonly #parts = new Map<number, readonly LeasedFile[]>();
  /** A lease may have hundreds of files, and each is looked at as it comes. */
  readonly #count: Record<FileState, number> = { waiting: 0, coming: 0, here: 0, over: 0 };
  readonly #bringing: Promise<void>[] = [];
  readonly #abort = new AbortController();
  #isHandedOut = false;
  #isOver = false;

  constructor(lease: Lease, access: readonly FileAccess[], files: BroughtFiles, events: LeaseEvents) {
    this.#events = events;
    setMaxListeners(0, this.#abort.signal); // each file of it listens
    const faults: ItemResult[] = [];
    this.#files = lease.items.map((item, at) => {
      const way = access[at] ?? { kind: 'same-path' };
      if (way.kind === 'fault') faults.push(resultWithoutTags(item.itemId, way.fault));
      const atOnce = files.atOnce(item, way);
      const state = way.kind === 'fault' ? 'over' : atOnce === undefined ? 'coming' : 'here';
      const file: LeasedFile = { item: atOnce ?? item, state };
      this.#count[state] += 1;
      if (state === 'coming') this.#bringing.push(this.#bring(lease.leaseId, file, way, files));
      return file;
    });
    queueMicrotask(() => {
      if (faults.length > 0 && !this.#isOver) this.#events.onFailed(faults);
      this.#advance();
    });
  }

  /** Whether no file of it is still to be handed out. */
  get isHandedOut(): boolean {
    return this.#isHandedOut;
  }

  partDone(part: number): void {
    const files = this.#parts.get(part) ?? [];
    this.#parts.delete(part);
    for (const file of files) void file.brought?.release();
    this.#advance();
  }

  /** What is not read yet is not wanted any more; its end is told all the same. */
  abandon(): void {
    this.#giveUp();
    for (const part of this.#parts.keys()) this.#events.onAbandonPart(part);
    this.#advance();
  }

  /** Nobody wants to hear of it any more; resolves when its files are removed. */
  async end(): Promise<void> {
    this.#isOver = true;
    this.#giveUp();
    const handed = [...this.#parts.values()].flat();
    this.#parts.clear();
    await Promise.all([...this.#bringing, ...handed.map((file) => file.brought?.release())]);
  }

  #giveUp(): void {
    this.#abort.abort();
    for (const file of this.#files) {
      if (file.state === 'here') void file.brought?.release();
      if (file.state !== 'coming' && file.state !== 'waiting') this.#move(file, 'over');
    }
  }

  async #bring(leaseId: number, file: LeasedFile, access: FileAccess, files: BroughtFiles): Promise<void> {
    const { signal } = this.#abort;
    const events: BringEvents = {
      onWait: () => {
        this.#move(file, 'waiting');
        this.#advance();
      },
      onRoom: () => {
        this.#move(file, 'coming');
      },
    };
    try {
      const brought = await files.bring(leaseId, file.item, access, events, signal);
      if (signal.aborted) {
        this.#move(file, 'over');
        await brought.release();
      } else {
        file.brought = brought;
        file.item = brought.item;
        this.#move(file, 'here');
      }
    } catch (error) {
      this.#move(file, 'over');
      if (!signal.aborted) this.#events.onFailed([resultWithoutTags(file.item.itemId, faultOf(error))]);
    }
    this.#advance();
  }

  #advance(): void {
    if (this.#isOver) return;
    const { waiting, coming, here } = this.#count;
    if (here > 0 && coming === 0) this.#handOut(this.#files.filter(({ state }) => state === 'here'));
    else if (here > 0) return;
    if (waiting > 0 || coming > 0) return;
    if (!this.#isHandedOut) {
      this.#isHandedOut = true;
      this.#events.onHandedOut();
    }
    if (this.#parts.size > 0) return;
    this.#isOver = true;
    this.#events.onDone();
  }

  #handOut(files: readonly LeasedFile[]): void {
    for (const file of files) this.#move(file, 'over');
    this.#parts.set(this.#events.onPart(files.map(({ item }) => item)), files);
  }

  #move(file: LeasedFile, state: FileState): void {
    this.#count[file.state] -= 1;
    this.#count[state] += 1;
    file.state = state;
  }
}

function faultOf(error: unknown): Fault {
  if (error instanceof TransferFault) return error.fault;
  return { code: 'internal', message: `The file could not be brought to the worker: ${String(error)}`.slice(0, 4_000) };
}
