import { keepPreviousData, queryOptions, useQueries, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api } from '../../state/connection.ts';
import type { FileRecord } from './file-record.ts';

export interface Known {
  readonly itemId: number;
  readonly record: FileRecord;
}

const AGAIN_AFTER_MS = 2_000;

function recordQuery(jobId: number, itemId: number) {
  return queryOptions({
    queryKey: ['job', jobId, 'record', itemId],
    queryFn: async ({ signal }): Promise<Known> => {
      const answer = await api().results.get({ id: jobId, itemId }, { signal });
      return { itemId, record: answer as unknown as FileRecord };
    },
    // a file that is read once more has no record until it is done
    refetchInterval: ({ state }) => state.status === 'error' && AGAIN_AFTER_MS,
  });
}

/** The record of one file; while the next one loads, that of the one before. */
export function useRecord(jobId: number, itemId: number) {
  return useQuery({ ...recordQuery(jobId, itemId), placeholderData: keepPreviousData });
}

/** The records of some files as far as they are there, in the order of the files. */
export function useRecords(jobId: number, itemIds: readonly number[]) {
  return useQueries({
    queries: itemIds.map((itemId) => recordQuery(jobId, itemId)),
    combine,
  });
}

function combine(answers: readonly UseQueryResult<Known>[]) {
  return {
    known: answers.flatMap(({ data }) => data ?? []),
    isPending: answers.some(({ isPending }) => isPending),
    failed: answers.filter(({ isError }) => isError).length,
  };
}
