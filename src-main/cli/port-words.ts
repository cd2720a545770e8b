import { CommandFault } from './exit.ts';

/** What comes of listening at a port. The system's own words name neither the option nor what to do about a port. */
export async function withPortWords<T>(listening: Promise<T>, port: number, option: string): Promise<T> {
  try {
    return await listening;
  } catch (error) {
    const words = wordsFor((error as NodeJS.ErrnoException).code, port, option);
    throw words === undefined ? error : new CommandFault(words);
  }
}

function wordsFor(code: string | undefined, port: number, option: string): string | undefined {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port.toString()} is used by another program. Name another with ${option}.`;
    case 'EACCES':
      return `Port ${port.toString()} may not be opened by this user. Name another with ${option}.`;
    default:
      return undefined;
  }
}
