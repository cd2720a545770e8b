import type { FromMachineNow, ToMachineNow } from '../../../src-protocol/messages/link.ts';
import type { Chunk } from '../../../src-link/link.ts';
import type { Bandwidth } from './bandwidth.ts';
import { ByteBudget } from './byte-budget.ts';
import type { FetchFrame } from './file-transfer.ts';
import { FileTransfer } from './file-transfer.ts';
import type { FilePart } from './own-file.ts';

export interface SentFilesPorts {
  /** A part of a file that was leased to be sent; `ended`: the lease is over, undefined: there was none with it. */
  partOf(leaseId: number, itemId: number, part: number): FilePart | 'ended' | undefined;
  sendChunk(chunk: Chunk): Promise<boolean>;
  sendNow(frame: ToMachineNow): void;
  onSent(bytes: number): void;
  /** The machine asks for what it may not have. */
  onNonsense(what: string): void;
  readonly bandwidth: Bandwidth;
}

/** Chunks that were read and are not on their way yet, of all files of a machine. */
const HELD_BYTES_MAX = 24 * 1_024 * 1_024;
/** A machine asks for no more at a time, unless it has forgotten some. */
const SIDE_BY_SIDE = 16;
/** Of a machine that is well, never so many wait: each slot has two leases. */
const TRANSFERS_MAX = 4_096;

/** Sends the files that a machine fetches, several side by side and the others in turn. */
export class SentFiles {
  readonly #ports: SentFilesPorts;
  readonly #budget = new ByteBudget(HELD_BYTES_MAX);
  readonly #transfers = new Map<number, FileTransfer>();
  readonly #waiting: { readonly transfer: number; readonly file: FileTransfer }[] = [];
  #running = 0;

  constructor(ports: SentFilesPorts) {
    this.#ports = ports;
  }

  hear(frame: Exclude<FromMachineNow, { kind: 'status' }>): void {
    if (frame.kind === 'fetch') this.#fetch(frame);
    else if (frame.kind === 'credit') this.#transfers.get(frame.transfer)?.credit(frame.bytes);
    else this.#stop(frame.transfer);
  }

  /** A lease is over: nothing of it is sent any more. */
  endLease(leaseId: number): void {
    for (const [transfer, file] of this.#transfers) if (file.leaseId === leaseId) this.#stop(transfer);
  }

  endAll(): void {
    for (const transfer of [...this.#transfers.keys()]) this.#stop(transfer);
  }

  #fetch(frame: FetchFrame): void {
    const { transfer, leaseId, itemId, part, offset } = frame;
    this.#stop(transfer);
    const file = this.#ports.partOf(leaseId, itemId, part);
    if (file === undefined || file === 'ended') {
      this.#refuse(transfer, 'The file is not of a lease that is to be sent');
      if (file === undefined)
        this.#ports.onNonsense(`it asked for a file that it was not given (lease ${leaseId.toString()})`);
    } else if (offset > file.sizeBytes) {
      this.#refuse(transfer, 'The file is not so long');
      this.#ports.onNonsense('it asked for more of a file than there is');
    } else if (this.#waiting.length >= TRANSFERS_MAX) {
      this.#refuse(transfer, 'Too many files are being sent');
      this.#ports.onNonsense('it asked for too many files at once');
    } else {
      const sent = new FileTransfer(frame, file, { ...this.#ports, budget: this.#budget, onSent: this.#onSent });
      this.#transfers.set(transfer, sent);
      this.#waiting.push({ transfer, file: sent });
      this.#next();
    }
  }

  readonly #onSent = (bytes: number): void => {
    this.#ports.bandwidth.add(bytes, performance.now());
    this.#ports.onSent(bytes);
  };

  #refuse(transfer: number, message: string): void {
    this.#ports.sendNow({ kind: 'file-fault', transfer, fault: { code: 'transfer-failed', message } });
  }

  #stop(transfer: number): void {
    this.#transfers.get(transfer)?.stop();
    this.#transfers.delete(transfer);
  }

  #next(): void {
    while (this.#running < SIDE_BY_SIDE) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      if (this.#transfers.get(next.transfer) === next.file) void this.#run(next.transfer, next.file);
    }
  }

  async #run(transfer: number, file: FileTransfer): Promise<void> {
    const { bandwidth } = this.#ports;
    this.#running += 1;
    bandwidth.begin(performance.now());
    await file.run();
    bandwidth.end(performance.now());
    this.#running -= 1;
    if (this.#transfers.get(transfer) === file) this.#transfers.delete(transfer);
    this.#next();
  }
}
