export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

/** The next item of an iterator, by `doneWithin`: the iterator is not ended by that, whoever made it aborts it. */
export function nextWithin<T>(
  iterator: AsyncIterator<T>,
  withinMs: number,
  signal: AbortSignal,
): Promise<IteratorResult<T>> {
  return doneWithin(() => iterator.next(), withinMs, signal);
}

/** What the work comes to, or DeadlinePassed after `withinMs`, or the signal's reason once it is aborted. The work goes on. */
export async function doneWithin<T>(work: () => Promise<T>, withinMs: number, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let giveUp: (reason: Error) => void = () => undefined;
  const givenUp = new Promise<never>((_, reject) => (giveUp = reject));
  const onAbort = () => {
    giveUp(signal.reason as Error);
  };
  const timer = setTimeout(() => {
    giveUp(new DeadlinePassed(`It took longer than ${withinMs / 1_000} s`));
  }, withinMs);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(), givenUp]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
