export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

/**
 * The next item of an iterator, or DeadlinePassed after `withinMs`, or the signal's reason once it is aborted. The iterator
 * is not ended by that: whoever made it aborts it.
 */
export async function nextWithin<T>(
  iterator: AsyncIterator<T>,
  withinMs: number,
  signal: AbortSignal,
): Promise<IteratorResult<T>> {
  signal.throwIfAborted();
  let giveUp: (reason: Error) => void = () => undefined;
  const givenUp = new Promise<never>((_, reject) => (giveUp = reject));
  const onAbort = () => {
    giveUp(signal.reason as Error);
  };
  const timer = setTimeout(() => {
    giveUp(new DeadlinePassed());
  }, withinMs);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([iterator.next(), givenUp]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
