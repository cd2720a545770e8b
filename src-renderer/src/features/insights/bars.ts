import type { z } from 'zod';
import type { Cell, FacetValue } from '../../../../src-protocol/contract/results.ts';
import { counted } from '../../../../src-protocol/model/words.ts';
import type { FilterCondition } from '../../state/results-view.ts';
import { cellText } from '../../ui/columns.ts';

/** One bar of a chart, and which files it stands for. */
export interface Bar {
  readonly id: string;
  /** At the axis. */
  readonly label: string;
  /** Exactly what it stands for, where the label says only about what. */
  readonly detail?: string;
  readonly files: number;
  /** How large these files are together, where that was asked for. */
  readonly bytes?: number | undefined;
  readonly condition: FilterCondition;
}

interface FacetValues {
  readonly column: string;
  readonly values: readonly z.infer<typeof FacetValue>[];
}

/** The values of a facet, the most frequent first. */
export function facetBars({ column, values }: FacetValues): readonly Bar[] {
  return values.map(({ value, files, bytes }) => ({
    id: String(value),
    label: column === 'rating' ? stars(value) : cellText(column, value),
    files,
    bytes,
    condition: { column, test: 'equals', values: [value] },
  }));
}

/** What the length of a bar stands for. */
export type Measure = 'files' | 'bytes';

export function amountOf(bar: Bar, measure: Measure): number {
  return bar[measure] ?? 0;
}

/** The same bars, those first of which there is most. */
export function mostFirst(bars: readonly Bar[], measure: Measure): readonly Bar[] {
  return [...bars].sort((a, b) => amountOf(b, measure) - amountOf(a, measure));
}

export function filesOf(bars: readonly Bar[]): number {
  return bars.reduce((sum, { files }) => sum + files, 0);
}

/** The condition of the filter that a bar has set, where it has. */
export function conditionSetBy(bar: Bar, conditions: readonly FilterCondition[]): FilterCondition | undefined {
  const wanted = JSON.stringify(bar.condition);
  return conditions.find((condition) => JSON.stringify(condition) === wanted);
}

/** A rating counts up to five stars; some programs write other numbers, which stay as they are. */
function stars(rating: NonNullable<Cell>): string {
  return typeof rating === 'number' && rating >= 0 && rating <= 5 ? counted(rating, 'star') : String(rating);
}
