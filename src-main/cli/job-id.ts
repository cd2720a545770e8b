import { InvalidArgumentError } from 'commander';

export function jobIdOf(text: string): number {
  const id = Number(text);
  if (!Number.isInteger(id) || id < 1)
    throw new InvalidArgumentError('It must be the number of a job, as “metaextract jobs” shows it.');
  return id;
}
