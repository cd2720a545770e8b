import { randomBytes } from 'node:crypto';
import { type AddressInfo, connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Peer } from '../../src-link/link.ts';
import type { LinkListener } from '../../src-link/listen-for-links.ts';
import { End, pairedEnds } from './fakes/link-ends.ts';
import { soon } from './soon.ts';

const HELLO = { kind: 'hello', protocol: 1, program: '1.0.0', role: 'coordinator', name: 'desk', received: 0 };

let worker: End;
let coordinator: End;
let listener: LinkListener;
let peer: Peer;
const open: { destroy(): void }[] = [];

beforeEach(async () => {
  worker = await End.named('attic', 'worker');
  coordinator = await End.named('desk', 'coordinator');
  ({ listener, peer } = await pairedEnds(worker, coordinator));
});

afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await coordinator[Symbol.asyncDispose]();
  await worker[Symbol.asyncDispose]();
});

function tcp(): Socket {
  const socket = connectTcp(listener.address.port, '127.0.0.1');
  socket.on('error', () => undefined);
  open.push(socket);
  return socket;
}

async function tls(options: { maxVersion?: 'TLSv1.2'; withCertificate?: boolean } = {}): Promise<TLSSocket> {
  const { keyPem, certPem } = coordinator.identity;
  const socket = connectTls({
    port: listener.address.port,
    host: '127.0.0.1',
    rejectUnauthorized: false,
    ...(options.withCertificate === false ? {} : { key: keyPem, cert: certPem }),
    ...(options.maxVersion === undefined ? {} : { maxVersion: options.maxVersion }),
  });
  open.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.on('error', reject);
  });
  return socket;
}

/** All that is answered until the connection is closed. */
async function answerTo(socket: Socket, text: string | Buffer): Promise<string> {
  let answer = '';
  socket.on('data', (data: Buffer) => (answer += data.toString('latin1')));
  socket.write(text);
  await new Promise((resolve) => socket.once('close', resolve));
  return answer;
}

function request(greeting: unknown, path = '/link'): string {
  const text = typeof greeting === 'string' ? greeting : Buffer.from(JSON.stringify(greeting)).toString('base64url');
  return (
    `GET ${path} HTTP/1.1\r\nHost: link\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
    `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\nMetaExtract-Greeting: ${text}\r\n\r\n`
  );
}

async function refusalOf(greeting: unknown): Promise<{ code: string; message: string }> {
  const answer = await answerTo(await tls(), request(greeting));
  expect(answer).toMatch(/^HTTP\/1.1 403 /);
  const header = /^metaextract-answer: (\S+)/m.exec(answer)?.[1] ?? '';
  return JSON.parse(Buffer.from(header, 'base64url').toString()) as { code: string; message: string };
}

/** A link of the coordinator that says whatever the test wants. */
async function webSocket(): Promise<WebSocket> {
  const socket = await tls();
  const greeting = { ...HELLO, token: peer.dial?.token, session: randomBytes(16).toString('base64url') };
  const ws = new WebSocket('ws://link/link', {
    createConnection: () => socket,
    headers: { 'MetaExtract-Greeting': Buffer.from(JSON.stringify(greeting)).toString('base64url') },
  });
  await new Promise((resolve) => ws.once('open', resolve));
  return ws;
}

/** The link still works. */
async function stillWorks(): Promise<void> {
  coordinator.dial(peer);
  await soon(() => {
    expect(worker.latest?.states).toEqual(['up']);
  });
}

test('an older program is told to be updated, a newer one that the other is to be', async () => {
  const older = await refusalOf({ ...HELLO, protocol: 0, program: '0.1.0', whatever: [1] });
  expect(older.code).toBe('too-old');
  expect(older.message).toBe(
    '“attic” has MetaExtract 1.0.0, this computer 0.1.0, and they do not understand each other. ' +
      'Update MetaExtract on this computer.',
  );
  const newer = await refusalOf({ kind: 'pair', protocol: 2, program: '9.0.0' });
  expect(newer.code).toBe('too-new');
  expect(newer.message).toContain('Update MetaExtract on “attic”.');
  expect(worker.events('link.refused')).toContainEqual({ code: 'too-old', address: '127.0.0.1', program: '0.1.0' });
  await stillWorks();
});

test('what is no greeting is refused', async () => {
  const secret = 'A'.repeat(22);
  const named = (name: string) => ({ ...HELLO, kind: 'pair', secret, name, received: undefined });
  const names = ['', '\u001b[2J', 'a\nb', '\u202egpj', '\ud800', 'x'.repeat(101)].map(named);
  const others = ['', 'no base64?', 'bm8ganNvbg', {}, HELLO, { ...HELLO, kind: 'pair', secret, extra: 1 }];
  for (const greeting of [...others, ...names])
    expect(await refusalOf(greeting)).toMatchObject({ code: 'bad-greeting' });
  await stillWorks();
});

test('who shows no certificate is refused', async () => {
  const answer = await answerTo(await tls({ withCertificate: false }), request({ ...HELLO, token: 'A'.repeat(43) }));
  expect(answer).toMatch(/^HTTP\/1.1 403 /);
  expect(worker.events('link.refused')).toMatchObject([{ code: 'bad-greeting' }]);
});

test('anything else than a greeting is answered with 404, and closed', async () => {
  expect(await answerTo(await tls(), request(HELLO, '/other'))).toMatch(/^HTTP\/1.1 404 /);
  expect(await answerTo(await tls(), 'GET /link HTTP/1.1\r\nHost: link\r\n\r\n')).toMatch(/^HTTP\/1.1 404 /);
  expect(await answerTo(await tls(), 'POST / HTTP/1.1\r\nHost: link\r\nContent-Length: 5\r\n\r\nhello')).toMatch(
    /^HTTP\/1.1 404 /,
  );
});

test('headers that are too large, and what is no HTTP at all, close the connection', async () => {
  for (const text of [request('A'.repeat(20_000)), '\0\x01\x02nonsense\r\n\r\n', Buffer.alloc(1_000_000, 'A')])
    expect(await answerTo(await tls(), text)).not.toContain('101');
  expect(worker.sessions).toEqual([]);
  await stillWorks();
});

test('bytes that are no TLS, and an older TLS, close the connection', async () => {
  expect(await answerTo(tcp(), 'GET / HTTP/1.1\r\n\r\n')).not.toContain('HTTP');
  await expect(tls({ maxVersion: 'TLSv1.2' })).rejects.toThrow();
  await soon(() => {
    expect(worker.events('link.tls-error').length).toBeGreaterThanOrEqual(2);
  });
  await stillWorks();
});

test('strangers are few, and none stays for long, not even who sends a byte now and then', async () => {
  const silent = Array.from({ length: 70 }, tcp);
  const closed = new Set<Socket>();
  for (const socket of silent) socket.once('close', () => closed.add(socket));
  await soon(() => {
    expect(closed.size).toBe(6);
  });
  const began = performance.now();
  const talking = await tls(); // takes the place of one more
  talking.once('close', () => closed.add(talking));
  const drip = setInterval(() => talking.write('X'), 200);
  await soon(() => {
    expect(closed.size).toBe(71);
  });
  clearInterval(drip);
  expect(performance.now() - began).toBeGreaterThan(3_000);
  await stillWorks();
});

test('strangers who hold all places keep nobody out', async () => {
  const silent = Array.from({ length: 64 }, tcp);
  await Promise.all(silent.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
  let closed = 0;
  for (const socket of silent) socket.once('close', () => (closed += 1));
  await stillWorks();
  expect(closed).toBeLessThanOrEqual(1); // that whose place it took
});

test.each([
  ['no JSON', 'nonsense', 'it is not JSON'],
  ['no list of frames', '{"n":1}', 'the message is not of its form'],
  ['a frame of another form', '[[1,{"n":"one"}]]', 'the frame is not of its form'],
  ['a frame with too much in it', '[[1,{"n":1,"m":2}]]', 'the frame is not of its form'],
  ['a frame that leaves one out', '[[1,{"n":1}],[3,{"n":3}]]', 'frame 3 follows frame 1'],
  ['a frame that comes twice', '[[1,{"n":1}],[1,{"n":1}]]', 'frame 1 follows frame 1'],
  ['an unsequenced frame of another form', '[[0,{"kind":"what"}]]', 'outside of the sequence is not of its form'],
  ['a receipt for what was not sent', '[[0,{"kind":"beat","received":9,"sentAtMs":1}]]', 'were not sent to it'],
  ['a part of a file without header', Buffer.alloc(11), 'without its header'],
  ['a part of a file at no offset', Buffer.alloc(12, 0xff), 'from nowhere'],
  ['a part of a file that is too large', [Buffer.alloc(12), Buffer.alloc(10 * 1_024 * 1_024 + 1)], 'too large'],
])('%s ends that link, and nothing else', async (_what, messages, reason) => {
  await using other = await End.named('other', 'coordinator');
  other.dial(await other.pair(listener.invite(['127.0.0.1']).code));
  await soon(() => {
    expect(worker.latest?.states).toEqual(['up']);
  });
  const healthy = worker.latest;

  const ws = await webSocket();
  const closing = new Promise<string>((resolve) => {
    ws.once('close', (code, text) => {
      resolve(`${code.toString()} ${text.toString()}`);
    });
  });
  for (const message of [messages].flat()) ws.send(message);

  expect(await closing).toMatch(/^4000 “desk” has sent what cannot be accepted/);
  const ended = worker.latest;
  expect(ended).not.toBe(healthy);
  expect(ended?.ends).toHaveLength(1);
  expect(ended?.ends[0]).toContain(reason);
  expect(worker.events('link.bad-frame')).toMatchObject([{ peer: 'desk' }]);
  other.latest?.link.send({ n: 1 });
  await soon(() => {
    expect(healthy?.frames).toEqual([{ n: 1 }]);
  });
  expect(healthy?.states).toEqual(['up']);
});

test('a long text of many small values ends the link before it is read', async () => {
  const ws = await webSocket();
  const before = process.memoryUsage().rss;
  ws.send(`[[1,[${'[],'.repeat(10_000_000)}[]]]]`);
  await soon(() => {
    expect(worker.latest?.ends[0]).toContain('it has too many values');
  });
  expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
  await stillWorks();
});

test.each([-1e308, 1e308, 0])('an answer to a beat of the time %d is no measurement', async (sentAtMs) => {
  const ws = await webSocket();
  ws.send(
    JSON.stringify([
      [0, { kind: 'beat-back', sentAtMs }],
      [1, { n: 1 }],
    ]),
  );
  await soon(() => {
    expect(worker.latest?.frames).toEqual([{ n: 1 }]);
  });
  const { delayMs = 0 } = worker.latest?.link ?? {};
  expect(delayMs).toBeGreaterThanOrEqual(0);
  expect(delayMs).toBeLessThan(600_000);
});

test('what is no WebSocket frame ends the link', async () => {
  const socket = await tls();
  socket.write(request({ ...HELLO, token: peer.dial?.token ?? '', session: 'A'.repeat(22) }));
  await soon(() => {
    expect(worker.latest?.states).toEqual(['up']);
  });
  socket.write(Buffer.from('ffffffffffffffff', 'hex'));
  await soon(() => {
    expect(worker.latest?.ends).toHaveLength(1);
  });
  expect(worker.events('link.bad-frame')).toHaveLength(1);
});

test('what a frame makes the program stumble over ends the link, not the process', async () => {
  worker.onFrame = () => {
    throw new Error('a fault of ours');
  };
  coordinator.dial(peer);
  await soon(() => {
    expect(coordinator.latest?.states).toEqual(['up']);
  });
  const first = coordinator.latest;
  first?.link.send({ n: 1 });
  await soon(() => {
    expect(first?.ends).toEqual(['This computer could not work with what it was sent.']);
  });
  expect(worker.events('link.fault')).toMatchObject([{ error: 'Error: a fault of ours' }]);
});

test('one that ends each link with what cannot be accepted is dialled less and less often', async () => {
  const dialledAtMs: number[] = [];
  worker.onLink = ({ link }) => {
    dialledAtMs.push(performance.now());
    link.send({ n: 'no number' } as unknown as { n: number });
  };
  coordinator.dial(peer);
  await soon(() => {
    expect(dialledAtMs).toHaveLength(4);
  });
  // pauses of at least 0.25, 0.5 and 1 s; three of the shortest are 1.5 s at the most
  expect((dialledAtMs[3] ?? 0) - (dialledAtMs[0] ?? 0)).toBeGreaterThan(1_700);
});

test('a listener with another certificate than before is told nothing', async () => {
  await using impostor = await End.named('attic', 'worker');
  const { keyPem: key, certPem: cert } = impostor.identity;
  let heard = '';
  const server = createTlsServer({ key, cert, requestCert: true, rejectUnauthorized: false }, (socket) => {
    socket.on('data', (data: Buffer) => (heard += data.toString()));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dial = { hosts: ['127.0.0.1'], port: (server.address() as AddressInfo).port, token: peer.dial?.token ?? '' };
  coordinator.dial({ ...peer, dial });
  await soon(() => {
    expect(coordinator.troubles).toMatchObject([{ code: 'wrong-certificate' }]);
  });
  await new Promise((resolve) => server.close(resolve));
  expect(heard).toBe('');
  expect(coordinator.sessions).toEqual([]);
});
