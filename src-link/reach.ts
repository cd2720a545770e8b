import type { IncomingMessage } from 'node:http';
import { connect, type TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';
import { FRAME_BYTES_MAX, GreetingAnswer, type Greeting, type RefusalCode } from '../src-protocol/messages/link.ts';
import { Connection } from './connection.ts';
import { ANSWER_HEADER, GREETING_HEADER, headerValue, LINK_PATH, readHeader } from './greeting-header.ts';
import type { Identity } from './identity.ts';
import { SAME_VERSION } from './refusal.ts';
import { isSame, sha256 } from './secret.ts';
import { withDeadline } from './with-deadline.ts';

/** Who is to be reached, and where. */
export interface Target {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly port: number;
  readonly fingerprint: string;
}

interface Answered {
  readonly answer: GreetingAnswer;
  /** With a welcome, unless the session cannot go on. */
  readonly connection?: Connection;
}

export interface Reached extends Answered {
  /** That of its addresses at which it was. */
  readonly host: string;
}

export type ReachFaultCode = RefusalCode | 'unreachable' | 'wrong-certificate';

/** Why a computer is not reached, in a sentence for people. */
export class ReachFault extends Error {
  override readonly name = 'ReachFault';
  readonly code: ReachFaultCode;

  constructor(code: ReachFaultCode, message: string) {
    super(message);
    this.code = code;
  }
}

const CONNECTED_WITHIN_MS = 10_000;

/**
 * Greets a computer at the first of its addresses where it is. Rejects with a ReachFault.
 *
 * @param greeting is asked for once its certificate is known to be the right one
 */
export async function reach(
  target: Target,
  identity: Identity,
  greeting: () => Greeting,
  signal: AbortSignal,
): Promise<Reached> {
  const faults: ReachFault[] = [];
  for (const host of target.hosts) {
    try {
      const answered = await withDeadline(signal, CONNECTED_WITHIN_MS, async (within) =>
        greet(await connected(host, target, identity, within), target, greeting(), within),
      );
      return { host, ...answered };
    } catch (error) {
      if (!(error instanceof ReachFault)) throw error;
      faults.push(error);
    }
  }
  // that somebody else answers at one address says more than that nobody does at another
  throw faults.find(({ code }) => code !== 'unreachable') ?? faults[0] ?? unreachable(target, 'it has no address');
}

/** Resolves once TLS stands and the certificate of the other side is the one that is expected. */
async function connected(host: string, target: Target, identity: Identity, signal: AbortSignal): Promise<TLSSocket> {
  const socket = connect({
    host,
    port: target.port,
    key: identity.keyPem,
    cert: identity.certPem,
    minVersion: 'TLSv1.3',
    rejectUnauthorized: false, // nobody has signed it: it is the one that is expected, or it is not
  });
  try {
    await secured(socket, signal);
  } catch (error) {
    socket.destroy();
    throw unreachable(target, `${host} does not answer (${reasonOf(error)})`);
  }
  const certificate = socket.getPeerX509Certificate();
  if (certificate !== undefined && isSame(sha256(certificate.raw), target.fingerprint)) return socket;
  socket.destroy();
  throw new ReachFault(
    'wrong-certificate',
    `What answers at ${host} is not “${target.name}”: it has another certificate. ` +
      `If MetaExtract was set up anew there, pair the two again by a new code; else somebody is in between, and nothing was sent.`,
  );
}

async function greet(socket: TLSSocket, target: Target, greeting: Greeting, signal: AbortSignal): Promise<Answered> {
  // The connection is there already, so that the address does not matter.
  const ws = new WebSocket(`ws://link${LINK_PATH}`, {
    createConnection: () => socket,
    headers: { [GREETING_HEADER]: headerValue(greeting) },
    maxPayload: FRAME_BYTES_MAX,
    perMessageDeflate: false,
    // WebSockets mask what a browser sends for the sake of proxies, which see nothing of it here. Zeros cost nothing.
    generateMask: (mask) => {
      mask.fill(0);
    },
  });
  try {
    return await answerOn(ws, socket, signal);
  } catch (error) {
    socket.destroy();
    if (error instanceof ReachFault) throw error;
    throw unreachable(target, `it has closed the connection (${reasonOf(error)})`);
  }
}

async function answerOn(ws: WebSocket, socket: TLSSocket, signal: AbortSignal): Promise<Answered> {
  return new Promise((resolve, reject) => {
    let answer: GreetingAnswer | undefined;
    rejectAt(signal, reject);
    ws.on('error', reject);
    ws.once('upgrade', (response) => {
      answer = answerOf(response);
    });
    ws.once('open', () => {
      const connection = new Connection(ws, socket); // at once: what comes from now on is for it
      if (answer?.kind === 'welcome') resolve({ answer, connection });
      else reject(notUnderstood());
    });
    ws.once('unexpected-response', (_request, response) => {
      const refusal = answerOf(response);
      socket.destroy();
      if (refusal === undefined) reject(notUnderstood());
      else resolve({ answer: refusal });
    });
  });
}

function answerOf({ headers }: IncomingMessage): GreetingAnswer | undefined {
  return readHeader(GreetingAnswer, headers[ANSWER_HEADER]);
}

async function secured(socket: TLSSocket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    rejectAt(signal, reject);
    socket.on('error', reject);
    socket.once('close', () => {
      reject(new Error('it was closed'));
    });
    socket.once('secureConnect', resolve);
  });
}

function rejectAt(signal: AbortSignal, reject: (reason: Error) => void): void {
  const abort = (): void => {
    reject(signal.reason as Error);
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
}

export function notUnderstood(): ReachFault {
  return new ReachFault(
    'bad-greeting',
    `The other computer gives no answer that this one understands. ${SAME_VERSION}`,
  );
}

function unreachable({ name, port }: Target, reason: string): ReachFault {
  return new ReachFault(
    'unreachable',
    `“${name}” cannot be reached: ${reason}. See that MetaExtract runs there, that both computers are in one network, ` +
      `and that its firewall lets port ${port.toString()} pass.`,
  );
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
