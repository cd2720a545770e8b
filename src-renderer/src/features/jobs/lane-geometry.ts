import type { Span } from './slot-lanes.ts';

/** The stretch of time that a lane shows. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Bar {
  readonly x: number;
  readonly width: number;
}

const NARROWEST_PX = 1;
const GAP_PX = 1;
/** Below it a gap would take too much of the bar. */
const GAP_FROM_PX = 4;
const FAILED_MIN_PX = 3;
const CORNER_PX = 3;
/** Smaller corners are not to be seen, and cost as much to draw. */
const CORNER_MIN_PX = 1.5;

/** Where a lease lies in a lane that is so wide; undefined where it is outside of the window. */
export function barOf({ startMs, endMs }: Span, { fromMs, toMs }: TimeWindow, widthPx: number): Bar | undefined {
  if (endMs <= fromMs || startMs >= toMs) return undefined;
  const scale = widthPx / (toMs - fromMs);
  const x = (Math.max(startMs, fromMs) - fromMs) * scale;
  const full = (Math.min(endMs, toMs) - fromMs) * scale - x;
  return { x, width: Math.max(NARROWEST_PX, full >= GAP_FROM_PX ? full - GAP_PX : full) };
}

/** The part of a bar that stands for the files that failed, at its end; wide enough to be seen. */
export function failedPartOf({ x, width }: Bar, share: number): Bar {
  const failed = Math.min(width, Math.max(FAILED_MIN_PX, width * share));
  return { x: x + width - failed, width: failed };
}

/** Adds a bar to those before it in its lane; what nobody can tell apart from the last one only makes that one longer. */
export function addBar(bars: Bar[], bar: Bar): void {
  const last = bars.at(-1);
  if (last === undefined || px(bar.x - last.x - last.width) >= NARROWEST_PX) bars.push(bar);
  else bars[bars.length - 1] = { x: last.x, width: Math.max(last.width, bar.x + bar.width - last.x) };
}

/** An SVG path of bars of this height below `top`, with round corners where there is room for them. */
export function barsPath(bars: readonly Bar[], top: number, height: number): string {
  return bars.map((bar) => barPath(bar, top, height)).join('');
}

function barPath({ x, width }: Bar, top: number, height: number): string {
  const r = Math.min(CORNER_PX, width / 2, height / 2);
  if (r < CORNER_MIN_PX) return `M${px(x)} ${top}h${px(width)}v${px(height)}h-${px(width)}z`;
  const corner = (dx: number, dy: number) => `a${px(r)} ${px(r)} 0 0 1 ${px(dx)} ${px(dy)}`;
  const across = px(width - 2 * r);
  const down = px(height - 2 * r);
  return `M${px(x + r)} ${top}h${across}${corner(r, r)}v${down}${corner(-r, r)}h-${across}${corner(-r, -r)}v-${down}${corner(r, -r)}z`;
}

/** A small triangle that points down at each of these places, as high as the space above the bars. */
export function marksPath(places: readonly number[], height: number): string {
  return places.map((x) => `M${px(x - height)} 0h${px(2 * height)}l-${px(height)} ${px(height)}z`).join('');
}

function px(value: number): number {
  return Math.round(value * 10) / 10;
}

/**
 * The share of the window in which a slot was reading, 0 to 1, counted from its first lease in the window; undefined where
 * it had none.
 */
export function utilisation(spans: readonly Span[], { fromMs, toMs }: TimeWindow): number | undefined {
  let sinceMs: number | undefined;
  let coveredToMs = fromMs;
  let busyMs = 0;
  for (const { startMs, endMs } of spans) {
    if (endMs <= fromMs || startMs >= toMs) continue;
    const beginMs = Math.max(startMs, coveredToMs);
    sinceMs ??= beginMs;
    coveredToMs = Math.max(coveredToMs, Math.min(endMs, toMs));
    busyMs += Math.max(0, coveredToMs - beginMs);
  }
  return sinceMs === undefined ? undefined : busyMs / (toMs - sinceMs);
}

/** The lease at a place of a lane. */
export function spanAt(spans: readonly Span[], { fromMs, toMs }: TimeWindow, share: number): Span | undefined {
  const atMs = fromMs + share * (toMs - fromMs);
  return spans.findLast(({ startMs, endMs }) => startMs <= atMs && atMs <= endMs);
}
