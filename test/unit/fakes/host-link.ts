import { createHash } from 'node:crypto';
import type { Link, LinkListeners, LinkState, Peer, WorkerFrames } from '../../../src-link/link.ts';
import { FromMachine, FromMachineNow } from '../../../src-protocol/messages/link.ts';
import type { FileAccess } from '../../../src-protocol/messages/link.ts';
import type { Lease } from '../../../src-protocol/messages/worker.ts';

export const COORDINATOR: Peer = {
  id: 'peer-1',
  name: 'desk',
  role: 'coordinator',
  fingerprint: 'f'.repeat(43),
  pairedAtMs: 0,
  tokenHash: 't'.repeat(43),
};

/** The worker's end of a link, whose other end is the test's to play. What the worker says must be of the protocol. */
export class FakeLink implements Link<WorkerFrames> {
  readonly peer = COORDINATOR;
  readonly said: FromMachine[] = [];
  readonly saidNow: FromMachineNow[] = [];
  delayMs: number | undefined = undefined;
  readonly address = '192.0.2.9';
  unreceived = 0;
  endedFor: string | undefined;
  isUp = false;
  listeners: LinkListeners<WorkerFrames> | undefined;
  onNow: ((frame: FromMachineNow) => void) | undefined;

  send(frame: FromMachine): void {
    if (this.endedFor === undefined) this.said.push(FromMachine.parse(JSON.parse(JSON.stringify(frame))));
  }

  sendNow(frame: FromMachineNow): void {
    if (!this.isUp) return;
    const parsed = FromMachineNow.parse(JSON.parse(JSON.stringify(frame)));
    this.saidNow.push(parsed);
    this.onNow?.(parsed);
  }

  sendChunk(): Promise<boolean> {
    return Promise.resolve(this.isUp);
  }

  end(reason: string): void {
    if (this.endedFor !== undefined) return;
    this.endedFor = reason;
    this.listeners?.onEnd(reason);
  }

  become(state: LinkState): void {
    this.isUp = state !== 'broken';
    this.listeners?.onState(state);
  }

  /** All that was said of a kind. */
  all<K extends FromMachine['kind']>(kind: K): (FromMachine & { kind: K })[] {
    return this.said.filter((frame): frame is FromMachine & { kind: K } => frame.kind === kind);
  }

  now<K extends FromMachineNow['kind']>(kind: K): (FromMachineNow & { kind: K })[] {
    return this.saidNow.filter((frame): frame is FromMachineNow & { kind: K } => frame.kind === kind);
  }

  results(leaseId?: number) {
    return this.all('runtime').flatMap(({ message }) =>
      message.kind === 'results' && (leaseId === undefined || message.leaseId === leaseId) ? message.results : [],
    );
  }

  leasesDone(): number[] {
    return this.all('runtime').flatMap(({ message }) => (message.kind === 'lease-done' ? [message.leaseId] : []));
  }
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export const sent = (sizeBytes: number, sidecars: { name: string; sizeBytes: number }[] = []): FileAccess => ({
  kind: 'sent',
  sizeBytes,
  modifiedMs: 1_000.5,
  accessedMs: 2_000,
  changedMs: 3_000,
  mode: 0o100644,
  sidecars,
});

export const item = (itemId: number, path = `/photos/${itemId}.jpg`) => ({ itemId, path });

export const leaseOf = (leaseId: number, items: readonly { itemId: number; path: string }[]): Lease => ({
  leaseId,
  slot: 0,
  extraction: { profile: 'fast', hashes: [], timeoutMs: 10_000 },
  fingerprints: false,
  items: items.map((item) => ({ ...item, sizeBytes: 1 })),
});

type Fetch = FromMachineNow & { kind: 'fetch' };
type FileKey = `${number}/${number}/${number}`;

/** Sends files as a coordinator does: within the credit, from the offset that was asked for. */
export class FakeSender {
  readonly fetches: Fetch[] = [];
  /** By lease, item and part. */
  readonly files = new Map<FileKey, Buffer>();
  /** Bytes of each transfer after which nothing more is sent, as if the link had swallowed it. */
  silentAfterBytes = Infinity;
  /** Answers `file-end` with a wrong hash. */
  isLying = false;
  /** The most that was on its way of all transfers together and not yet renewed. */
  largestCreditBytes = 0;
  readonly #to: FakeLink;
  readonly #credits = new Map<number, number>();

  constructor(link: FakeLink) {
    this.#to = link;
    link.onNow = (frame) => {
      this.#hear(frame);
    };
  }

  #hear(frame: FromMachineNow): void {
    if (frame.kind === 'fetch') {
      this.fetches.push(frame);
      this.#credits.set(frame.transfer, frame.creditBytes);
      this.#note();
      void this.#serve(frame);
    }
    if (frame.kind === 'fetch-end') this.#credits.delete(frame.transfer);
    const credit = frame.kind === 'credit' ? this.#credits.get(frame.transfer) : undefined;
    if (frame.kind === 'credit' && credit !== undefined) this.#credits.set(frame.transfer, credit + frame.bytes);
  }

  #note(): void {
    const sum = [...this.#credits.values()].reduce((total, credit) => total + credit, 0);
    this.largestCreditBytes = Math.max(this.largestCreditBytes, sum);
  }

  async #serve({ transfer, leaseId, itemId, part, offset, chunkBytes }: Fetch): Promise<void> {
    await nextTurn();
    const { listeners } = this.#to;
    const file = this.files.get(`${leaseId}/${itemId}/${part}`);
    if (file === undefined) {
      const fault = { code: 'not-found', message: 'gone' } as const;
      listeners?.onFrameNow({ kind: 'file-fault', transfer, fault });
      return;
    }
    let sentBytes = 0;
    for (let at = offset; at < file.length;) {
      const credit = this.#credits.get(transfer);
      if (credit === undefined || !this.#to.isUp || sentBytes >= this.silentAfterBytes) return;
      const bytes = Buffer.from(file.subarray(at, at + Math.min(chunkBytes, credit)));
      if (bytes.length > 0) listeners?.onChunk({ transfer, offset: at, bytes });
      this.#credits.set(transfer, credit - bytes.length);
      at += bytes.length;
      sentBytes += bytes.length;
      await nextTurn();
    }
    if (!this.#credits.delete(transfer) || !this.#to.isUp) return;
    listeners?.onFrameNow({ kind: 'file-end', transfer, sha256: this.isLying ? '0'.repeat(64) : sha256(file) });
  }
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
