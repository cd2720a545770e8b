import { describe, expect, test } from 'vitest';
import {
  conditionOf,
  draftOf,
  emptyDraft,
  testsOf,
  valueOf,
} from '../../src-renderer/src/features/results/condition-draft.ts';
import type { FilterCondition } from '../../src-renderer/src/state/results-view.ts';
import { localDate } from '../../src-renderer/src/ui/cell-numbers.ts';
import { conditionText } from '../../src-renderer/src/ui/condition-text.ts';

describe('a condition in words', () => {
  test.each<[FilterCondition, string]>([
    [{ column: 'model', test: 'equals', values: ['EOS R5'] }, 'Camera is EOS R5'],
    [{ column: 'model', test: 'equals', values: ['A', 'B'], not: true }, 'Camera is not A or B'],
    [{ column: 'model', test: 'equals', values: ['A', 'B', 'C', 'D', 'E'] }, 'Camera is A, B, C or 2 more'],
    [{ column: 'iso', test: 'between', from: 3_200 }, 'ISO ≥ 3,200'],
    [{ column: 'iso', test: 'between', from: 100, to: 400 }, 'ISO 100 – 400'],
    [{ column: 'exposureS', test: 'between', to: 0.002 }, 'Exposure ≤ 1/500'],
    [{ column: 'capturedAt', test: 'between', from: '2024', to: '2024' }, 'Captured in 2024'],
    [{ column: 'capturedAt', test: 'between', from: '2008', to: '2009' }, 'Captured 2008 – 2009'],
    [{ column: 'capturedAt', test: 'between', from: '2024-03', to: '2024-03' }, 'Captured in Mar 2024'],
    [{ column: 'capturedAt', test: 'contains', text: 'T14:' }, 'Captured at 14:00–14:59'],
    [{ column: 'capturedAt', test: 'contains', text: 'T14:', not: true }, 'Captured not at 14:00–14:59'],
    [{ column: 'lens', test: 'contains', text: '24-70' }, 'Lens contains 24-70'],
    [{ column: 'lens', test: 'absent' }, 'No Lens'],
    [{ column: 'lens', test: 'present' }, 'Has Lens'],
    [{ column: 'outcome', test: 'equals', values: ['no-metadata'] }, 'Outcome is No metadata'],
    [
      { column: 'modifiedAt', test: 'between', from: '2024-03-05', to: '2024-03-05' },
      `Modified on ${localDate('2024-03-05')}`,
    ],
  ])('%j', (condition, words) => {
    expect(conditionText(condition)).toBe(words);
  });
});

describe('what a person writes', () => {
  test.each([
    ['exposureS', '1/500', 0.002],
    ['fNumber', 'ƒ/2.8', 2.8],
    ['fNumber', 'f/4', 4],
    ['size', '10 MB', 1e7],
    ['durationS', '1:02:03', 3_723],
    ['focalLengthMm', '50 mm', 50],
    ['iso', '6400', 6_400],
    ['iso', 'many', undefined],
  ] as const)('as %s: %s', (column, written, value) => {
    expect(valueOf(column, 'number', written)).toBe(value);
  });

  test('becomes a condition once nothing is missing', () => {
    const draft = emptyDraft('iso', 'number');
    expect(draft.test).toBe('between');
    expect(conditionOf(draft, 'number')).toBeUndefined();
    expect(conditionOf({ ...draft, from: '100' }, 'number')).toEqual({ column: 'iso', test: 'between', from: 100 });
    expect(conditionOf({ ...draft, test: 'has-not' }, 'number')).toEqual({ column: 'iso', test: 'absent' });
  });

  test('is taken together with the values that were chosen', () => {
    const draft = { ...emptyDraft('model', 'text'), values: ['A'], text: 'B' };
    expect(conditionOf({ ...draft, test: 'is-not' }, 'text')).toEqual({
      column: 'model',
      test: 'equals',
      values: ['A', 'B'],
      not: true,
    });
  });

  test('comes back as it was when a condition is changed', () => {
    const conditions: readonly FilterCondition[] = [
      { column: 'lens', test: 'contains', text: 'RF', not: true },
      { column: 'lens', test: 'present' },
      { column: 'lens', test: 'equals', values: ['a', 'b'] },
    ];
    for (const condition of conditions) expect(conditionOf(draftOf(condition), 'text')).toEqual(condition);
    expect(testsOf('boolean')).not.toContain('contains');
  });
});
