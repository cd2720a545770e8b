import { SearchX } from 'lucide-react';
import { useEffect } from 'react';
import { reasonOf } from '../../bridge/connection.ts';
import { isOpen, type Job } from '../../state/jobs.ts';
import { go } from '../../state/route.ts';
import { useJob } from '../../state/use-job.ts';
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
  const { job, error, tryAgain } = useJob(jobId);
  const isHidden = useHiddenJobs(({ ids }) => ids.has(jobId));
  useEffect(() => {
    if (isHidden) go('jobs');
  }, [isHidden]);
  if (job !== undefined) return <KnownJob job={job} />;
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
              <Button onClick={tryAgain}>Try again</Button>
            </>
          }
        >
          {reasonOf(error)}
        </EmptyState>
      )}
    </Screen>
  );
}

function KnownJob({ job }: { readonly job: Job }) {
  return (
    <JobHeader job={job}>
      <JobNotices job={job} />
      <ProgressCard job={job} />
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(230px,330px)] gap-3">
        <ThroughputCard job={job} />
        <FormatCard jobId={job.id} />
      </div>
      <SlotsCard jobId={job.id} endedAt={isOpen(job) ? undefined : job.endedAt} />
      {!isOpen(job) && <EndedCards jobId={job.id} />}
    </JobHeader>
  );
}
