import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { z } from 'zod';
import type { Condition, ResultFilter, ResultSort } from '../../../src-protocol/contract/results.ts';
import { isDate, isNumeric } from '../ui/columns.ts';

/** One condition of the filter; `not` turns it round. */
export type FilterCondition = Condition & { readonly not?: boolean | undefined };
export type Sort = z.infer<typeof ResultSort>;

export interface ViewColumn {
  /** As the contract names it: `iso`, `IFD0:Make`. */
  readonly column: string;
  readonly widthPx: number;
}

/** What a table shows of each file, and how; can be kept under a name. */
export interface TableLayout {
  readonly columns: readonly ViewColumn[];
  /** How many of the columns stay in place while the others scroll sideways. */
  readonly pinned: number;
  readonly sort: Sort | undefined;
}

export type SavedView = TableLayout & { readonly conditions: readonly FilterCondition[] };

interface ResultsView extends TableLayout {
  readonly search: string;
  readonly conditions: readonly FilterCondition[];
  /** Layouts that were kept, by name. */
  readonly saved: Readonly<Record<string, SavedView>>;
}

const DEFAULT_LAYOUT: TableLayout = {
  columns: [
    { column: 'name', widthPx: 200 },
    { column: 'format', widthPx: 76 },
    { column: 'capturedAt', widthPx: 184 },
    { column: 'model', widthPx: 130 },
    { column: 'lens', widthPx: 150 },
    { column: 'iso', widthPx: 70 },
    { column: 'exposureS', widthPx: 84 },
    { column: 'fNumber', widthPx: 70 },
    { column: 'size', widthPx: 84 },
    { column: 'outcome', widthPx: 110 },
  ],
  pinned: 1,
  sort: undefined,
};

/** What is looked at among the results of a job: shared by Results, Insights, Failures and Export. */
export const useResultsView = create<ResultsView>()(
  persist((): ResultsView => ({ ...DEFAULT_LAYOUT, search: '', conditions: [], saved: {} }), {
    name: 'metaextract.results-view',
    version: 1,
    // a filter that is still set from the last time hides files for no reason that is seen
    partialize: ({ columns, pinned, sort, saved }) => ({ columns, pinned, sort, saved }),
  }),
);

export function setSearch(search: string): void {
  useResultsView.setState({ search });
}

export function setConditions(conditions: readonly FilterCondition[]): void {
  useResultsView.setState({ conditions });
}

/** Adds a condition, in the place of an equal test of the same column. Values that are excluded come to those that are. */
export function addCondition(condition: FilterCondition): void {
  useResultsView.setState(({ conditions }) => {
    const known = conditions.filter((other) => isSameTest(other, condition));
    return { conditions: [...conditions.filter((other) => !known.includes(other)), joined(known, condition)] };
  });
}

function isSameTest(one: FilterCondition, other: FilterCondition): boolean {
  return one.column === other.column && one.test === other.test && (one.not === true) === (other.not === true);
}

function joined(known: readonly FilterCondition[], condition: FilterCondition): FilterCondition {
  if (condition.test !== 'equals' || condition.not !== true) return condition;
  const values = known.flatMap((other) => (other.test === 'equals' ? other.values : []));
  return { ...condition, values: [...new Set([...values, ...condition.values])] };
}

/** Takes a value among those that a column may have, or out of them. */
export function toggleValue(column: string, value: string | number | boolean): void {
  const { conditions } = useResultsView.getState();
  const known = conditions.find((condition) => condition.column === column && isPlainEquals(condition));
  if (known?.test !== 'equals') {
    setConditions([...conditions, { column, test: 'equals', values: [value] }]);
    return;
  }
  const others = known.values.filter((other) => other !== value);
  const values = others.length === known.values.length ? [...others, value] : others;
  replaceCondition(known, values.length === 0 ? undefined : { ...known, values });
}

/** Whether a condition is met by any of some values. */
export function isPlainEquals(condition: FilterCondition): boolean {
  return condition.test === 'equals' && condition.not !== true;
}

/** Nothing but this is shown. */
export function showOnly(conditions: readonly FilterCondition[], search = ''): void {
  useResultsView.setState({ conditions, search });
}

/** Puts another condition in the place of one, or takes it away. */
export function replaceCondition(old: FilterCondition, condition?: FilterCondition): void {
  useResultsView.setState(({ conditions }) => ({
    conditions: conditions.flatMap((known) => (known !== old ? [known] : condition === undefined ? [] : [condition])),
  }));
}

export function clearFilter(): void {
  useResultsView.setState({ conditions: [], search: '' });
}

export function setSort(sort: Sort | undefined): void {
  useResultsView.setState({ sort });
}

export function setSaved(saved: Readonly<Record<string, SavedView>>): void {
  useResultsView.setState({ saved });
}

/** Keeps what is shown under a name, in the place of what had that name. */
export function saveView(name: string): void {
  useResultsView.setState(({ columns, pinned, sort, conditions, saved }) => ({
    saved: { ...saved, [name]: { columns, pinned, sort, conditions } },
  }));
}

export function applyView({ columns, pinned, sort, conditions }: SavedView): void {
  // one by one: what was kept as JSON has no `sort` where nothing was sorted
  useResultsView.setState({ columns, pinned, sort, conditions, search: '' });
}

export function renameView(from: string, to: string): void {
  useResultsView.setState(({ saved }) => ({
    saved: Object.fromEntries(Object.entries(saved).map(([name, view]) => [name === from ? to : name, view])),
  }));
}

export function removeView(name: string): void {
  useResultsView.setState(({ saved }) => ({
    saved: Object.fromEntries(Object.entries(saved).filter(([known]) => known !== name)),
  }));
}

export function setLayout(layout: Partial<TableLayout>): void {
  useResultsView.setState(layout);
}

/** Shows a column behind the others, where it is not shown yet. */
export function addColumn(column: string): void {
  useResultsView.setState(({ columns }) =>
    columns.some((known) => known.column === column)
      ? {}
      : { columns: [...columns, { column, widthPx: firstWidthPx(column) }] },
  );
}

function firstWidthPx(column: string): number {
  if (isNumeric(column)) return 96;
  return isDate(column) ? 184 : 160;
}

export function resetLayout(): void {
  useResultsView.setState(DEFAULT_LAYOUT);
}

/** The filter as the contract takes it. */
export function filterOf({
  search,
  conditions,
}: Pick<ResultsView, 'search' | 'conditions'>): z.input<typeof ResultFilter> {
  return { search, conditions: [...conditions] };
}
