import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { addressOf } from './link-server.ts';

/** How a connection was closed. */
export interface Closing {
  /** The other side has ended the session on purpose, for this reason. */
  readonly endedBecause?: string;
  /** What came in was no WebSocket frame, or one that is too large. */
  readonly violation?: string;
}

export interface ConnectionListeners {
  onText(text: string): void;
  onBinary(message: Buffer): void;
  /** More can be sent, after there was no room. */
  onRoom(): void;
  /** The last that is heard of it. */
  onClose(closing: Closing): void;
}

/** A code of our own for a session that is over; any other is a break of the link. */
const SESSION_ENDED = 4_000;
const REASON_BYTES_MAX = 123;
/** For what is still to be sent, and the other side's answer. */
const CLOSE_WITHIN_MS = 2_000;
/** More is not given to the socket; who sends parts of files waits. */
const BACKLOG_BYTES = 2 * 1_024 * 1_024;

/** One WebSocket of a link. */
export class Connection {
  readonly #ws: WebSocket;
  readonly #socket: Socket;
  /** Resolves once it is closed. */
  readonly closed: Promise<void>;
  #listeners: ConnectionListeners | undefined;
  /** Who waits for their bytes to be sent. */
  readonly #waiting = new Set<(isSent: boolean) => void>();

  constructor(ws: WebSocket, socket: Socket) {
    this.#ws = ws;
    this.#socket = socket;
    ws.pause(); // until somebody listens
    this.closed = new Promise((resolve) => {
      ws.once('close', (code, reason) => {
        this.#tellClosing(code === SESSION_ENDED ? { endedBecause: reason.toString() } : {});
        resolve();
      });
    });
    ws.on('error', (error: NodeJS.ErrnoException) => {
      // with other codes, those of a network that has failed, “close” follows at once
      if (error.code?.startsWith('WS_ERR_') === true) this.#tellClosing({ violation: error.message });
    });
    ws.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.#listeners?.onBinary(data);
      else this.#listeners?.onText(data.toString());
    });
  }

  /** Begins to hand over what comes in. */
  listen(listeners: ConnectionListeners): void {
    this.#listeners = listeners;
    this.#ws.resume();
  }

  /** So far. */
  get heardBytes(): number {
    return this.#socket.bytesRead;
  }

  /** Of the other side; undefined once it is closed. */
  get address(): string | undefined {
    return addressOf(this.#socket) || undefined;
  }

  get backlogBytes(): number {
    return this.#ws.bufferedAmount;
  }

  get hasRoom(): boolean {
    return this.#ws.bufferedAmount < BACKLOG_BYTES;
  }

  sendText(text: string): void {
    this.#ws.send(text, this.#sent);
  }

  /** Two messages, one after the other. Resolves once the system has the bytes; false where it is closed. */
  async sendBinary(header: Buffer, bytes: Buffer): Promise<boolean> {
    if (this.#ws.readyState !== this.#ws.OPEN) return false;
    return new Promise((resolve) => {
      this.#waiting.add(resolve);
      this.#ws.send(header);
      this.#ws.send(bytes, (error) => {
        this.#waiting.delete(resolve);
        resolve(!error);
        this.#sent();
      });
    });
  }

  /** Hands nothing over any more, sends what it has, and says why the session ended. */
  endSession(reason: string): void {
    this.#silence();
    this.#ws.resume(); // the answer is to be heard
    this.#ws.close(SESSION_ENDED, cut(reason, REASON_BYTES_MAX));
    const timer = setTimeout(() => {
      this.#ws.terminate();
    }, CLOSE_WITHIN_MS);
    void this.closed.then(() => {
      clearTimeout(timer);
    });
  }

  /** Hands nothing over any more, and closes at once. */
  drop(): void {
    this.#silence();
    this.#ws.terminate();
  }

  #silence(): void {
    this.#listeners = undefined;
    for (const tell of this.#waiting) tell(false);
    this.#waiting.clear();
  }

  readonly #sent = (): void => {
    if (this.hasRoom) this.#listeners?.onRoom();
  };

  #tellClosing(closing: Closing): void {
    const listeners = this.#listeners;
    this.#silence();
    listeners?.onClose(closing);
  }
}

function cut(text: string, bytesMax: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= bytesMax) return text;
  return (
    bytes
      .subarray(0, bytesMax - 6)
      .toString()
      .replace(/\ufffd+$/, '') + '…'
  );
}
