import { useQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { useEffect } from 'react';
import { api } from '../../state/connection.ts';
import { isOpen, putJob, useJobs } from '../../state/jobs.ts';
import { go } from '../../state/route.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Screen } from '../../ui/screen.tsx';
import { EndedCards } from './ended-cards.tsx';
import { FormatCard } from './format-card.tsx';
import { useHiddenJobs } from './hidden-jobs.ts';
import { JobHeader } from './job-header.tsx';
import { JobNotices } from './job-notices.tsx';
import { ProgressCard } from './progress-card.tsx';
import { SlotsCard } from './slots-card.tsx';
import { ThroughputCard } from './throughput-card.tsx';

/** One job: how far it is, how fast it goes, and what works on it. */
export function JobPage({ jobId }: { readonly jobId: number }) {
  const loaded = useJobs((state) => state.loaded);
  const isKnown = useJobs(({ jobs }) => jobs.has(jobId));
  const isHidden = useHiddenJobs(({ ids }) => ids.has(jobId));
  useEffect(() => {
    if (isHidden) go('jobs');
  }, [isHidden]);
  if (isKnown) return <KnownJob jobId={jobId} />;
  return loaded ? <OldJob jobId={jobId} /> : <Screen title={`Job ${jobId}`}>{null}</Screen>;
}

/** One that is not among the newest: it is fetched by its number. */
function OldJob({ jobId }: { readonly jobId: number }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['job', jobId, 'whole'],
    queryFn: ({ signal }) => api().jobs.get({ id: jobId }, { signal }),
  });
  useEffect(() => {
    if (data !== undefined) putJob(data);
  }, [data]);
  return (
    <Screen title={`Job ${jobId}`}>
      {error !== null && (
        <EmptyState
          icon={SearchX}
          title="This job could not be shown"
          actions={
            <>
              <Button
                onClick={() => {
                  go('jobs');
                }}
              >
                All jobs
              </Button>
              <Button onClick={() => void refetch()}>Try again</Button>
            </>
          }
        >
          {error.message}
        </EmptyState>
      )}
    </Screen>
  );
}

function KnownJob({ jobId }: { readonly jobId: number }) {
  const job = useJobs(({ jobs }) => jobs.get(jobId));
  if (job === undefined) return null;
  return (
    <JobHeader job={job}>
      <JobNotices job={job} />
      <ProgressCard job={job} />
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(230px,330px)] gap-3">
        <ThroughputCard job={job} />
        <FormatCard jobId={jobId} />
      </div>
      <SlotsCard jobId={jobId} endedAt={isOpen(job) ? undefined : job.endedAt} />
      {!isOpen(job) && <EndedCards jobId={jobId} />}
    </JobHeader>
  );
}
