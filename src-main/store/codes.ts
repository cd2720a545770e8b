import type { OutcomeKind } from '../../src-protocol/model/record.ts';
import { isValidUtf8Path, pathFromBytes, pathToBytes } from '../../src-protocol/model/path-codec.ts';

/** Small numbers that stand in the database; their order is part of its format. */
export const OUTCOMES: readonly OutcomeKind[] = ['extracted', 'no-metadata', 'failed', 'skipped'];

export const ITEM_DONE = 0;
export const ITEM_READY = 1;
/** The cache holds a file of this size and time under another path: perhaps the same one, moved. */
export const ITEM_TO_COMPARE = 2;

/** How a done item came by its record. */
export const HIT_NONE = 0;
export const HIT_UNCHANGED = 1;
export const HIT_MOVED = 2;

export function outcomeCode(outcome: OutcomeKind): number {
  return OUTCOMES.indexOf(outcome);
}

export function outcomeOfCode(code: number): OutcomeKind {
  const outcome = OUTCOMES[code];
  if (outcome === undefined) throw new Error(`unknown outcome ${code.toString()} in the database`);
  return outcome;
}

/** A path or name as a parameter of `CAST(? AS BLOB)`: text is cheaper to bind, and the same bytes where it is valid. */
export function pathParameter(path: string): string | Buffer {
  return isValidUtf8Path(path) ? path : Buffer.from(pathToBytes(path));
}

export function pathOfColumn(bytes: Uint8Array): string {
  return pathFromBytes(bytes);
}
