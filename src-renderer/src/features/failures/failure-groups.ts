import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { FailureGroup as FailureGroupSchema } from '../../../../src-protocol/contract/jobs.ts';
import { api } from '../../state/connection.ts';

export type FailureGroup = z.infer<typeof FailureGroupSchema>;

/** What could not be read, by cause, the most frequent first. */
export function useFailureGroups(jobId: number) {
  return useQuery({
    queryKey: ['results', jobId, 'failure-groups'],
    queryFn: async ({ signal }) => {
      const { failures } = await api().jobs.summary({ id: jobId, slowest: 0 }, { signal });
      return [...failures].sort((a, b) => b.count - a.count);
    },
  });
}
