import { joinPath } from '../../src-protocol/model/path-join.ts';
import type { FoundFiles } from './ports.ts';

/** So many files of the future are remembered; further ones are taken as they are. */
const REMEMBERED_MAX = 10_000;

interface SeenState {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly sinceMs: number;
}

/**
 * Lets through the files of a watched folder that are not being written any more: those whose last change is long enough
 * ago. A file that is dated in the future, as another computer's clock may have it, has to be seen unchanged for as long.
 */
export class SettledFiles {
  readonly #isSource: (path: string) => boolean;
  readonly #ofTheFuture = new Map<string, SeenState>();
  #nextDueMs = Infinity;

  constructor(sources: readonly string[]) {
    const known = new Set(sources);
    this.#isSource = (path) => known.has(path);
  }

  /** Begins to look at all files anew. */
  begin(): void {
    this.#nextDueMs = Infinity;
  }

  /** When the first of the files that were held back may be let through; Infinity where there is none. */
  get nextDueMs(): number {
    return this.#nextDueMs;
  }

  pick(found: readonly FoundFiles[], nowMs: number, settleMs: number): FoundFiles[] {
    return found.map((files) => this.#pickOf(files, nowMs, settleMs)).filter(({ names }) => names.length > 0);
  }

  #pickOf(files: FoundFiles, nowMs: number, settleMs: number): FoundFiles {
    const heldBack = new Set<number>();
    for (let at = 0; at < files.names.length; at++) if (!this.#lets(files, at, nowMs, settleMs)) heldBack.add(at);
    return heldBack.size === 0 ? files : without(files, heldBack);
  }

  #lets(files: FoundFiles, at: number, nowMs: number, settleMs: number): boolean {
    const fault = files.faults?.[at];
    // gone between two looks of the crawl, as temporary files are: there is nothing to be said of it
    if (fault !== undefined)
      return fault.code !== 'not-found' || this.#isSource(joinPath(files.folder, files.names[at] ?? ''));
    const modifiedMs = files.modifiedMs[at] ?? 0;
    const sinceMs = modifiedMs <= nowMs ? modifiedMs : this.#unchangedSince(files, at, nowMs);
    if (nowMs - sinceMs >= settleMs) return true;
    this.#nextDueMs = Math.min(this.#nextDueMs, sinceMs + settleMs);
    return false;
  }

  #unchangedSince(files: FoundFiles, at: number, nowMs: number): number {
    const path = joinPath(files.folder, files.names[at] ?? '');
    const sizeBytes = files.sizes[at] ?? 0;
    const modifiedMs = files.modifiedMs[at] ?? 0;
    const seen = this.#ofTheFuture.get(path);
    if (seen?.sizeBytes === sizeBytes && seen.modifiedMs === modifiedMs) return seen.sinceMs;
    if (seen === undefined && this.#ofTheFuture.size >= REMEMBERED_MAX) return -Infinity;
    this.#ofTheFuture.set(path, { sizeBytes, modifiedMs, sinceMs: nowMs });
    return nowMs;
  }
}

function without(files: FoundFiles, left: ReadonlySet<number>): FoundFiles {
  const kept = files.names.flatMap((_, at) => (left.has(at) ? [] : [at]));
  const pick = <T>(values: ArrayLike<T>) => kept.map((at) => values[at] as T);
  return {
    source: files.source,
    folder: files.folder,
    names: pick(files.names),
    sizes: pick(files.sizes),
    modifiedMs: pick(files.modifiedMs),
    ...(files.sidecars === undefined ? {} : { sidecars: pick(files.sidecars) }),
    ...(files.faults === undefined ? {} : { faults: pick(files.faults) }),
  };
}
