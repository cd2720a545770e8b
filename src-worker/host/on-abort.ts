/** Calls `act` when a signal is aborted, until it is disposed of: a signal may outlive many who listen to it. */
export function onAbort(signal: AbortSignal, act: () => void): Disposable {
  signal.addEventListener('abort', act, { once: true });
  return {
    [Symbol.dispose]: () => {
      signal.removeEventListener('abort', act);
    },
  };
}

export function abortReason({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error('It is not wanted any more');
}
