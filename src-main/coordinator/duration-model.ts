import type { FormatFamily } from '../../src-protocol/model/format.ts';
import { familyOf, formatOf, sizeClassOf } from '../../src-protocol/model/format.ts';
import type { DurationStatistics, OpenItem } from './ports.ts';

/**
 * What ExifTool 13.59 takes for a file of a kind that has not been seen, in milliseconds: medians over two mixed collections
 * of 3,000 and 900 files. Only their relation matters, as they are scaled by what has been seen.
 */
const TYPICAL_MS: Readonly<Record<FormatFamily, number>> = {
  jpeg: 14,
  'tiff-raw': 16,
  'iso-media': 12,
  raster: 10,
  audio: 3,
  video: 5,
  document: 5,
  office: 3,
  other: 3,
};
/** The first file of a format in a slot also pays for loading what reads it, which the next ones do not. */
const LOADING_WEIGHT = 0.25;
/** A class that was learned in earlier runs counts at most so much when the typical durations are scaled. */
const KNOWN_WEIGHT = 20;
/** From so many observations on, a prediction is about the file and not about its kind. */
const ENOUGH = 3;
/** So many observations at most weigh on the mean, so that it follows a change of disk or machine. */
const MEMORY = 2_000;

interface Statistics {
  readonly format: string;
  readonly sizeClass: number;
  count: number;
  meanMs: number;
  squares: number;
}

/**
 * Learns how long files take, by format and size class, and predicts by it. A class that has not been seen borrows from the
 * nearest class of its format: size matters little for most formats, and the borrowed value is soon replaced. A format that
 * has not been seen is thought typical of its family, on a machine as fast as the files seen so far show it to be. Mean and variance are Welford's (Technometrics 4, 1962).
 */
export class DurationModel {
  readonly #profile: string;
  /** By format, then by size class. */
  readonly #classes = new Map<string, Statistics[]>();
  readonly #changed = new Set<Statistics>();
  #seenMs = 0;
  #seenTypicalMs = 0;

  constructor(profile: string, known: readonly DurationStatistics[]) {
    this.#profile = profile;
    for (const { format, sizeClass, count, meanMs, squares } of known) {
      this.#keep({ format, sizeClass, count, meanMs, squares });
      this.#compare(format, meanMs, Math.min(count, KNOWN_WEIGHT));
    }
  }

  /** The expected duration of a file in milliseconds. */
  predictMs(file: OpenItem): number {
    const format = formatOf(file.name);
    const sizeClass = sizeClassOf(file.sizeBytes);
    const classes = this.#classes.get(format) ?? [];
    for (let distance = 0; distance <= 3; distance++) {
      const known = classes[sizeClass - distance] ?? classes[sizeClass + distance];
      if (known !== undefined) return known.meanMs;
    }
    return TYPICAL_MS[familyOf(format)] * (this.#seenTypicalMs === 0 ? 1 : this.#seenMs / this.#seenTypicalMs);
  }

  /** Whether files just like it have been seen, so that a difference says something of whoever reads it. */
  knows(file: OpenItem): boolean {
    return (this.#classOf(file)?.count ?? 0) >= ENOUGH;
  }

  /** The variance of a file's duration in square milliseconds, as far as it is known. */
  varianceMs2(file: OpenItem): number {
    const known = this.#classOf(file);
    if (known === undefined || known.count < 2) return this.predictMs(file) ** 2;
    return known.squares / (known.count - 1);
  }

  /** `loading`: it is the first of its format in its slot, so that only as much as was predicted is believed, and little. */
  observe(file: OpenItem, durationMs: number, loading: boolean): void {
    const format = formatOf(file.name);
    const believedMs = loading ? Math.min(durationMs, this.predictMs(file)) : durationMs;
    const weight = loading ? LOADING_WEIGHT : 1;
    const sizeClass = sizeClassOf(file.sizeBytes);
    const known = this.#classOf(file) ?? this.#keep({ format, sizeClass, count: 0, meanMs: 0, squares: 0 });
    add(known, believedMs, weight);
    this.#changed.add(known);
    this.#compare(format, believedMs, weight);
  }

  #classOf({ name, sizeBytes }: OpenItem): Statistics | undefined {
    return this.#classes.get(formatOf(name))?.[sizeClassOf(sizeBytes)];
  }

  #keep(statistics: Statistics): Statistics {
    const { format, sizeClass } = statistics;
    const classes = this.#classes.get(format) ?? [];
    classes[sizeClass] = statistics;
    this.#classes.set(format, classes);
    return statistics;
  }

  #compare(format: string, durationMs: number, weight: number): void {
    this.#seenMs += durationMs * weight;
    this.#seenTypicalMs += TYPICAL_MS[familyOf(format)] * weight;
  }

  /** What was learned since the last call, to be kept. */
  takeChanges(): DurationStatistics[] {
    const changes = [...this.#changed].map((known) => ({ ...known, profile: this.#profile }));
    this.#changed.clear();
    return changes;
  }
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
