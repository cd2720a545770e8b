import { EXIT } from './exit.ts';

export const ENDING_WORDS = 'Ending: what is being read is finished first. Ctrl-C once more ends it at once.';

/** Resolves once the process is asked to end. */
export function asked(): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      process.off('SIGINT', end).off('SIGTERM', end);
      resolve();
    };
    process.on('SIGINT', end).on('SIGTERM', end);
  });
}

/** From now on: for a process that was asked to end, and finishes what it has. */
export function endAtOnceIfAskedAgain(): void {
  process.once('SIGINT', () => process.exit(EXIT.interrupted)).once('SIGTERM', () => process.exit(EXIT.complete));
}
