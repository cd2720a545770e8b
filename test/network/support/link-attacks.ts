import { once } from 'node:events';
import { connect as connectTcp, type AddressInfo, type Socket } from 'node:net';
import { connect as connectTls, createServer, type Server } from 'node:tls';
import type { Identity } from '../../../src-link/identity.ts';
import { randomOf, type Random } from '../../fixtures/blocks/random.ts';
import { randomBytesOf } from './fuzzed-frames.ts';

/** Answers TLS with a certificate of its own, and hands on whatever is said to it. */
export class TlsProxy implements AsyncDisposable {
  /** What somebody has said to it. */
  heard = '';
  connections = 0;
  readonly #server: Server;

  private constructor(targetPort: number, { keyPem: key, certPem: cert }: Identity) {
    const options = { key, cert, requestCert: true, rejectUnauthorized: false };
    this.#server = createServer(options, (near) => {
      const far = connectTls({ port: targetPort, host: '127.0.0.1', key, cert, rejectUnauthorized: false });
      for (const socket of [near, far]) socket.on('error', () => undefined);
      near.on('data', (data: Buffer) => (this.heard += data.toString('latin1')));
      near.pipe(far).pipe(near);
      near.once('close', () => far.destroy());
    });
  }

  static async to(targetPort: number, identity: Identity): Promise<TlsProxy> {
    const proxy = new TlsProxy(targetPort, identity);
    proxy.#server.on('connection', () => (proxy.connections += 1));
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Fewer than the strangers that there may be: some of them are waited for until their time is over. */
const AT_ONCE = 40;
const CLOSED_WITHIN_MS = 12_000;
const UPGRADE =
  'GET /link HTTP/1.1\r\nHost: link\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n';

type TextOf = (random: Random) => string | Buffer;

/** Over TLS with a certificate. */
const TEXTS: readonly [TextOf, ...TextOf[]] = [
  (random) => randomBytesOf(random, 300),
  () => 'GET /link HTTP/1.1\r\n\r\n',
  () => 'POST /link HTTP/1.1\r\nHost: link\r\nContent-Length: 9999999999999\r\n\r\nx',
  () => 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  () => `${UPGRADE}MetaExtract-Greeting: ${'A'.repeat(100_000)}\r\n\r\n`,
  () => `${UPGRADE}${'X-Y: z\r\n'.repeat(5_000)}\r\n`,
  () => `${UPGRADE}\r\n`,
  () => UPGRADE, // and never its end
  (random) => `${UPGRADE}MetaExtract-Greeting: ${randomBytesOf(random, 600).toString('base64url')}\r\n\r\n`,
  (random) => `${UPGRADE}MetaExtract-Greeting: ${headerOf(random.pick(GREETINGS))}\r\n\r\n`,
  () => `${UPGRADE.replace('13', '99')}MetaExtract-Greeting: \0\r\n\r\n`,
  () => `GET /../link HTTP/1.1\r\nHost: link\r\n\r\n`,
];

const GREETINGS: readonly [string, ...string[]] = [
  '{}',
  'null',
  '[]',
  '{"kind":"hello","protocol":1,"program":"1","__proto__":{"token":"x"}}',
  `{"kind":"pair","protocol":1,"program":"1","role":"worker","name":"\\u001b[2J","secret":"${'A'.repeat(22)}"}`,
  `{"kind":"pair","protocol":1e308,"program":"1"}`,
  `{"kind":"hello","protocol":1,"program":"1","role":"coordinator","name":"\\ud800","token":"${'A'.repeat(43)}","session":"${'A'.repeat(22)}","received":0}`,
  `{"kind":"hello","protocol":1,"program":"1","role":"coordinator","name":"a","token":"${'A'.repeat(43)}","session":"${'A'.repeat(22)}","received":-1}`,
  '['.repeat(3_000),
];

function headerOf(json: string): string {
  return Buffer.from(json).toString('base64url');
}

/** Connects so often with what is no greeting, some at once; returns how many of them were closed by the other side. */
export async function garbageToGreeting(
  seed: number,
  port: number,
  identity: Identity,
  count: number,
): Promise<number> {
  let closed = 0;
  let left = count;
  const attack = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const random = randomOf(seed + left); // their order is another each time
      const socket = random.chance(0.4) ? raw(random, port) : secured(random, port, identity);
      const timer = setTimeout(() => socket.destroy(new Error('it was never closed')), CLOSED_WITHIN_MS);
      const isClosed = await new Promise<boolean>((resolve) => {
        let isOurs = false;
        socket.on('error', (error) => (isOurs = error.message === 'it was never closed'));
        socket.on('data', () => undefined);
        socket.once('close', () => {
          resolve(!isOurs);
        });
      });
      clearTimeout(timer);
      if (isClosed) closed += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, attack));
  return closed;
}

/** No TLS, or what looks like its beginning. */
function raw(random: Random, port: number): Socket {
  const socket = connectTcp(port, '127.0.0.1');
  const body = randomBytesOf(random, 200);
  socket.write(random.pick([body, Buffer.concat([Buffer.from('16030100c8', 'hex'), body]), Buffer.from(UPGRADE)]));
  return socket;
}

function secured(random: Random, port: number, { keyPem: key, certPem: cert }: Identity): Socket {
  const own = random.chance(0.8) ? { key, cert } : {};
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...own });
  const text = random.pick(TEXTS)(random);
  socket.once('secureConnect', () => socket.write(text));
  return socket;
}
