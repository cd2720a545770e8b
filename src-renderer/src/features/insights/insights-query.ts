import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Place, ResultFilter } from '../../../../src-protocol/contract/results.ts';
import { api } from '../../state/connection.ts';
import { type Bar, facetBars } from './bars.ts';
import type { CalendarStep } from './calendar-step.ts';
import { type Bucket, calendarBars, hourBars, rangeBars } from './histogram-bars.ts';
import { BINS, binnedBars } from './value-bins.ts';

type Filter = z.input<typeof ResultFilter>;

/** What is counted by value, the most frequent first. */
const NAMED = ['mediaKind', 'make', 'model', 'lens', 'keywords', 'creator', 'rating', 'software'] as const;
type Named = (typeof NAMED)[number];
const NAMED_MOST = 50;
/** All that there are: the largest ones need not be the most frequent. */
const FORMATS_MOST = 1_000;

/** What is gathered at the steps of a scale. */
const MEASURED = ['focalLengthMm', 'iso', 'fNumber', 'exposureS', 'durationS'] as const;
type Measured = (typeof MEASURED)[number];
const VALUES_MOST = 1_000;
const RANGE_BUCKETS = 20;

const CALENDAR_BUCKETS = { year: 60, month: 96, day: 96 } as const;

export interface Insights {
  /** How many files the filter lets through. */
  readonly files: number;
  /** With their bytes. */
  readonly formats: readonly Bar[];
  readonly named: Readonly<Record<Named, readonly Bar[]>>;
  readonly measured: Readonly<Record<Measured, readonly Bar[]>>;
  readonly captures: Readonly<Record<CalendarStep, readonly Bucket[]>>;
  readonly hours: readonly Bar[];
  readonly sizes: readonly Bar[];
  readonly places: readonly z.infer<typeof Place>[];
  readonly placed: number;
}

/** All that is shown of the filtered results at once, so that the cards do not come one by one. */
export function useInsights(jobId: number, filter: Filter) {
  return useQuery({
    queryKey: ['results', jobId, 'insights', filter],
    queryFn: ({ signal }) => readInsights(jobId, filter, signal),
    placeholderData: (before, query) => (query?.queryKey[1] === jobId ? before : undefined),
  });
}

async function readInsights(id: number, filter: Filter, signal: AbortSignal): Promise<Insights> {
  const { results } = api();
  const of = { id, filter };
  const histogram = (column: string, by: 'logarithm' | 'hour-of-day' | CalendarStep, buckets: number) =>
    results.histogram({ ...of, column, by, buckets }, { signal }).then((answer) => answer.buckets);
  const [page, formats, named, measured, year, month, day, hours, sizes, places] = await Promise.all([
    results.page({ ...of, columns: ['name'], limit: 1 }, { signal }),
    results.facets({ ...of, columns: ['format'], limit: FORMATS_MOST, bytes: true }, { signal }),
    results.facets({ ...of, columns: [...NAMED], limit: NAMED_MOST }, { signal }),
    results.facets({ ...of, columns: [...MEASURED], limit: VALUES_MOST }, { signal }),
    histogram('capturedAt', 'year', CALENDAR_BUCKETS.year),
    histogram('capturedAt', 'month', CALENDAR_BUCKETS.month),
    histogram('capturedAt', 'day', CALENDAR_BUCKETS.day),
    histogram('capturedAt', 'hour-of-day', 24),
    histogram('size', 'logarithm', RANGE_BUCKETS),
    results.places(of, { signal }),
  ]);
  const scales = await Promise.all(
    measured.facets.map(async ({ column, values, others }) => {
      if (others > 0) return [column, rangeBars(column, await histogram(column, 'logarithm', RANGE_BUCKETS))];
      const counted = values.map(({ value, files }) => ({ value: Number(value), files }));
      return [column, binnedBars(column, counted, BINS[column] ?? [])];
    }),
  );
  return {
    files: page.total,
    formats: formats.facets.flatMap(facetBars),
    named: Object.fromEntries(named.facets.map((facet) => [facet.column, facetBars(facet)])) as Insights['named'],
    measured: Object.fromEntries(scales) as Insights['measured'],
    captures: { year, month, day },
    hours: hours.some(({ files }) => files > 0) ? hourBars('capturedAt', hours) : [],
    sizes: rangeBars('size', sizes),
    places: places.places,
    placed: places.files,
  };
}

export function captureBars(captures: Insights['captures'], step: CalendarStep): readonly Bar[] {
  return calendarBars('capturedAt', captures[step]);
}
