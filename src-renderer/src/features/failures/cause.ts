import type { z } from 'zod';
import type { ResultFilter } from '../../../../src-protocol/contract/results.ts';
import type { FaultCode } from '../../../../src-protocol/model/fault.ts';
import type { OutcomeKind } from '../../../../src-protocol/model/record.ts';

/** A cause; a file that was skipped for it is another thing than one that failed. */
export interface Cause {
  readonly outcome: OutcomeKind;
  readonly code: FaultCode;
}

export function causeKey({ outcome, code }: Cause): string {
  return `${outcome}:${code}`;
}

/** The files that failed for this cause; without one, all that could not be read. */
export function failureFilter(cause?: Cause): z.input<typeof ResultFilter> {
  if (cause === undefined) {
    return { conditions: [{ column: 'outcome', test: 'equals', values: ['failed', 'skipped'] }] };
  }
  return {
    conditions: [
      { column: 'outcome', test: 'equals', values: [cause.outcome] },
      { column: 'error.code', test: 'equals', values: [cause.code] },
    ],
  };
}
