import { formatOf, sizeClassOf } from '../../src-protocol/model/format.ts';
import type { DurationModel } from './duration-model.ts';
import type { OpenItem } from './ports.ts';

interface OpenClass {
  readonly example: OpenItem;
  count: number;
}

/** Counts the files that are not done by format and size class, so that their cost can be predicted anew at any time. */
export class RemainingWork {
  readonly #classes = new Map<string, OpenClass>();

  add(file: OpenItem): void {
    const key = keyOf(file);
    const known = this.#classes.get(key);
    if (known === undefined) this.#classes.set(key, { example: file, count: 1 });
    else known.count += 1;
  }

  remove(file: OpenItem): void {
    const known = this.#classes.get(keyOf(file));
    if (known !== undefined) known.count -= 1;
  }

  /** The expected duration of all of it on one slot and its standard deviation, in milliseconds. */
  predict(model: DurationModel): { readonly meanMs: number; readonly deviationMs: number } {
    let meanMs = 0;
    let variance = 0;
    for (const { example, count } of this.#classes.values()) {
      meanMs += count * model.predictMs(example);
      variance += count * model.varianceMs2(example);
    }
    return { meanMs, deviationMs: Math.sqrt(variance) };
  }
}

function keyOf(file: OpenItem): string {
  return `${formatOf(file.name)} ${sizeClassOf(file.sizeBytes).toString()}`;
}
