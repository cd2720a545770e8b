import type { WorkerMachine } from './ports.ts';

/** A file, as far as it matters where it is read. */
export interface PlacedFile {
  readonly folder: string;
  readonly sizeBytes: number;
  /** What reading it takes on this computer. */
  readonly predictedMs: number;
}

/** Where a file could be read. */
export interface Reader {
  /** Undefined: this computer. */
  readonly machine: WorkerMachine | undefined;
  /** 1 as this computer. */
  readonly speed: number;
  /** Time until it is through with what it has: of the slot in question, or of all slots together where there are several. */
  readonly aheadMs: number;
}

/** A worker of another computer that takes files too. */
export interface Rival extends Reader {
  /** At least one. */
  readonly slots: number;
}

/** Others are waited for only where they are better by so much: speeds are not known that well. */
export const CLEARLY_SOONER = 0.8;

/** What bringing a file to a machine takes until it can be read there; Infinity where that cannot be. */
export function bringMs(machine: WorkerMachine | undefined, { folder, sizeBytes }: PlacedFile): number {
  return machine === undefined ? 0 : (machine.delayMs ?? 0) + machine.transferMs(folder, sizeBytes);
}

/**
 * Whether a file is done here no later than where it would be read if it were left for others: those that bring and read it
 * clearly faster, once they are through with what they have and with all that waits besides (`queuedMs`, as this computer
 * would take for it). While much waits, everybody helps; when little does, it is left to those who are soonest through with
 * it. Whoever is best of all waits for nobody, so that no file is left by everybody.
 */
export function isDoneEarliestHere(
  file: PlacedFile,
  here: Reader,
  rivals: readonly Rival[],
  queuedMs: number,
): boolean {
  const broughtMs = bringMs(here.machine, file);
  if (broughtMs === Infinity) return false;
  const aloneMs = broughtMs + file.predictedMs / here.speed;
  const doneMs = Math.max(here.aheadMs, broughtMs) + file.predictedMs / here.speed;
  let capacity = 0;
  let queueMs = queuedMs;
  let soonestMs = Infinity;
  for (const { machine, speed, aheadMs, slots } of rivals) {
    const rivalMs = bringMs(machine, file) + file.predictedMs / speed;
    if (rivalMs >= aloneMs * CLEARLY_SOONER) continue;
    capacity += slots * speed;
    queueMs += aheadMs * speed;
    soonestMs = Math.min(soonestMs, rivalMs);
  }
  return capacity === 0 || doneMs <= queueMs / capacity + soonestMs;
}
