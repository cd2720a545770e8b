import type { Fault } from './fault.ts';
import { isWorthRetrying } from './fault.ts';
import type { OutcomeKind } from './record.ts';
import { unreachable } from './unreachable.ts';

/** What the scheduler must know of a file between two attempts. */
export interface ItemProgress {
  /** Attempts that ended with a fault of the file or its storage. */
  readonly attempts: number;
  /** How often a worker died while this file may have been the one being read: from the first on, it is leased alone. */
  readonly suspicions: number;
}

export type ItemEvent =
  | { readonly kind: 'result'; readonly outcome: OutcomeKind; readonly fault: Fault | undefined }
  /** The worker is gone. `reading`: it was reading this file's lease. `alone`: it had nothing else. */
  | { readonly kind: 'lost'; readonly reading: boolean; readonly alone: boolean };

export type ItemDecision =
  | { readonly kind: 'record'; readonly fault: Fault | undefined; readonly attempts: number }
  | { readonly kind: 'retry'; readonly progress: ItemProgress; readonly delayMs: number };

/** A file that kills its worker this often while it is the only one leased is quarantined. */
export const LONE_CRASHES_TO_QUARANTINE = 2;

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 60_000;

/**
 * What is to be done with a file after an attempt: keep its result, or try it again after a delay in milliseconds.
 * `random` in [0, 1) spreads retries, so that files of one broken share do not all come back at once.
 */
export function decideItem(
  progress: ItemProgress,
  event: ItemEvent,
  maxAttempts: number,
  random: number,
): ItemDecision {
  switch (event.kind) {
    case 'result': {
      const attempts = progress.attempts + 1;
      const again = event.fault !== undefined && isWorthRetrying(event.fault.code) && attempts < maxAttempts;
      if (!again) return { kind: 'record', fault: event.fault, attempts };
      return { kind: 'retry', progress: { ...progress, attempts }, delayMs: backOffMs(attempts, random) };
    }
    case 'lost': {
      if (!event.reading) return { kind: 'retry', progress, delayMs: 0 };
      const suspicions = progress.suspicions + 1;
      // The first time it was leased with others and may be innocent; after that it was alone.
      if (event.alone && suspicions > LONE_CRASHES_TO_QUARANTINE) {
        const message = `Reading the file made its worker process end ${suspicions.toString()} times; it was set aside`;
        return { kind: 'record', fault: { code: 'extractor-crashed', message }, attempts: suspicions };
      }
      return { kind: 'retry', progress: { ...progress, suspicions }, delayMs: 0 };
    }
    default:
      return unreachable(event);
  }
}

/** Exponential, from half a second to a minute, with up to half of it taken off at random. */
export function backOffMs(attempts: number, random: number): number {
  const full = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, attempts - 1));
  return Math.round(full * (1 - random / 2));
}
