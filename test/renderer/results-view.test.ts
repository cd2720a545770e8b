import { beforeEach, describe, expect, test } from 'vitest';
import {
  addColumn,
  addCondition,
  applyView,
  type FilterCondition,
  resetLayout,
  type SavedView,
  saveView,
  setConditions,
  setSort,
  useResultsView,
} from '../../src-renderer/src/state/results-view.ts';

const conditions = () => useResultsView.getState().conditions;
const camera = (value: string, not?: boolean): FilterCondition => ({
  column: 'model',
  test: 'equals',
  values: [value],
  ...(not !== undefined && { not }),
});

beforeEach(() => {
  setConditions([]);
  resetLayout();
});

describe('a condition that is added', () => {
  test('stands in the place of the same test of its column', () => {
    addCondition(camera('A'));
    addCondition({ column: 'iso', test: 'present' });
    addCondition(camera('B'));
    expect(conditions()).toEqual([{ column: 'iso', test: 'present' }, camera('B')]);
  });

  test('excludes its value besides those that are excluded already', () => {
    addCondition(camera('A', true));
    addCondition(camera('B', true));
    addCondition(camera('A', true));
    expect(conditions()).toEqual([{ ...camera('A', true), values: ['A', 'B'] }]);
  });

  test('leaves the filter by a value alone where it excludes one', () => {
    addCondition(camera('A', false));
    addCondition(camera('B', true));
    addCondition(camera('C'));
    expect(conditions()).toEqual([camera('B', true), camera('C')]);
  });
});

test('a view that was kept unsorted takes the sort away, also after it was kept as JSON', () => {
  saveView('Plain');
  const kept = JSON.parse(JSON.stringify(useResultsView.getState().saved['Plain'])) as SavedView;
  setSort({ column: 'iso', descending: true });
  applyView(kept);
  expect(useResultsView.getState().sort).toBeUndefined();
});

test('a column is added once, and as wide as its values need', () => {
  const before = useResultsView.getState().columns;
  addColumn('iso');
  expect(useResultsView.getState().columns).toBe(before);
  addColumn('IFD0:Make');
  addColumn('createdAt');
  const [tag, date] = useResultsView.getState().columns.slice(before.length);
  expect([tag?.column, date?.column]).toEqual(['IFD0:Make', 'createdAt']);
  expect(date?.widthPx).toBeGreaterThan(tag?.widthPx ?? 0);
});
