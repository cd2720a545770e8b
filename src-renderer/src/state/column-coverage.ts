import { skipToken, useQuery } from '@tanstack/react-query';
import { api } from './connection.ts';

/** The columns that the files of a job have, and how many have each; nothing is asked without a job. */
export function useColumnCoverage(jobId: number | undefined) {
  return useQuery({
    queryKey: ['results', jobId, 'columns'],
    queryFn: jobId === undefined ? skipToken : ({ signal }) => api().results.columns({ id: jobId }, { signal }),
  });
}

export type CoverageQuery = ReturnType<typeof useColumnCoverage>;
export type Coverage = NonNullable<CoverageQuery['data']>;
