import { QueryClient } from '@tanstack/react-query';

/** While a job runs, its results are asked for anew at most this often. */
const RESULTS_EVERY_MS = 1_000;

/**
 * Answers of calls that were asked for. Keys begin with what they are about: `['job', 7, …]` for anything of a job, and
 * `['results', 7, …]` for what changes with every result.
 */
export const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, retry: 1, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});

/** A job has another state. */
export function noteJobChanged(jobId: number): void {
  void queries.invalidateQueries({ queryKey: ['job', jobId] });
  void queries.invalidateQueries({ queryKey: ['results', jobId] });
}

const changed = new Map<number, ReturnType<typeof setTimeout>>();

/** A job has more results. */
export function noteResultsChanged(jobId: number): void {
  if (changed.has(jobId)) return;
  changed.set(
    jobId,
    setTimeout(() => {
      changed.delete(jobId);
      void queries.invalidateQueries({ queryKey: ['results', jobId] });
    }, RESULTS_EVERY_MS),
  );
}
