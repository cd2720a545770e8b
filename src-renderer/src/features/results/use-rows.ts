import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { ResultRow } from './result-row.ts';
import { PAGE_ROWS, pageQuery, type RowsPage, type RowsView } from './results-view-query.ts';
import { useThrottled } from './use-throttled.ts';

/** So many rows beyond what is seen are asked for as well. */
const AHEAD_ROWS = 48;
/** While a person scrolls fast, pages are asked for at most this often. */
const ASK_EVERY_MS = 90;

interface Loaded {
  readonly view: RowsView;
  readonly total: number;
  readonly pages: ReadonlyMap<number, RowsPage['rows']>;
}

export interface Rows {
  /** Undefined until the first page is there. */
  readonly total: number | undefined;
  /** The view that the rows are of: for a moment still the one before. */
  readonly view: RowsView;
  readonly isBefore: boolean;
  readonly rowAt: (index: number) => ResultRow | undefined;
  /** Where a file is among the rows that are there. */
  readonly indexOf: (itemId: number) => number | undefined;
  readonly error: unknown;
  readonly retry: () => void;
}

/** The rows of a view around those that are seen. Until the first of them are there, those of the view before stay. */
export function useRows(view: RowsView, seen: { readonly first: number; readonly end: number }): Rows {
  const from = Math.floor(Math.max(0, seen.first - AHEAD_ROWS) / PAGE_ROWS);
  const to = Math.floor((seen.end + AHEAD_ROWS) / PAGE_ROWS);
  const wanted = useThrottled(`${from}-${to}`, ASK_EVERY_MS);
  const [start = 0, end = 0] = wanted.split('-').map(Number);
  const numbers = useMemo(() => Array.from({ length: end - start + 1 }, (_, at) => start + at), [start, end]);
  const { data, newest, error, retry } = useQueries({ queries: numbers.map((page) => pageQuery(view, page)), combine });

  const now = useMemo(() => loadedOf(view, numbers, data, newest), [view, numbers, data, newest]);
  const [kept, setKept] = useState<Loaded>();
  if (now !== undefined && now !== kept) setKept(now);

  const shown = now ?? kept;
  const rowAt = useCallback(
    (index: number) => shown?.pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS],
    [shown],
  );
  const indexOf = useCallback((itemId: number) => indexIn(shown, itemId), [shown]);
  const total = shown?.view.jobId === view.jobId ? shown.total : undefined;
  return { total, view: shown?.view ?? view, isBefore: shown?.view !== view, rowAt, indexOf, error, retry };
}

function loadedOf(
  view: RowsView,
  numbers: readonly number[],
  data: readonly (RowsPage | undefined)[],
  total: number | undefined,
): Loaded | undefined {
  if (total === undefined) return undefined;
  const pages = new Map(
    numbers.flatMap((page, at) => (data[at] === undefined ? [] : [[page, data[at].rows] as const])),
  );
  return { view, total, pages };
}

function indexIn(loaded: Loaded | undefined, itemId: number): number | undefined {
  for (const [page, rows] of loaded?.pages ?? []) {
    const at = rows.findIndex((row) => row.itemId === itemId);
    if (at >= 0) return page * PAGE_ROWS + at;
  }
  return undefined;
}

const NONE = { dataUpdatedAt: 0, data: undefined as RowsPage | undefined };

function combine(results: readonly UseQueryResult<RowsPage>[]) {
  return {
    data: results.map(({ data }) => data),
    // while a job runs, pages that were left some time ago know of fewer results
    newest: results.reduce((newest, result) => (result.dataUpdatedAt > newest.dataUpdatedAt ? result : newest), NONE)
      .data?.total,
    error: results.find(({ error }) => error !== null)?.error,
    retry: () => {
      for (const { refetch, isError } of results) if (isError) void refetch();
    },
  };
}
