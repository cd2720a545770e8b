import type { FormatFamily } from '../../src-protocol/model/format.ts';
import type { ReadyItem } from './ports.ts';

/** A file that waits in memory for its lease. */
export interface WaitingItem extends ReadyItem {
  readonly family: FormatFamily;
  /** As predicted when it came into memory. */
  readonly predictedMs: number;
}

/** Files of one family that the same workers may read. */
export interface Shelf {
  readonly family: FormatFamily;
  /** See WorkerChoices. */
  readonly choice: number;
  /** The costliest last. */
  readonly items: WaitingItem[];
  costMs: number;
}

export function isSuspect({ progress }: WaitingItem): boolean {
  return progress.suspicions > 0;
}

/** Files that wait, sorted so that a lease of thousands is found without looking at all of them. */
export class WaitingFiles {
  readonly #choiceOf: (folder: string) => number;
  readonly #byId = new Map<number, WaitingItem>();
  readonly #shelves = new Map<string, Shelf>();
  readonly #suspects = new Map<number, WaitingItem>();

  constructor(items: readonly WaitingItem[] = [], choiceOf: (folder: string) => number = () => 0) {
    this.#choiceOf = choiceOf;
    this.add(items);
  }

  get size(): number {
    return this.#byId.size;
  }

  /** In the order in which they came. */
  get all(): WaitingItem[] {
    return [...this.#byId.values()];
  }

  get costMs(): number {
    let sumMs = 0;
    for (const { costMs } of this.#shelves.values()) sumMs += costMs;
    for (const { predictedMs } of this.#suspects.values()) sumMs += predictedMs;
    return sumMs;
  }

  get hasSuspects(): boolean {
    return this.#suspects.size > 0;
  }

  /** Which choices of workers the files have. */
  get choices(): Set<number> {
    const choices = new Set([...this.#suspects.values()].map(({ folder }) => this.#choiceOf(folder)));
    for (const { choice, items } of this.#shelves.values()) if (items.length > 0) choices.add(choice);
    return choices;
  }

  /** How many files have a choice of workers. */
  sizeOf(choice: number): number {
    let size = 0;
    for (const shelf of this.#shelves.values()) if (shelf.choice === choice) size += shelf.items.length;
    for (const { folder } of this.#suspects.values()) if (this.#choiceOf(folder) === choice) size += 1;
    return size;
  }

  has(itemId: number): boolean {
    return this.#byId.has(itemId);
  }

  /** Those that are not suspected of anything, without empty shelves. */
  shelves(allows: (choice: number) => boolean): Shelf[] {
    return [...this.#shelves.values()].filter(({ items, choice }) => items.length > 0 && allows(choice));
  }

  suspects(allows: (choice: number) => boolean): WaitingItem[] {
    return [...this.#suspects.values()].filter(({ folder }) => allows(this.#choiceOf(folder)));
  }

  /** Those that are here already are left out. */
  add(items: readonly WaitingItem[]): void {
    const grown = new Set<Shelf>();
    for (const item of items) {
      if (this.#byId.has(item.itemId)) continue;
      this.#byId.set(item.itemId, item);
      if (isSuspect(item)) {
        this.#suspects.set(item.itemId, item);
        continue;
      }
      const shelf = this.#shelfOf(item);
      shelf.items.push(item);
      shelf.costMs += item.predictedMs;
      grown.add(shelf);
    }
    for (const shelf of grown) shelf.items.sort(byCost);
  }

  take(items: readonly WaitingItem[]): void {
    const taken = new Map<Shelf, Set<WaitingItem>>();
    for (const { itemId } of items) {
      const item = this.#byId.get(itemId);
      this.#byId.delete(itemId);
      if (item === undefined || this.#suspects.delete(itemId)) continue;
      const shelf = this.#shelfOf(item);
      const ofShelf = taken.get(shelf);
      if (ofShelf === undefined) taken.set(shelf, new Set([item]));
      else ofShelf.add(item);
    }
    for (const [shelf, gone] of taken) takeFrom(shelf, gone);
  }

  #shelfOf({ family, folder }: WaitingItem): Shelf {
    const choice = this.#choiceOf(folder);
    const key = `${family} ${choice.toString()}`;
    const known = this.#shelves.get(key);
    if (known !== undefined) return known;
    const shelf = { family, choice, items: [], costMs: 0 };
    this.#shelves.set(key, shelf);
    return shelf;
  }
}

/** Files of several shelves, the costliest last. */
export function costliestLast(shelves: readonly Shelf[]): readonly WaitingItem[] {
  const [only] = shelves;
  return only !== undefined && shelves.length === 1 ? only.items : shelves.flatMap(({ items }) => items).sort(byCost);
}

function byCost(a: WaitingItem, b: WaitingItem): number {
  return a.predictedMs - b.predictedMs || b.itemId - a.itemId;
}

/** They stand near the end, and only what is behind the first of them is moved. */
function takeFrom(shelf: Shelf, gone: Set<WaitingItem>): void {
  const { items } = shelf;
  const kept: WaitingItem[] = [];
  while (gone.size > 0) {
    const item = items.pop();
    if (item === undefined) break;
    if (gone.delete(item)) shelf.costMs -= item.predictedMs;
    else kept.push(item);
  }
  while (kept.length > 0) items.push(kept.pop() as WaitingItem);
  if (items.length === 0) shelf.costMs = 0; // what rounding has left
}
