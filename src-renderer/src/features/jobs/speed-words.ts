import { bytes, count } from '../../../../src-protocol/model/words.ts';

/** A number and what it is of, to be set apart. */
export type Amount = readonly [value: string, unit: string];

/** `1,284`, and below ten with a tenth. */
export function filesPerSecond(filesPerS: number): string {
  if (filesPerS >= 9.95) return count(filesPerS);
  return filesPerS.toLocaleString(undefined, { maximumFractionDigits: 1 });
}

/** `212` and `MB/s`. */
export function bytesPerSecond(bytesPerS: number): Amount {
  const [value = '', unit = ''] = bytes(bytesPerS).split(' ');
  return [value, `${unit}/s`];
}
