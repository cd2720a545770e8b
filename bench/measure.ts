/** Statistics and words for them. All times are in milliseconds. */

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The largest of the smallest 95 %. */
export function p95(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The items of several runs, one from each in turn: `A B A B …`, so that a drift of the machine touches all alike. */
export async function alternate<T>(runs: number, once: (run: number) => Promise<T>): Promise<T[]> {
  const rounds: T[] = [];
  for (let run = 0; run < runs; run++) rounds.push(await once(run));
  return rounds;
}

/** `1.07 ×`. */
export function times(ratio: number): string {
  return `${ratio.toFixed(2)} ×`;
}

/** The lowest and the highest of some ratios: `1.02–1.11`. */
export function spread(ratios: readonly number[]): string {
  return `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
}

export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

export function milliseconds(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

export function share(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}

const numbers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

export function count(value: number): string {
  return numbers.format(value);
}

export function perSecond(things: number, ms: number): number {
  return (things / ms) * 1_000;
}
