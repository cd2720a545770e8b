import { skipToken, useQuery } from '@tanstack/react-query';
import { positionOf, type RowsView } from './results-view-query.ts';

/** Where a file is among the rows of a view: null where it is not, undefined until that is known or where none is given. */
export function usePosition(view: RowsView, itemId: number | undefined): number | null | undefined {
  const { jobId, filter, sort } = view;
  const { data, isFetching, isError } = useQuery({
    queryKey: ['results', jobId, 'position', { filter, sort: sort ?? null }, itemId ?? null],
    queryFn: itemId === undefined ? skipToken : async ({ signal }) => (await positionOf(view, itemId, signal)) ?? null,
  });
  if (itemId === undefined || isFetching) return undefined;
  return isError ? null : data;
}
