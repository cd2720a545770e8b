/** Does something with a signal that comes when its time is over, or when the outer one comes. */
export async function withDeadline<T>(
  outer: AbortSignal,
  withinMs: number,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort(new Error('it was given up'));
  };
  const timer = setTimeout(() => {
    controller.abort(new Error('not in time'));
  }, withinMs);
  outer.addEventListener('abort', abort, { once: true });
  if (outer.aborted) abort();
  try {
    return await act(controller.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', abort);
  }
}
