import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { GOOD_LINE, type LineQuality } from './line-quality.ts';

/** What is on its way in one direction; more is not read, so that the sender feels the line. */
const ON_THE_WAY_BYTES = 256 * 1_024;

export interface LineEnds {
  /** The address at which it is dialled. */
  readonly at: string;
  /** Looked up for each connection. */
  readonly to: () => { readonly host: string; readonly port: number };
}

/** Passes TCP connections on to another address, as a bad line would. */
export class Line implements AsyncDisposable {
  readonly port: number;
  readonly #ends: LineEnds;
  readonly #ways = new Set<Way>();
  #server: Server;
  #quality = GOOD_LINE;

  private constructor(ends: LineEnds, server: Server) {
    this.#ends = ends;
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    this.#passOn();
  }

  static async open(ends: LineEnds): Promise<Line> {
    return new Line(ends, await listening(ends.at, 0));
  }

  /** What is not named is good. */
  async change(quality: Partial<LineQuality>): Promise<void> {
    const wasRefusing = this.#quality.isRefusing;
    this.#quality = { ...GOOD_LINE, ...quality };
    const { isRefusing } = this.#quality;
    if (isRefusing && !wasRefusing) this.#server.close();
    if (!isRefusing && wasRefusing) {
      this.#server = await listening(this.#ends.at, this.port);
      this.#passOn();
    }
    for (const way of this.#ways) way.deliver();
  }

  /** Every connection, at both ends. */
  reset(): void {
    for (const way of this.#ways) way.reset();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.reset();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #passOn(): void {
    this.#server.on('connection', (caller) => {
      const callee = connect({ ...this.#ends.to(), allowHalfOpen: true, noDelay: true });
      caller.setNoDelay(true);
      for (const [from, to] of [
        [caller, callee],
        [callee, caller],
      ] as const) {
        const way = new Way(from, to, () => this.#quality);
        this.#ways.add(way);
        to.once('close', () => this.#ways.delete(way));
      }
    });
  }
}

async function listening(host: string, port: number): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }).listen(port, host);
  await once(server, 'listening');
  return server;
}

/** One direction of one connection. */
class Way {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #quality: () => LineQuality;
  readonly #waiting: { readonly bytes: Buffer | undefined; readonly dueMs: number }[] = [];
  #waitingBytes = 0;
  #lastDueMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(from: Socket, to: Socket, quality: () => LineQuality) {
    this.#from = from;
    this.#to = to;
    this.#quality = quality;
    from.on('data', (bytes: Buffer) => {
      this.#take(bytes);
    });
    from.on('end', () => {
      this.#take(undefined);
    });
    from.on('error', () => this.#to.resetAndDestroy());
    to.on('close', () => {
      clearTimeout(this.#timer);
    });
  }

  /** In the order in which they came, however much the delay varies. `undefined` is the end. */
  #take(bytes: Buffer | undefined): void {
    const { delayMs, jitterMs, bytesPerS } = this.#quality();
    const sizeBytes = bytes?.length ?? 0;
    const arrivesMs = performance.now() + delayMs + Math.random() * jitterMs;
    const freeMs = this.#lastDueMs + (sizeBytes / bytesPerS) * 1_000;
    this.#lastDueMs = Math.max(arrivesMs, freeMs);
    this.#waiting.push({ bytes, dueMs: this.#lastDueMs });
    this.#waitingBytes += sizeBytes;
    if (this.#waitingBytes > ON_THE_WAY_BYTES) this.#from.pause();
    this.deliver();
  }

  deliver(): void {
    clearTimeout(this.#timer);
    if (this.#quality().isStalled) return;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const inMs = next.dueMs - performance.now();
      if (inMs > 0) {
        this.#timer = setTimeout(() => {
          this.deliver();
        }, inMs);
        return;
      }
      this.#waiting.shift();
      this.#waitingBytes -= next.bytes?.length ?? 0;
      if (next.bytes === undefined) this.#to.end();
      else this.#to.write(next.bytes);
    }
    this.#from.resume();
  }

  reset(): void {
    this.#from.resetAndDestroy();
    this.#to.resetAndDestroy();
  }
}
