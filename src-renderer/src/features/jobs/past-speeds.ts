import { useQuery } from '@tanstack/react-query';
import { api } from '../../state/connection.ts';
import { type Job, isOpen, type Speed } from '../../state/jobs.ts';
import { speedsOf } from './series-speeds.ts';

/** How fast all jobs together went while one of them did that has ended; undefined until it is known. */
export function usePastSpeeds(job: Job, isWanted: boolean): readonly Speed[] | undefined {
  const { id, createdAt, endedAt } = job;
  const { data } = useQuery({
    queryKey: ['job', id, 'speeds'],
    queryFn: async ({ signal }) => {
      const during = { from: createdAt, ...(endedAt !== undefined && { to: endedAt }) };
      const [files, bytes] = await Promise.all([
        api().system.history({ name: 'files-per-s', ...during }, { signal }),
        api().system.history({ name: 'bytes-per-s', ...during }, { signal }),
      ]);
      return speedsOf(files.points, bytes.points);
    },
    enabled: isWanted && !isOpen(job),
  });
  return data;
}
