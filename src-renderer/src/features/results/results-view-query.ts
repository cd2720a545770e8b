import type { z } from 'zod';
import type { ResultFilter } from '../../../../src-protocol/contract/results.ts';
import { api } from '../../state/connection.ts';
import { queries } from '../../state/queries.ts';
import type { Sort } from '../../state/results-view.ts';

/** Rows of one request while they are looked at. */
export const PAGE_ROWS = 128;
/** The most that the contract gives at once. */
const MANY_ROWS = 1_000;
const AT_ONCE = 3;
const PAGE_KEPT_MS = 30_000;

export type Filter = z.input<typeof ResultFilter>;

/** Which rows, in which order, with which columns. */
export interface RowsView {
  readonly jobId: number;
  /** In an order of their own, so that moving a column asks for nothing. */
  readonly columns: readonly string[];
  readonly filter: Filter;
  readonly sort: Sort | undefined;
}

export type RowsPage = Awaited<ReturnType<ReturnType<typeof api>['results']['page']>>;

export function pageQuery(view: RowsView, page: number) {
  const { jobId, columns, filter, sort } = view;
  return {
    queryKey: ['results', jobId, 'page', { columns, filter, sort: sort ?? null }, page],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) => fetchRows(view, page * PAGE_ROWS, PAGE_ROWS, signal),
    gcTime: PAGE_KEPT_MS,
  };
}

export function fetchRows(
  { jobId, columns, filter, sort }: RowsView,
  offset: number,
  limit: number,
  signal?: AbortSignal,
): Promise<RowsPage> {
  return api().results.page(
    { id: jobId, columns: [...columns], filter, offset, limit, ...(sort && { sort }) },
    { ...(signal && { signal }) },
  );
}

/** Rows one after the other, from pages that are there, else from the server. */
export async function rowsBetween(view: RowsView, from: number, end: number): Promise<RowsPage['rows']> {
  const loaded = loadedRows(view, from, end);
  if (loaded !== undefined) return loaded;
  const starts = Array.from({ length: Math.ceil((end - from) / MANY_ROWS) }, (_, part) => from + part * MANY_ROWS);
  const parts: RowsPage['rows'][] = [];
  for (let at = 0; at < starts.length; at += AT_ONCE) {
    const pages = await Promise.all(
      starts.slice(at, at + AT_ONCE).map((start) => fetchRows(view, start, Math.min(MANY_ROWS, end - start))),
    );
    parts.push(...pages.map(({ rows }) => rows));
  }
  return parts.flat();
}

/** Undefined where one of them is not there yet. */
export function loadedRows(view: RowsView, from: number, end: number): RowsPage['rows'] | undefined {
  const rows: RowsPage['rows'] = [];
  for (let page = Math.floor(from / PAGE_ROWS); page * PAGE_ROWS < end; page++) {
    const data = queries.getQueryData<RowsPage>(pageQuery(view, page).queryKey);
    if (data === undefined) return undefined;
    rows.push(...data.rows.slice(Math.max(0, from - page * PAGE_ROWS), end - page * PAGE_ROWS));
  }
  return rows;
}

/** Where a file is among the rows; undefined where it is not. */
export async function positionOf({ jobId, filter, sort }: RowsView, itemId: number): Promise<number | undefined> {
  const { offset } = await api().results.position({ id: jobId, itemId, filter, ...(sort && { sort }) });
  return offset;
}
