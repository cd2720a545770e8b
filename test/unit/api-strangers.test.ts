import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ask, bearer, openSocket, serve, type Served } from './fakes/api-server.ts';

/** How long a client that is served must not wait longer than, whatever others do. */
const SERVED_MS = 2_000;
/** So that the tests do not wait for the usual two seconds. */
const LINGER_MS = 200;

interface Peer {
  readonly socket: Socket;
  /** What it has got so far. */
  got: string;
  isClosed: boolean;
}

/** A connection that says nothing by itself; undefined where the system gives no more. */
function openPeer({ port }: Served): Promise<Peer | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const peer: Peer = { socket, got: '', isClosed: false };
    onTestFinished(() => {
      socket.destroy();
    });
    socket.on('data', (data) => (peer.got += data.toString()));
    socket.once('connect', () => {
      resolve(peer);
    });
    socket.on('error', () => {
      resolve(undefined);
    });
    socket.once('close', () => (peer.isClosed = true));
  });
}

/** As many as are asked for, or as the system gives. */
async function openPeers(server: Served, count: number): Promise<readonly Peer[]> {
  const peers: Peer[] = [];
  for (let at = 0; at < count; at += 100) {
    const some = await Promise.all(Array.from({ length: Math.min(100, count - at) }, () => openPeer(server)));
    peers.push(...some.filter((peer) => peer !== undefined));
  }
  return peers;
}

async function expectServed(server: Served): Promise<void> {
  const begun = performance.now();
  expect(await ask(server, '/api/v1/alerts')).toMatchObject({ status: 200 });
  expect(performance.now() - begun).toBeLessThan(SERVED_MS);
}

/** Sends a byte at a time until the server has had enough. */
async function drip(peer: Peer, text: string, everyMs: number): Promise<void> {
  for (const char of text) {
    if (peer.isClosed || !peer.socket.writable) break;
    peer.socket.write(char);
    await sleep(everyMs);
  }
}

describe('many connections', () => {
  test('thousands more than there may be leave those that are open served', { timeout: 120_000 }, async () => {
    const server = await serve({ limits: { connections: 200, connectionsPerAddress: 200 } });
    const kept = await openSocket(server);
    const peers = await openPeers(server, 2_300);
    expect(peers.length).toBeGreaterThan(2_200);
    await expect.poll(() => peers.filter(({ isClosed }) => !isClosed).length, { timeout: 5_000 }).toBe(199);
    const refused = peers.filter(({ isClosed }) => isClosed);
    expect(refused.some(({ got }) => got.startsWith('HTTP/1.1 503 ') && got.includes('"unavailable"'))).toBe(true);

    const answer = new Promise((resolve) => kept.once('message', resolve));
    kept.send('{"i":"1","p":{"u":"/system/alerts","b":{"json":null,"meta":[]}}}');
    await answer;
    for (const { socket } of peers) socket.destroy();
    await expect.poll(async () => (await ask(server, '/api/v1/alerts')).status, { timeout: 5_000 }).toBe(200);
    await expectServed(server);
  });

  test('one address cannot take them all from the others', async () => {
    const server = await serve({ host: '::', limits: { connections: 100, connectionsPerAddress: 20 } });
    const { secret } = server.tokens.create('phone', 'viewer');
    const peers = await openPeers(server, 60);
    const open = () => peers.filter(({ isClosed }) => !isClosed).length;
    await expect.poll(open).toBe(20);
    const other = await fetch(`http://[::1]:${server.port}/api/v1/alerts`, { headers: bearer(secret) });
    expect(other.status).toBe(200);
    expect(open()).toBe(20);
  });

  test('WebSockets are counted by themselves', async () => {
    const server = await serve({ limits: { sockets: 5, socketsPerAddress: 3 } });
    const open = await Promise.all([openSocket(server), openSocket(server), openSocket(server)]);
    await expect(openSocket(server)).rejects.toThrow('503');
    open[0].close();
    await vi.waitFor(() => openSocket(server), { timeout: 5_000 });
    await expectServed(server);
  });
});

describe('slow clients', () => {
  test('headers and bodies that do not come to an end are given up', async () => {
    const server = await serve({ limits: { headersMs: 300, bodyMs: 300, checkEveryMs: 50, lingerMs: LINGER_MS } });
    const [headers, body, silent] = await openPeers(server, 3);
    if (headers === undefined || body === undefined || silent === undefined) throw new Error('no connection');
    headers.socket.write('GET / HTTP/1.1\r\n');
    body.socket.write(
      'POST /api/v1/cache/prune HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    await Promise.all([
      drip(headers, `X-Slow: ${'x'.repeat(200)}`, 20),
      drip(body, ' '.repeat(99), 40),
      expectServed(server),
    ]);
    expect(headers.got).toMatch(/^HTTP\/1\.1 408 /);
    expect(body.got).toMatch(/^HTTP\/1\.1 408 /);
    await expect.poll(() => headers.isClosed && body.isClosed && silent.isClosed, { timeout: 5_000 }).toBe(true);
    await expectServed(server);
  });

  test('what nobody waits for any more cannot be sent for ever', async () => {
    const server = await serve({ limits: { checkEveryMs: 50, lingerMs: LINGER_MS } });
    const peer = await openPeer(server);
    if (peer === undefined) throw new Error('no connection');
    peer.socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n');
    await drip(peer, 'x'.repeat(400), 10);
    expect(peer.got).toMatch(/^HTTP\/1\.1 405 /);
    await expect.poll(() => peer.isClosed, { timeout: 5_000 }).toBe(true);
  });

  test('one that is refused cannot keep its connection open', async () => {
    const server = await serve({ tokenRequired: true, limits: { lingerMs: LINGER_MS } });
    const refusals = [
      'GET /api/v1/socket HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n',
      'GARBAGE\r\n\r\n',
    ];
    for (const text of refusals) {
      const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
      let isCut = false;
      socket.on('data', () => undefined).on('error', () => (isCut = true));
      socket.write(text);
      await once(socket, 'end');
      await expect
        .poll(
          () => {
            socket.write('x'); // never says that it is done
            return isCut;
          },
          { timeout: 5_000, interval: 50 },
        )
        .toBe(true);
    }
  });

  test('an answer that nobody reads is cut off, and its source is told', async () => {
    let isToldOff = false;
    const server = await serve({
      limits: { stuckMs: 300, checkEveryMs: 50 },
      raw: [
        {
          method: 'GET',
          pattern: '/endless',
          role: 'viewer',
          handle: (_request, response) => {
            const chunk = Buffer.alloc(65_536);
            const write = () => {
              while (!response.destroyed && response.write(chunk));
            };
            response.on('drain', write).once('close', () => (isToldOff = true));
            write();
          },
        },
      ],
    });
    const peer = await openPeer(server);
    if (peer === undefined) throw new Error('no connection');
    peer.socket.pause();
    peer.socket.write('GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await expectServed(server);
    await expect.poll(() => isToldOff, { timeout: 5_000 }).toBe(true);
  });
});

describe('garbage', () => {
  test.each([
    [
      'a smuggled request',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: example.org\r\n\r\n'],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['a NUL in a header', 'GET / HTTP/1.1\r\nHost: local\0host\r\n\r\n'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00'],
    ['a proxy’s request', 'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n'],
    [
      'half an upgrade',
      'GET /api/v1/socket HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n',
    ],
    ['an upgrade elsewhere', 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n'],
  ])('%s is refused, and others are served', async (_name, text) => {
    const server = await serve({ limits: { keepAliveMs: 100, headersMs: 500, checkEveryMs: 50 } });
    const peer = await openPeer(server);
    peer?.socket.write(text, 'latin1');
    await expect.poll(() => peer?.isClosed, { timeout: 5_000 }).toBe(true);
    expect(peer?.got ?? '').not.toMatch(/^HTTP\/1\.1 (2|101|500)/);
    await expectServed(server);
    expect(server.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('broken frames close their socket, and others are served', async () => {
    const server = await serve();
    const other = await openSocket(server);
    const peer = await openPeer(server);
    if (peer === undefined) throw new Error('no connection');
    const upgrade = [
      'GET /api/v1/socket HTTP/1.1',
      'Host: localhost',
      'Connection: upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`,
    ];
    peer.socket.write(`${upgrade.join('\r\n')}\r\n\r\n`);
    await expect.poll(() => peer.got).toMatch(/^HTTP\/1\.1 101 /);
    peer.socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]));
    await expect.poll(() => peer.isClosed, { timeout: 5_000 }).toBe(true);
    expect(other.readyState).toBe(other.OPEN);
    await expectServed(server);
  });
});
