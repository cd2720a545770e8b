import { create } from 'zustand';

/** Jobs that are about to be deleted: gone to the eye, and still there for a person who takes it back. */
export const useHiddenJobs = create<{ readonly ids: ReadonlySet<number> }>(() => ({ ids: new Set() }));

export function hideJob(jobId: number): void {
  useHiddenJobs.setState(({ ids }) => ({ ids: new Set(ids).add(jobId) }));
}

export function showJobAgain(jobId: number): void {
  useHiddenJobs.setState(({ ids }) => ({ ids: new Set([...ids].filter((id) => id !== jobId)) }));
}
