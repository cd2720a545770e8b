interface Account {
  readonly group: number;
  /** Slot time that was given to the job, counted from its group's beginning. */
  usedMs: number;
  /** It has not taken what it was offered: time in which it wants nothing is not owed to it. */
  isResting: boolean;
}

/**
 * Shares slots between jobs of one priority by the slot time that each has had: whoever has had least is next. A lease is
 * charged as predicted when it is given, and put right when its real time is known. Whoever joins, or wants slots again
 * after a while, begins where the group is: it gets its share from then on and no arrears. (Start-time fair queueing;
 * Goyal, Vin and Cheng, SIGCOMM 1996.)
 */
export class FairShare {
  readonly #accounts = new Map<number, Account>();
  /** Where each group is: the beginning of the lease that it was given last. */
  readonly #reached = new Map<number, number>();

  /** `group`: jobs of one group are equals. A job that changes its group joins the new one. */
  join(jobId: number, group: number): void {
    this.#accounts.set(jobId, { group, usedMs: this.#reached.get(group) ?? 0, isResting: true });
  }

  leave(jobId: number): void {
    this.#accounts.delete(jobId);
  }

  /** The job wants nothing for now, or may not have it. */
  rest(jobId: number): void {
    const account = this.#accounts.get(jobId);
    if (account !== undefined) account.isResting = true;
  }

  /** The job gets a lease that will probably take so long. */
  charge(jobId: number, predictedMs: number): void {
    const account = this.#accounts.get(jobId);
    if (account === undefined) return;
    const beginMs = this.#beginOf(account);
    this.#reached.set(account.group, Math.max(beginMs, this.#reached.get(account.group) ?? 0));
    account.usedMs = beginMs + predictedMs;
    account.isResting = false;
  }

  /** A lease took so much longer than it was charged for, or less if it is negative. */
  correct(jobId: number, differenceMs: number): void {
    const account = this.#accounts.get(jobId);
    if (account !== undefined) account.usedMs += differenceMs;
  }

  /** Below 0 where the first of two jobs of one group is to be served before the second. */
  compare(jobId: number, otherId: number): number {
    return this.#turnOf(jobId) - this.#turnOf(otherId) || jobId - otherId;
  }

  #turnOf(jobId: number): number {
    const account = this.#accounts.get(jobId);
    return account === undefined ? Infinity : this.#beginOf(account);
  }

  #beginOf({ group, usedMs, isResting }: Account): number {
    return isResting ? Math.max(usedMs, this.#reached.get(group) ?? 0) : usedMs;
  }
}
