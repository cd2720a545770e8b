import type { FromMachine, FromMachineNow, LinkRole, ToMachine, ToMachineNow } from '../src-protocol/messages/link.ts';

/** A computer that this one was paired with. */
export interface Peer {
  /** Stays as long as they are paired. */
  readonly id: string;
  readonly name: string;
  /** What it is to this computer. */
  readonly role: LinkRole;
  /** Of its certificate: SHA-256 of the DER, base64url. */
  readonly fingerprint: string;
  readonly pairedAtMs: number;
  /** Where to dial it; absent where it dials. */
  readonly dial?: { readonly hosts: readonly string[]; readonly port: number; readonly token: string };
  /** Of one that dials: SHA-256 of the token that it was given, base64url. */
  readonly tokenHash?: string;
}

/** Frames that a side gets, and those that it sends; `Now` are outside of the sequence, and lost with a break of the link. */
export interface CoordinatorFrames {
  readonly in: FromMachine;
  readonly inNow: FromMachineNow;
  readonly out: ToMachine;
  readonly outNow: ToMachineNow;
}

export interface WorkerFrames {
  readonly in: ToMachine;
  readonly inNow: ToMachineNow;
  readonly out: FromMachine;
  readonly outNow: FromMachineNow;
}

export interface Frames {
  readonly in: unknown;
  readonly inNow: unknown;
  readonly out: unknown;
  readonly outNow: unknown;
}

/** A part of a file. */
export interface Chunk {
  readonly transfer: number;
  readonly offset: number;
  readonly bytes: Buffer;
}

/**
 * `suspected`: nothing was heard for some seconds. `broken`: the connection is gone, and may come back with nothing lost.
 * `up`: frames pass, at the beginning and again after either.
 */
export type LinkState = 'up' | 'suspected' | 'broken';

export interface LinkListeners<F extends Frames> {
  onFrame(frame: F['in']): void;
  onFrameNow(frame: F['inNow']): void;
  onChunk(chunk: Chunk): void;
  onState(state: LinkState): void;
  /** The session is over, and whatever was not received is lost. Nothing is heard of it any more. */
  onEnd(reason: string): void;
}

/**
 * What two paired computers say to each other, over one connection after another: sequenced frames arrive once and in order
 * as long as the session lasts, whatever happens to the connection.
 */
export interface Link<F extends Frames> {
  readonly peer: Peer;
  /** Kept until the other side has it. Ends the session where far too much waits. */
  send(frame: F['out']): void;
  /** Sent if frames pass now; else it is forgotten. */
  sendNow(frame: F['outNow']): void;
  /** Resolves once the bytes are on their way; false where the link is broken. They are not to be changed before. */
  sendChunk(chunk: Chunk): Promise<boolean>;
  /** Of the other side, as its latest connection has it. */
  readonly address: string | undefined;
  /** There and back, in milliseconds, smoothed; undefined before it is known. */
  readonly delayMs: number | undefined;
  /** Sequenced frames that the other side is not known to have yet. */
  readonly unreceived: number;
  /** Ends the session, for a reason that the log of both sides has. */
  end(reason: string): void;
}
