import type { Connection } from './connection.ts';
import type { Outbox } from './outbox.ts';

/** Frames of one turn of the event loop travel together, but not in larger messages than this. */
const MESSAGE_CHARACTERS = 64 * 1_024;
/** Frames outside of the sequence have no bound but the other side's patience: beyond this it does not read at all. */
const BACKLOG_BYTES_MAX = 128 * 1_024 * 1_024;

/** Brings frames on their way, no faster than the connection takes them. */
export class Outgoing {
  readonly #outbox: Outbox;
  #connection: Connection | undefined;
  /** The number of the latest sequenced frame that was sent over this connection. */
  #sent = 0;
  #now: string[] = [];
  #flushing: NodeJS.Immediate | undefined;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** @param received frames that the other side has already */
  connect(connection: Connection, received: number): void {
    this.#connection = connection;
    this.#sent = received;
    this.schedule();
  }

  disconnect(): void {
    this.#connection = undefined;
    this.#now = [];
    clearImmediate(this.#flushing);
    this.#flushing = undefined;
  }

  /** What is in the outbox goes out at the end of this turn. */
  schedule(): void {
    if (this.#connection === undefined) return;
    this.#flushing ??= setImmediate(() => {
      this.flush();
    });
  }

  sendNow(text: string): void {
    if (this.#connection === undefined) return;
    this.#now.push(`[0,${text}]`);
    this.schedule();
  }

  /** Whether the other side takes nothing of what is sent to it. */
  get isStuck(): boolean {
    return (this.#connection?.backlogBytes ?? 0) > BACKLOG_BYTES_MAX;
  }

  /** Does now what is to be done at the end of this turn. */
  flush(): void {
    clearImmediate(this.#flushing);
    this.#flushing = undefined;
    const connection = this.#connection;
    if (connection === undefined) return;
    while (this.#sent < this.#outbox.last && connection.hasRoom) connection.sendText(this.#nextMessage());
    if (this.#now.length > 0) connection.sendText(`[${this.#now.join(',')}]`);
    this.#now = [];
  }

  #nextMessage(): string {
    const frames: string[] = [];
    let characters = 0;
    for (;;) {
      const text = this.#outbox.text(this.#sent + 1);
      if (text === undefined || (characters > 0 && characters + text.length > MESSAGE_CHARACTERS)) break;
      this.#sent += 1;
      characters += text.length;
      frames.push(`[${this.#sent.toString()},${text}]`);
    }
    return `[${frames.join(',')}]`;
  }
}
