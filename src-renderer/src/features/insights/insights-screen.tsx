import { ChartColumn, CircleAlert, SearchX } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import { reasonOf } from '../../bridge/connection.ts';
import { useCurrentJob } from '../../state/current-job.ts';
import { useJobChoices } from '../../state/job-choices.ts';
import { isOpen, type Job, jobTitle, useJobs } from '../../state/jobs.ts';
import { clearFilter, filterOf, useResultsView } from '../../state/results-view.ts';
import { go } from '../../state/route.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { JobPicker } from '../../ui/job-picker.tsx';
import { Screen } from '../../ui/screen.tsx';
import { Charts } from './charts.tsx';
import { CoverageCard } from './coverage-card.tsx';
import { FilterBar } from './filter-bar.tsx';
import { useInsights } from './insights-query.ts';
import { LoadingCards } from './loading-cards.tsx';

/** What a collection is made of. */
export function InsightsScreen() {
  const job = useCurrentJob();
  const isLoaded = useJobs(({ loaded }) => loaded);
  const isOneOfMany = useJobs(({ jobs }) => jobs.size > 1);
  if (job === undefined || job.counts.done === 0)
    return <Screen title="Insights">{isLoaded && <NothingYet hasJob={job !== undefined} />}</Screen>;
  return (
    <Screen
      title="Insights"
      {...(!isOneOfMany && { subtitle: <bdi>{jobTitle(job)}</bdi> })}
      actions={isOneOfMany && <Picker job={job} />}
      className="overflow-hidden!"
    >
      <InsightsOf key={job.id} job={job} />
    </Screen>
  );
}

function Picker({ job }: { readonly job: Job }) {
  return <JobPicker {...useJobChoices('insights', job)} />;
}

function InsightsOf({ job }: { readonly job: Job }) {
  const view = useResultsView(useShallow(({ search, conditions }) => ({ search, conditions })));
  const { data, error, refetch } = useInsights(job.id, filterOf(view));
  return (
    <>
      <FilterBar files={data?.files} total={job.counts.done} isCounting={isOpen(job)} />
      <div className="-mx-4.5 -mb-4.5 grid min-h-0 flex-1 grid-flow-row-dense auto-rows-max grid-cols-2 items-stretch gap-3 overflow-y-auto px-4.5 pb-4.5 min-[1200px]:grid-cols-3">
        {data !== undefined ? (
          data.files === 0 ? (
            <NothingFound />
          ) : (
            <Charts insights={data} />
          )
        ) : error !== null ? (
          <Failed error={error} onRetry={() => void refetch()} />
        ) : (
          <LoadingCards files={job.counts.done} />
        )}
        {data !== undefined && <CoverageCard jobId={job.id} />}
      </div>
    </>
  );
}

function NothingYet({ hasJob }: { readonly hasJob: boolean }) {
  return (
    <EmptyState
      icon={ChartColumn}
      title="Nothing to look at yet"
      actions={
        <Button
          variant="primary"
          onClick={() => {
            go(hasJob ? 'jobs' : 'add');
          }}
        >
          {hasJob ? 'Go to jobs' : 'Add files'}
        </Button>
      }
    >
      {hasJob
        ? 'The charts appear as soon as the first files have been read.'
        : 'Add files, and see here what they are made of: formats, cameras, dates, places and more.'}
    </EmptyState>
  );
}

function NothingFound() {
  return (
    <div className="col-span-full">
      <EmptyState
        icon={SearchX}
        title="No file meets the filter"
        actions={<Button onClick={clearFilter}>Clear</Button>}
      >
        Take a condition away, or clear the whole filter.
      </EmptyState>
    </div>
  );
}

function Failed({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  return (
    <div className="col-span-full">
      <EmptyState
        icon={CircleAlert}
        title="The results could not be read"
        actions={<Button onClick={onRetry}>Try again</Button>}
      >
        {reasonOf(error)}
      </EmptyState>
    </div>
  );
}
