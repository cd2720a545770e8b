import type { Beat } from '../src-protocol/messages/link.ts';
import { chunkHeader, ChunkReader } from './chunk-messages.ts';
import type { Closing, Connection } from './connection.ts';
import { BadFrame, Inbox, type ReceivedFrame } from './inbox.ts';
import type { SessionTerms } from './link-options.ts';
import type { Chunk, Frames, Link, LinkListeners, LinkState, Peer } from './link.ts';
import { Outbox } from './outbox.ts';
import { Outgoing } from './outgoing.ts';
import { Pulse } from './pulse.ts';

interface SessionOptions<F extends Frames> extends SessionTerms<F> {
  readonly id: string;
  readonly peer: Peer;
  /** After everybody else was told. */
  readonly onEnded: (session: Session<F>) => void;
}

/** The other side is told what has arrived after so many frames, or so much text, at the latest: it keeps them until then. */
const UNTOLD_MAX = { frames: 256, characters: 1_024 * 1_024 };
/** How much a new measurement of the delay counts. */
const DELAY_WEIGHT = 0.25;
const DELAY_MS_MAX = 600_000;

/** What two computers have to say to each other, over one connection after another. */
export class Session<F extends Frames> implements Link<F> {
  readonly id: string;
  readonly peer: Peer;
  readonly #options: SessionOptions<F>;
  readonly #inbox: Inbox<F>;
  readonly #outbox = new Outbox();
  readonly #outgoing = new Outgoing(this.#outbox);
  readonly #pulse: Pulse;
  #listeners: LinkListeners<F> | undefined;
  #connection: Connection | undefined;
  #state: LinkState = 'broken';
  #endedBecause: string | undefined;
  #closed: Promise<void> = Promise.resolve();
  #address: string | undefined;
  #delayMs: number | undefined;
  #untold = { frames: 0, characters: 0 };

  constructor(options: SessionOptions<F>) {
    this.id = options.id;
    this.peer = options.peer;
    this.#options = options;
    this.#inbox = new Inbox(options.frames);
    this.#pulse = new Pulse(options.timing, {
      heardBytes: () => this.#connection?.heardBytes,
      onBeat: () => {
        if (this.#outgoing.isStuck) this.#break('it does not read what is sent to it');
        else this.#beat();
      },
      onHeard: () => {
        this.#become('up');
      },
      onSuspected: () => {
        this.#become('suspected');
      },
      onLost: () => {
        this.#break('nothing was heard of it');
      },
      onGraceOver: () => {
        this.#finish('The connection was lost, and did not come back in time.');
      },
    });
    this.#guarded(() => {
      const listeners = options.onLink(this);
      this.#listeners = listeners;
      if (this.#endedBecause !== undefined) listeners.onEnd(this.#endedBecause);
    });
  }

  get address(): string | undefined {
    return this.#address;
  }

  get delayMs(): number | undefined {
    return this.#delayMs;
  }

  get unreceived(): number {
    return this.#outbox.waiting;
  }

  get isEnded(): boolean {
    return this.#endedBecause !== undefined;
  }

  /** Sequenced frames that have arrived. */
  get received(): number {
    return this.#inbox.received;
  }

  /** Resolves once the latest connection is closed. */
  get closed(): Promise<void> {
    return this.#closed;
  }

  send(frame: F['out']): void {
    if (this.isEnded) return;
    const trouble = this.#outbox.add(JSON.stringify(frame));
    if (trouble === undefined) this.#outgoing.schedule();
    else this.#finish(trouble);
  }

  sendNow(frame: F['outNow']): void {
    this.#outgoing.sendNow(JSON.stringify(frame));
  }

  async sendChunk(chunk: Chunk): Promise<boolean> {
    this.#outgoing.flush(); // what was said before arrives before
    return (await this.#connection?.sendBinary(chunkHeader(chunk), chunk.bytes)) ?? false;
  }

  end(reason: string): void {
    this.#finish(reason);
  }

  /** Whether the session can go on with a side that has received so many frames of it. */
  canResume(received: number): boolean {
    return !this.isEnded && this.#outbox.canBeReceived(received);
  }

  /** Goes on over this connection, and gives up the one before. */
  attach(connection: Connection, received: number): void {
    if (this.#endedBecause !== undefined) {
      connection.endSession(this.#endedBecause);
      return;
    }
    if (this.#connection !== undefined) this.#break('it has connected anew');
    this.#connection = connection;
    this.#address = connection.address ?? this.#address;
    this.#closed = connection.closed;
    this.#outbox.acknowledge(received);
    this.#outgoing.connect(connection, received);
    this.#become('up');
    if (this.isEnded) return;
    this.#beat();
    const chunks = new ChunkReader();
    connection.listen({
      onText: (text) => {
        this.#guarded(() => {
          this.#read(text);
        });
      },
      onBinary: (message) => {
        this.#guarded(() => {
          const chunk = chunks.read(message);
          if (chunk !== undefined) this.#listeners?.onChunk(chunk);
        });
      },
      onRoom: () => {
        this.#outgoing.flush();
      },
      onClose: (closing) => {
        this.#closedBy(closing);
      },
    });
  }

  #read(text: string): void {
    this.#untold.characters += text.length;
    for (const received of this.#inbox.read(text)) {
      this.#take(received);
      if (this.isEnded) return;
    }
    if (this.#untold.frames >= UNTOLD_MAX.frames || this.#untold.characters >= UNTOLD_MAX.characters) this.#beat();
  }

  #take(received: ReceivedFrame<F>): void {
    switch (received.kind) {
      case 'sequenced':
        this.#untold.frames += 1;
        this.#listeners?.onFrame(received.frame);
        break;
      case 'now':
        this.#listeners?.onFrameNow(received.frame);
        break;
      case 'beat':
        this.#heard(received.beat);
        break;
    }
  }

  #heard(beat: Beat): void {
    if (beat.kind === 'beat-back') {
      this.#measure(performance.now() - beat.sentAtMs);
      return;
    }
    if (!this.#outbox.acknowledge(beat.received)) throw new BadFrame('it says it has frames that were not sent to it');
    // of one that does not read, beats would fill the memory with answers
    if (this.#connection?.hasRoom === true) this.#say({ kind: 'beat-back', sentAtMs: beat.sentAtMs });
  }

  #measure(delayMs: number): void {
    if (delayMs < 0 || delayMs > DELAY_MS_MAX) return; // whatever it answers, that was not asked
    this.#delayMs = this.#delayMs === undefined ? delayMs : this.#delayMs + DELAY_WEIGHT * (delayMs - this.#delayMs);
  }

  #beat(): void {
    this.#untold = { frames: 0, characters: 0 };
    this.#say({ kind: 'beat', received: this.received, sentAtMs: performance.now() });
  }

  #say(beat: Beat): void {
    this.#outgoing.sendNow(JSON.stringify(beat));
  }

  #become(state: LinkState): void {
    if (this.isEnded || this.#state === state) return;
    const { log } = this.#options;
    if (state === 'up' && this.#state === 'broken') log.info({ peer: this.peer.name }, 'link.up');
    this.#state = state;
    this.#guarded(() => this.#listeners?.onState(state));
  }

  #closedBy({ endedBecause, violation }: Closing): void {
    if (endedBecause !== undefined) this.#finish(endedBecause);
    else if (violation !== undefined) this.#blame(violation);
    else this.#break('the connection was closed');
  }

  #break(reason: string): void {
    this.#options.log.warn({ peer: this.peer.name, reason }, 'link.broken');
    this.#outgoing.disconnect();
    this.#connection?.drop();
    this.#connection = undefined;
    this.#become('broken');
  }

  #finish(reason: string): void {
    if (this.isEnded) return;
    this.#outgoing.flush();
    this.#endedBecause = reason;
    this.#pulse[Symbol.dispose]();
    this.#outgoing.disconnect();
    this.#connection?.endSession(reason);
    this.#connection = undefined;
    this.#options.log.info({ peer: this.peer.name, reason }, 'link.ended');
    this.#guarded(() => this.#listeners?.onEnd(reason));
    this.#options.onEnded(this);
  }

  /** Nothing that comes from outside may end the process. */
  #guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (error instanceof BadFrame) {
        this.#blame(error.message);
        return;
      }
      this.#options.log.error({ peer: this.peer.name, error: String(error) }, 'link.fault');
      this.#finish('This computer could not work with what it was sent.');
    }
  }

  #blame(reason: string): void {
    this.#options.log.warn({ peer: this.peer.name, reason }, 'link.bad-frame');
    this.#finish(`“${this.peer.name}” has sent what cannot be accepted: ${reason}.`);
  }
}
