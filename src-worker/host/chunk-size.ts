import { CHUNK_BYTES_MAX } from '../../src-protocol/messages/link.ts';

const MIB = 1_048_576;
const CHUNK_BYTES_MIN = 65_536;
/** A beat waits behind a chunk on its way; so long one may take, and less where the link answers fast otherwise. */
const LONGEST_MS = 250;
const LONGEST_ON_A_FAST_LINK_MS = 50;
const FAST_LINK_MS = 5;

export interface LinkSpeed {
  /** There and back; undefined before it is known. */
  readonly delayMs: number | undefined;
  readonly bytesPerS: number | undefined;
}

/** In how large parts a file is sent: small enough for the link to stay responsive, large enough to cost little. */
export function chunkBytesFor(sizeBytes: number, { delayMs, bytesPerS }: LinkSpeed): number {
  const bySize = chunkBytesOfSize(sizeBytes);
  if (bytesPerS === undefined) return bySize;
  const longestMs = delayMs !== undefined && delayMs < FAST_LINK_MS ? LONGEST_ON_A_FAST_LINK_MS : LONGEST_MS;
  const byTime = Math.floor((bytesPerS * longestMs) / 1_000);
  return Math.max(CHUNK_BYTES_MIN, Math.min(bySize, byTime));
}

function chunkBytesOfSize(sizeBytes: number): number {
  if (sizeBytes < 10e6) return MIB / 4;
  if (sizeBytes < 100e6) return MIB;
  return sizeBytes < 1e9 ? 5 * MIB : CHUNK_BYTES_MAX;
}
