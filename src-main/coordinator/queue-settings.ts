/**
 * Who is offered the next lease first: the slot that will be through with what it has first, the worker with the fewest
 * leases for its slots, or each worker in turn.
 */
export type Strategy = 'dynamic' | 'least-busy' | 'round-robin';

/** What a person can set of the queue; it holds from the moment that it is set. */
export interface QueueSettings {
  /** A job that has got no lease for so long goes up by one priority. */
  readonly ageingMs: number;
  readonly strategy: Strategy;
  /** A file of a watched folder is taken once it has not changed for so long. */
  readonly settleMs: number;
  /** Watched folders are looked through so often. */
  readonly lookEveryMs: number;
}

/** As the defaults of `Settings` in the contract. */
export const DEFAULT_QUEUE_SETTINGS: QueueSettings = {
  ageingMs: 600_000,
  strategy: 'dynamic',
  settleMs: 5_000,
  lookEveryMs: 10_000,
};
