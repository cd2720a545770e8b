/** How bad a line is to the connections over it. */
export interface LineQuality {
  /** One way. */
  readonly delayMs: number;
  /** So much more at most, by chance. */
  readonly jitterMs: number;
  readonly bytesPerS: number;
  /** Nothing arrives, and nothing is lost. */
  readonly isStalled: boolean;
  /** New connections are. */
  readonly isRefusing: boolean;
}

export const GOOD_LINE: LineQuality = {
  delayMs: 0,
  jitterMs: 0,
  bytesPerS: 1e12,
  isStalled: false,
  isRefusing: false,
};

/** What the process of a bad link is told, one line of JSON each. */
export type LineOrder =
  | { readonly kind: 'change'; readonly quality: Partial<LineQuality> }
  /** Every connection, at both ends. */
  | { readonly kind: 'reset' };
