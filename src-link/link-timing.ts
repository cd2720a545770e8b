/** When a silent link is given up. It is read anew again and again, as settings may change. */
export interface LinkTiming {
  /** Between two signs of life. */
  readonly heartbeatMs: number;
  /** After so much silence the link is `suspected`. */
  readonly suspectedMs: number;
  /** After so much silence the connection is given up: the link is `broken`. */
  readonly lostMs: number;
  /** So long the session waits for another connection. */
  readonly graceMs: number;
}
