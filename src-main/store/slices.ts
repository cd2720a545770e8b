import { setImmediate as nextTurn } from 'node:timers/promises';

/** Does long work step by step, until a step says that nothing is left; between two steps the event loop turns. */
export async function inSlices(step: () => boolean): Promise<void> {
  while (step()) await nextTurn();
}
