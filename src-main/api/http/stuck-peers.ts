import type { Socket } from 'node:net';

type PeerSocket = Pick<Socket, 'writableLength' | 'bytesWritten'>;

interface Seen {
  /** Bytes that have left for the peer. */
  takenBytes: number;
  sinceMs: number;
  overSinceMs: number | undefined;
}

/**
 * Finds connections whose peer does not read what is sent to it: nothing of it for `stuckMs`, or so slowly that more than
 * `backlogBytes` waited for as long. Each holds memory and, of a download, an open file.
 */
export class StuckPeers {
  readonly #stuckMs: number;
  readonly #backlogBytes: number;
  readonly #seen = new WeakMap<PeerSocket, Seen>();

  constructor({ stuckMs, backlogBytes }: { stuckMs: number; backlogBytes: number }) {
    this.#stuckMs = stuckMs;
    this.#backlogBytes = backlogBytes;
  }

  /** Is to be asked again and again. */
  isStuck(socket: PeerSocket, nowMs: number): boolean {
    const waitingBytes = socket.writableLength;
    const takenBytes = socket.bytesWritten - waitingBytes; // bytesWritten counts what waits as well
    const seen = this.#seen.get(socket) ?? { takenBytes, sinceMs: nowMs, overSinceMs: undefined };
    if (waitingBytes === 0 || takenBytes !== seen.takenBytes) seen.sinceMs = nowMs;
    seen.takenBytes = takenBytes;
    seen.overSinceMs = waitingBytes > this.#backlogBytes ? (seen.overSinceMs ?? nowMs) : undefined;
    this.#seen.set(socket, seen);
    return nowMs - Math.min(seen.sinceMs, seen.overSinceMs ?? nowMs) >= this.#stuckMs;
  }
}
