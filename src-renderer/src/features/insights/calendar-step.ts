import type { Bucket } from './histogram-bars.ts';

export const CALENDAR_STEPS = ['year', 'month', 'day'] as const;
export type CalendarStep = (typeof CALENDAR_STEPS)[number];

/** Fewer bars than this say little: the next finer step says more. */
const BARS_MIN = 3;

/** The coarsest step in which the files are spread over a few bars; the finest one that has any where there is none. */
export function stepFor(buckets: Readonly<Record<CalendarStep, readonly Bucket[]>>): CalendarStep {
  const spread = CALENDAR_STEPS.find((step) => buckets[step].length >= BARS_MIN);
  return spread ?? CALENDAR_STEPS.findLast((step) => buckets[step].length > 0) ?? 'year';
}
