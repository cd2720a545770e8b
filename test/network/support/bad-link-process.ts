// Passes TCP connections on to another address as a bad line would. It is told how by lines of JSON on standard input, and
// answers each with a line on standard output; the first says at which port it is. It ends when its input does.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { GOOD_LINE, type LineOrder, type LineQuality } from './line-quality.ts';

/** What is on its way in one direction; more is not read, so that the sender feels the line. */
const ON_THE_WAY_BYTES = 256 * 1_024;

const [host = '', port = ''] = process.argv.slice(2);
const ways = new Set<Way>();
let quality = GOOD_LINE;

/** One direction of one connection. */
class Way {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #waiting: { readonly bytes: Buffer | undefined; readonly dueMs: number }[] = [];
  #waitingBytes = 0;
  #lastDueMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(from: Socket, to: Socket) {
    this.#from = from;
    this.#to = to;
    from.on('data', (bytes: Buffer) => {
      this.#take(bytes);
    });
    from.on('end', () => {
      this.#take(undefined);
    });
    from.on('error', () => this.#to.resetAndDestroy());
    to.on('close', () => {
      clearTimeout(this.#timer);
      ways.delete(this);
    });
  }

  /** In the order in which they came, however much the delay varies. `undefined` is the end. */
  #take(bytes: Buffer | undefined): void {
    const sizeBytes = bytes?.length ?? 0;
    const arrivesMs = performance.now() + quality.delayMs + Math.random() * quality.jitterMs;
    const freeMs = this.#lastDueMs + (sizeBytes / quality.bytesPerS) * 1_000;
    this.#lastDueMs = Math.max(arrivesMs, freeMs);
    this.#waiting.push({ bytes, dueMs: this.#lastDueMs });
    this.#waitingBytes += sizeBytes;
    if (this.#waitingBytes > ON_THE_WAY_BYTES) this.#from.pause();
    this.deliver();
  }

  deliver(): void {
    clearTimeout(this.#timer);
    if (quality.isStalled) return;
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

function pass(caller: Socket): void {
  const callee = connect({ host, port: Number(port), allowHalfOpen: true, noDelay: true });
  caller.setNoDelay(true);
  ways.add(new Way(caller, callee)).add(new Way(callee, caller));
}

function listening(at: number): Server {
  return createServer({ allowHalfOpen: true }, pass).listen(at);
}

let server = listening(0);
await once(server, 'listening');
const own = (server.address() as AddressInfo).port;
process.stdout.write(`${JSON.stringify({ port: own })}\n`);

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as LineOrder;
  if (order.kind === 'reset') for (const way of ways) way.reset();
  else await change(order.quality);
  process.stdout.write('{}\n');
}
process.exit();

async function change(to: LineQuality): Promise<void> {
  const wasRefusing = quality.isRefusing;
  quality = to;
  if (to.isRefusing && !wasRefusing) server.close();
  if (!to.isRefusing && wasRefusing) {
    server = listening(own);
    await once(server, 'listening');
  }
  for (const way of ways) way.deliver();
}
