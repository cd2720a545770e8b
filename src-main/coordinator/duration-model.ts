import { formatOf, sizeClassOf } from '../../src-protocol/model/format.ts';
import type { DurationStatistics, OpenItem } from './ports.ts';

/** What a file of an unknown kind is thought to take, until one like it has been seen. */
const UNKNOWN_MS = 6;
const UNKNOWN_MS_PER_MIB = 0.3;
/** So many observations at most weigh on the mean, so that it follows a change of disk or machine. */
const MEMORY = 2_000;

interface Statistics {
  count: number;
  meanMs: number;
  squares: number;
}

/**
 * Learns how long files take, by format and size class, and predicts by it. A class that has not been seen borrows from the
 * nearest class of its format, scaled by nothing: size matters little for most formats, and the borrowed value is soon
 * replaced. Mean and variance are Welford's (Technometrics 4, 1962).
 */
export class DurationModel {
  readonly #profile: string;
  readonly #byClass = new Map<string, Statistics>();
  readonly #changed = new Set<string>();
  readonly #overall: Statistics = { count: 0, meanMs: UNKNOWN_MS, squares: 0 };

  constructor(profile: string, known: readonly DurationStatistics[]) {
    this.#profile = profile;
    for (const { format, sizeClass, count, meanMs, squares } of known) {
      this.#byClass.set(keyOf(format, sizeClass), { count, meanMs, squares });
      add(this.#overall, meanMs, Math.min(count, 20));
    }
  }

  /** The expected duration of a file in milliseconds. */
  predictMs(file: OpenItem): number {
    const format = formatOf(file.name);
    const sizeClass = sizeClassOf(file.sizeBytes);
    for (let distance = 0; distance <= 3; distance++) {
      const known =
        this.#byClass.get(keyOf(format, sizeClass - distance)) ??
        this.#byClass.get(keyOf(format, sizeClass + distance));
      if (known !== undefined) return known.meanMs;
    }
    return this.#overall.count > 0
      ? this.#overall.meanMs
      : UNKNOWN_MS + (file.sizeBytes / 1_048_576) * UNKNOWN_MS_PER_MIB;
  }

  /** The variance of a file's duration in square milliseconds, as far as it is known. */
  varianceMs2(file: OpenItem): number {
    const known = this.#byClass.get(keyOf(formatOf(file.name), sizeClassOf(file.sizeBytes)));
    if (known === undefined || known.count < 2) return this.predictMs(file) ** 2;
    return known.squares / (known.count - 1);
  }

  observe(file: OpenItem, durationMs: number): void {
    const key = keyOf(formatOf(file.name), sizeClassOf(file.sizeBytes));
    const known = this.#byClass.get(key) ?? { count: 0, meanMs: 0, squares: 0 };
    add(known, durationMs, 1);
    this.#byClass.set(key, known);
    this.#changed.add(key);
    add(this.#overall, durationMs, 1);
  }

  /** What was learned since the last call, to be kept. */
  takeChanges(): DurationStatistics[] {
    const changes = [...this.#changed].flatMap((key) => {
      const known = this.#byClass.get(key);
      const [format = '', sizeClass = '0'] = key.split(' ');
      return known === undefined ? [] : [{ format, sizeClass: Number(sizeClass), profile: this.#profile, ...known }];
    });
    this.#changed.clear();
    return changes;
  }
}

function keyOf(format: string, sizeClass: number): string {
  return `${format} ${sizeClass.toString()}`;
}

function add(statistics: Statistics, value: number, weight: number): void {
  if (statistics.count >= MEMORY) {
    statistics.squares *= (MEMORY - weight) / statistics.count;
    statistics.count = MEMORY - weight;
  }
  const delta = value - statistics.meanMs;
  statistics.count += weight;
  statistics.meanMs += (delta * weight) / statistics.count;
  statistics.squares += weight * delta * (value - statistics.meanMs);
}
