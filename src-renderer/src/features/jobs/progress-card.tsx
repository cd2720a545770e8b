import { useQuery } from '@tanstack/react-query';
import { duration } from '../../../../src-protocol/model/words.ts';
import { api } from '../../state/connection.ts';
import { type Job, isOpen } from '../../state/jobs.ts';
import { Card } from '../../ui/card.tsx';
import { Legend } from '../../ui/stacked-bar.tsx';
import { filesInWords, headline, standing } from './job-words.ts';
import { outcomeParts } from './outcome-parts.ts';
import { ProgressBar } from './progress-bar.tsx';

/** How much of a job is done, how long the rest takes, and what became of its files. */
export function ProgressCard({ job }: { readonly job: Job }) {
  return (
    <Card className="shrink-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p>
          <b className="text-xl leading-tight font-[650] tracking-[-0.02em]">{headline(job)}</b>{' '}
          <span className="text-muted">
            {job.counting && 'done, '}
            {standing(job)}
          </span>
        </p>
        <p className="text-muted">{filesInWords(job)}</p>
      </div>
      <div className="mt-2.5 mb-2">
        <ProgressBar job={job} />
      </div>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <Legend parts={outcomeParts(job.counts)} />
        <CountedAndSaved job={job} />
      </div>
    </Card>
  );
}

/** Whether all files are known, and once it has ended what the cache has spared. */
function CountedAndSaved({ job }: { readonly job: Job }) {
  const summary = useJobSummary(job.id, !isOpen(job));
  const savedMs = summary?.savedMs ?? 0;
  return (
    <p className="text-[12.5px] text-muted">
      {job.counting ? 'Files are still being found.' : 'Counted in full.'}
      {savedMs > 0 && (
        <>
          {' '}
          Time saved by the cache: <b className="font-semibold text-text">{duration(savedMs)}</b>
        </>
      )}
    </p>
  );
}

/** Failures by cause, the slowest files and the time saved, of a job that has ended. */
export function useJobSummary(jobId: number, hasEnded = true) {
  const { data } = useQuery({
    queryKey: ['job', jobId, 'summary'],
    queryFn: ({ signal }) => api().jobs.summary({ id: jobId, slowest: 10 }, { signal }),
    enabled: hasEnded,
  });
  return hasEnded ? data : undefined;
}
