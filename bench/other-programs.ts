import { readFileSync } from 'node:fs';

const TICK_MS = 10;
const IDLE = 3;
const IO_WAIT = 4;
/** Guests are counted as user time already. */
const COUNTED = 8;

/** How much of the processor other programs use while something is measured. */
export class OtherPrograms {
  readonly #before = processorTime();

  /** Their share of all cores since this was made, given what the measured one has used; undefined where unknown. */
  share(measuredMs: number | undefined): number | undefined {
    const now = processorTime();
    if (measuredMs === undefined || now === undefined || this.#before === undefined) return undefined;
    const busyMs = now.busyMs - this.#before.busyMs;
    return Math.max(0, busyMs - measuredMs) / (now.totalMs - this.#before.totalMs);
  }
}

function processorTime(): { readonly busyMs: number; readonly totalMs: number } | undefined {
  try {
    const [all = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
    const ticks = all
      .trim()
      .split(/\s+/)
      .slice(1, 1 + COUNTED)
      .map(Number);
    const totalMs = ticks.reduce((sum, value) => sum + value, 0) * TICK_MS;
    return { totalMs, busyMs: totalMs - ((ticks[IDLE] ?? 0) + (ticks[IO_WAIT] ?? 0)) * TICK_MS };
  } catch {
    return undefined;
  }
}
