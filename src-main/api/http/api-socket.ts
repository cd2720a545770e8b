import { setImmediate } from 'node:timers/promises';
import type { RPCHandler } from '@orpc/server/ws';
import type { WebSocket } from 'ws';
import type { Log } from '../../coordinator/ports.ts';
import type { Caller } from '../call-context.ts';
import type { ServerLimits } from './limits.ts';
import { OpenCalls } from './open-calls.ts';
import type { ServedCall } from './served-call.ts';
import { frameKind } from './socket-frame.ts';

/** Close codes of RFC 6455. */
const UNSUPPORTED_DATA = 1003;
const POLICY_VIOLATION = 1008;
/** How long a peer may take to answer our close. */
const CLOSE_MS = 1_000;

/** While more than this waits for the peer, nothing more is taken from it: its calls would only add to that. */
const AHEAD_BYTES = 1_048_576;

/** What oRPC's handler uses of a socket. */
type HandledSocket = Parameters<RPCHandler<ServedCall>['upgrade']>[0];
type Listener = (event: { readonly data: string }) => unknown;

/** Calls of one client over its WebSocket, each message checked before anything looks into it. */
export class ApiSocket {
  readonly #ws: WebSocket;
  readonly #log: Log;
  readonly #open: OpenCalls;
  readonly #listeners = new Map<string, Listener>();
  #answersPings = true;
  #ending = false;

  constructor(options: {
    ws: WebSocket;
    handler: RPCHandler<ServedCall>;
    caller: Caller;
    /** Throws where the caller calls too often. */
    admit: () => void;
    limits: Pick<ServerLimits, 'callsPerSocket' | 'streamsPerSocket'>;
    log: Log;
  }) {
    const { ws, handler, caller, admit, limits, log } = options;
    this.#ws = ws;
    this.#log = log;
    this.#open = new OpenCalls({ calls: limits.callsPerSocket, streams: limits.streamsPerSocket });
    void handler.upgrade(this.#handled(), { context: { caller, admit, open: this.#open } });
    ws.on('message', (data: Buffer, isBinary: boolean) => {
      this.#message(data, isBinary);
    });
    ws.on('pong', () => {
      this.#answersPings = true;
    });
    ws.on('close', () => {
      this.#listeners.get('close')?.({ data: '' });
    });
    // What is not WebSocket at all, or larger than is accepted, ends the socket by itself, with the reason in its code.
    ws.on('error', (error) => {
      log.debug({ caller: caller.name, error: error.message }, 'api.socket-broken');
    });
  }

  /** Drops a socket that has not answered since the last time. */
  ping(): void {
    if (!this.#answersPings) {
      this.#ws.terminate();
      return;
    }
    this.#answersPings = false;
    this.#ws.ping();
  }

  /** Takes nothing more, lets the calls finish within the time, and closes. */
  async end(code: number, reason: string, withinMs: number): Promise<void> {
    this.#ending = true;
    await this.#open.end(withinMs);
    await setImmediate(); // the answer of a call is sent a moment after the call is done
    if (this.#ws.readyState === this.#ws.CLOSED) return;
    const closed = new Promise((resolve) => this.#ws.once('close', resolve));
    const late = setTimeout(() => {
      this.#ws.terminate();
    }, CLOSE_MS);
    this.#ws.close(code, reason);
    await closed;
    clearTimeout(late);
  }

  #message(data: Buffer, isBinary: boolean): void {
    if (this.#ending) return;
    if (isBinary) {
      this.#ws.close(UNSUPPORTED_DATA, 'messages are text');
      return;
    }
    const text = data.toString('utf8');
    const kind = frameKind(text);
    if (kind === undefined) {
      this.#log.warn({ bytes: data.length }, 'api.socket-refused-message');
      this.#ws.close(POLICY_VIOLATION, 'not a call');
      return;
    }
    // oRPC takes more steps to decode a call than its abort, and forgets the abort of one that it does not know yet
    if (kind === 'abort') void setImmediate(text).then(this.#hand);
    else this.#hand(text);
    if (this.#ws.bufferedAmount > AHEAD_BYTES) this.#ws.pause();
  }

  readonly #hand = (data: string): void => {
    void this.#listeners.get('message')?.({ data });
  };

  /** The socket for oRPC's handler: it hears only messages that were checked. */
  #handled(): HandledSocket {
    const handled = {
      addEventListener: (type: string, listener: Listener) => {
        this.#listeners.set(type, listener);
      },
      // The handler waits for what this gives, so that a stream is read only as fast as the peer takes it.
      send: (data: string | Uint8Array) =>
        new Promise<void>((resolve) => {
          this.#ws.send(data, () => {
            if (this.#ws.isPaused && this.#ws.bufferedAmount < AHEAD_BYTES) this.#ws.resume();
            resolve(); // an error is that the socket is gone, which its close tells
          });
        }),
    };
    return handled as unknown as HandledSocket;
  }
}
