import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSelection } from '../../state/selection.ts';
import { heldRow, type KnownRows } from './held-row.ts';
import { PAGE_ROWS, pageQuery, type RowsPage, type RowsView } from './results-view-query.ts';
import { usePosition } from './use-position.ts';
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

interface Seen {
  readonly first: number;
  readonly end: number;
}

export interface Rows extends KnownRows {
  /** Undefined until the first page is there. */
  readonly total: number | undefined;
  /** The view that the rows are of: for a moment still the one before. */
  readonly view: RowsView;
  readonly isBefore: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

/** The rows of a view around those that are seen. Until the first of them are there, those of the view before stay. */
export function useRows(view: RowsView, seen: Seen): Rows {
  const wanted = useThrottled(pagesAround(seen), ASK_EVERY_MS);
  /** Pages to which a running job has moved what is seen. */
  const [moved, setMoved] = useState('');
  const numbers = useMemo(() => [...new Set([...numbersOf(wanted), ...numbersOf(moved)])], [wanted, moved]);
  const { data, newest, isSettled, isWhole, error, retry } = useQueries({
    queries: numbers.map((page) => pageQuery(view, page)),
    combine,
  });

  const now = useMemo(() => loadedOf(view, numbers, data, newest), [view, numbers, data, newest]);
  const [kept, setKept] = useState<Loaded>();
  const lost = useLostRow(view, seen, kept, isSettled ? now : undefined);
  if (lost?.at !== undefined) {
    const by = lost.at - lost.row;
    const there = pagesAround({ first: seen.first + by, end: seen.end + by });
    if (there !== moved) setMoved(there);
  } else if (lost === undefined && moved === wanted && moved !== '') setMoved('');

  const isTaken = isSettled && lost === undefined && (isWhole || moved === '');
  const shown = isTaken || kept?.view !== view ? (now ?? kept) : withNewPages(kept, now);
  if (shown !== kept) setKept(shown);

  const { rowAt, indexOf } = useMemo(() => knownRows(shown), [shown]);
  const total = shown?.view.jobId === view.jobId ? shown.total : undefined;
  return { total, view: shown?.view ?? view, isBefore: shown?.view !== view, rowAt, indexOf, error, retry };
}

/** Where the held row is while so many came in above it that it is on none of the pages that are there now. */
function useLostRow(view: RowsView, seen: Seen, kept: Loaded | undefined, now: Loaded | undefined) {
  const focusedItemId = useSelection((selection) => selection.focusedItemId);
  const held = heldRow(knownRows(kept), seen, focusedItemId);
  const isMoved = kept?.view === view && now !== undefined && kept.total !== now.total;
  const isLost = isMoved && held !== undefined && knownRows(now).indexOf(held.itemId) === undefined;
  const at = usePosition(view, isLost ? held.itemId : undefined);
  return isLost && at !== null ? { row: held.row, at } : undefined;
}

function pagesAround({ first, end }: Seen): string {
  const from = Math.floor(Math.max(0, first - AHEAD_ROWS) / PAGE_ROWS);
  return `${from}-${Math.floor((end + AHEAD_ROWS) / PAGE_ROWS)}`;
}

function numbersOf(pages: string): readonly number[] {
  if (pages === '') return [];
  const [from = 0, to = 0] = pages.split('-').map(Number);
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
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

/** Pages that are asked for anew while a job runs are taken all at once: a row may go from one to the next. */
function withNewPages(kept: Loaded, now: Loaded | undefined): Loaded {
  const others = [...(now?.pages ?? [])].filter(([page]) => !kept.pages.has(page));
  return others.length === 0 ? kept : { ...kept, pages: new Map([...kept.pages, ...others]) };
}

function knownRows(loaded: Loaded | undefined): KnownRows {
  return {
    rowAt: (index) => loaded?.pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS],
    indexOf: (itemId) => {
      for (const [page, rows] of loaded?.pages ?? []) {
        const at = rows.findIndex((row) => row.itemId === itemId);
        if (at >= 0) return page * PAGE_ROWS + at;
      }
      return undefined;
    },
  };
}

const NONE = { dataUpdatedAt: 0, data: undefined as RowsPage | undefined };

function combine(results: readonly UseQueryResult<RowsPage>[]) {
  return {
    data: results.map(({ data }) => data),
    // while a job runs, pages that were left some time ago know of fewer results
    newest: results.reduce((newest, result) => (result.dataUpdatedAt > newest.dataUpdatedAt ? result : newest), NONE)
      .data?.total,
    isSettled: !results.some(({ data, isFetching }) => isFetching && data !== undefined),
    isWhole: results.every(({ data }) => data !== undefined),
    error: results.find(({ error }) => error !== null)?.error,
    retry: () => {
      for (const { refetch, isError } of results) if (isError) void refetch();
    },
  };
}
