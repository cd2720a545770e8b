import { useQuery } from '@tanstack/react-query';
import type { ClusterStatus } from '../../../../src-protocol/contract/cluster.ts';
import { api } from '../../state/connection.ts';
import { queries } from '../../state/queries.ts';
import { notifyFault } from '../../state/toasts.ts';
import type { Scale } from './worker-words.ts';

const KEY = ['cluster'];
const EVERY_MS = 2_000;

/** The local workers and the machine as a whole, anew every other second while it is looked at. */
export function useCluster() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api().cluster.status(undefined, { signal }),
    refetchInterval: EVERY_MS,
    staleTime: 0,
  });
}

export async function setScale(scale: Scale): Promise<void> {
  // seen at once: the next step counts from it
  queries.setQueryData<ClusterStatus>(KEY, (status) => status && { ...status, scale });
  await change('The number of workers could not be changed', () => api().cluster.scale(scale));
}

export async function startLeasing(): Promise<void> {
  await change('The work could not be started', () => api().cluster.start());
}

export async function stopLeasing(): Promise<void> {
  await change('The work could not be stopped', () => api().cluster.stop());
}

async function change(fault: string, call: () => Promise<ClusterStatus>): Promise<void> {
  await queries.cancelQueries({ queryKey: KEY }); // an answer on its way is older than this
  try {
    queries.setQueryData(KEY, await call());
  } catch (error) {
    notifyFault(fault, error);
    await queries.invalidateQueries({ queryKey: KEY });
  }
}
