/** How much of itself the server gives to its callers, so that no one of them can take it from the others. */
export interface ServerLimits {
  readonly connections: number;
  readonly connectionsPerAddress: number;
  readonly sockets: number;
  readonly socketsPerAddress: number;
  /** At the same time over one WebSocket. */
  readonly callsPerSocket: number;
  readonly streamsPerSocket: number;
  /** Of a call's body, and of one message over a WebSocket. */
  readonly bodyBytes: number;
  readonly headerBytes: number;
  /** For all the headers of a request to arrive. */
  readonly headersMs: number;
  /** For all the body of a call to arrive. Uploads have a limit of their own. */
  readonly bodyMs: number;
  /** For the next request on an open connection. */
  readonly keepAliveMs: number;
  /** How often connections are looked at for the limits above. */
  readonly checkEveryMs: number;
  /** Of each caller, on average and at once. */
  readonly callsPerS: number;
  readonly callsAtOnce: number;
  /** A socket that has not answered a ping by the next one is gone. */
  readonly pingEveryMs: number;
  /** A peer that takes nothing of what waits for it for so long is cut off. */
  readonly stuckMs: number;
  /** How long a peer may go on sending what nobody wants any more, so that it gets to read the answer first. */
  readonly lingerMs: number;
  /** A peer for which more than this waits for `stuckMs` is cut off even if it takes some. */
  readonly backlogBytes: number;
}

export const DEFAULT_SERVER_LIMITS: ServerLimits = {
  connections: 1_000,
  connectionsPerAddress: 300,
  sockets: 300,
  socketsPerAddress: 250,
  callsPerSocket: 64,
  streamsPerSocket: 16,
  bodyBytes: 1_048_576,
  headerBytes: 16_384,
  headersMs: 15_000,
  bodyMs: 30_000,
  keepAliveMs: 10_000,
  checkEveryMs: 2_000,
  callsPerS: 500,
  callsAtOnce: 1_500,
  pingEveryMs: 30_000,
  stuckMs: 30_000,
  lingerMs: 2_000,
  backlogBytes: 16_777_216,
};
