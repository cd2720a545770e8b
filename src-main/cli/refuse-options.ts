import type { Command } from 'commander';
import { CommandFault } from './exit.ts';

/** Faults: CommandFault where options are given that would change nothing; `heeded` are those that do, by their long flags. */
export function refuseOptionsBut(heeded: readonly string[], command: Command, why: string): void {
  const idle = command.options
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .flatMap(({ long }) => (long === undefined || heeded.includes(long) ? [] : [long]));
  if (idle.length > 0) throw new CommandFault(`${why} Leave ${idle.join(', ')} away.`);
}
