const FAILED_STARTS_MAX = 5;
/** Longer than an outside cause that passes: a virus scanner, an update of the program, a machine short of memory. */
const TROUBLE_MS = 120_000;

export interface FailedStarts {
  /** Starts in a row, at the place that has just failed, that the program itself did not manage. */
  readonly ownInRow: number;
  /** Starts in a row at that place that ended before they were up, for whatever reason. */
  readonly allInRow: number;
  /** Whether another place has a runtime that is up, or one whose last start did not fail. */
  readonly othersAreWell: boolean;
  /** Since the first failed start after which none was up. */
  readonly troubleMs: number;
}

/**
 * Whether there is no use in starting runtimes again. While another one is well there is: the jobs go on. A broken program
 * fails soon and in every place. Kills from outside say nothing about the next process, so they count only when not one
 * runtime has come up for minutes, such as where memory is so short that the system ends each.
 */
export function startsAreHopeless({ ownInRow, allInRow, othersAreWell, troubleMs }: FailedStarts): boolean {
  if (othersAreWell) return false;
  return ownInRow >= FAILED_STARTS_MAX || (allInRow >= FAILED_STARTS_MAX && troubleMs > TROUBLE_MS);
}
