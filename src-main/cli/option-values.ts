import { InvalidArgumentError } from 'commander';

/** For an option that may be repeated. */
export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** Names with commas between them. */
export function namesOf(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.some((name) => name === '' || name.length > 100))
    throw new InvalidArgumentError('It must be names with commas between them.');
  return names;
}

/** A number within bounds, such as of seconds. */
export function numberIn(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? NaN : Number(text);
    if (!(value >= least && value <= most))
      throw new InvalidArgumentError(`It must be a number from ${least.toString()} to ${most.toString()}.`);
    return value;
  };
}

export function wholeNumberIn(least: number, most = Infinity): (text: string) => number {
  const bounds = most === Infinity ? `from ${least.toString()}` : `from ${least.toString()} to ${most.toString()}`;
  return (text) => {
    const value = text.trim() === '' ? NaN : Number(text);
    if (!Number.isSafeInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`It must be a whole number ${bounds}.`);
    return value;
  };
}

export const positive = numberIn(0.1, 86_400);
export const atLeastOne = wholeNumberIn(1);
export const fromZero = wholeNumberIn(0);
export const portOf = wholeNumberIn(0, 65_535);
export const slotCount = wholeNumberIn(1, 256);
