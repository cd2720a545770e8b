import type { z } from 'zod';
import type { ResultFilter } from '../../../../src-protocol/contract/results.ts';
import { api } from '../../state/connection.ts';
import type { Sort } from '../../state/results-view.ts';

/** Rows of one request while they are looked at. */
export const PAGE_ROWS = 128;
/** The most that the contract gives at once. */
export const MANY_ROWS = 1_000;
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

/** Rows one after the other. */
export async function rowsBetween(
  view: RowsView,
  from: number,
  end: number,
  signal?: AbortSignal,
): Promise<RowsPage['rows']> {
  const starts = Array.from({ length: Math.ceil((end - from) / MANY_ROWS) }, (_, part) => from + part * MANY_ROWS);
  const parts: RowsPage['rows'][] = [];
  for (let at = 0; at < starts.length; at += AT_ONCE) {
    const pages = await Promise.all(
      starts.slice(at, at + AT_ONCE).map((start) => fetchRows(view, start, Math.min(MANY_ROWS, end - start), signal)),
    );
    parts.push(...pages.map(({ rows }) => rows));
  }
  return parts.flat();
}

/** Where a file is among the rows; undefined where it is not. */
export async function positionOf(
  { jobId, filter, sort }: Omit<RowsView, 'columns'>,
  itemId: number,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const { offset } = await api().results.position(
    { id: jobId, itemId, filter, ...(sort && { sort }) },
    { ...(signal && { signal }) },
  );
  return offset;
}
