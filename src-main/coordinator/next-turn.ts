/** Lets the event loop turn, so that everything else goes on between two slices of a long work. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
