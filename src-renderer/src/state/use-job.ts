import { useQuery } from '@tanstack/react-query';
import { isNotFound } from '../bridge/connection.ts';
import { api } from './connection.ts';
import { type Job, putJob, useJobs } from './jobs.ts';

interface JobFetch {
  /** Why it could not be had. */
  readonly error: Error | null;
  readonly tryAgain: () => void;
}

interface FoundJob extends JobFetch {
  /** Undefined until it is there. */
  readonly job: Job | undefined;
}

/** A job by its number; one that is not among those that are known is fetched, and kept up to date from then on. */
export function useJob(jobId: number): FoundJob {
  const job = useJobs(({ jobs }) => jobs.get(jobId));
  return { job, ...useJobFetch(jobId) };
}

/** Fetches a job that is not among those that are known. */
export function useJobFetch(jobId: number | undefined): JobFetch {
  const isKnown = useJobs(({ jobs }) => jobId !== undefined && jobs.has(jobId));
  const loaded = useJobs((state) => state.loaded);
  const { error, refetch } = useQuery({
    queryKey: ['job', jobId, 'whole'],
    queryFn: async ({ signal }) => {
      if (jobId !== undefined) putJob(await api().jobs.get({ id: jobId }, { signal }));
      return true;
    },
    enabled: loaded && jobId !== undefined && !isKnown,
    retry: (failures, fault) => failures < 1 && !isNotFound(fault),
    gcTime: 0, // a job that has gone since must not count as fetched
    staleTime: 0,
  });
  return { error: isKnown ? null : error, tryAgain: () => void refetch() };
}
