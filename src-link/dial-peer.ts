import { setTimeout as sleep } from 'node:timers/promises';
import { LINK_PROTOCOL_VERSION, type Greeting, type GreetingAnswer } from '../src-protocol/messages/link.ts';
import { backOffMs } from '../src-protocol/model/item.ts';
import type { Self, SessionTerms } from './link-options.ts';
import type { Frames, Peer } from './link.ts';
import { notUnderstood, reach, ReachFault, type Reached, type ReachFaultCode, type Target } from './reach.ts';
import { newSecret } from './secret.ts';
import { Session } from './session.ts';

export interface DialOptions<F extends Frames> extends Self, SessionTerms<F> {
  /** One with `dial`. */
  readonly peer: Peer;
  readonly onTrouble: (trouble: LinkTrouble) => void;
}

/** Why a peer is not reached. */
export interface LinkTrouble {
  /** A sentence for people, with what to do. */
  readonly message: string;
  readonly code: ReachFaultCode;
  readonly nextTryAtMs: number;
}

type Hello = Extract<Greeting, { kind: 'hello' }>;
type Welcome = Extract<GreetingAnswer, { kind: 'welcome' }>;

/** Somebody has to do something first; a new try is only to notice that they did. */
const REFUSED_PAUSE_MS = 60_000;
/** Also where no session is waited for. */
const SHORTEST_PAUSE_MS = 250;
/** So many tries at least before a session that waits is over. */
const TRIES_IN_GRACE = 4;
const SESSION_BYTES = 16;
/** A connection that lasts so long works: when it breaks, the other side is not disturbed by a new try soon. */
const STEADY_AFTER_MS = 5_000;

/** Keeps up a link to a peer until it is disposed of, which ends its session too. */
export function dialPeer<F extends Frames>(options: DialOptions<F>): AsyncDisposable {
  return new Dialer(options);
}

class Dialer<F extends Frames> implements AsyncDisposable {
  readonly #options: DialOptions<F>;
  readonly #ending = new AbortController();
  readonly #running: Promise<void>;
  #session: Session<F> | undefined;
  #sessionId = newSecret(SESSION_BYTES);
  /** Where it was reached last: others of its addresses may lead nowhere, and each of those takes its time. */
  #host: string | undefined;
  /** Pauses since a connection has lasted. */
  #pauses = 0;
  /** The latest trouble that is in the log: it does not fill with tries that fail in the same way. */
  #toldCode: ReachFaultCode | undefined;

  constructor(options: DialOptions<F>) {
    this.#options = options;
    this.#running = this.#run();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    this.#session?.end(`MetaExtract has ended on “${this.#options.name}”.`);
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      try {
        await this.#dial();
        await this.#rest(this.#nextPauseMs());
      } catch (error) {
        if (!(error instanceof ReachFault)) throw error;
        await this.#restAfter(error);
      }
    }
  }

  /** Resolves when a connection that there was is closed; rejects with a ReachFault where there was none. */
  async #dial(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      let sessionId = this.#sessionId;
      const hello = (): Hello => {
        sessionId = this.#sessionId; // the session may have ended meanwhile
        return this.#hello();
      };
      const reached = await reach(this.#target(), this.#options.identity, hello, this.#ending.signal);
      this.#host = reached.host;
      if (!this.#join(sessionId, reached)) continue;
      this.#toldCode = undefined;
      const upAtMs = performance.now();
      await reached.connection?.closed;
      if (performance.now() - upAtMs >= STEADY_AFTER_MS) this.#pauses = 0;
      return;
    }
  }

  #target(): Target {
    const { name, fingerprint, dial } = this.#options.peer;
    const { hosts = [], port = 0 } = dial ?? {};
    const isLast = (host: string): number => Number(host === this.#host);
    return { name, fingerprint, port, hosts: hosts.toSorted((a, b) => isLast(b) - isLast(a)) };
  }

  #hello(): Hello {
    const { peer, role, name, program } = this.#options;
    return {
      kind: 'hello',
      protocol: LINK_PROTOCOL_VERSION,
      program,
      role,
      name,
      token: peer.dial?.token ?? '',
      session: this.#sessionId,
      received: this.#session?.received ?? 0,
    };
  }

  /** False where the session of the hello is over, and another is to be begun. */
  #join(sessionId: string, { answer, connection }: Reached): boolean {
    if (answer.kind === 'refused') throw new ReachFault(answer.code, answer.message);
    const session = this.#session;
    const isCurrent = sessionId === this.#sessionId && !this.#ending.signal.aborted;
    if (isCurrent && answer.kind === 'welcome' && connection !== undefined && fits(session, answer)) {
      (session ?? this.#begin()).attach(connection, answer.received);
      return true;
    }
    connection?.drop();
    if (isCurrent && session === undefined) throw notUnderstood();
    if (isCurrent) session?.end(`“${this.#options.peer.name}” has begun anew.`);
    return false;
  }

  #begin(): Session<F> {
    const session = new Session<F>({
      ...this.#options,
      id: this.#sessionId,
      onEnded: () => {
        this.#session = undefined;
        this.#sessionId = newSecret(SESSION_BYTES);
      },
    });
    if (!session.isEnded) this.#session = session;
    return session;
  }

  async #restAfter({ code, message }: ReachFault): Promise<void> {
    if (this.#ending.signal.aborted) return;
    const { peer, log, onTrouble } = this.#options;
    const pauseMs = code === 'unreachable' ? this.#nextPauseMs() : REFUSED_PAUSE_MS;
    if (code !== this.#toldCode) log.warn({ peer: peer.name, code, message }, 'link.trouble');
    this.#toldCode = code;
    onTrouble({ message, code, nextTryAtMs: Date.now() + pauseMs });
    await this.#rest(pauseMs);
  }

  /** Short enough for a session that waits; and where none does, a peer that is back is not left waiting for long. */
  #nextPauseMs(): number {
    const { graceMs } = this.#options.timing();
    const longestMs = this.#session === undefined ? graceMs : graceMs / TRIES_IN_GRACE;
    this.#pauses += 1;
    return Math.min(backOffMs(this.#pauses, Math.random()), Math.max(SHORTEST_PAUSE_MS, longestMs));
  }

  async #rest(pauseMs: number): Promise<void> {
    await sleep(pauseMs, undefined, { signal: this.#ending.signal }).catch(() => undefined);
  }
}

/** Whether a session, or a new one, can go on with such a welcome. */
function fits<F extends Frames>(session: Session<F> | undefined, { resumed, received }: Welcome): boolean {
  return session === undefined ? received === 0 : resumed && session.canResume(received);
}
