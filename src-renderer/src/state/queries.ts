import { QueryClient } from '@tanstack/react-query';

/** While a job runs, its results are asked for anew at most this often. */
const RESULTS_EVERY_MS = 1_000;

/**
 * Answers of calls that were asked for. Keys begin with what they are about: `['job', 7, …]` for what changes only when
 * something happens to a job, and `['results', 7, …]` for what changes with every result.
 */
export const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, retry: 1, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});

/** A job has another state. What is being asked is asked anew: its answer may be of a moment before. */
export function noteJobChanged(jobId: number): void {
  void askAnew(['job', jobId]);
  void askAnew(['results', jobId]);
}

async function askAnew(queryKey: readonly unknown[]): Promise<void> {
  // by itself, invalidating lets the first answer to a question come, and takes it for the last state
  await queries.cancelQueries({ queryKey });
  await queries.invalidateQueries({ queryKey });
}

const changed = new Map<number, ReturnType<typeof setTimeout>>();

/** A job has more results. */
export function noteResultsChanged(jobId: number): void {
  if (changed.has(jobId)) return;
  changed.set(
    jobId,
    setTimeout(() => {
      changed.delete(jobId);
      // a slow answer is let come: begun anew every time, it would never be there
      void queries.invalidateQueries({ queryKey: ['results', jobId] }, { cancelRefetch: false });
    }, RESULTS_EVERY_MS),
  );
}
