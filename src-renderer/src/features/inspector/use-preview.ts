import { useQuery } from '@tanstack/react-query';
import type { PreviewSize } from '../../../../src-protocol/contract/results.ts';
import { api } from '../../state/connection.ts';

/** Large pictures are let go soon: each may be many megabytes. */
const KEPT_MS = 60_000;

/** A picture of a file: undefined while it is read, null where there is none. */
export function usePreview(jobId: number, itemId: number, size: PreviewSize): File | null | undefined {
  const { data, isError } = useQuery({
    queryKey: ['preview', jobId, itemId, size],
    queryFn: ({ signal }) => api().results.preview({ id: jobId, itemId, size }, { signal }),
    staleTime: Infinity,
    gcTime: KEPT_MS,
    retry: false,
  });
  return isError ? null : data;
}
